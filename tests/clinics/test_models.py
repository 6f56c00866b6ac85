"""Which clinics visitors see, which findings count, and what keeps the districts a tree."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from clinics.models import Clinic, District, Finding
from clinics.offering import list_priced_treatments
from clinics.tree import districts_in_cycles
from tests.factories import (
    NOW,
    TODAY,
    make_clinic,
    make_criterion,
    make_district,
    make_finding,
    make_price,
    make_treatment,
    price_values,
)

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def seen(**values):
    """Tell whether visitors see a clinic with these values now."""
    make_clinic(**values)
    return Clinic.objects.published(at=NOW).exists()


class TestPublished:
    """Visitors see a published clinic from publish_at on, until unpublish_at."""

    def test_a_published_clinic_without_dates_is_seen(self):
        assert seen()

    @pytest.mark.parametrize("status", ["draft", "archived"])
    def test_a_clinic_in_any_other_status_is_not(self, status):
        assert not seen(status=status, publish_at=NOW - DAY, unpublish_at=NOW + DAY)

    def test_it_is_seen_from_the_very_moment_of_publication(self):
        assert seen(publish_at=NOW)

    def test_it_is_not_seen_before(self):
        assert not seen(publish_at=NOW + SECOND)

    def test_it_is_seen_until_just_before_the_moment_it_is_taken_down(self):
        assert seen(unpublish_at=NOW + SECOND)

    def test_it_is_not_seen_from_that_moment_on(self):
        assert not seen(unpublish_at=NOW)

    def test_both_dates_must_hold(self):
        assert not seen(publish_at=NOW - DAY, unpublish_at=NOW - SECOND)


class TestActs:
    """Each change of a clinic is one version more."""

    def test_each_change_counts_once(self):
        first, second = make_clinic(), make_clinic()

        Clinic.objects.filter(pk=first.pk).raise_version()
        Clinic.objects.filter(pk=first.pk).raise_version(technology="Micro")

        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.version, first.technology) == (3, "Micro")
        assert second.version == 1


class TestFindings:
    """A finding counts to the end of the last day that it names."""

    @pytest.mark.parametrize(
        ("expires_on", "counts"),
        [(None, True), (TODAY + DAY, True), (TODAY, True), (TODAY - DAY, False)],
    )
    def test_a_finding_counts_through_its_last_day(self, expires_on, counts):
        finding = make_finding(
            make_clinic(), make_criterion(), checked_on=TODAY - 2 * DAY, expires_on=expires_on
        )

        assert Finding.objects.verified(on=TODAY).exists() is counts
        assert finding.holds(on=TODAY) is counts

    @pytest.mark.parametrize("answer", ["no", "unknown"])
    def test_only_a_yes_verifies(self, answer):
        make_finding(make_clinic(), make_criterion(), answer)

        assert not Finding.objects.verified(on=TODAY).exists()

    def test_a_finding_says_what_it_is_about(self):
        finding = make_finding(make_clinic(), make_criterion(name="Sterile needles"), "unknown")

        assert str(finding) == "Sterile needles: not stated"


class TestDistricts:
    """Districts are a tree: no way leads from one into itself."""

    def test_a_district_lies_in_all_above_it(self):
        seoul = make_district(slug="seoul")
        gangnam = make_district(slug="gangnam", parent=seoul)
        cheongdam = make_district(slug="cheongdam", parent=gangnam)

        assert list(cheongdam.ancestors()) == [seoul, gangnam]
        assert set(seoul.descendants(include_self=True)) == {seoul, gangnam, cheongdam}

    @pytest.mark.parametrize("depth", [1, 2])
    def test_it_cannot_be_moved_into_a_part_of_itself(self, depth):
        seoul = make_district()
        part = seoul
        for _level in range(depth):
            part = make_district(parent=part)
        seoul.parent = part

        with pytest.raises(ValidationError) as refused:
            seoul.full_clean()

        assert refused.value.messages == ["A district cannot lie in a part of itself."]

    def test_it_can_be_moved_beside_or_below_others(self):
        seoul, busan = make_district(), make_district()
        gangnam = make_district(parent=seoul)
        gangnam.parent = busan

        gangnam.full_clean()
        gangnam.save()

        assert list(gangnam.ancestors()) == [busan]

    def test_a_district_with_parts_or_clinics_cannot_be_deleted(self):
        seoul = make_district()
        gangnam = make_district(parent=seoul)
        make_clinic(district=gangnam)

        for district in (seoul, gangnam):
            with pytest.raises(ProtectedError):
                district.delete()

    def test_a_sound_tree_has_no_cycles(self):
        make_district(parent=make_district(parent=make_district()))

        assert list(districts_in_cycles()) == []

    def test_a_cycle_made_by_a_bulk_move_is_found_with_all_that_hangs_below(self):
        seoul = make_district(slug="seoul")
        gangnam = make_district(slug="gangnam", parent=seoul)
        make_district(slug="cheongdam", parent=gangnam)
        make_district(slug="mapo", parent=make_district(slug="elsewhere"))

        District.objects.filter(slug="seoul").update(parent=gangnam)

        assert [district.slug for district in districts_in_cycles()] == ["cheongdam", "gangnam", "seoul"]

    def test_a_cycle_is_undone_by_moving_one_of_its_districts_to_the_top(self):
        seoul = make_district()
        gangnam = make_district(parent=seoul)
        District.objects.filter(pk=seoul.pk).update(parent=gangnam)

        seoul.refresh_from_db()
        seoul.parent = None
        seoul.full_clean()
        seoul.save()

        assert not districts_in_cycles()


class TestOffering:
    """Pricing a treatment lists it."""

    def test_priced_treatments_are_listed_once_and_in_order(self):
        clinic = make_clinic()
        crown = make_treatment(slug="crown", position=2)
        scars = make_treatment(slug="scars", position=1)
        listed = make_treatment(slug="listed")
        for treatment, basis in [
            (crown, "session"),
            (crown, "package"),
            (scars, "package"),
            (listed, "session"),
        ]:
            clinic.prices.create(treatment=treatment, **price_values(100, 200, basis=basis))
        clinic.treatments.add(listed)

        added = list_priced_treatments(clinic)

        assert added == [scars, crown]
        assert set(clinic.treatments.all()) == {scars, crown, listed}
        assert list_priced_treatments(clinic) == []

    def test_prices_of_other_clinics_list_nothing(self):
        clinic, other = make_clinic(), make_clinic()
        crown = make_treatment()
        make_price(other, crown, 100, 200)

        assert list_priced_treatments(clinic) == []
        assert not clinic.treatments.exists()

    def test_a_treatment_that_only_others_list_is_listed(self):
        clinic, other = make_clinic(), make_clinic()
        crown = make_treatment()
        other.treatments.add(crown)
        clinic.prices.create(treatment=crown, **price_values(None, None))

        assert list_priced_treatments(clinic) == [crown]


def test_records_are_shown_by_their_names():
    clinic = make_clinic(name="Dot House")
    price = make_price(clinic, make_treatment(name="Crown"), 100, 200, basis="session")
    number = clinic.register_ids.create(source="seoul", identifier="12")

    assert str(clinic) == "Dot House"
    assert str(price) == "Crown (per session)"
    assert str(number) == "seoul 12"
    assert str(clinic.district) == clinic.district.name
    assert str(make_criterion(name="Sterile needles")) == "Sterile needles"


@pytest.mark.parametrize(
    ("name", "name_ko", "language", "other"),
    [
        ("Dot House", "도트하우스", "", "도트하우스"),
        ("윈의원", "윈의원", "ko", ""),
        ("Dot House", "", "", ""),
    ],
)
def test_clinic_knows_the_language_of_its_name(name, name_ko, language, other):
    clinic = Clinic(name=name, name_ko=name_ko)

    assert (clinic.name_language, clinic.other_name) == (language, other)
