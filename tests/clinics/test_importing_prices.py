import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinics.importing import UnreadableTable
from clinics.models import Clinic, ClinicPrice
from pricing.models import Inclusion
from tests import factories
from tests.clinics.tables import counts, exported, load_prices, make_whole_clinic, reasons, statement_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic():
    factories.make_currency()
    factories.make_treatment(slug="crown", sessions=(None, None))
    return factories.make_clinic(slug="a")


def test_new_price_takes_what_follows_from_the_rest(clinic):
    outcome = load_prices(
        "clinic,treatment,basis,low,high,checked_on\na,crown,package,4000,6000,2025-12-31\n"
    )

    price = ClinicPrice.objects.get()
    assert counts(outcome) == (1, 0, 0, 0)
    assert (price.state, price.currency_id, price.year, price.tax) == ("priced", "USD", 2025, "unknown")
    assert (price.low, price.high, price.open_ended, price.estimated) == (4000, 6000, False, False)


def test_empty_cells_of_a_price_mean_the_usual(clinic):
    outcome = load_prices(
        "clinic,treatment,basis,state,low,high,open_ended,currency,tax,checked_on,inclusions,estimated,year\n"
        "a,crown,session,,300,,true,,,,,,\n"
    )

    price = ClinicPrice.objects.get()
    assert counts(outcome) == (1, 0, 0, 0)
    assert (price.state, price.low, price.high, price.open_ended) == ("priced", 300, None, True)
    assert (price.currency_id, price.tax, price.year) == ("USD", "unknown", factories.TODAY.year)


def test_price_on_assessment_has_no_figures(clinic):
    load_prices("clinic,treatment,basis,state,low\na,crown,package,on_assessment,\n")

    price = ClinicPrice.objects.get()
    assert (price.state, price.low) == ("on_assessment", None)


def test_importing_a_price_adds_its_treatment_and_counts_one_version_more(clinic):
    load_prices("clinic,treatment,basis,low,high\na,crown,package,1,2\na,crown,session,1,2\n")

    clinic.refresh_from_db()
    assert [treatment.slug for treatment in clinic.treatments.all()] == ["crown"]
    assert clinic.version == 2
    assert clinic.prices.count() == 2


def test_left_out_columns_stay_and_empty_cells_empty():
    clinic = make_whole_clinic()

    outcome = load_prices(
        "clinic,treatment,basis,remark,inclusions,checked_on\nwhole,treatment-b,package,,,\n"
    )

    price = clinic.prices.get(basis="package")
    assert counts(outcome) == (0, 1, 0, 0)
    assert (price.remark, price.checked_on, price.inclusions.count()) == ("", None, 0)
    assert (price.low, price.high, price.source, price.year) == (4000, 6000, "Price list", 2026)


def test_empty_year_and_state_of_an_old_price_are_derived_anew():
    clinic = make_whole_clinic()

    load_prices("clinic,treatment,basis,state,year,checked_on\nwhole,treatment-b,package,,,2024-02-01\n")

    price = clinic.prices.get(basis="package")
    assert (price.year, price.state, price.low) == (2024, "priced", 4000)


def test_year_of_an_old_price_follows_the_check_that_stays():
    clinic = make_whole_clinic()
    clinic.prices.update(year=2020)

    load_prices("clinic,treatment,basis,year\nwhole,treatment-b,package,\n")

    assert clinic.prices.get(basis="package").year == 2026


def test_new_price_lists_its_inclusions(clinic):
    factories.make(Inclusion, "inclusion", slug="kit")

    load_prices("clinic,treatment,basis,low,high,inclusions\na,crown,package,1,1,kit\n")

    assert [inclusion.slug for inclusion in ClinicPrice.objects.get().inclusions.all()] == ["kit"]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"clinic": "b"}, 'clinic: "b" is no clinic'),
        ({"clinic": ""}, "clinic: is missing"),
        ({"treatment": ""}, "treatment: is missing"),
        ({"treatment": "beard"}, 'treatment: "beard" is no treatment; known: crown'),
        ({"basis": ""}, "basis: is missing"),
        ({"basis": "hour"}, 'basis: "hour" is no basis; known: session, package'),
        ({"state": "free"}, 'state: "free" is no state; known: priced, on_assessment'),
        (
            {"low": "", "high": ""},
            "state: is empty, and so is low: give figures, or write on_assessment",
        ),
        (
            {"state": "priced", "low": "", "high": ""},
            'state: "priced": A price needs its lowest figure, and its highest unless it is open-ended.',
        ),
        ({"low": "1,000"}, 'low: "1,000" is no whole number'),
        ({"low": "1e3"}, 'low: "1e3" is no whole number'),
        ({"low": "12.5"}, 'low: "12.5" is no whole number'),
        ({"low": "9" * 5000}, f'low: "{"9" * 59}…" is no whole number'),
        ({"low": "-1"}, 'low: "-1": Ensure this value is greater than or equal to 0.'),
        (
            {"low": "99999999999"},
            'low: "99999999999": Ensure this value is less than or equal to 9999999999.',
        ),
        ({"low": "7"}, 'low: "7": The highest price is below the lowest.'),
        (
            {"high": ""},
            'state: "priced": A price needs its lowest figure, and its highest unless it is open-ended.',
        ),
        (
            {"state": "on_assessment"},
            'state: "on_assessment": A price quoted after assessment has no figures.',
        ),
        ({"currency": "KRW"}, 'currency: "KRW" is no currency; known: USD'),
        (
            {"sessions_min": "2"},
            'sessions_min: "2": Give both the lowest and the highest number of sessions, or neither.',
        ),
        (
            {"sessions_min": "3", "sessions_max": "2"},
            'sessions_max: "2": The highest number of sessions is below the lowest.',
        ),
        ({"tax": "some"}, 'tax: "some" is no tax; known: included, excluded, unknown'),
        ({"open_ended": "yes"}, 'open_ended: "yes" is neither true nor false'),
        ({"year": "1999"}, 'year: "1999": Ensure this value is greater than or equal to 2000.'),
        ({"checked_on": "yesterday"}, 'checked_on: "yesterday" is no day written YYYY-MM-DD'),
        ({"inclusions": "kit"}, 'inclusions: "kit" is no inclusion; known: none'),
    ],
)
def test_bad_price_is_rejected_with_its_reason(clinic, cells, reason):
    good = {"clinic": "a", "treatment": "crown", "basis": "package", "state": "", "low": "5", "high": "6"}
    row = {**good, **cells}
    quoted = ",".join(f'"{cell}"' for cell in row.values())

    outcome = load_prices(f"{','.join(row)}\n{quoted}\n")

    assert reasons(outcome) == [f"row 2, {reason}"]
    assert not ClinicPrice.objects.exists()


def test_a_price_on_assessment_gets_figures_only_with_its_state():
    make_whole_clinic()

    outcome = load_prices("clinic,treatment,basis,low,high\nwhole,treatment-a,session,1,2\n")

    assert reasons(outcome) == ['row 2, low: "1": A price quoted after assessment has no figures.']


def test_second_price_of_one_identity_is_rejected(clinic):
    outcome = load_prices("clinic,treatment,basis,low,high\na,crown,package,1,2\na,crown,package,3,4\n")

    assert reasons(outcome) == ['row 3, clinic: "a crown package" stands in row 2 already']
    assert ClinicPrice.objects.get().low == 1


def test_faulty_rows_are_rejected_and_the_others_written(clinic):
    outcome = load_prices("clinic,treatment,basis,low,high\na,crown\na,crown,package,1,2\n")

    assert counts(outcome) == (1, 0, 0, 1)


@pytest.mark.parametrize("name", ["clinic", "treatment", "basis"])
def test_columns_of_the_identity_are_needed(name):
    header = ",".join({"clinic", "treatment", "basis", "low"} - {name})

    with pytest.raises(UnreadableTable, match=f"The file lacks columns that every row needs: {name}."):
        load_prices(f"{header}\n")


def test_unknown_columns_are_refused_by_name():
    with pytest.raises(UnreadableTable, match="not known here: price"):
        load_prices("clinic,treatment,basis,price\n")


@pytest.mark.parametrize("options", [{"dry_run": True}, {"strict": True}])
def test_nothing_is_written_on_a_dry_run_nor_by_a_strict_import_with_a_rejection(clinic, options):
    before = exported()

    outcome = load_prices(
        "clinic,treatment,basis,low,high\na,crown,package,1,2\nb,crown,package,1,2\n", **options
    )

    assert counts(outcome) == (1, 0, 0, 1)
    assert not outcome.is_written
    assert exported() == before


def test_prices_of_one_clinic_may_stand_in_many_chunks(clinic, monkeypatch):
    monkeypatch.setattr("clinics.importing.children.in_chunks", lambda items: ([item] for item in items))

    outcome = load_prices("clinic,treatment,basis,low,high\na,crown,package,1,2\na,crown,session,1,2\n")

    assert counts(outcome) == (2, 0, 0, 0)
    assert clinic.prices.count() == 2


def test_statements_do_not_grow_with_the_rows(clinic):
    words = []
    for count in (10, 200):
        for number in range(count):
            factories.make_clinic(slug=f"{count}-{number}")
        rows = "".join(f"{count}-{number},crown,package,1,2\n" for number in range(count))
        with CaptureQueriesContext(connection) as captured:
            outcome = load_prices(f"clinic,treatment,basis,low,high\n{rows}")
        assert outcome.new == count
        words.append(statement_words(captured))

    few, many = ([word for word in statements if word != "INSERT"] for statements in words)
    assert few == many
    assert Clinic.objects.filter(version=2).count() == 210


def test_price_of_a_clinic_that_goes_while_it_is_looked_up_is_rejected(clinic, monkeypatch):
    monkeypatch.setattr("clinics.importing.children.read_documents", lambda _pks, children: {})

    outcome = load_prices("clinic,treatment,basis,low,high\na,crown,package,1,2\n", dry_run=True)

    assert reasons(outcome) == ['row 2, clinic: "a" is no clinic']
