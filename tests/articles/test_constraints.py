"""Every constraint of articles is broken on purpose: the database refuses, and an editor reads why."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles.models import Article, Author, Category, Disclaimer, EmergencyContact
from tests.constraints import Breach, assert_database_refuses, assert_editor_reads_why, constraints_of
from tests.factories import (
    TODAY,
    make_article,
    make_author,
    make_category,
    make_disclaimer,
    make_emergency_contact,
    make_question,
)

pytestmark = pytest.mark.django_db

NO_CHOICE = "Value 'x' is not a valid choice."


def reviewed():
    return make_article(reviewer=make_author(), reviewed_on="2026-02-01", next_review_on="2027-02-01")


def second_question():
    first = make_question()
    first.pk, first.position = None, 2
    first.save()
    return first


BREACHES = [
    Breach("articles_article_status_known", make_article, {"status": "x"}, read=NO_CHOICE),
    Breach("articles_article_kind_known", make_article, {"kind": "x"}, read=NO_CHOICE),
    *(
        Breach("articles_article_slug_not_reserved", make_article, {"slug": slug})
        for slug in ("category", "compare", "feed")
    ),
    Breach("articles_article_published_has_day", make_article, {"published_on": None}),
    Breach("articles_article_update_after_publication", make_article, {"updated_on": date(2026, 1, 27)}),
    Breach("articles_article_reviewer_has_day", reviewed, {"reviewed_on": None}),
    Breach("articles_article_review_has_reviewer", reviewed, {"reviewer_id": None}),
    Breach("articles_article_next_review_after_review", reviewed, {"next_review_on": date(2026, 2, 1)}),
    Breach(
        "articles_article_edition_year_plausible",
        make_article,
        {"edition_year": 1899},
        read="Ensure this value is greater than or equal to 1900.",
    ),
    Breach(
        "articles_article_edition_year_plausible",
        make_article,
        {"edition_year": 2200},
        read="Ensure this value is less than or equal to 2199.",
    ),
    Breach("articles_author_kind_known", make_author, {"kind": "x"}, read=NO_CHOICE),
    Breach("articles_question_position_unique", second_question, {"position": 1}),
]


@pytest.mark.parametrize("breach", BREACHES, ids=str)
def test_database_refuses(breach):
    assert_database_refuses(breach)


@pytest.mark.parametrize("breach", BREACHES, ids=str)
def test_editor_reads_why(breach):
    assert_editor_reads_why(breach)


def test_every_constraint_is_broken_by_a_case():
    assert set(constraints_of("articles")) == {breach.constraint for breach in BREACHES}


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (make_article, "slug"),
        (make_category, "slug"),
        (make_category, "name"),
        (make_author, "slug"),
        (make_author, "name"),
    ],
)
def test_two_records_cannot_have_one_name_or_address(make, name):
    first, second = make(), make()
    value = getattr(first, name)

    with pytest.raises(IntegrityError), transaction.atomic():
        type(second).objects.filter(pk=second.pk).update(**{name: value})
    setattr(second, name, value)
    with pytest.raises(ValidationError) as read:
        second.full_clean()

    assert read.value.messages == [f"{type(second).__name__} with this {name.capitalize()} already exists."]


@pytest.mark.parametrize("name", ["category", "author", "reviewer"])
def test_what_an_article_names_cannot_be_deleted(name):
    values = {"category": make_category(), "author": make_author(), "reviewer": make_author()}
    make_article(**values, reviewed_on="2026-02-01")

    with pytest.raises(IntegrityError), transaction.atomic():
        values[name].delete()


def test_article_has_a_title_and_an_address():
    with pytest.raises(ValidationError) as refused:
        Article().full_clean()

    assert {"title", "slug"} <= set(refused.value.message_dict)


def test_names_are_of_use():
    assert str(make_category(name="Costs")) == "Costs"
    assert str(make_author(name="Kim")) == "Kim"
    assert str(make_question()) == "Does it hurt?"
    assert (Category.objects.count(), Author.objects.count()) == (1, 1)


def test_two_disclaimers_cannot_have_one_slug():
    make_disclaimer(slug="medical")
    second = Disclaimer(slug="medical", title="Again", text="Ask.", valid_from=TODAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        Disclaimer.objects.bulk_create([second])
    with pytest.raises(ValidationError) as read:
        second.full_clean()

    assert read.value.messages == ["Disclaimer with this Slug already exists."]


def test_two_contacts_cannot_have_one_number():
    make_emergency_contact("119")
    second = EmergencyContact(number="119", name="Fire", services="Fire")

    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyContact.objects.bulk_create([second])
    with pytest.raises(ValidationError) as read:
        second.full_clean()

    assert read.value.messages == ["Emergency contact with this Number already exists."]


@pytest.mark.parametrize("number", ["119", "1330", "02-555-1234", "+82-2-1330"])
def test_a_number_that_can_be_called_is_accepted(number):
    EmergencyContact(number=number, name="Emergency", services="Ambulance").full_clean()


@pytest.mark.parametrize("number", ["", "119 ", "one one nine", "119\n", "tel:119", "1" * 21])
def test_a_number_that_cannot_be_called_is_refused(number):
    with pytest.raises(ValidationError) as refused:
        EmergencyContact(number=number, name="Emergency", services="Ambulance").full_clean()

    assert "number" in refused.value.message_dict


def test_a_disclaimer_has_a_day_and_a_text():
    with pytest.raises(ValidationError) as refused:
        Disclaimer(slug="medical", title="Information").full_clean()

    assert set(refused.value.message_dict) == {"text", "valid_from"}
