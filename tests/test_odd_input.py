"""Nothing that a visitor can send makes the site fail: odd query strings on every address that reads one."""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinics.local_focuses import FEWEST_CLINICS
from clinics.models import District, Focus
from tests.factories import make_clinic
from tests.odd_records import make_odd_records

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LISTINGS = (
    *("/clinics/", "/clinics/feed/"),
    *("/api/v1/clinics/", "/api/v1/clinics.csv", "/api/v1/clinics.geojson"),
)
CHOICES = ("/clinics/compare/", "/shortlist/")
# They read no query, and must not stumble over one either.
OTHERS = (
    "/",
    "/clinics/priced/",
    "/clinics/priced/questions/",
    "/districts/",
    "/districts/gangnam/",
    "/districts/gangnam/scars/",
    "/treatments/",
    "/treatments/texts/",
    "/prices/",
    "/api/v1/clinics/priced/",
    "/api/v1/districts/",
    "/robots.txt",
    "/sitemap.xml",
    "/guides/feed/",
    "/guides/hostile/",
    "/about/privacy/",
    "/healthz",
    "/readyz",
)
# They read a few parameters of their own; a file that cannot be made leads to the page that says why.
TRIP = ("/prices/estimate/", "/plan/", "/plan.ics")
TRIP_PARAMETERS = ("treatment", "sessions", "quote", "arrive")
REPEATABLE = ("district", "focus", "concern", "treatment", "language", "service", "tier", "verified")
SINGLE = ("q", "budget", "unpriced", "sort", "currency", "page", "page_size")
PARAMETERS = (*REPEATABLE, *SINGLE)

# Values as they stand in an address, already escaped.
VALUES = [
    "",
    "%00",
    "a%00b",
    "%01%02%1F%7F",
    "%ED%A0%80",
    "%FF",
    "%C0%80",
    "%F4%90%80%80",
    "%",
    "%zz",
    "%E3%80%80",
    "%E2%80%AE%E2%80%8B",
    "%CC%81",
    "%F0%9F%98%80",
    quote("강남", safe=""),
    quote("\ud7ff\ufdd0\ufffe", safe=""),
    quote("１５００", safe=""),
    quote("٣", safe=""),
    quote("²", safe=""),
    "0",
    "-0",
    "-1",
    "1e9",
    "1.5",
    "NaN",
    "2147483648",
    "9223372036854775808",
    "9999999999999999999999",
    "9" * 4_400,
    "-" + "9" * 4_400,
    "0" * 4_400 + "1",
    "+1",
    "0x10",
    "1_000",
    "%24",
    "%24%24",
    ",,,",
    "None",
    "true",
    "[]",
    "%5B1%2C2%5D",
    "%7B%22a%22%3A1%7D",
    "'%20OR%201=1--",
    "%27%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "%25(name)s",
    "%25%25%25",
    "%7B%7B7*7%7D%7D",
    "%5C%5C%5C",
    "_%25_",
    "../../etc/passwd",
    "a" * 199 + quote("é", safe=""),
    "a" * 3_000,
    "%20a" * 1_000,
    quote("ﷺ", safe="") * 200,
]
WHOLE = [
    "&",
    "&&&=&=",
    "=",
    "=x",
    "?",
    "#",
    ";;",
    "a&" * 4_000,
    "district&" * 400,
    "tier=x&" * 600,
    "q=a&q=b&q=%00&q=",
    "page=1&page=x&page=",
    "page[]=1&page%5B%5D=2&tier[0]=high&tier[slug]=high",
    "q[$ne]=1",
    "__class__=x&self=1&queryset=2&data=3",
    "format=xml&lang=%00&version=x",
    "Q=a&TIER=high&%71=b&q%00=c&%00q=d",
    "q=a+b%09c%0Ad%C2%85e",
    "sort=name&sort=-name&sort=__proto__",
    "budget=1&budget=%00&unpriced=include&unpriced=x",
    "&".join(f"district={number}" for number in range(500)),
    "&".join("verified=needles" for _number in range(400)),
    "district=gangnam&district=hostile&treatment=fixed&verified=needles&verified=license&budget=999999999",
]


def make_records():
    make_odd_records()
    gangnam, scars = District.objects.get(slug="gangnam"), Focus.objects.get(slug="scars")
    for _number in range(FEWEST_CLINICS):
        make_clinic(district=gangnam, focuses=[scars])


@pytest.fixture(scope="class")
def records(keep):
    with keep(make_records):
        yield


@pytest.fixture
def ask(client):
    """Return a function from an address to its response, read to its end."""

    def get(address):
        response = client.get(address)
        response.getvalue()
        return response

    return get


@pytest.mark.parametrize("address", LISTINGS)
def test_odd_query_of_an_empty_directory_is_answered(ask, address):
    for query in WHOLE:
        assert ask(f"{address}?{query}").status_code == 200, query[:100]


@pytest.mark.usefixtures("records")
class TestOddRecords:
    """Odd queries meet odd records."""

    @pytest.mark.parametrize("address", LISTINGS)
    def test_odd_value_of_every_parameter_is_answered(self, ask, address):
        for value in VALUES:
            query = "&".join(f"{parameter}={value}" for parameter in PARAMETERS if parameter != "page")
            assert ask(f"{address}?{query}").status_code == 200, value[:100]

    @pytest.mark.parametrize("address", CHOICES)
    def test_odd_choice_of_clinics_is_answered(self, ask, address):
        for value in VALUES:
            for query in (f"clinic={value}", f"clinic=priced&clinic={value}&clinic=hostile&clinic={value}"):
                assert ask(f"{address}?{query}").status_code == 200, value[:100]
        everything = "&".join(f"clinic={value}" for value in VALUES if len(value) < 100)
        assert ask(f"{address}?{everything}&clinic=bare&clinic=long").status_code == 200
        assert ask(f"{address}?{'clinic=x&' * 900}").status_code == 200

    @pytest.mark.parametrize("parameter", ["q", "budget", "page_size"])
    def test_odd_value_of_one_parameter_alone_is_answered(self, ask, parameter):
        for value in VALUES:
            assert ask(f"/api/v1/clinics/?{parameter}={value}").status_code == 200, value[:100]

    @pytest.mark.parametrize("address", ["/clinics/", "/api/v1/clinics/"])
    def test_odd_number_of_a_page_is_answered_or_not_found(self, ask, address):
        statuses = {value: ask(f"{address}?page={value}").status_code for value in VALUES}

        assert set(statuses.values()) == {200, 404}
        assert all(statuses[value] == 404 for value in ("0", "-0", "-1", "2147483648", "9" * 4_400))
        assert all(statuses[value] == 200 for value in ("", "%00", "NaN", "0x10", "0" * 4_400 + "1"))

    @pytest.mark.parametrize("address", [*LISTINGS, *CHOICES, *OTHERS])
    def test_odd_query_is_answered(self, ask, address):
        for query in WHOLE:
            assert ask(f"{address}?{query}").status_code == 200, query[:100]

    @pytest.mark.parametrize("address", TRIP)
    def test_odd_value_of_an_estimate_or_a_plan_is_answered(self, ask, address):
        allowed = {302} if address == "/plan.ics" else {200}
        for value in VALUES:
            alone = {ask(f"{address}?{name}={value}").status_code for name in TRIP_PARAMETERS}
            others = f"treatment=texts&sessions={value}&quote={value}&arrive={value}"
            assert alone | {ask(f"{address}?{others}").status_code} <= allowed, value[:100]
        assert {ask(f"{address}?{query}").status_code for query in WHOLE} == allowed

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(
        query=st.lists(
            st.tuples(
                st.sampled_from(PARAMETERS),
                st.sampled_from(VALUES)
                | st.binary(max_size=8).map(quote)
                | st.sampled_from(["high", "gangnam", "texts"]),
            ),
            max_size=12,
        ),
        address=st.sampled_from(LISTINGS),
    )
    def test_any_mixture_of_them_is_answered(self, ask, query, address):
        response = ask(f"{address}?{'&'.join(f'{name}={value}' for name, value in query)}")

        assert response.status_code in {200, 404}

    def test_page_and_api_ignore_the_same(self, client):
        for value in VALUES:
            query = "&".join(f"{name}={value}" for name in (*REPEATABLE, "q", "budget", "sort", "currency"))

            page, answer = client.get(f"/clinics/?{query}"), client.get(f"/api/v1/clinics/?{query}").json()

            assert ('<div class="notice">' in page.text) is bool(answer["ignored"]), value[:100]
            assert f'data-count="{answer["count"]}"' in page.text, value[:100]
