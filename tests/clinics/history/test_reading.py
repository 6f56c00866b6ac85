"""The history of a listing in words: who, when, what, why."""

import pytest

from clinics.documents import Change, document_of
from clinics.history import Occasion, delete_listings, write_listings
from clinics.history.reading import read_history
from clinics.models import Act, District
from pricing.redirects import leave_redirects
from tests import factories
from tests.clinics.tables import make_whole_clinic
from tests.records import make_inclusion

pytestmark = pytest.mark.django_db


def change(clinic, **values):
    before = document_of(clinic)
    write_listings([Change({**before, **values}, clinic.pk, before)], occasion=Occasion(Act.SAVED))


def last_differences(clinic):
    """Return {label: Difference} of the newest version."""
    return {difference.label: difference for difference in read_history(clinic.pk)[0].differences}


def test_fields_are_told_with_their_label_old_and_new():
    clinic = factories.make_clinic(
        name="One", status="draft", district=factories.make_district(name="Gangnam")
    )
    factories.make_district(slug="mapo", name="Mapo")
    tier = factories.make_tier(slug="mid", name="Mid")

    change(
        clinic,
        name="Two",
        name_ko="둘",
        district="mapo",
        tier=tier.slug,
        status="published",
        is_example=True,
        latitude="37.500000",
        longitude="127.000000",
        verified_on="2026-11-02",
        publish_at="2026-11-30T15:30:00Z",
        payment_methods=["Visa", "cash"],
    )

    told = {label: (one.old, one.new) for label, one in last_differences(clinic).items()}
    assert told == {
        "Name": ("One", "Two"),
        "Korean name": ("", "둘"),
        "District": ("Gangnam", "Mapo"),
        "Price tier": ("", "Mid"),
        "Status": ("draft", "published"),
        "Example": ("no", "yes"),
        "Point on the map": ("", "37.500000, 127.000000"),
        "Last verified on": ("", "2 November 2026"),
        "Publish at": ("", "1 December 2026, 00:30"),
        "Payment methods": ("", "Visa\ncash"),
    }


def test_words_are_told_as_added_and_removed():
    density, scars = factories.make_focus(name="Density"), factories.make_focus(name="Scars")
    clinic = factories.make_clinic(focuses=[density])

    change(clinic, focuses=[scars.slug])

    [difference] = last_differences(clinic).values()
    assert (difference.label, difference.added, difference.removed) == ("Focuses", ["Scars"], ["Density"])


def test_prices_and_findings_are_told_one_by_one():
    clinic = factories.make_clinic()
    crown, scars = factories.make_treatment(name="Crown"), factories.make_treatment(name="Scars")
    factories.make_price(clinic, crown, 1500, 2500, basis="session").inclusions.add(
        make_inclusion(name="Kit")
    )
    factories.make_price(clinic, scars, 4000, 6000)
    factories.make_finding(clinic, factories.make_criterion(name="License"), evidence="Seen.")
    before = document_of(clinic)
    crown_price, _scars_price = sorted(before["prices"], key=lambda price: price["treatment"] != crown.slug)

    change(clinic, prices=[{**crown_price, "high": 3000, "inclusions": []}], findings=[])

    told = last_differences(clinic)
    dearer = told["Price: Crown, per session"]
    assert [(one.label, one.old, one.new) for one in dearer.inner] == [
        ("High", "2,500", "3,000"),
        ("Inclusions", "Kit", ""),
    ]
    gone = told["Price: Scars, whole course"]
    assert (gone.old, gone.new) == ("Low: 4,000 · High: 6,000 · Currency: USD · Year: 2026", "not there")
    assert told["Finding: License"].old == "Answer: yes · Evidence: Seen. · Checked on: 23 November 2026"


def test_register_numbers_are_told_by_register():
    clinic = factories.make_clinic()

    change(clinic, register_ids={"seoul": "7"})

    [number] = last_differences(clinic).values()
    assert (number.label, number.old, number.new) == ("Number of the register seoul", "not there", "7")


def test_a_word_that_was_renamed_since_is_no_difference():
    gangnam = factories.make_district(slug="gangnam")
    clinic = factories.make_clinic(name="One", district=gangnam)
    change(clinic, name="Two")
    gangnam.slug = "gangnam-gu"
    gangnam.save()
    leave_redirects(District, {"gangnam": gangnam.pk})

    change(clinic, name="Three")

    assert list(last_differences(clinic)) == ["Name"]


def test_versions_come_newest_first_each_beside_the_one_before():
    clinic = factories.make_clinic(name="1")
    for name in "2345":
        change(clinic, name=name)
    delete_listings([clinic.pk], occasion=Occasion(Act.DELETED))

    entries = read_history(clinic.pk)

    assert [(entry.version.number, entry.version.act) for entry in entries] == [
        (6, "deleted"),
        (5, "saved"),
        (4, "saved"),
        (3, "saved"),
        (2, "saved"),
        (1, "found"),
    ]
    assert [len(entry.differences) for entry in entries] == [0, 1, 1, 1, 1, 0]
    assert [entry.is_first for entry in entries] == [False] * 5 + [True]
    later = read_history(clinic.pk, start=2, count=2)
    assert [(entry.version.number, entry.differences[0].old) for entry in later] == [(4, "3"), (3, "2")]


def test_many_versions_take_as_many_statements_as_one(django_assert_max_num_queries):
    clinic = make_whole_clinic()
    change(clinic, phone="1", focuses=[], prices=[], findings=[])
    with django_assert_max_num_queries(12) as few:
        read_history(clinic.pk)
    for number in range(15):
        change(clinic, phone=f"02-{number}")

    with django_assert_max_num_queries(12) as many:
        entries = read_history(clinic.pk)

    assert len(entries) == 17
    assert len(many) == len(few)
