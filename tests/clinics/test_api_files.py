"""Any state of the listing as a file: a spreadsheet and points, whole, in order and streamed."""

import csv
import json
from decimal import Decimal
from io import StringIO
from itertools import repeat
from types import SimpleNamespace

import pytest

from clinics.api.views import geojson
from clinics.exporting import clinic_header
from clinics.listing import listing_of
from tests.crowd import make_crowd
from tests.factories import (
    make_clinic,
    make_district,
    make_price,
    make_treatment,
)
from tests.odd_records import HOSTILE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LISTING = "/api/v1/clinics/"


def slugs(answer):
    return [result["slug"] for result in answer["results"]]


@pytest.fixture
def mapo():
    return make_district(slug="mapo", name="Mapo", parent=make_district(slug="seoul", name="Seoul"))


class TestFiles:
    """The whole result as a spreadsheet and as points: in the order of the results, unpaged, streamed."""

    def rows(self, client, query=""):
        response = client.get(f"/api/v1/clinics.csv{query}")
        assert response.streaming
        return list(csv.DictReader(StringIO(response.getvalue().decode())))

    def collection(self, client, query=""):
        response = client.get(f"/api/v1/clinics.geojson{query}")
        assert response.streaming
        return json.loads(response.getvalue())

    @pytest.fixture
    def priced(self):
        """Three clinics whose order by price is another one than by name or key, and a draft."""
        crown = make_treatment()
        for slug, low in [("b", 300), ("c", 100), ("a", 200)]:
            make_price(make_clinic(slug=slug, name=slug.upper()), crown, low, low)
        make_clinic(slug="draft", status="draft")

    @pytest.mark.usefixtures("priced")
    @pytest.mark.parametrize(
        "query", ["", "?sort=price", "?sort=-price", "?budget=250", "?budget=0&unpriced=include", "?q=a"]
    )
    def test_files_hold_what_the_listing_holds_in_its_order(self, client, query):
        expected = slugs(client.get(f"{LISTING}{query}").json())

        assert [row["slug"] for row in self.rows(client, query)] == expected
        assert [
            feature["properties"]["slug"] for feature in self.collection(client, query)["features"]
        ] == expected

    def test_files_are_unpaged_and_longer_than_they_are_read_at_once(self, client):
        make_crowd(1_100)

        rows = self.rows(client, "?page_size=2&page=99")
        features = self.collection(client, "?page_size=2&page=99")["features"]

        assert [row["slug"] for row in rows] == [f"clinic-{place:04}" for place in by_name(1_100)]
        assert [feature["properties"]["slug"] for feature in features] == [row["slug"] for row in rows]

    def test_spreadsheet_has_the_native_columns_even_when_it_is_empty(self, client):
        response = client.get("/api/v1/clinics.csv")

        assert response.getvalue().decode() == ",".join(clinic_header()) + "\n"
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert response.headers["Content-Disposition"] == 'attachment; filename="clinics.csv"'

    def test_cell_that_a_spreadsheet_would_run_is_disarmed(self, client):
        make_clinic(name="=1+1", description=HOSTILE, phone="+82 2 555 1234")

        [row] = self.rows(client)

        assert row["name"] == "'=1+1"
        assert row["description"] == HOSTILE
        assert row["phone"] == "+82 2 555 1234"

    def test_points_stand_as_longitude_and_latitude_and_none_is_null(self, client):
        make_clinic(slug="a", name="A", latitude=Decimal("37.5247"), longitude=Decimal("127.0402"))
        make_clinic(slug="b", name="B")

        response = client.get("/api/v1/clinics.geojson")
        answer = json.loads(response.getvalue())

        assert response.headers["Content-Type"] == "application/geo+json"
        assert response.headers["Content-Disposition"] == 'attachment; filename="clinics.geojson"'
        assert answer["type"] == "FeatureCollection"
        assert [(feature["type"], feature["geometry"]) for feature in answer["features"]] == [
            ("Feature", {"type": "Point", "coordinates": [127.0402, 37.5247]}),
            ("Feature", None),
        ]
        assert [feature["properties"] for feature in answer["features"]] == (
            client.get(LISTING).json()["results"]
        )

    def test_empty_collection_is_a_collection(self, client):
        assert self.collection(client) == {"type": "FeatureCollection", "features": []}

    def test_text_of_any_kind_stays_valid_json(self, client):
        make_clinic(name=f"{HOSTILE}\u2028\\", name_ko="강남 😀")

        [feature] = self.collection(client)["features"]

        assert feature["properties"]["name"] == f"{HOSTILE}\u2028\\"
        assert feature["properties"]["name_ko"] == "강남 😀"

    def test_collection_is_made_feature_by_feature(self):
        """The listing never ends, so that nobody can wait for its last clinic."""
        make_clinic(slug="dots")
        listing = SimpleNamespace(chunks=lambda: repeat(listing_of().results))

        chunks = geojson(listing)

        assert next(chunks).startswith('{"type": "FeatureCollection"')
        assert '"dots"' in next(chunks)
        assert '"dots"' in next(chunks)


def by_name(number):
    """Return the places of a crowd in the order of their names: Clinic 0, Clinic 1, Clinic 10, ..."""
    return sorted(range(number), key=str)
