"""Clinics and districts for search engines: true types, only what is stated, and no placeholder."""

from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings

from clinics.models import Clinic
from tests.factories import (
    make_clinic,
    make_district,
    make_focus,
    make_language,
    make_price,
    make_treatment,
)
from tests.html import read
from tests.odd_records import make_odd_records
from tests.schema_org import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

URL = settings.SITE_URL


def nodes(client, address, kind):
    """Return the nodes of a type that a page holds, after making sure that all of its nodes are sound."""
    found = read(client.get(address)).structured_data
    assert [fault for node in found for fault in faults(node)] == []
    return [node for node in found if node["@type"] == kind]


def business(client, clinic):
    """Return the node of a clinic on its own page."""
    [node] = nodes(client, clinic.get_absolute_url(), "HealthAndBeautyBusiness")
    return node


def make_dots(**values):
    """Create a clinic in Cheongdam, inside Gangnam, inside Seoul."""
    seoul = make_district(slug="seoul", name="Seoul")
    gangnam = make_district(slug="gangnam", name="Gangnam", parent=seoul)
    cheongdam = make_district(slug="cheongdam", name="Cheongdam-dong", parent=gangnam)
    return make_clinic(slug="dots", name="Dots", district=cheongdam, **values)


class TestClinic:
    """The page of a clinic describes it as a business."""

    @pytest.mark.parametrize(
        ("basis", "kind"),
        [
            ("medical", "MedicalClinic"),
            ("tattooist", "HealthAndBeautyBusiness"),
            ("unknown", "HealthAndBeautyBusiness"),
        ],
    )
    def test_only_a_medical_basis_makes_a_medical_clinic(self, client, basis, kind):
        make_clinic(slug="dots", legal_basis=basis)

        kinds = [node["@type"] for node in read(client.get("/clinics/dots/")).structured_data]

        assert kinds == [kind, "BreadcrumbList"]

    @pytest.mark.parametrize("basis", ["medical", "unknown"])
    def test_an_example_is_no_business(self, client, basis):
        make_clinic(slug="dots", legal_basis=basis, is_example=True)

        page = read(client.get("/clinics/dots/"))

        assert [node["@type"] for node in page.structured_data] == ["BreadcrumbList"]
        assert page.meta("robots") == "noindex, follow"

    def test_a_clinic_of_which_little_is_known_says_no_more(self, client):
        assert business(client, make_dots()) == {
            "@type": "HealthAndBeautyBusiness",
            "@id": f"{URL}/clinics/dots/#clinic",
            "name": "Dots",
            "description": "A clinic in Cheongdam-dong. What it is known for is not stated.",
            "url": f"{URL}/clinics/dots/",
            "image": [f"{URL}/share/clinics/dots.png"],
            "address": {
                "@type": "PostalAddress",
                "addressLocality": "Cheongdam-dong",
                "addressRegion": "Seoul",
                "addressCountry": "KR",
            },
        }

    def test_contact_and_languages(self, client):
        clinic = make_dots(
            name_ko="점",
            address="1 Dosan-daero",
            phone="02-555-1234",
            website="https://dots.example/",
            review_places=["https://reviews.example/1"],
            payment_methods=["Visa", "cash"],
            languages=[make_language(name="English"), make_language(name="Korean")],
            focuses=[make_focus(name="Scar camouflage")],
        )

        node = business(client, clinic)

        assert node["alternateName"] == "점"
        assert node["address"]["streetAddress"] == "1 Dosan-daero"
        assert node["telephone"] == "+8225551234"
        assert node["sameAs"] == ["https://dots.example/", "https://reviews.example/1"]
        assert node["paymentAccepted"] == "Visa, cash"
        assert node["knowsLanguage"] == ["English", "Korean"]
        assert node["description"] == "A clinic in Cheongdam-dong, known for scar camouflage."

    def test_a_phone_that_cannot_be_dialed_is_left_out(self, client):
        assert "telephone" not in business(client, make_dots(phone="ask at the desk"))

    def test_an_exact_point_is_given_and_an_approximate_one_is_not(self, client):
        clinic = make_dots(latitude=Decimal("37.5247"), longitude=Decimal("127.0402"))

        assert business(client, clinic)["geo"] == {
            "@type": "GeoCoordinates",
            "latitude": 37.5247,
            "longitude": 127.0402,
        }
        Clinic.objects.update(point_approximate=True)
        assert "geo" not in business(client, clinic)

    def test_hours_by_weekday_and_of_single_days(self, client):
        hours = "Mo-We,Fr 10:00-13:00, 14:00-19:00; Sa 10:00-14:00; Su closed; 2026-12-24 10:00-12:00"
        node = business(client, make_dots(opening_hours=f"{hours}; 2026-12-25 closed; 2026-01-01 closed"))

        def opening(opens, closes, *days):
            names = [f"https://schema.org/{day}" for day in days]
            kind = "OpeningHoursSpecification"
            return {"@type": kind, "opens": opens, "closes": closes, "dayOfWeek": names}

        def special(opens, closes, day):
            kind = "OpeningHoursSpecification"
            return {"@type": kind, "opens": opens, "closes": closes, "validFrom": day, "validThrough": day}

        workdays = ("Monday", "Tuesday", "Wednesday", "Friday")
        assert node["openingHoursSpecification"] == [
            opening("10:00", "13:00", *workdays),
            opening("14:00", "19:00", *workdays),
            opening("10:00", "14:00", "Saturday"),
            opening("00:00", "00:00", "Sunday"),
        ]
        assert node["specialOpeningHoursSpecification"] == [
            special("10:00", "12:00", "2026-12-24"),
            special("00:00", "00:00", "2026-12-25"),
        ]

    def test_prices_are_offers_and_an_open_end_has_no_highest(self, client):
        clinic = make_dots()
        crown = make_treatment(slug="crown", name="Crown", position=1)
        full = make_treatment(slug="full", name="Full scalp", position=2)
        make_price(clinic, crown, 500, 700, basis="session")
        make_price(clinic, full, 4000, 6000, open_ended=True)
        make_price(clinic, make_treatment(slug="beard", position=3))

        node = business(client, clinic)

        service = {"@type": "Service", "name": "Crown", "url": f"{URL}/treatments/crown/"}
        assert node["makesOffer"] == [
            {
                "@type": "AggregateOffer",
                "lowPrice": 500,
                "highPrice": 700,
                "priceCurrency": "USD",
                "description": "per session",
                "itemOffered": service,
            },
            {
                "@type": "AggregateOffer",
                "lowPrice": 4000,
                "priceCurrency": "USD",
                "description": "whole course",
                "itemOffered": {
                    "@type": "Service",
                    "name": "Full scalp",
                    "url": f"{URL}/treatments/full/",
                },
            },
        ]
        assert node["priceRange"] == "$1,000–$6,000+"
        assert "availableService" not in node

    def test_a_medical_clinic_names_its_procedures(self, client):
        crown = make_treatment(slug="crown", name="Crown")
        make_clinic(slug="dots", legal_basis="medical", treatments=[crown])

        [node] = nodes(client, "/clinics/dots/", "MedicalClinic")

        procedure = {"@type": "MedicalProcedure", "name": "Crown", "url": f"{URL}/treatments/crown/"}
        assert node["availableService"] == [procedure]

    def test_every_odd_clinic_is_sound(self, client):
        make_odd_records()
        Clinic.objects.filter(slug="hostile").update(legal_basis="medical", is_example=False)

        for clinic in Clinic.objects.all():
            page = read(client.get(clinic.get_absolute_url()))
            assert [fault for node in page.structured_data for fault in faults(node)] == []
            assert "<script>alert" not in page.text


class TestLists:
    """Lists name the pages of their clinics in order; placeholders keep their place and are not named."""

    def test_listing_names_the_clinics_of_its_page(self, client):
        for number in range(25):
            make_clinic(slug=f"clinic-{number:02}", name=f"Clinic {number:02}", is_example=number == 1)

        [first] = nodes(client, "/clinics/", "ItemList")
        [second] = nodes(client, "/clinics/?page=2", "ItemList")

        assert first["name"] == "All clinics"
        listed = {item["position"]: item["url"] for item in first["itemListElement"]}
        assert listed == {
            number + 1: f"{URL}/clinics/clinic-{number:02}/" for number in range(24) if number != 1
        }
        assert second["itemListElement"] == [
            {"@type": "ListItem", "position": 25, "url": f"{URL}/clinics/clinic-24/"}
        ]

    def test_listing_of_placeholders_alone_names_none(self, client):
        make_clinic(is_example=True)

        assert nodes(client, "/clinics/", "ItemList") == []

    @pytest.mark.parametrize("query", ["sort=price", "q=x", "page=1&utm_source=x"])
    def test_page_that_is_not_to_be_kept_has_no_list(self, client, query):
        make_clinic()

        assert nodes(client, f"/clinics/?{query}", "ItemList") == []

    def test_district_is_a_place_inside_another_with_its_clinics(self, client):
        make_dots()

        [place] = nodes(client, "/districts/gangnam/", "Place")
        [clinics] = nodes(client, "/districts/gangnam/", "ItemList")

        seoul = {"@type": "Place", "name": "Seoul", "url": f"{URL}/districts/seoul/"}
        address = f"{URL}/districts/gangnam/"
        assert place == {"@type": "Place", "name": "Gangnam", "url": address, "containedInPlace": seoul}
        assert clinics["name"] == "Clinics in Gangnam"
        assert [item["url"] for item in clinics["itemListElement"]] == [f"{URL}/clinics/dots/"]

    def test_district_and_focus_list_their_clinics(self, client):
        mapo, scars = make_district(slug="mapo", name="Mapo"), make_focus(slug="scars", name="Scars")
        for _number in range(3):
            make_clinic(district=mapo, focuses=[scars])

        [clinics] = nodes(client, "/districts/mapo/scars/", "ItemList")

        assert clinics["name"] == "Clinics in Mapo, for scars"
        assert [item["position"] for item in clinics["itemListElement"]] == [1, 2, 3]

    def test_hours_that_are_over_are_not_named(self, client):
        clinic = make_dots(opening_hours=f"Mo 10:00-19:00; {date(2026, 11, 22)} closed")

        assert "specialOpeningHoursSpecification" not in business(client, clinic)
