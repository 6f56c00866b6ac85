"""Treatments and the price guide for search engines: prices as ranges, each in its own currency."""

import pytest
from django.conf import settings

from tests.factories import make_market_price, make_procedure, make_treatment
from tests.html import read
from tests.schema_org import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

URL = settings.SITE_URL


def nodes(client, address, kind):
    """Return the nodes of a type that a page holds, after making sure that all of its nodes are sound."""
    found = read(client.get(address)).structured_data
    assert [fault for node in found for fault in faults(node)] == []
    return [node for node in found if node["@type"] == kind]


@pytest.fixture
def crown():
    procedure = make_procedure(name="Scalp micropigmentation")
    return make_treatment(
        slug="crown", name="Crown", synonyms=["vertex"], summary="The top.", procedure=procedure
    )


def test_treatment_is_a_service_with_what_the_market_asks(client, crown):
    make_market_price("Crown", 800, 1500, basis="session", treatments=[crown])
    make_market_price("Crown thinning", 2000, None, currency="KRW", treatments=[crown])
    make_market_price("Corrections", treatments=[crown])
    make_market_price("Beard", 1, 2)

    [service] = nodes(client, "/treatments/crown/", "Service")

    assert service == {
        "@type": "Service",
        "name": "Crown",
        "url": f"{URL}/treatments/crown/",
        "alternateName": ["vertex"],
        "description": "The top.",
        "serviceType": "Scalp micropigmentation",
        "offers": [
            {
                "@type": "AggregateOffer",
                "lowPrice": 800,
                "highPrice": 1500,
                "priceCurrency": "USD",
                "description": "per session",
                "name": "Crown",
            },
            {
                "@type": "AggregateOffer",
                "lowPrice": 2000,
                "priceCurrency": "KRW",
                "description": "whole course",
                "name": "Crown thinning",
            },
        ],
    }


def test_treatment_without_a_price_offers_nothing(client, crown):
    [service] = nodes(client, "/treatments/crown/", "Service")

    assert "offers" not in service


def test_price_guide_is_a_catalog_in_its_own_order(client, crown):
    make_market_price("Package", 2000, 3000, treatments=[crown])
    make_market_price("Session", 4000, 6000, open_ended=True, basis="session", treatments=[crown])
    make_market_price("Corrections", treatments=[crown])

    [catalog] = nodes(client, "/prices/", "OfferCatalog")

    assert catalog["name"] == "Scalp micropigmentation"
    offers = catalog["itemListElement"]
    assert [offer["name"] for offer in offers] == ["Session", "Package"]
    assert [offer.get("highPrice") for offer in offers] == [None, 3000]


def test_empty_price_guide_has_no_catalog(client):
    assert nodes(client, "/prices/", "OfferCatalog") == []


def test_list_of_treatments_names_their_pages(client, crown):
    [listed] = nodes(client, "/treatments/", "ItemList")

    assert listed["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "url": f"{URL}{crown.get_absolute_url()}"}
    ]
