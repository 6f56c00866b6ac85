"""Characters that nobody sees are taken out of files and refused in forms, by one rule."""

import sys

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import CharField

from clinics.models import BulkAct, ChangeSet, Proposal
from pricing.plain_text import UNSEEN, is_plain, plain_text, unseen_in, validate_plain_text

OWN_APPS = {"articles", "clinics", "pricing"}
FORMLESS = {BulkAct, ChangeSet, Proposal}  # their pages are not forms of a record


@pytest.mark.parametrize(
    "text",
    [
        "",
        "한글 漢字 Ⅱ ´",
        "a\tb\nc\r\nd",
        "क\u200dष می\u200cخواهم",
        "👨\u200d👩\u200d👧 ❤\ufe0f",
        "a\u00a0b\u3000c\u00adk",
        "\ufffd ?",
    ],
)
def test_text_that_people_write_is_plain(text):
    assert is_plain(text)
    assert plain_text(text) == text


@pytest.mark.parametrize(
    ("text", "cleaned", "words"),
    [
        ("a\0b", "ab", "U+0000 control character"),
        ("a\x0bb\x85c", "a b c", "U+000B control character, U+0085 control character"),
        ("\ufeffa\u200b", "a", "U+FEFF ZERO WIDTH NO-BREAK SPACE, U+200B ZERO WIDTH SPACE"),
        ("\u202eabc\u202c", "abc", "U+202E RIGHT-TO-LEFT OVERRIDE, U+202C POP DIRECTIONAL FORMATTING"),
        ("a\ufffe\U0010ffff", "a", "U+FFFE no character, U+10FFFF no character"),
        ("a\x1b[31m\x1b", "a[31m", "U+001B control character"),
        ("a\u2066b\u2069", "ab", "U+2066 LEFT-TO-RIGHT ISOLATE, U+2069 POP DIRECTIONAL ISOLATE"),
    ],
)
def test_what_nobody_sees_is_taken_out_and_named(text, cleaned, words):
    assert not is_plain(text)
    assert plain_text(text) == cleaned
    assert unseen_in(text) == words
    with pytest.raises(ValidationError) as caught:
        validate_plain_text(text)
    assert caught.value.messages == [
        f"The text holds characters that nobody sees: {words}. Type it again without them."
    ]


def test_every_character_that_nobody_sees_is_found():
    unseen = [mark for mark in map(chr, range(sys.maxunicode + 1)) if UNSEEN.fullmatch(mark)]

    assert len(unseen) > 2_000
    assert not [mark for mark in unseen if is_plain(f"a{mark}")]


def test_every_box_for_text_in_the_admin_refuses_them(rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    boxes = 0
    for model, owner in admin.site._registry.items():
        if model._meta.app_label not in OWN_APPS or model in FORMLESS:
            continue
        forms = [owner.get_form(request)]
        forms += [inline.get_formset(request).form for inline in owner.get_inline_instances(request)]
        for form in forms:
            for name, field in form.base_fields.items():
                if isinstance(field, CharField):
                    boxes += 1
                    assert validate_plain_text in field.validators, (form, name)
    assert boxes > 100
