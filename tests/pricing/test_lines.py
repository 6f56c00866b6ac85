"""A list in one column: what is stored, what an editor types, what comes back."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import connection
from django.forms import modelform_factory

from pricing.lines import LinesField, LinesFormField, split_lines
from pricing.models import Treatment
from tests.factories import make_treatment


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (None, []),
        ("", []),
        (" \n\t\n", []),
        ("vertex", ["vertex"]),
        ("vertex\ncrown", ["vertex", "crown"]),
        ("vertex\r\n  crown top \r\n\r\n정수리", ["vertex", "crown top", "정수리"]),
        ("one\x85two\u2028three", ["one", "two", "three"]),
    ],
)
def test_a_text_is_split_into_its_lines(text, lines):
    assert split_lines(text) == lines


@pytest.mark.django_db
def test_a_list_is_one_column_with_an_item_a_line():
    treatment = make_treatment(synonyms=["vertex", "정수리"])

    with connection.cursor() as cursor:
        cursor.execute("SELECT synonyms FROM pricing_treatment WHERE id = %s", [treatment.pk])
        stored = cursor.fetchone()[0]
    treatment.refresh_from_db()

    assert stored == "vertex\n정수리"
    assert treatment.synonyms == ["vertex", "정수리"]


@pytest.mark.django_db
def test_a_list_is_empty_unless_it_is_given_and_shared_with_no_other_row():
    first, second = make_treatment(), make_treatment()

    first.synonyms.append("crown")

    assert second.synonyms == []
    assert Treatment().synonyms == []


@pytest.mark.django_db
def test_a_bulk_update_stores_lists_and_texts_alike():
    treatment = make_treatment()

    Treatment.objects.filter(pk=treatment.pk).update(synonyms=["a", "b"])
    as_list = Treatment.objects.get(pk=treatment.pk).synonyms
    Treatment.objects.filter(pk=treatment.pk).update(synonyms="c\n\n d ")
    as_text = Treatment.objects.get(pk=treatment.pk).synonyms

    assert as_list == ["a", "b"]
    assert as_text == ["c", "d"]


@pytest.mark.django_db
def test_a_search_finds_an_item():
    treatment = make_treatment(synonyms=["crown", "top of the head"])

    assert Treatment.objects.filter(synonyms__icontains="Top of").get() == treatment


def test_a_text_given_to_a_model_becomes_a_list_when_it_is_cleaned():
    assert LinesField().clean("a\n\nb", None) == ["a", "b"]


def test_every_item_is_validated():
    field = LinesField(each=[URLValidator(schemes=["https"])])

    assert field.clean(["https://a.example", "https://b.example"], None)
    with pytest.raises(ValidationError):
        field.clean(["https://a.example", "b.example"], None)


def test_a_form_shows_an_item_a_line_and_reads_them_back():
    form_class = modelform_factory(Treatment, fields=["synonyms"])
    shown = form_class(instance=Treatment(synonyms=["vertex", "crown"]))
    sent = form_class({"synonyms": "vertex\r\n\r\n crown \r\n"})

    assert isinstance(shown.fields["synonyms"].widget, forms.Textarea)
    assert ">\nvertex\ncrown</textarea>" in str(shown["synonyms"])
    assert sent.is_valid()
    assert sent.cleaned_data["synonyms"] == ["vertex", "crown"]


def test_a_form_shows_again_what_was_sent_and_refused():
    form = modelform_factory(Treatment, fields=["synonyms", "name"])({"synonyms": "a\n\n b"})

    assert not form.is_valid()
    assert "a\n\n b</textarea>" in str(form["synonyms"])


@pytest.mark.parametrize(
    ("initial", "sent", "changed"),
    [
        ([], "", False),
        (None, "", False),
        (["a", "b"], "a\r\nb\r\n", False),
        (["a", "b"], "b\r\na", True),
        (["a"], "", True),
    ],
)
def test_a_form_knows_whether_a_list_changed(initial, sent, changed):
    assert LinesFormField(required=False).has_changed(initial, sent) is changed


def test_a_list_is_serialized_as_its_lines():
    field = Treatment._meta.get_field("synonyms")

    assert field.value_to_string(Treatment(synonyms=["a", "b"])) == "a\nb"


def test_a_null_character_is_refused_by_the_form():
    form = modelform_factory(Treatment, fields=["synonyms"])({"synonyms": "a\0b"})

    assert form.errors["synonyms"] == ["Null characters are not allowed."]


def test_item_with_a_semicolon_is_refused_for_a_spreadsheet_would_split_it():
    field = LinesField()

    with pytest.raises(ValidationError, match="has a semicolon"):
        field.clean(["first", "second; third"], None)
