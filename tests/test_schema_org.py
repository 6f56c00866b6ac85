"""The checker of data for search engines finds what is wrong, and passes what is right."""

import pytest

from tests.schema_org import faults

PLACE = {"@type": "PostalAddress", "addressLocality": "Gangnam", "addressCountry": "KR"}
CLINIC = {
    "@type": "MedicalClinic",
    "@id": "https://atlas.example/#c",
    "name": "Dots",
    "url": "https://atlas.example/clinics/dots/",
    "image": "https://atlas.example/share/clinics/dots.png",
    "address": PLACE,
}


@pytest.mark.parametrize(
    "node",
    [
        CLINIC,
        {**CLINIC, "geo": {"@type": "GeoCoordinates", "latitude": 37.5, "longitude": 127.0}},
        {"@type": "WebSite", "name": "Atlas", "url": "https://atlas.example/", "publisher": {"@id": "#o"}},
        {"@type": "MedicalWebPage", "name": "x", "url": "https://a.example/", "lastReviewed": "2026-01-02"},
    ],
)
def test_sound_data_has_no_faults(node):
    assert faults(node) == []


@pytest.mark.parametrize(
    ("node", "sentence"),
    [
        ({"@type": "Product", "name": "x"}, "the page holds a Product."),
        ({"name": "x"}, "the page holds a None."),
        ({**CLINIC, "address": ""}, "The address of a MedicalClinic is empty."),
        ({**CLINIC, "telephone": None}, "The telephone of a MedicalClinic is None."),
        ({**CLINIC, "telephone": []}, "The telephone of a MedicalClinic is empty."),
        ({**CLINIC, "geo": "37.5, 127.0"}, "The geo of a MedicalClinic is a text."),
        ({**CLINIC, "geo": PLACE}, "The geo of a MedicalClinic is a PostalAddress."),
        ({**CLINIC, "telephone": 119, "geo": 1}, "The geo of a MedicalClinic is a number."),
        ({**CLINIC, "url": "/clinics/dots/"}, "The url of a MedicalClinic is no address."),
        ({**CLINIC, "aggregateRating": "5"}, "A MedicalClinic has a aggregateRating."),
        ({**CLINIC, "lowPrice": 5}, "A MedicalClinic has a lowPrice."),
        (
            {**CLINIC, "@type": "HealthAndBeautyBusiness", "availableService": "x"},
            "A HealthAndBeautyBusiness has a availableService.",
        ),
        (
            {**CLINIC, "makesOffer": [{"@type": "AggregateOffer", "lowPrice": 1}]},
            "A AggregateOffer has no priceCurrency.",
        ),
        (
            {
                "@type": "MedicalWebPage",
                "name": "x",
                "url": "https://a.example/",
                "lastReviewed": "2 January",
            },
            "The lastReviewed of a MedicalWebPage is no day.",
        ),
    ],
)
def test_fault_is_found(node, sentence):
    assert sentence in faults(node)
