"""Sample clinics: the same everywhere, of every kind, and gone without a trace."""

from datetime import date
from decimal import Decimal
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from clinics.documents import read_documents
from clinics.models import Clinic, ClinicPrice, Finding, RegisterId
from clinics.opening_hours import read_opening_hours
from clinics.samples import Stock, add_samples, make_sample, remove_samples
from clinics.samples.pricing import rounded
from clinics.samples.words import FIRST_NAMES, SECOND_NAMES
from config.starter_content import load_starter_content
from pricing.models import Currency, MarketPrice
from tests.factories import TODAY, make_clinic, make_currency, make_price, make_treatment

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _content(django_db_setup, django_db_blocker):
    """The starter content, loaded once for the whole module and taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_starter_content(today=TODAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def stock(_content):
    return Stock.read()


@pytest.fixture
def two_dozen(stock):
    """The documents of the first 24 samples of the seed that the site starts with."""
    return [make_sample(number, seed=1, today=TODAY, stock=stock) for number in range(1, 25)]


def stored_samples():
    pks = Clinic.objects.filter(register_ids__source="sample").order_by("pk").values_list("pk", flat=True)
    return list(read_documents(pks).values())


def run(*arguments, **options):
    output = StringIO()
    call_command(*arguments, stdout=output, **options)
    return output.getvalue()


def test_same_number_seed_and_day_make_the_same_listing(stock):
    first, again = (make_sample(7, seed=3, today=TODAY, stock=stock) for _ in range(2))

    assert first == again


def test_another_seed_makes_another_listing(stock):
    first, other = (make_sample(7, seed=seed, today=TODAY, stock=stock) for seed in (1, 2))

    assert first["slug"] != other["slug"]
    assert first["register_ids"] != other["register_ids"]


def test_a_known_sample_is_the_same_on_every_machine(stock):
    sample = make_sample(2, seed=1, today=date(2026, 11, 23), stock=stock)

    (crown, _other) = [price for price in sample["prices"] if price["treatment"] == "crown"]
    assert sample["slug"] == "banjjak-scalp-workshop-sample-1-2"
    assert (sample["name"], sample["name_ko"]) == ("Banjjak Scalp Workshop", "반짝 두피 공방")
    assert (sample["district"], sample["tier"]) == ("gangnam", "mid-high")
    assert (sample["latitude"], sample["longitude"]) == ("37.493694", "127.062325")
    assert (crown["basis"], crown["low"], crown["high"]) == ("package", 2800, 3050)


def test_stored_sample_is_the_document_that_was_made(two_dozen):
    add_samples(range(1, 25), today=TODAY)

    assert stored_samples() == two_dozen


def test_samples_are_published_examples_that_say_so(two_dozen):
    for sample in two_dozen:
        assert sample["is_example"]
        assert sample["status"] == "published"
        assert sample["description"].startswith("This clinic is invented")
        assert sample["register_ids"] == {"sample": sample["slug"].split("-sample-")[1]}


def test_proper_names_keep_their_capital_inside_the_texts_of_samples(two_dozen):
    notes = [sample["service_note"] for sample in two_dozen]

    assert any(", English-speaking" in note or "and English-speaking" in note for note in notes)
    assert not any("english" in note for note in notes)


def kinds_of_price(sample):
    """Return how a listing states its prices, told from the figures alone."""
    prices = sample["prices"]
    bases = {price["basis"] for price in prices if price["state"] == "priced"}
    kinds = set()
    if not prices:
        kinds.add("none")
    if bases == {"session"}:
        kinds.add("session only")
    if bases == {"package"}:
        kinds.add("package only")
    if len(bases) == 2:
        kinds.add("both")
    if prices and not bases:
        kinds.add("on assessment only")
    if bases == {"session"} and any(price["basis"] == "package" for price in prices):
        kinds.add("session beside a package on assessment")
    for price in prices:
        if price["open_ended"]:
            kinds.add("open above a figure" if price["high"] else "open without a figure")
        elif price["low"] and price["low"] == price["high"]:
            kinds.add("fixed")
    return kinds


@pytest.mark.parametrize(("seed", "first"), [(1, 1), (1, 14), (2, 1), (77, 1000)])
def test_any_24_in_a_row_show_every_kind_of_price(stock, seed, first):
    shown = set()
    for number in range(first, first + 24):
        shown |= kinds_of_price(make_sample(number, seed=seed, today=TODAY, stock=stock))

    assert shown == {
        "none",
        "session only",
        "package only",
        "both",
        "on assessment only",
        "session beside a package on assessment",
        "open above a figure",
        "open without a figure",
        "fixed",
    }


@pytest.mark.parametrize(("seed", "first"), [(1, 1), (1, 14), (2, 1), (77, 1000)])
def test_any_24_in_a_row_show_findings_of_every_answer_fresh_and_expired(stock, seed, first):
    today = TODAY.isoformat()
    shown = set()
    for number in range(first, first + 24):
        findings = make_sample(number, seed=seed, today=TODAY, stock=stock)["findings"]
        shown.add("some" if findings else "none")
        for finding in findings:
            expiry = finding["expires_on"]
            shown.add((finding["answer"], "expired" if expiry and expiry < today else "fresh"))
            shown.add("without a day" if finding["checked_on"] is None else "with a day")

    assert shown == {
        "some",
        "none",
        "without a day",
        "with a day",
        ("yes", "fresh"),
        ("yes", "expired"),
        ("no", "fresh"),
        ("no", "expired"),
        ("unknown", "fresh"),
    }


def test_24_samples_use_every_word_of_the_vocabularies_of_the_brief(stock, two_dozen):
    for name, key in (
        ("focus", "focuses"),
        ("concern", "concerns"),
        ("treatment", "treatments"),
        ("language", "languages"),
        ("service", "services"),
    ):
        used = {word for sample in two_dozen for word in sample[key]}
        assert used == set(getattr(stock.vocabulary, name).by_slug), name
    assert {sample["tier"] for sample in two_dozen} == {None, "competitive", "mid", "mid-high", "high"}


def test_24_samples_lie_in_quarters_and_in_whole_districts(stock, two_dozen):
    used = {sample["district"] for sample in two_dozen}

    depths = {stock.vocabulary.district.depth(stock.vocabulary.district.by_slug[slug]) for slug in used}
    assert depths == {1, 2}
    assert len(used) >= 12


@pytest.mark.parametrize(
    "column",
    [
        "address",
        "focus_summary",
        "languages",
        "latitude",
        "name_ko",
        "opening_hours",
        "payment_methods",
        "service_grade",
        "services",
        "tier",
        "verified_on",
    ],
)
def test_24_samples_show_what_is_stated_and_what_is_not(two_dozen, column):
    assert {bool(sample[column]) for sample in two_dozen} == {True, False}


def test_samples_were_verified_from_days_to_more_than_a_year_ago(two_dozen):
    ages = {
        (TODAY - date.fromisoformat(sample["verified_on"])).days
        for sample in two_dozen
        if sample["verified_on"]
    }

    assert min(ages) < 7
    assert max(ages) > 365


def test_points_lie_near_their_district_and_say_that_they_are_approximate(stock, two_dozen):
    placed = [sample for sample in two_dozen if sample["latitude"]]

    assert placed
    for sample in placed:
        district = stock.vocabulary.district.by_slug[sample["district"]]
        assert sample["point_approximate"]
        assert abs(Decimal(sample["latitude"]) - district.latitude) <= Decimal("0.003")
        assert abs(Decimal(sample["longitude"]) - district.longitude) <= Decimal("0.003")


def test_dearer_tiers_ask_more_for_the_same_treatment(stock):
    lows = {}
    for number in range(1, 400):
        sample = make_sample(number, seed=1, today=TODAY, stock=stock)
        for price in sample["prices"]:
            if price["treatment"] == "crown" and price["basis"] == "package" and price["low"]:
                lows.setdefault(sample["tier"], []).append(price["low"])

    scale = ["competitive", "mid", "mid-high", "high"]
    assert all(max(lows[cheap]) < min(lows[dear]) for cheap, dear in pairwise(scale))


def test_prices_are_never_for_a_treatment_that_is_not_offered(two_dozen):
    for sample in two_dozen:
        assert {price["treatment"] for price in sample["prices"]} <= set(sample["treatments"])


@pytest.mark.usefixtures("_content")
def test_stored_samples_keep_every_rule_of_their_models():
    add_samples(range(1, 11), today=TODAY)

    for model in (Clinic, ClinicPrice, Finding, RegisterId):
        records = model.objects.all()
        assert records
        for record in records:
            record.full_clean()


def test_opening_hours_of_samples_can_be_read(two_dozen):
    assert all(read_opening_hours(sample["opening_hours"]) for sample in two_dozen if sample["opening_hours"])


def test_every_sample_of_hundreds_has_an_address_of_its_own(stock):
    names = [make_sample(number, seed=1, today=TODAY, stock=stock)["name"] for number in range(1, 1001)]

    assert len(set(names)) == len(names)
    assert len(FIRST_NAMES) * len(SECOND_NAMES) < len(names)


@pytest.mark.usefixtures("_content")
def test_another_currency_appears_once_it_has_a_rate():
    make_currency("EUR", units_per_usd=Decimal("0.9"))
    make_currency("KRW", units_per_usd=None, as_of=None)

    samples = [make_sample(number, seed=1, today=TODAY, stock=Stock.read()) for number in range(1, 25)]

    used = {price["currency"] for sample in samples for price in sample["prices"]}
    assert used == {"USD", "EUR"}


@pytest.mark.usefixtures("_content")
def test_without_any_rate_samples_have_no_prices():
    MarketPrice.objects.all().delete()
    Currency.objects.all().delete()

    samples = [make_sample(number, seed=1, today=TODAY, stock=Stock.read()) for number in range(1, 10)]

    assert [sample["prices"] for sample in samples] == [[]] * 9


@pytest.mark.parametrize(
    ("amount", "shown"), [(3, 10), (304, 300), (306, 310), (1234, 1250), (1_712_345, 1_700_000)]
)
def test_amounts_are_rounded_as_people_round_them(amount, shown):
    assert rounded(amount) == shown


@pytest.mark.usefixtures("_content")
def test_adding_the_same_samples_again_changes_nothing():
    add_samples(range(1, 5), today=TODAY)
    before = stored_samples()

    assert add_samples(range(1, 5), today=date(2027, 3, 1)) == 0
    assert stored_samples() == before


@pytest.mark.usefixtures("_content")
def test_a_larger_number_adds_samples():
    add_samples(range(1, 5), today=TODAY)
    before = stored_samples()

    assert add_samples(range(1, 8), today=TODAY) == 3
    assert stored_samples()[:4] == before


@pytest.mark.usefixtures("_content")
def test_an_edited_sample_stays_edited():
    add_samples([1], today=TODAY)
    Clinic.objects.filter(register_ids__source="sample").update(name="Edited", slug="edited")

    add_samples([1], today=TODAY)

    assert [sample["name"] for sample in stored_samples()] == ["Edited"]


def test_a_clinic_with_the_address_of_a_sample_stays(two_dozen):
    make_clinic(name="By hand", slug=two_dozen[0]["slug"])

    assert add_samples([1], today=TODAY) == 0


@pytest.mark.usefixtures("_content")
def test_removing_takes_every_sample_and_nothing_else():
    add_samples(range(1, 4), today=TODAY)
    add_samples(range(1, 3), today=TODAY, seed=9)
    kept = make_clinic(name="Kept", is_example=True)
    make_price(kept, make_treatment(), 100, 200)
    RegisterId.objects.create(clinic=kept, source="seoul-foreign-patients", identifier="1-1")
    before = {*Clinic.objects.exclude(register_ids__source="sample").values_list("slug", flat=True)}

    assert remove_samples() == 5

    assert {*Clinic.objects.values_list("slug", flat=True)} == before
    assert [price.clinic for price in ClinicPrice.objects.all()] == [kept]
    assert not Finding.objects.exclude(clinic__slug__in=before).exists()


@pytest.mark.usefixtures("_content")
def test_commands_make_and_remove_samples():
    assert run("make_sample_clinics", "3", "--today", "2026-11-23") == (
        "Sample clinics: 3 added, 0 were there already.\n"
    )
    assert run("make_sample_clinics", "5", seed=1) == "Sample clinics: 2 added, 3 were there already.\n"
    assert run("remove_samples") == "Sample clinics removed: 5.\n"
    assert run("remove_samples") == "Sample clinics removed: 0.\n"


@pytest.mark.usefixtures("_content")
def test_no_samples_are_made_for_the_number_zero():
    assert run("make_sample_clinics", "0") == "Sample clinics: 0 added, 0 were there already.\n"


@pytest.mark.parametrize("arguments", [["-1"], ["3", "--seed", "-1"]])
def test_command_refuses_a_negative_number(arguments):
    with pytest.raises(CommandError, match="can be negative"):
        run("make_sample_clinics", *arguments)
