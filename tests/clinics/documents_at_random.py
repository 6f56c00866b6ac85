"""Listing documents made by hypothesis, and the vocabularies they name."""

from hypothesis import strategies as st

from clinics.documents import FINDINGS, PRICES, blank_child, blank_document
from tests import factories
from tests.records import make_inclusion

WORDS = {
    "focuses": ["density", "hairline", "scars"],
    "concerns": ["loss", "thinning"],
    "treatments": ["crown", "hairline-work", "vertex"],
    "languages": ["english", "korean"],
    "services": ["coordinator"],
}
DISTRICTS = ["gangnam", "mapo"]
TIERS = ["high", "mid"]
CRITERIA = ["license", "sterile"]
INCLUSIONS = ["kit", "visit"]


def make_vocabularies():
    """Create every word that the documents name."""
    for slug in DISTRICTS:
        factories.make_district(slug=slug)
    makers = {
        "focuses": factories.make_focus,
        "concerns": factories.make_concern,
        "treatments": factories.make_treatment,
        "languages": factories.make_language,
        "services": factories.make_service,
    }
    for name, slugs in WORDS.items():
        for slug in slugs:
            makers[name](slug=slug)
    for slug in TIERS:
        factories.make_tier(slug=slug)
    for slug in CRITERIA:
        factories.make_criterion(slug=slug)
    for slug in INCLUSIONS:
        make_inclusion(slug=slug)
    factories.make_currency()


def some(words):
    """Return a strategy of sorted lists of some words."""
    return st.sets(st.sampled_from(words)).map(sorted)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=12)
NAMES = st.text(st.sampled_from("abcÉé가나 &'\"<;=+@"), min_size=1, max_size=9).map(str.strip).filter(bool)
DAYS = st.none() | st.dates(
    min_value=factories.TODAY.replace(year=2020), max_value=factories.TODAY.replace(year=2030)
).map(lambda day: day.isoformat())


@st.composite
def prices(draw):
    """Draw the prices of a listing."""
    entries = []
    for treatment in draw(some(WORDS["treatments"])):
        for basis in draw(some(["package", "session"])):
            low = draw(st.none() | st.integers(0, 9_999))
            figures = (
                {"state": "on_assessment"}
                if low is None
                else {"low": low, "high": low + draw(st.integers(0, 99))}
            )
            entries.append(
                {
                    **blank_child(PRICES),
                    "treatment": treatment,
                    "basis": basis,
                    "currency": "USD",
                    "year": draw(st.integers(2000, 2100)),
                    "inclusions": draw(some(INCLUSIONS)),
                    "remark": draw(TEXTS),
                    "checked_on": draw(DAYS),
                    **figures,
                }
            )
    return PRICES.in_order(entries)


@st.composite
def findings(draw):
    """Draw the findings of a listing."""
    return FINDINGS.in_order(
        {
            **blank_child(FINDINGS),
            "criterion": criterion,
            "answer": draw(st.sampled_from(["yes", "no", "unknown"])),
            "evidence": draw(TEXTS),
            "checked_on": draw(DAYS),
        }
        for criterion in draw(some(CRITERIA))
    )


@st.composite
def documents(draw, slug="listing"):
    """Draw a whole document that can be stored; every priced treatment is listed."""
    listed = draw(prices())
    treatments = {*draw(some(WORDS["treatments"])), *(price["treatment"] for price in listed)}
    has_point = draw(st.booleans())
    return {
        **blank_document(),
        "slug": slug,
        "name": draw(NAMES),
        "name_ko": draw(st.sampled_from(["", "도트"])),
        "district": draw(st.sampled_from(DISTRICTS)),
        **{name: draw(some(words)) for name, words in WORDS.items() if name != "treatments"},
        "treatments": sorted(treatments),
        "tier": draw(st.none() | st.sampled_from(TIERS)),
        "status": draw(st.sampled_from(["draft", "published", "archived"])),
        "is_example": draw(st.booleans()),
        "latitude": "37.500000" if has_point else None,
        "longitude": "127.000000" if has_point else None,
        "point_approximate": draw(st.booleans()),
        "description": draw(TEXTS),
        "phone": draw(st.sampled_from(["", "02-555-1234"])),
        "review_places": draw(st.lists(st.just("https://reviews.example/1"), max_size=2)),
        "verified_on": draw(DAYS),
        "register_ids": dict(
            sorted(draw(st.dictionaries(st.sampled_from(["korea", "seoul"]), st.sampled_from("12"))).items())
        ),
        "prices": listed,
        "findings": draw(findings()),
    }
