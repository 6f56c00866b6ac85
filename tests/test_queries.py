"""How often each page asks the database: seldom, and as often for a thousand clinics as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinics import clinic_facts, clinic_page, similar
from clinics.listing import CHUNK
from clinics.local_focuses import FEWEST_CLINICS
from tests.crowd import make_crowd, make_crowd_unnoticed
from tests.factories import make_district, make_market_price, make_treatment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

MANY = 1_000
EVERYTHING = (
    "q=clinic&district=seoul&focus={focus}&concern={concern}&treatment=crown&language={language}"
    "&service={service}&tier={tier}&verified={verified}&budget=3000&unpriced=include&sort=price&currency=USD"
)
# The budgets are 6 for the listing and for a clinic; these are what the pages need today, and one more where
# pages are kept.
QUERIES = {
    "/": 7,
    "/clinics/": 1,
    "/clinics/clinic-0000/questions/": 3,
    "/clinics/compare/": 0,
    "/clinics/compare/?clinic=clinic-0000": 1,
    "/shortlist/": 0,
    "/shortlist/?clinic=clinic-0000": 2,
    "/districts/": 1,
    "/districts/seoul/": 2,
    "/treatments/": 3,
    "/treatments/crown/": 10,
    "/prices/": 10,
    "/prices/estimate/": 2,
    "/prices/estimate/?treatment=crown&sessions=3&quote=900": 6,
    "/plan/": 2,
    "/plan/?treatment=crown&sessions=3&arrive=2027-08-10": 3,
    "/plan.ics?treatment=crown&sessions=3&arrive=2027-08-10": 2,
    "/nothing/": 0,
    "/api/v1/clinics/": 1,
    "/api/v1/clinics/?" + EVERYTHING: 1,
    "/api/v1/clinics/clinic-0000/": 8,
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
# One of them reads the clinics beside it. Shown before, a clinic needs one.
QUERIES_OF_A_CLINIC = {1: 5, MANY: 6}
QUERIES_OF_A_CLINIC_AGAIN = 1
# The budget of a comparison is 12, however many clinics it shows.
CHOSEN = {"/clinics/compare/": 10, "/shortlist/": 2}
# Of a filtered listing: the first of several pages, and the last one, which looks for near misses.
FILTERED = {"first": 1, "last": 1}
# A district and a focus have a page of their own.
PAIR = "/districts/seoul/{focus}/"
QUERIES_OF_A_PAIR = 1
# To begin with, and for every CHUNK of clinics.
STREAMED = {"/api/v1/clinics.geojson": (1, 1), "/api/v1/clinics.csv": (1, 7)}


def queries(client, address):
    """Return how many queries an address needs once the site is warm, for clinics not shown before."""
    client.get(address)
    for memory in (
        clinic_facts.remembered,
        clinic_page.found,
        clinic_page.remembered,
        similar.remembered,
        similar.found_beside,
    ):
        memory.clear()
    with CaptureQueriesContext(connection) as captured:
        client.get(address).getvalue()
    return len(captured)


def choose_of_everything(client, address):
    """Fill an address with the first choice of every facet, so that nothing in it is ignored."""
    facets = client.get("/api/v1/clinics/").json()["facets"]
    return address.format(**{facet: options[0]["value"] for facet, options in facets.items()})


@pytest.fixture(scope="class", params=[1, MANY])
def crowd(request, keep):
    """How many clinics there are: one, or many."""
    with keep(make_crowd, request.param):
        yield request.param


@pytest.fixture(scope="class")
def thousand(keep):
    with keep(make_crowd, MANY):
        yield


def assert_few_queries_of_the_filtered_listing(client):
    address = choose_of_everything(client, "/clinics/?" + EVERYTHING)
    last = client.get(address).context["listing"].last_page

    assert queries(client, f"{address}&page={last}") == FILTERED["last"]
    if last > 1:
        assert queries(client, address) == FILTERED["first"]


def assert_few_queries_of_the_files(client, clinics):
    chunks = -(-clinics // CHUNK)

    counted = {address: queries(client, address) for address in STREAMED}

    assert counted == {address: first + chunks * each for address, (first, each) in STREAMED.items()}


class TestAThousandClinicsAskAsOftenAsOne:
    """The same pages are counted with one clinic and with a thousand."""

    @pytest.mark.usefixtures("crowd")
    def test_pages(self, client):
        counted = {
            address: queries(client, choose_of_everything(client, address) if "{" in address else address)
            for address in QUERIES
        }

        assert counted == QUERIES

    def test_page_of_a_clinic(self, client, crowd):
        address = "/clinics/clinic-0000/"

        assert queries(client, address) == QUERIES_OF_A_CLINIC[crowd]
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        assert len(captured) == QUERIES_OF_A_CLINIC_AGAIN

    @pytest.mark.usefixtures("crowd")
    def test_filtered_listing(self, client):
        assert_few_queries_of_the_filtered_listing(client)

    def test_files_ask_a_few_times_for_every_few_hundred(self, client, crowd):
        assert_few_queries_of_the_files(client, crowd)


@pytest.mark.usefixtures("thousand")
class TestAThousandClinics:
    """What is as large or as frequent as it may be at the most."""

    def test_page_of_a_district_and_a_focus_asks_as_often_as_for_the_fewest(self, client):
        assert queries(client, choose_of_everything(client, PAIR)) == QUERIES_OF_A_PAIR

    @pytest.mark.parametrize("address", ["/", "/districts/seoul/", PAIR, "/treatments/crown/"])
    def test_page_has_sixty_kilobytes_at_the_most(self, client, address):
        response = client.get(choose_of_everything(client, address))

        assert response.status_code == 200
        assert len(response.content) <= 60_000


def test_page_of_a_district_and_a_focus_of_the_fewest_clinics(client):
    make_crowd(FEWEST_CLINICS)

    assert queries(client, choose_of_everything(client, PAIR)) == QUERIES_OF_A_PAIR


def test_filtered_listing_of_a_few_pages_asks_as_often(client):
    make_crowd(200)

    assert_few_queries_of_the_filtered_listing(client)


@pytest.mark.parametrize("clinics", [CHUNK, CHUNK + 1])
def test_files_ask_once_more_for_one_clinic_beyond_a_chunk(client, clinics):
    make_crowd(clinics)

    assert_few_queries_of_the_files(client, clinics)


@pytest.mark.parametrize("clinics", [2, 6])
@pytest.mark.parametrize("address", CHOSEN)
def test_pages_of_chosen_clinics_ask_as_often_for_six_as_for_two(client, address, clinics):
    chosen = "&".join(f"clinic={clinic.slug}" for clinic in make_crowd(clinics))

    assert queries(client, f"{address}?{chosen}") == CHOSEN[address]


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


def test_choices_of_the_widest_query_are_all_understood(client):
    """The count above means something only if nothing is ignored."""
    make_crowd(1)

    answer = client.get(choose_of_everything(client, "/api/v1/clinics/?" + EVERYTHING)).json()

    assert (answer["count"], answer["ignored"]) == (1, {})


def test_widest_query_is_quick_where_the_statistics_of_the_server_are_stale(client):
    make_crowd_unnoticed(MANY)

    response = client.get(choose_of_everything(client, "/clinics/?" + EVERYTHING))

    assert response.status_code == 200
    assert response.context["listing"].count > 0
