"""The site against the oracle: the same catalogue and the same query must give the same answer.

Each example is a random catalogue and a few random queries; its rows are rolled back before the next. A
failure prints the catalogue, the address, a blob to repeat the example, and the seed to repeat the whole
run: `FILTER_CONTRACT_SEED=<seed> make test`. `FILTER_CONTRACT_EXAMPLES=50` asks for fifty times as many.
"""

import csv
import json
import os
import re
import secrets
from contextlib import contextmanager
from decimal import Decimal
from math import ceil
from unittest.mock import patch
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import transaction
from django.test import Client, override_settings
from hypothesis import HealthCheck, Phase, given, note, seed, settings

from clinics.models import District
from tests.factories import (
    make_clinic,
    make_concern,
    make_criterion,
    make_currency,
    make_district,
    make_finding,
    make_focus,
    make_language,
    make_price,
    make_service,
    make_tier,
    make_treatment,
)

from . import catalogues, oracle

API = "/api/v1/clinics/"
PAGE = "/clinics/"
SPREADSHEET = "/api/v1/clinics.csv"
MAP = "/api/v1/clinics.geojson"
SEED = int(os.environ.get("FILTER_CONTRACT_SEED") or secrets.randbelow(2**32))
TIMES = int(os.environ.get("FILTER_CONTRACT_EXAMPLES") or 1)
MOST_PAGES = 4

pytestmark = pytest.mark.django_db


def examples(count):
    """Return settings under which examples take the time they take, and a failure can be repeated."""
    return settings(
        max_examples=count * TIMES,
        deadline=None,
        print_blob=True,
        phases=[Phase.reuse, Phase.generate, Phase.shrink],
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.large_base_example,
        ],
    )


@contextmanager
def built(catalogue):
    """Have a catalogue in the database, and the clock stand still, until the block ends."""
    with transaction.atomic(), patch("django.utils.timezone.now", return_value=catalogues.AT):
        catalogues.build(catalogue)
        yield
        transaction.set_rollback(True)


def address_of(path, query):
    return f"{path}?{urlencode(query)}"


def get(address):
    """Return the response of a new visitor to an address, named in the message of a failure."""
    note(f"FILTER_CONTRACT_SEED={SEED} repeats this run; GET {address}")
    return Client().get(address)


def ask_api(query):
    """Return the API's answer in the oracle's shape."""
    response = get(address_of(API, query))
    return read_answer(response)


def read_answer(response):
    if response.status_code == 404:
        return oracle.NOT_FOUND
    assert response.status_code == 200
    body = response.json()
    for options in body["facets"].values():
        assert len({option["value"] for option in options}) == len(options)
    return {
        "count": body["count"],
        "facets": {
            facet: {option["value"]: (option["count"], option["selected"]) for option in options}
            for facet, options in body["facets"].items()
        },
        "buckets": body.get("buckets"),
        "ignored": body["ignored"],
        "results": [{key: result[key] for key in ("slug", "bucket", "course")} for result in body["results"]],
    }


def without(query, *names):
    return [(name, value) for name, value in query if name not in names]


def walk(query, *, page_size):
    """Return the slugs of all pages, found by following links forward; one leads back, none beyond."""
    asked = [*without(query, "page", "page_size"), ("page_size", page_size)]
    bodies = [get(address_of(API, asked)).json()]
    while bodies[-1]["next"]:
        bodies.append(get(local(bodies[-1]["next"])).json())
    assert [body["previous"] is None for body in bodies] == [True] + [False] * (len(bodies) - 1)
    if len(bodies) > 1:
        assert get(local(bodies[-1]["previous"])).json()["results"] == bodies[-2]["results"]
    assert get(address_of(API, [*asked, ("page", len(bodies) + 1)])).status_code == 404
    assert all(len(body["results"]) == page_size for body in bodies[:-1])
    return [result["slug"] for body in bodies for result in body["results"]]


def local(address):
    """Return path and query of an absolute address."""
    parts = urlsplit(address)
    assert parts.scheme
    assert parts.netloc
    return f"{parts.path}?{parts.query}"


def count_on_page(response):
    """Return the number of results that the listing page states for machines."""
    [number] = re.findall(r'<p id="result-count"[^>]* data-count="(\d+)"', response.text)
    return int(number)


@seed(SEED)
@examples(90)
@given(catalogues.situations())
def test_api_answers_as_the_oracle_does(situation):
    catalogue, queries = situation
    with built(catalogue):
        for query in queries:
            expected = oracle.answer(catalogue, query, at=catalogues.AT)
            assert ask_api(query) == expected
            with override_settings(CLINIC_INDEX=False):
                assert ask_api(query) == expected


@seed(SEED + 1)
@examples(30)
@given(catalogues.situations(most_queries=1))
def test_pages_of_the_api_hold_each_result_once_and_in_order(situation):
    catalogue, queries = situation
    with built(catalogue):
        for query in queries:
            slugs = every_slug(catalogue, query)
            assert walk(query, page_size=max(1, ceil(len(slugs) / MOST_PAGES))) == slugs


@seed(SEED + 2)
@examples(35)
@given(catalogues.situations())
def test_listing_page_and_spreadsheet_agree_with_the_oracle(situation):
    catalogue, queries = situation
    with built(catalogue):
        for query in queries:
            expected = oracle.answer(catalogue, without(query, "page_size"), at=catalogues.AT)
            response = get(address_of(PAGE, query))
            assert response.status_code == (404 if expected == oracle.NOT_FOUND else 200)
            if expected != oracle.NOT_FOUND:
                assert count_on_page(response) == expected["count"]
            assert slugs_in(get(address_of(SPREADSHEET, query))) == every_slug(catalogue, query)


def slugs_in(spreadsheet):
    """Return the slugs of a spreadsheet's rows, without the apostrophe that keeps -a from being run."""
    lines = spreadsheet.getvalue().decode().splitlines()
    return [row["slug"].removeprefix("'") for row in csv.DictReader(lines)]


def every_slug(catalogue, query):
    """Return the slugs of all pages in order."""
    question = oracle.read(catalogue, query)
    return [result["slug"] for result in oracle.results(catalogue, question, at=catalogues.AT)]


# The odd corners, each by hand: what is expected here comes from the contract, not from the oracle.


@pytest.fixture
def api(client):
    """Ask the API with parameters given by name; a list repeats its parameter."""

    def ask(status=200, **parameters):
        response = client.get(API, parameters)
        assert response.status_code == status
        return response.json() if status == 200 else None

    return ask


@pytest.fixture
def page(client):
    """Ask for the listing page."""

    def ask(status=200, **parameters):
        response = client.get(PAGE, parameters)
        assert response.status_code == status
        return response

    return ask


@pytest.fixture
def seoul():
    """Create Seoul, Gangnam in it, Cheongdam in that, and Busan, with a clinic each."""
    places = [make_district(slug="seoul", name="Seoul", name_ko="서울")]
    places.append(make_district(slug="gangnam", name="Gangnam-gu", name_ko="강남구", parent=places[0]))
    places.append(
        make_district(slug="cheongdam", name="Cheongdam-dong", spellings=["Chungdam"], parent=places[1])
    )
    places.append(make_district(slug="busan", name="Busan"))
    for place, name in zip(places, ["In d", "In c", "In b", "In a"], strict=True):
        make_clinic(slug=f"in-{place.slug}", name=name, district=place)


@pytest.fixture
def scalp():
    """Create clinics for 1,000 dollars: one fits, one may fit, one is over, one is on assessment."""
    crown, scar = make_treatment(slug="crown", name="Crown"), make_treatment(slug="scar", name="Scar")
    fits, may_fit, over, unpriced = [make_clinic(slug=slug, name=slug) for slug in ("d", "c", "b", "a")]
    make_price(fits, crown, 500, 1000)
    make_price(fits, scar, 1200, 1300)
    make_price(may_fit, crown, 1000, 1500)
    make_price(over, scar, 1001, None)
    make_price(unpriced, crown)


def slugs(answer):
    return [result["slug"] for result in answer["results"]]


def counts(answer, facet):
    return {option["value"]: option["count"] for option in answer["facets"][facet]}


@pytest.mark.parametrize("number", ["0", "-1", "-0", "3", "9" * 19, "9" * 5000])
def test_page_outside_the_first_to_the_last_is_not_found(api, page, number):
    for _ in range(25):
        make_clinic()

    assert len(api(page="2")["results"]) == 1
    api(status=404, page=number)
    page(status=404, page=number)


@pytest.mark.parametrize("number", ["x", "1.0", "+1", "1e0", "٢", "１", "1 1", "\0"])
def test_page_that_is_no_whole_number_is_ignored_by_name(api, page, number):
    make_clinic()

    assert api(page=number)["ignored"] == {"page": [number]}
    assert count_on_page(page(page=number)) == 1


def test_empty_result_has_one_page(api, page):
    make_clinic()

    assert api(q="nowhere", page="1")["results"] == []
    api(status=404, q="nowhere", page="2")
    page(q="nowhere", page="1")
    page(status=404, q="nowhere", page="2")


def test_empty_directory_answers(api, page):
    answer = api(sort="-price", budget="1", unpriced="include")

    assert answer["count"] == 0
    assert answer["buckets"] == {"fits": 0, "may-fit": 0, "over": 0, "unpriced": 0}
    assert count_on_page(page()) == 0


@pytest.mark.parametrize("size", ["0", "101", "-1", "x", "9" * 5000])
def test_page_size_outside_1_to_100_is_ignored_by_name_and_24_used(api, size):
    for _ in range(25):
        make_clinic()

    answer = api(page_size=size)

    assert len(answer["results"]) == 24
    assert answer["ignored"] == {"page_size": [size]}


def test_page_size_means_nothing_to_the_page(page):
    for _ in range(3):
        make_clinic()

    page(status=404, page_size="1", page="2")
    assert "noindex" in page(page_size="1").text


def test_links_to_other_pages_keep_every_value(api, client, seoul):
    answer = api(district=["gangnam", "busan"], q="in", page_size="1", page="2", sort="-price")

    for link, number in [("next", 3), ("previous", 1)]:
        address = answer[link]
        assert address.startswith("http")
        other = client.get(local(address)).json()
        assert other["count"] == 3
        assert other == api(
            district=["gangnam", "busan"], q="in", page_size="1", page=str(number), sort="-price"
        )


def test_search_longer_than_200_characters_is_cut_and_the_rest_named(api, page, seoul):
    text = "busan".ljust(200) + "nowhere"

    assert slugs(api(q=text)) == ["in-busan"]
    assert api(q=text)["ignored"] == {"q": ["nowhere"]}
    assert api(q="busan".ljust(200))["ignored"] == {}
    assert count_on_page(page(q=text)) == 1


def test_values_beyond_the_fiftieth_are_cut_off_and_named(api, page, seoul):
    values = [f"x{number}" for number in range(49)] + ["busan", "gangnam", "busan", "gangnam"]

    answer = api(district=values)

    assert slugs(answer) == ["in-busan"]
    assert answer["ignored"] == {"district": [*values[:49], "gangnam", "busan"]}
    assert count_on_page(page(district=values)) == 1


def test_thousands_of_parameters_are_read_like_few(client, seoul):
    query = "&".join(["district=busan"] * 60 + ["a"] * 3500)

    answer = client.get(f"{API}?{query}").json()

    assert slugs(answer) == ["in-busan"]
    assert answer["ignored"] == {"district": ["busan"]}
    assert count_on_page(client.get(f"{PAGE}?{query}")) == 1


@pytest.mark.parametrize(
    "sign", ["%", "_", "\\", "'", '"', "*", "[a-z]", ".*", "^", "--", "%25", "<b>", "&amp;"]
)
def test_signs_of_a_query_language_are_only_signs(api, page, sign):
    make_clinic(slug="plain", name="Plain ab")
    make_clinic(slug="signed", name=f"Signed a{sign}b")

    assert slugs(api(q=sign)) == ["signed"]
    assert slugs(api(q=f"a{sign}b")) == ["signed"]
    assert count_on_page(page(q=sign)) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Élan", "e\u0301LAN"),
        ("E\u0301lan", "élan"),
        ("Straße", "STRASSE"),
        ("STRASSE", "straße"),
        ("Ｆｕｌｌ", "full"),
        ("Full", "ｆｕｌｌ"),
        ("강남", "\u1100\u1161\u11bc"),
        ("\u1100\u1161\u11bc남", "강남"),
        ("ΣΊΣΥΦΟΣ", "σισυφος"),
        ("İzmir", "izmir"),
        ("ﬁne ½", "fine 1⁄2"),
        ("a\u00a0b", "b\u3000a"),
        ("Ünder\u0327", "UNDER"),
        ("one", "\u0301"),
        ("one", " \t "),
    ],
)
def test_search_folds_names_and_words_alike(api, name, text):
    make_clinic(slug="found", name=name)

    assert slugs(api(q=text)) == ["found"]


def test_search_looks_where_the_contract_says_and_nowhere_else(api, seoul):
    clinic = make_clinic(
        slug="searched",
        name="Name",
        name_ko="이름",
        district=District.objects.get(slug="cheongdam"),
        focuses=[make_focus(name="Scar focus")],
        treatments=[make_treatment(name="Treated area", synonyms=["Vertex"])],
        concerns=[make_concern(name="Concerned")],
        languages=[make_language(name="Spoken")],
        services=[make_service(name="Served")],
        price_tier=make_tier(name="Tiered"),
        description="Described",
        address="Addressed",
    )

    for text in [
        "name",
        "이름",
        "chungdam",
        "강남",
        "SEOUL",
        "scar focus",
        "area treated",
        "vert",
        "이름 vertex 서울",
    ]:
        assert clinic.slug in slugs(api(q=text)), text
    for text in [
        "concerned",
        "spoken",
        "served",
        "tiered",
        "described",
        "addressed",
        "searched",
        "namename",
        "name이름",
    ]:
        assert slugs(api(q=text)) == [], text


def test_search_finds_what_was_renamed_a_moment_ago(api, seoul):
    for slug, name, spelling in [("seoul", "Hanyang", "Keijo"), ("busan", "Busan", "Pusan")]:
        district = District.objects.get(slug=slug)
        district.name, district.spellings = name, [spelling]
        district.save()

    assert slugs(api(q="seoul")) == []
    assert len(slugs(api(q="hanyang"))) == 3
    assert slugs(api(q="pusan")) == ["in-busan"]


NUL_PARAMETERS = ["q", "sort", "page", "page_size", "currency", "budget", *oracle.VOCABULARIES]


@pytest.mark.parametrize("name", NUL_PARAMETERS)
def test_nul_is_malformed_everywhere(api, page, name):
    make_clinic()

    for value in ["\0", "in\0"]:
        answer = api(**{name: value})
        assert answer["count"] == 1
        assert answer["ignored"] == {name: [value]}
        if name != "page_size":
            assert count_on_page(page(**{name: value})) == 1


@pytest.mark.parametrize(
    "value",
    ["%FF", "%ED%A0%80", "%00", "%F0%9F%98%80", "%E2%80%AE", "a%0Ab", "%2525", "(", "-", "", "1" * 500],
)
def test_no_value_breaks_the_site(client, value):
    make_clinic()
    names = [
        *NUL_PARAMETERS,
        "unpriced",
        "utm_source",
        "clinic",
        "format",
        "ordering",
        "search",
        "%00",
        "%FF",
        "",
    ]
    query = "&".join(f"{name}={value}" for name in names if name != "page")

    for address in [f"{API}?{query}", f"{PAGE}?{query}", f"{SPREADSHEET}?{query}", f"{API}?{query}&budget=5"]:
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("value", ["json", "api", "csv", "x", ""])
def test_parameters_of_the_framework_do_nothing(api, value):
    make_clinic(name="Name")

    answer = api()

    assert api(format=value, search=value, ordering=value, limit=value, offset=value, cursor=value) == answer


def test_districts_at_three_depths_each_hold_what_lies_below(api, seoul):
    assert counts(api(), "district") == {"seoul": 3, "gangnam": 2, "cheongdam": 1, "busan": 1}
    assert slugs(api(district="gangnam")) == ["in-cheongdam", "in-gangnam"]
    answer = api(district=["cheongdam", "seoul", "gangnam", "busan"])
    assert answer["count"] == 4
    assert all(option["selected"] for option in answer["facets"]["district"])
    assert counts(answer, "district") == {"seoul": 3, "gangnam": 2, "cheongdam": 1, "busan": 1}
    assert answer["results"][1]["district"] == {
        "slug": "cheongdam",
        "name": "Cheongdam-dong",
        "path": ["seoul", "gangnam", "cheongdam"],
    }


def test_district_that_holds_only_drafts_is_not_an_option_until_it_is_selected(api, seoul):
    empty = make_district(slug="empty", name="Empty")
    make_clinic(status="draft", district=empty)

    assert "empty" not in counts(api(), "district")
    assert counts(api(district="empty"), "district")["empty"] == 0
    assert api(district="empty")["count"] == 0


def test_values_that_differ_in_case_or_blanks_are_unknown(api, seoul):
    answer = api(district=["Busan", " busan", "busan ", "busan"])

    assert slugs(answer) == ["in-busan"]
    assert answer["ignored"] == {"district": ["Busan", " busan", "busan "]}


def test_clinic_with_several_chosen_values_counts_once(api):
    terms = [make_focus(slug="a"), make_focus(slug="b")]
    make_clinic(focuses=terms, languages=[make_language(slug="en"), make_language(slug="ko")])

    answer = api(focus=["a", "b"], language=["en", "ko"])

    assert answer["count"] == len(answer["results"]) == 1
    assert counts(answer, "focus") == {"a": 1, "b": 1}


def test_finding_counts_until_the_end_of_its_last_day_in_seoul(api):
    criterion = make_criterion(slug="licence")
    for slug, day in [
        ("expired", catalogues.TODAY - catalogues.DAY),
        ("today", catalogues.TODAY),
        ("never", None),
    ]:
        make_finding(make_clinic(slug=slug, name=slug), criterion, checked_on=None, expires_on=day)
    make_finding(make_clinic(), criterion, "no")

    with patch("django.utils.timezone.now", return_value=catalogues.AT):
        answer = api(verified="licence")

    assert slugs(answer) == ["never", "today"]
    assert counts(answer, "verified") == {"licence": 2}


def test_budget_sorts_clinics_into_buckets_and_shows_the_course_that_decides(api, scalp):
    answer = api(budget="1000")

    assert [(result["slug"], result["bucket"]) for result in answer["results"]] == [
        ("d", "fits"),
        ("c", "may-fit"),
    ]
    assert answer["buckets"] == {"fits": 1, "may-fit": 1, "over": 1, "unpriced": 1}
    assert answer["count"] == 2
    assert answer["results"][0]["course"] == {
        "low_usd": 500,
        "high_usd": 1000,
        "open_ended": False,
        "treatment": "crown",
    }


def test_unpriced_include_keeps_what_has_no_price_at_the_end(api, page, scalp):
    answer = api(budget="1000", unpriced="include", sort="price")

    assert [(result["slug"], result["bucket"]) for result in answer["results"]] == [
        ("d", "fits"),
        ("c", "may-fit"),
        ("a", "unpriced"),
    ]
    assert answer["results"][2]["course"] is None
    assert count_on_page(page(budget="1000", unpriced="include")) == 3


def test_treatment_counts_beside_a_budget_weigh_the_price_of_that_treatment(api, scalp):
    assert counts(api(budget="1000"), "treatment") == {"crown": 2, "scar": 0}
    assert counts(api(budget="1250", treatment="crown"), "treatment") == {"crown": 2, "scar": 2}
    assert counts(api(budget="1000", unpriced="include"), "treatment") == {"crown": 3, "scar": 0}
    assert api(budget="1000", treatment="scar")["buckets"] == {
        "fits": 0,
        "may-fit": 0,
        "over": 2,
        "unpriced": 0,
    }


def test_counts_beside_a_budget_replace_one_of_several_choices(api):
    crown = make_treatment(slug="crown")
    tiers, focuses = (
        {slug: make(slug=slug) for slug in words}
        for make, words in ((make_tier, ("mid", "high")), (make_focus, ("scars", "density")))
    )
    for tier in tiers.values():
        for focus in focuses.values():
            for low in (500, 5000):
                make_price(make_clinic(price_tier=tier, focuses=[focus]), crown, low, low)

    answer = api(budget="1000", tier="high", focus="scars")

    assert counts(answer, "tier") == {"mid": 1, "high": 1}
    assert counts(answer, "focus") == {"scars": 1, "density": 1}
    assert counts(api(budget="1000", tier="high"), "tier") == {"mid": 2, "high": 2}


@pytest.mark.parametrize("budget", ["1000", "1,000", "$1000", "$1,000", " 1000 ", "01000"])
def test_budget_is_read_in_every_usual_form(api, scalp, budget):
    assert api(budget=budget)["buckets"]["fits"] == 1
    assert api(budget=budget)["ignored"] == {}


@pytest.mark.parametrize(
    "budget", ["-1", "1000.0", "1 000", "10,00", "1000000000", "much", "１０００", "1e3", "9" * 5000]
)
def test_budget_that_cannot_be_read_is_ignored_by_name_and_unpriced_with_it(api, page, scalp, budget):
    answer = api(budget=budget, unpriced="nonsense")

    assert answer["count"] == 4
    assert answer["ignored"] == {"budget": [budget]}
    assert answer.get("buckets") is None
    assert {result["bucket"] for result in answer["results"]} == {None}
    assert count_on_page(page(budget=budget)) == 4


def test_highest_and_lowest_budget_are_budgets(api, scalp):
    assert api(budget="999999999")["buckets"] == {"fits": 2, "may-fit": 1, "over": 0, "unpriced": 1}
    assert api(budget="0")["buckets"] == {"fits": 0, "may-fit": 0, "over": 3, "unpriced": 1}


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("name", "abcd"), ("price", "dcba"), ("-price", "bcda")],
)
def test_open_end_is_the_highest_price_and_no_price_is_last_both_ways(api, scalp, sort, expected):
    assert "".join(slugs(api(sort=sort))) == expected


def test_sort_by_price_looks_at_the_chosen_treatment(api, scalp):
    assert slugs(api(sort="price", treatment="scar")) == ["b", "d"]
    assert slugs(api(sort="-price", treatment=["scar", "crown"])) == ["b", "c", "d", "a"]


def test_ties_are_in_the_code_point_order_of_folded_names_then_of_slugs(api):
    names = {
        "z": "나무",
        "b": "Zeta",
        "a-b": "étude",
        "aa": "Etude",
        "a_b": "ETUDE",
        "c": "_under",
        "d": "a b",
        "e": "ab",
    }
    for slug, name in names.items():
        make_clinic(slug=slug, name=name)

    for sort in ["name", "price", "-price", "tier", "verified"]:
        assert slugs(api(sort=sort)) == ["c", "d", "e", "a-b", "a_b", "aa", "b", "z"]


def test_tier_sorts_cheapest_first_and_verified_latest_first_unknown_last(api):
    cheap, dear = make_tier(rank=1), make_tier(rank=2)
    make_clinic(slug="unknown", name="a")
    make_clinic(slug="dear", name="b", price_tier=dear, verified_on=catalogues.TODAY)
    make_clinic(slug="cheap", name="c", price_tier=cheap, verified_on=catalogues.TODAY - catalogues.DAY)

    assert slugs(api(sort="tier")) == ["cheap", "dear", "unknown"]
    assert slugs(api(sort="verified")) == ["dear", "cheap", "unknown"]


def test_foreign_course_is_exact_and_follows_its_rate(api):
    clinic, crown = make_clinic(), make_treatment(slug="crown", sessions=(3, 3))
    tenths = make_currency("EUR", units_per_usd=Decimal("1.1"))
    price = make_price(clinic, crown, 11, 11, basis="session", currency="EUR")

    assert api()["results"][0]["course"]["low_usd"] == 30  # exactly 33 / 1.1
    assert api()["results"][0]["course"]["high_usd"] == 30
    assert api(budget="30")["buckets"]["fits"] == 1
    price.low = price.high = 12
    price.save()
    assert (api()["results"][0]["course"]["low_usd"], api()["results"][0]["course"]["high_usd"]) == (32, 33)
    tenths.units_per_usd = Decimal(2)
    tenths.save()
    assert api()["results"][0]["course"]["low_usd"] == 18
    tenths.units_per_usd = None
    tenths.save()
    assert api()["results"][0]["course"] is None
    assert api(budget="30")["buckets"]["unpriced"] == 1


def test_priced_sessions_count_where_the_package_is_on_assessment(api):
    clinic, crown = make_clinic(), make_treatment(slug="crown", sessions=(2, 3))
    make_price(clinic, crown)
    make_price(clinic, crown, 100, 200, basis="session")

    assert api(budget="600")["results"][0]["bucket"] == "fits"
    assert api()["results"][0]["course"]["high_usd"] == 600


def test_open_end_with_a_stated_figure_may_fit_but_never_fits(api):
    make_price(make_clinic(), make_treatment(slug="crown"), 4000, 6000, open_ended=True)

    [result] = api(budget="999999999")["results"]

    assert result["bucket"] == "may-fit"
    assert result["course"] == {"low_usd": 4000, "high_usd": 6000, "open_ended": True, "treatment": "crown"}


def test_currency_changes_what_is_shown_and_no_result(api, scalp):
    make_currency("KRW", units_per_usd=Decimal("1383.25"))
    make_currency("JPY", units_per_usd=None, as_of=None)

    plain = api(budget="1000")

    assert api(budget="1000", currency="USD") == {**plain, "next": None, "previous": None}
    assert api(budget="1000", currency="KRW")["results"] == plain["results"]
    assert api(currency="KRW")["ignored"] == {}
    assert api(currency="JPY")["ignored"] == {"currency": ["JPY"]}
    assert api(currency="krw")["ignored"] == {"currency": ["krw"]}


def test_last_value_counts_empty_ones_are_absent_and_unknown_parameters_do_nothing(api, scalp):
    answer = api(
        budget=["1", "1000", ""], sort=["name", "-price"], q="", utm_source="letter", unpriced=["include", ""]
    )

    assert slugs(answer) == ["d", "c", "a"]
    assert answer["ignored"] == {}


def test_unpriced_is_named_only_beside_a_budget(api, scalp):
    assert api(unpriced="yes")["ignored"] == {}
    assert api(unpriced="yes", budget="1000")["ignored"] == {"unpriced": ["yes"]}
    assert api(unpriced="yes", budget="1000")["count"] == 2


@pytest.mark.parametrize(
    ("query", "indexed"),
    [
        ("", True),
        ("?page=1", True),
        ("?q=in", False),
        ("?sort=name", False),
        ("?utm_source=letter", False),
        ("?tier=99", False),
        ("?page=1&sort=name", False),
        ("?page=x", False),
        ("?budget=", False),
    ],
)
def test_every_address_with_more_than_a_page_is_noindex(client, query, indexed):
    make_clinic()
    response = client.get(f"{PAGE}{query}")

    robots = response.headers.get("X-Robots-Tag", "") + "".join(
        re.findall(r'<meta name="robots"[^>]*>', response.text)
    )

    assert ("noindex" in robots) is not indexed


def test_page_names_what_was_ignored(page):
    make_clinic()

    text = page(tier="no-such-tier", sort="no-such-sort").text

    assert "no-such-tier" in text
    assert "no-such-sort" in text


def test_map_and_spreadsheet_hold_the_whole_result_in_the_order_of_the_api(api, client, scalp):
    parameters = {"budget": "1000", "unpriced": "include", "sort": "-price", "page_size": "1", "page": "2"}
    whole = slugs(api(**{**parameters, "page_size": "100", "page": "1"}))

    features = json.loads(client.get(MAP, parameters).getvalue())["features"]

    assert whole == ["d", "c", "a"]
    assert slugs_in(client.get(SPREADSHEET, parameters)) == whole
    assert [feature["properties"]["slug"] for feature in features] == whole
    assert [feature["geometry"] for feature in features] == [None, None, None]


def test_result_tells_what_the_api_promises(api):
    tier, focus, concern = make_tier(slug="mid"), make_focus(slug="density"), make_concern(slug="thinning")
    clinic = make_clinic(
        slug="full",
        name="Full",
        name_ko="가득",
        district=make_district(slug="jung", name="Jung-gu"),
        is_example=True,
        focuses=[focus],
        concerns=[concern],
        languages=[make_language(slug="ko")],
        services=[make_service(slug="parking")],
        price_tier=tier,
        verified_on=catalogues.TODAY,
    )
    make_price(clinic, make_treatment(slug="crown"), 1, 2)

    [result] = api()["results"]

    assert result == {
        "slug": "full",
        "name": "Full",
        "name_ko": "가득",
        "is_example": True,
        "district": {"slug": "jung", "name": "Jung-gu", "path": ["jung"]},
        "focuses": ["density"],
        "concerns": ["thinning"],
        "treatments": ["crown"],
        "languages": ["ko"],
        "services": ["parking"],
        "tier": "mid",
        "course": {"low_usd": 1, "high_usd": 2, "open_ended": False, "treatment": "crown"},
        "bucket": None,
        "verified_on": "2026-03-11",
        "url": "/clinics/full/",
    }
