"""How often each page asks the database: seldom, and as often for a thousand clinics as for one."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from clinics.listing import CHUNK
from clinics.local_focuses import FEWEST_CLINICS
from tests.crowd import make_crowd
from tests.factories import make_district, make_market_price, make_treatment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

MANY = 1_000
EVERYTHING = (
    "q=clinic&district=seoul&focus={focus}&concern={concern}&treatment=crown&language={language}"
    "&service={service}&tier={tier}&verified={verified}&budget=3000&unpriced=include&sort=price&currency=USD"
)
# The budgets are 24 for the listing and 12 for a clinic; these are what the pages need today.
QUERIES = {
    "/": 16,
    "/clinics/": 18,
    "/clinics/clinic-0000/": 11,
    "/clinics/clinic-0000/questions/": 3,
    "/clinics/compare/": 0,
    "/clinics/compare/?clinic=clinic-0000": 1,
    "/shortlist/": 0,
    "/shortlist/?clinic=clinic-0000": 13,
    "/districts/": 11,
    "/districts/seoul/": 19,
    "/treatments/": 3,
    "/treatments/crown/": 27,
    "/prices/": 11,
    "/prices/estimate/": 2,
    "/prices/estimate/?treatment=crown&sessions=3&quote=900": 6,
    "/plan/": 2,
    "/plan/?treatment=crown&sessions=3&arrive=2027-08-10": 3,
    "/plan.ics?treatment=crown&sessions=3&arrive=2027-08-10": 2,
    "/nothing/": 0,
    "/api/v1/clinics/": 14,
    "/api/v1/clinics/?" + EVERYTHING: 16,
    "/api/v1/clinics/clinic-0000/": 18,
    "/api/v1/districts/": 1,
    "/api/v1/focuses/": 1,
    "/api/v1/concerns/": 1,
    "/api/v1/treatments/": 1,
    "/api/v1/languages/": 1,
    "/api/v1/services/": 1,
    "/api/v1/criteria/": 1,
    "/api/v1/tiers/": 1,
    "/api/v1/currencies/": 1,
    "/api/v1/market-prices/": 2,
}
# The budget of a comparison is 12, however many clinics it shows.
CHOSEN = {"/clinics/compare/": 10, "/shortlist/": 13}
# Of a filtered listing: the first of several pages, and the last one, which looks for near misses.
FILTERED = {"first": 20, "last": 22}
# To begin with, and for every CHUNK of clinics.
STREAMED = {"/api/v1/clinics.geojson": (10, 3), "/api/v1/clinics.csv": (10, 7)}


def queries(client, address):
    """Return how many queries an address needs once the site is warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address).getvalue()
    return len(captured)


def choose_of_everything(client, address):
    """Fill an address with the first choice of every facet, so that nothing in it is ignored."""
    facets = client.get("/api/v1/clinics/").json()["facets"]
    return address.format(**{facet: options[0]["value"] for facet, options in facets.items()})


@pytest.mark.parametrize("clinics", [1, MANY])
def test_pages_ask_as_often_for_a_thousand_clinics_as_for_one(client, clinics):
    make_crowd(clinics)

    counted = {
        address: queries(client, choose_of_everything(client, address) if "{" in address else address)
        for address in QUERIES
    }

    assert counted == QUERIES


@pytest.mark.parametrize("clinics", [2, 6])
@pytest.mark.parametrize("address", CHOSEN)
def test_pages_of_chosen_clinics_ask_as_often_for_six_as_for_two(client, address, clinics):
    chosen = "&".join(f"clinic={clinic.slug}" for clinic in make_crowd(clinics))

    assert queries(client, f"{address}?{chosen}") == CHOSEN[address]


@pytest.mark.parametrize("clinics", [1, 200, MANY])
def test_filtered_listing_asks_as_often_for_a_thousand_clinics_as_for_one(client, clinics):
    make_crowd(clinics)
    address = choose_of_everything(client, "/clinics/?" + EVERYTHING)
    last = client.get(address).context["listing"].last_page

    assert queries(client, f"{address}&page={last}") == FILTERED["last"]
    if last > 1:
        assert queries(client, address) == FILTERED["first"]


@pytest.mark.parametrize("clinics", [FEWEST_CLINICS, MANY])
def test_page_of_a_district_and_a_focus_asks_as_often_for_a_thousand_clinics_as_for_the_fewest(
    client, clinics
):
    make_crowd(clinics)

    assert queries(client, choose_of_everything(client, "/districts/seoul/{focus}/")) == 19


@pytest.mark.parametrize("districts", [1, 400])
def test_list_of_districts_asks_as_often_for_many_as_for_one(client, districts):
    for _number in range(districts):
        make_district()

    assert queries(client, "/districts/") == QUERIES["/districts/"]


@pytest.mark.parametrize("treatments", [1, 40])
def test_list_of_treatments_asks_as_often_for_many_as_for_one(client, treatments):
    for number in range(treatments):
        make_market_price(f"Row {number}", 100, 200, treatments=[make_treatment()])

    assert queries(client, "/treatments/") == QUERIES["/treatments/"]


@pytest.mark.parametrize("clinics", [1, CHUNK, CHUNK + 1, MANY])
def test_files_ask_a_few_times_for_every_few_hundred_clinics(client, clinics):
    make_crowd(clinics)
    chunks = -(-clinics // CHUNK)

    counted = {address: queries(client, address) for address in STREAMED}

    assert counted == {address: first + chunks * each for address, (first, each) in STREAMED.items()}


@pytest.mark.parametrize(
    "address", ["/", "/districts/seoul/", "/districts/seoul/{focus}/", "/treatments/crown/"]
)
def test_page_of_a_thousand_clinics_has_sixty_kilobytes_at_the_most(client, address):
    make_crowd(MANY)

    response = client.get(choose_of_everything(client, address))

    assert response.status_code == 200
    assert len(response.content) <= 60_000


def test_choices_of_the_widest_query_are_all_understood(client):
    """The count above means something only if nothing is ignored."""
    make_crowd(1)

    answer = client.get(choose_of_everything(client, "/api/v1/clinics/?" + EVERYTHING)).json()

    assert (answer["count"], answer["ignored"]) == (1, {})


def test_widest_query_is_quick_where_the_statistics_of_the_server_are_stale(client):
    """As after an import: the server thinks that its tables are all but empty."""
    with transaction.atomic():
        make_crowd(MANY)
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    make_crowd(MANY)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '20s'")

    response = client.get(choose_of_everything(client, "/clinics/?" + EVERYTHING))

    assert response.status_code == 200
    assert response.context["listing"].count > 0
