"""The OpenAPI schema: precise, without warnings, and kept by every endpoint."""

import csv
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import resolve

from clinics.exporting import clinic_header
from clinics.models import Clinic
from tests.odd_records import make_odd_records
from tests.openapi import mismatches

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SAFE = {"get", "head", "options"}
# The addresses of design and documentation; nothing else is promised.
ENDPOINTS = {
    "/api/v1/clinics/",
    "/api/v1/clinics/{slug}/",
    "/api/v1/clinics.csv",
    "/api/v1/clinics.geojson",
    "/api/v1/districts/",
    "/api/v1/focuses/",
    "/api/v1/concerns/",
    "/api/v1/treatments/",
    "/api/v1/languages/",
    "/api/v1/services/",
    "/api/v1/criteria/",
    "/api/v1/tiers/",
    "/api/v1/currencies/",
    "/api/v1/market-prices/",
}
QUERIES = ["", "?budget=3000&unpriced=include", "?q=zzz", "?tier=99&page_size=500", "?page=9999"]


@pytest.fixture(scope="module")
def schema():
    """The schema as the command writes it; the slightest warning fails."""
    text = StringIO()
    call_command(
        "spectacular", "--fail-on-warn", "--validate", format="openapi-json", stdout=text, stderr=text
    )
    return json.loads(text.getvalue())


def operations(schema):
    """Yield (path, operation) of everything that can be asked for."""
    for path, methods in schema["paths"].items():
        yield path, methods["get"]


def answers(client, path, query=""):
    """Return the responses of an endpoint; its slug stands for every clinic and for an unknown one."""
    if "{slug}" not in path:
        return [client.get(path + query)]
    slugs = [*Clinic.objects.values_list("slug", flat=True), "nobody"]
    return [client.get(path.replace("{slug}", slug) + query) for slug in slugs]


def test_schema_names_every_address_and_no_other(schema):
    assert set(schema["paths"]) == ENDPOINTS
    assert all(resolve(path.replace("{slug}", "dots")) for path in schema["paths"])


def test_nothing_but_reading_is_offered(schema, client):
    for path, methods in schema["paths"].items():
        assert set(methods) == {"get"}, path
        response = client.options(path.replace("{slug}", "nobody"))
        assert {method.strip().lower() for method in response.headers["Allow"].split(",")} <= SAFE, path
        for write in (client.post, client.put, client.patch, client.delete):
            answer = write(path.replace("{slug}", "nobody"), {"x": 1}, content_type="application/json")
            assert answer.status_code == 405, path
            assert answer.headers["Content-Type"] == "application/json"


def test_every_answer_has_the_shape_that_the_schema_promises(schema, client):
    make_odd_records()
    checked = 0
    for path, operation in operations(schema):
        for query in QUERIES:
            for response in answers(client, path, query):
                promised = operation["responses"][str(response.status_code)]["content"]
                [(media_type, content)] = promised.items()
                assert response.headers["Content-Type"].partition(";")[0] == media_type
                if media_type == "text/csv":
                    continue
                value = json.loads(response.getvalue())
                found = mismatches(value, content["schema"], schema["components"]["schemas"])
                assert not found, (path, query, found)
                checked += 1
    assert checked > len(schema["paths"])


def test_spreadsheet_is_the_one_that_the_importer_reads(client):
    make_odd_records()

    rows = list(csv.reader(StringIO(client.get("/api/v1/clinics.csv").getvalue().decode())))

    assert rows[0] == clinic_header()
    assert len(rows) == 1 + Clinic.objects.count()


def test_endpoints_are_named_for_what_they_give(schema):
    names = {operation["operationId"]: path for path, operation in operations(schema)}

    assert names["clinics_list"] == "/api/v1/clinics/"
    assert names["clinics_retrieve"] == "/api/v1/clinics/{slug}/"
    assert len(names) == len(ENDPOINTS)
    for name in [*names, *schema["components"]["schemas"]]:
        assert "view" not in name.lower(), name
    for path, operation in operations(schema):
        assert operation["description"], path


def test_parameters_are_those_of_the_listing(schema):
    parameters = {
        path: {parameter["name"]: parameter["schema"] for parameter in operation.get("parameters", [])}
        for path, operation in operations(schema)
    }

    listing = parameters["/api/v1/clinics/"]
    repeatable = {name for name, kind in listing.items() if kind["type"] == "array"}
    assert repeatable == {
        *("district", "focus", "concern", "treatment", "language", "service", "tier", "verified")
    }
    assert set(listing) - repeatable == {
        *("q", "budget", "unpriced", "sort", "currency", "page", "page_size")
    }
    assert listing["sort"]["enum"] == ["-price", "name", "price", "tier", "verified"]
    assert listing["unpriced"]["enum"] == ["include"]
    assert listing["page_size"] == {"type": "integer", "minimum": 1, "maximum": 100}
    for path in ("/api/v1/clinics.csv", "/api/v1/clinics.geojson"):
        assert set(parameters[path]) == set(listing) - {"page", "page_size"}
    assert set(parameters["/api/v1/clinics/{slug}/"]) == {"slug"}
    assert parameters["/api/v1/districts/"] == {}


@pytest.mark.parametrize(
    "query", ["", "?format=yaml", "?lang=ko", "?lang=%00", "?lang=" + "x" * 3_000, "?version=%ED%A0%80"]
)
def test_site_serves_the_schema_that_the_command_writes(schema, client, query):
    response = client.get(f"/api/v1/schema/{query}")

    assert response.status_code == 200
    assert response.json()["paths"] == schema["paths"]


def test_schema_names_the_operators_site(client, settings):
    assert client.get("/api/v1/schema/").json()["info"]["title"] == settings.SITE_NAME
