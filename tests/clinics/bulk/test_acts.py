"""What each act makes of one listing, and which listings it leaves out, without a database."""

from datetime import date

import pytest

from clinics.bulk import AdjustPrices, GiveStatus, LeftOut, MarkVerified, MoveTo
from clinics.documents import PRICES, blank_child, blank_document
from clinics.models import ClinicStatus

FIT = {
    "name": "Dot House",
    "slug": "dot-house",
    "focuses": ["density"],
    "treatments": ["crown"],
    "description": "A quiet place.",
    "address": "1 Dosan-daero",
    "phone": "02-555-1234",
}


def listing(**values):
    return {**blank_document(), **values}


def price(treatment="crown", basis="session", low=1500, high=2500, **values):
    return {
        **blank_child(PRICES),
        "treatment": treatment,
        "basis": basis,
        "low": low,
        "high": high,
        "state": "on_assessment" if low is None else "priced",
        "open_ended": low is not None and high is None,
        "currency": "USD",
        "year": 2026,
        **values,
    }


def figures(document):
    return [(entry["low"], entry["high"]) for entry in document["prices"]]


class TestStatus:
    @pytest.mark.parametrize("status", ClinicStatus)
    @pytest.mark.parametrize("stood", ClinicStatus)
    def test_nothing_but_the_status_changes(self, stood, status):
        before = listing(**FIT, status=stood.value)

        assert GiveStatus(status).changed(before) == {**before, "status": status.value}

    def test_what_lacks_something_is_not_published_and_says_what(self):
        before = listing(**{**FIT, "focuses": [], "phone": ""})

        with pytest.raises(LeftOut) as left:
            GiveStatus(ClinicStatus.PUBLISHED).changed(before)

        assert str(left.value) == (
            "Choose what the clinic is known for. Give a way to reach it: telephone or website."
        )
        assert GiveStatus(ClinicStatus.ARCHIVED).changed(before)["status"] == "archived"


class TestVerified:
    def test_day_and_name_are_noted_and_the_next_check_stays(self):
        before = listing(verified_on="2026-01-01", verified_by="Lee", review_due_on="2026-12-01")

        after = MarkVerified(date(2026, 11, 23), "Kim").changed(before)

        assert after == {**before, "verified_on": "2026-11-23", "verified_by": "Kim"}

    def test_next_check_is_noted_where_it_is_given(self):
        act = MarkVerified(date(2026, 11, 23), "Kim", review_due_on=date(2027, 5, 1))

        assert act.changed(listing())["review_due_on"] == "2027-05-01"

    def test_later_check_is_not_forgotten(self):
        with pytest.raises(LeftOut):
            MarkVerified(date(2026, 11, 23), "Kim").changed(listing(verified_on="2026-11-24"))


def test_a_listing_moves():
    before = listing(**FIT, district="mapo")

    assert MoveTo("gangnam", "Gangnam").changed(before) == {**before, "district": "gangnam"}


class TestPrices:
    def test_every_price_with_figures_changes_and_its_day_stays(self):
        before = listing(
            prices=[
                price(checked_on="2026-01-01"),
                price(basis="package", low=None, high=None),
                price("scars", low=300, high=None),
            ]
        )

        after = AdjustPrices(1000, {}).changed(before)

        assert figures(after) == [(1650, 2750), (None, None), (330, None)]
        assert after["prices"][0] == {**before["prices"][0], "low": 1650, "high": 2750}
        assert after["prices"][1] == before["prices"][1]

    def test_only_the_chosen_treatments_and_bases_change(self):
        before = listing(
            prices=[price(), price(basis="package"), price("scars"), price("scars", basis="package")]
        )

        after = AdjustPrices(-1000, {"scars": "Scars"}, bases=("package",)).changed(before)

        assert figures(after) == [(1500, 2500)] * 3 + [(1350, 2250)]

    def test_changed_prices_count_as_checked_where_the_editor_says_so(self):
        before = listing(prices=[price(), price(low=None, high=None, basis="package")])

        after = AdjustPrices(500, {}, checked_on=date(2026, 11, 23)).changed(before)

        assert [entry["checked_on"] for entry in after["prices"]] == ["2026-11-23", None]

    def test_listing_whose_price_would_have_too_many_digits_is_left_out(self):
        with pytest.raises(LeftOut, match="more than ten digits"):
            AdjustPrices(500, {}).changed(listing(prices=[price(), price("scars", high=9_999_999_999)]))


@pytest.mark.parametrize(
    ("act", "title"),
    [
        (GiveStatus(ClinicStatus.PUBLISHED), "Published"),
        (MarkVerified(date(2026, 11, 3), "Kim"), "Verified on 3 November 2026 by Kim"),
        (MoveTo("gangnam", "Gangnam"), "Moved to Gangnam"),
        (AdjustPrices(500, {}), "Prices raised by 5 %: all treatments; per session, whole course"),
        (
            AdjustPrices(-1250, {"crown": "Crown", "scars": "Scars"}, bases=("session",)),
            "Prices lowered by 12.5 %: Crown, Scars; per session",
        ),
    ],
)
def test_an_act_says_what_it_does(act, title):
    assert act.title == title
