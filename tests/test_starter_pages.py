"""The site as a new operator sees it: the starter content on every page, with the figures of the brief."""

import pytest

from clinics.models import Clinic
from tests.config.content_loading import load
from tests.crawling import crawl
from tests.html import attribute, read, text_of, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

PLACEHOLDERS = ("seoul-hair-density-center", "elite-smp-korea", "apgujeong-scalp-artistry")
# The comparison of the brief, row by row: clinic A, B, C (facts S83-S91).
COMPARISON = {
    "Primary focus": (
        "Natural hairlines and density",
        "Scar camouflage and comprehensive SMP",
        "Bespoke artistic designs",
    ),
    "Target clients": (
        "General thinning, hairline restoration",
        "Post-transplant scars, significant loss",
        "Women's thinning, soft hairlines",
    ),
    "Artistic style": (
        "Hyper-realistic, seamless",
        "Clinical precision, strong coverage",
        "Subtle, elegant, customised",
    ),
    "Technology": (
        "Advanced digital machines",
        "Latest pigments, multi-needle rigs",
        "High-precision micro-needles",
    ),
    "International service": (
        "Excellent (Coordinators, virtual)",
        "Strong (Medical integration)",
        "Good (Private, personalised)",
    ),
    "Price point": ("Mid-High (estimated)", "Mid-High (estimated)", "High (estimated)"),
    "Key differentiator": (
        "Natural hairline creation",
        "Scar and corrective work",
        "Artistic finesse and luxury",
    ),
}
# Prices and sessions in the order of the brief (facts S94-S99 and S147-S152).
PER_SESSION = [
    ("$300–$600", "1–2"),
    ("$700–$1,200", "2–3"),
    ("$800–$1,500", "2–3"),
    ("$1,000–$2,000", "3–4"),
    ("$1,500–$2,500+", "3–5"),
    ("$400–$900", "2–3"),
]
WHOLE_COURSE = [
    ("$800–$1,800", "1–2"),
    ("$1,800–$3,000", "2–3"),
    ("$2,000–$3,500", "2–3"),
    ("$3,000–$4,500", "3–4"),
    ("$4,000–$6,000+", "3–5"),
    ("quoted after assessment", "not stated"),
]

# Which of the placeholders A, B and C a query finds.
FOUND = {
    "": "ABC",
    "tier=mid-high": "AB",
    "tier=high": "C",
    "tier=mid-high&tier=high": "ABC",
    "district=gangnam": "ABC",
    "district=apgujeong-rodeo": "C",
    "district=seoul": "ABC",
    "district=mapo": "",
    "focus=scar-camouflage": "B",
    "focus=natural-hairlines&focus=scar-camouflage": "AB",
    "district=gangnam&focus=density&tier=high": "C",
    "budget=5000": "",
    "budget=5000&unpriced=include": "ABC",
}


class TestBrief:
    """The starter content without samples: the three placeholder clinics and the price guide."""

    @pytest.fixture(autouse=True)
    def content(self):
        load(samples=0)

    def test_each_placeholder_says_its_column_of_the_comparison(self, client):
        for place, slug in enumerate(PLACEHOLDERS):
            page = read(client.get(f"/clinics/{slug}/"))

            rows = [(label, text) for label, text in page.rows.items() if label in COMPARISON]
            assert rows == [(label, texts[place]) for label, texts in COMPARISON.items()]
            assert "This is an example listing." in page.text
            assert "no published price" in page.text

    def test_comparison_of_the_placeholders_reproduces_the_table_of_the_brief(self, client):
        """Facts S83-S91: seven rows by three clinics, cell for cell (S90)."""
        page = read(client.get("/clinics/compare/", {"clinic": PLACEHOLDERS}))

        table = page.find_all("table")[0]
        head, *rows = [[text_of(cell) for cell in cells(row)] for row in walk(table) if row.name == "tr"]
        assert [name.partition(" Example")[0] for name in head] == [
            "Attribute",
            "Seoul Hair Density Center 서울 헤어 덴시티 센터",
            "Elite SMP Korea 엘리트 SMP 코리아",
            "Apgujeong Scalp Artistry 압구정 스캘프 아티스트리",
        ]
        assert [(row[0], tuple(row[1:])) for row in rows[: len(COMPARISON)]] == list(COMPARISON.items())

    def test_hidden_placeholder_breaks_no_comparison(self, client):
        """Fact S248."""
        Clinic.objects.filter(slug=PLACEHOLDERS[1]).raise_version(status="archived")

        page = read(client.get("/clinics/compare/", {"clinic": PLACEHOLDERS}))

        assert text_of(page.find("h1")) == "2 clinics compared"
        assert PLACEHOLDERS[1] in text_of(page.with_class("notice")[0])

    def test_placeholders_are_found_by_district_focus_and_tier(self, client):
        """Facts S92, S93 and S235, from a pasted address and without scripts (S236)."""
        for query, places in FOUND.items():
            page = read(client.get(f"/clinics/?{query}"))

            expected = [f"/clinics/{PLACEHOLDERS['ABC'.index(place)]}/" for place in places]
            assert sorted(names_on_cards(page)) == sorted(expected), query

    def test_price_guide_reproduces_both_tables_in_their_order(self, client):
        page = read(client.get("/prices/"))

        tables = [
            [tuple(map(text_of, list(cells(row))[1:3])) for row in walk(table) if row.name == "tr"][1:]
            for table in page.find_all("table")
        ]

        assert [[(price.partition(" USD")[0], sessions) for price, sessions in rows] for rows in tables] == [
            PER_SESSION,
            WHOLE_COURSE,
        ]
        figures = [price for rows in tables for price, _sessions in rows if price.startswith("$")]
        assert all(price.endswith("USD, 2026, estimate") for price in figures)
        assert "20–50 % below" in page.text

    def test_treatment_shows_prices_per_session_and_for_the_whole_course(self, client):
        page = read(client.get("/treatments/crown/"))

        assert "$800–$1,500" in page.text
        assert "$2,000–$3,500" in page.text
        assert page.rows["Between sessions"] == "10–14 days"
        assert page.rows["Healed after each session"] == "7–10 days"
        assert page.rows["One session takes"] == "2–4 hours"
        assert page.rows["Touch-up"] == "after 3–5 years"


def names_on_cards(page):
    """Return the addresses that the names on the cards lead to."""
    return [
        attribute(link, "href")
        for card in page.with_class("card")
        for title in walk(card)
        if title.name == "h3"
        for link in walk(title)
        if link.name == "a"
    ]


def cells(row):
    return (cell for cell in walk(row) if cell.name in {"th", "td"})


def test_every_page_of_the_starter_content_is_sound_and_no_link_is_broken(client):
    load(samples=24)

    visited = crawl(client, "/", follow=lambda address: "?" not in address or address == "/clinics/?page=2")

    clinics = [
        page
        for address, page in visited.items()
        if address.startswith("/clinics/") and len(address) > 20 and not address.endswith("/questions/")
    ]
    assert sum(address.endswith("/questions/") for address in visited) == 27
    assert len(clinics) == 27
    assert all("This is an example listing." in page.text for page in clinics)
    assert all(page.meta("robots") == "noindex, follow" for page in clinics)
