"""Files that were written before a word or an address changed say what they said then."""

import pytest

from clinics.models import Clinic, District, Finding, Focus
from pricing.models import Treatment
from pricing.redirects import leave_redirects
from tests import factories
from tests.clinics.tables import counts, exported, load_clinics, load_findings, load_prices, reasons
from tests.records import make_register_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic():
    """A clinic that was called "dots" once; its district, its focus and a treatment have new names too."""
    factories.make_currency()
    district = factories.make_district(slug="gangnam")
    focus, other = factories.make_focus(slug="scars"), factories.make_focus(slug="density")
    crown = factories.make_treatment(slug="crown")
    clinic = factories.make_clinic(slug="dots-gangnam", district=district, focuses=[focus, other])
    leave_redirects(District, {"gangnam-gu": district.pk, "nowhere": 999_999})
    leave_redirects(Focus, {"scar": focus.pk, "scar-work": focus.pk})
    leave_redirects(Treatment, {"vertex": crown.pk})
    leave_redirects(Clinic, {"dots": clinic.pk})
    return clinic


def test_old_words_and_addresses_change_nothing(clinic):
    before = exported()

    outcome = load_clinics("slug,district,focuses\ndots,gangnam-gu,density;scar;scar-work\n")

    assert counts(outcome) == (0, 0, 1, 0)
    assert exported() == before
    assert outcome.notes == ['row 2, slug: "dots" is an older address of this clinic']


def test_row_changes_the_clinic_that_moved_and_not_its_address(clinic):
    outcome = load_clinics("slug,phone\ndots,02-1\ndots-gangnam,02-2\n")

    clinic.refresh_from_db()
    assert counts(outcome) == (0, 1, 0, 1)
    assert reasons(outcome) == ['row 3, slug: "dots-gangnam" is the same clinic as row 2']
    assert (clinic.slug, clinic.phone) == ("dots-gangnam", "02-1")


def test_word_that_leads_nowhere_is_refused(clinic):
    outcome = load_clinics("slug,name,district\nnew,New,nowhere\n")

    assert counts(outcome) == (0, 0, 0, 1)
    assert '"nowhere" is no district' in reasons(outcome)[0]


def test_clinic_that_has_an_old_address_of_another_one_is_itself(clinic):
    other = factories.make_clinic(slug="dots")
    numbered = factories.make_clinic(slug="lines")
    make_register_id(clinic=numbered, source="hira", identifier="7")
    leave_redirects(Clinic, {"strokes": clinic.pk})

    outcome = load_clinics("slug,source,source_id,phone\ndots,,,02-1\nstrokes,hira,7,02-2\n")

    assert counts(outcome) == (0, 2, 0, 0)
    assert dict(Clinic.objects.values_list("slug", "phone")) == {
        "dots": "02-1",
        "strokes": "02-2",
        "dots-gangnam": "",
    }
    assert Clinic.objects.get(slug="strokes").pk == numbered.pk != other.pk


def test_prices_and_findings_go_to_the_clinic_that_moved(clinic):
    factories.make_criterion(slug="sterile")
    prices = load_prices(
        "clinic,treatment,basis,low,high\ndots,vertex,package,1,2\ndots-gangnam,crown,package,3,4\n"
    )
    findings = load_findings("clinic,criterion,answer\ndots,sterile,unknown\n")

    assert counts(prices) == (1, 0, 0, 1)
    assert reasons(prices) == ['row 3, clinic: "dots-gangnam crown package" stands in row 2 already']
    assert [(price.treatment.slug, price.low) for price in clinic.prices.all()] == [("crown", 1)]
    assert counts(findings) == (1, 0, 0, 0)
    assert Finding.objects.get().clinic == clinic
