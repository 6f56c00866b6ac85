"""Odd records for tests that sweep all pages: empty ones, full ones, long ones, hostile ones."""

from datetime import timedelta
from decimal import Decimal

from articles.composing import dump
from clinics.models import Clinic, LegalBasis, ServiceGrade
from pricing.models import CarePhase, TaxState
from tests.clinics.pictures import make_image, store_photo
from tests.factories import (
    TODAY,
    make_article,
    make_author,
    make_category,
    make_clinic,
    make_concern,
    make_criterion,
    make_currency,
    make_disclaimer,
    make_district,
    make_emergency_contact,
    make_factor,
    make_finding,
    make_focus,
    make_language,
    make_market_price,
    make_photo,
    make_price,
    make_procedure,
    make_service,
    make_tier,
    make_treatment,
    make_trust_pages,
)
from tests.records import make_care_rule, make_cost_factor, make_inclusion, make_risk, make_step

HOSTILE = """<script>alert("1")</script> <b>'O''Hara' & "Söhne" &amp; %(name)s %s {{ x }} {% y %} 100 %"""
LONG_WORD = "Donaudampfschifffahrtsgesellschaft" * 6
DAY = timedelta(days=1)

# Low, high, and what else a price says: every kind there is.
PRICE_KINDS = {
    "fixed": (500, 500, {}),
    "range": (1800, 3000, {}),
    "open": (4000, None, {"open_ended": True}),
    "open-with-figure": (4000, 6000, {"open_ended": True}),
    "free": (0, 0, {}),
    "on-assessment": (None, None, {}),
    "won": (2_500_000, 3_000_001, {"currency": "KRW"}),
    "no-rate": (100, 200, {"currency": "EUR"}),
    "own-sessions": (300, 600, {"basis": "session", "sessions": (3, 3)}),
    "long-remark": (1, 2, {"remark": LONG_WORD, "source": HOSTILE}),
}


def make_odd_records():
    """Create clinics, districts, treatments and prices of every kind that the models let through."""
    make_currency("KRW", units_per_usd=Decimal("1385.5"), decimals=0)
    make_currency("EUR", units_per_usd=None, as_of=None)
    make_notices()
    smp, veneers = make_procedures()
    districts = make_districts()
    treatments = make_treatments(smp, veneers)
    criteria = make_criteria(smp)
    make_guide(smp, veneers, treatments)
    make_clinics(districts, treatments, criteria)
    make_articles(districts, treatments)


def make_articles(districts, treatments):
    """Save the pages about the site, an empty guide, one of long words, one that is full and hostile."""
    make_trust_pages()
    make_article("", slug="bare")
    make_article(f"# {LONG_WORD}\n\n{LONG_WORD}\n\n|{LONG_WORD}|b|\n|-|-:|\n|c|{LONG_WORD}|\n", slug="wide")
    hostile = make_author(
        name=HOSTILE[:120], description=HOSTILE, website="https://author.example/?a=1&b='2'"
    )
    make_article(
        f"## {HOSTILE}\n\n{HOSTILE}[^1]\n\n![{HOSTILE}](gone.png)\n\n## FAQ\n\n### {HOSTILE}?\n\n"
        f"{HOSTILE}\n\n```{{market-prices}}\n:basis: session\n```\n\n{{price}}`texts` {{nothing}}`x`\n\n"
        f"[^1]: {HOSTILE}\n",
        slug="hostile",
        title=HOSTILE,
        excerpt=HOSTILE,
        audience=HOSTILE,
        category=make_category(name=HOSTILE[:120], description=HOSTILE),
        author=hostile,
        reviewer=hostile,
        reviewed_on="2026-02-01",
        updated_on="2026-03-01",
        next_review_on="2026-04-01",
        edition_year=2026,
        clinics=Clinic.objects.all(),
        districts=districts.values(),
        treatments=treatments.values(),
        more=dump(
            {
                "takeaways": [HOSTILE],
                "sources": [{"title": HOSTILE, "url": "https://source.example/?a=1&b='2'"}, HOSTILE],
                "unknown <b>": HOSTILE,
            }
        ),
    )


def make_notices():
    make_disclaimer(title=HOSTILE[:120], text=f"{HOSTILE}\n\nA second paragraph.")
    make_emergency_contact("119", hours="always", languages="Korean", note=HOSTILE, source="An official page")
    make_emergency_contact("+82-2-120", checked_on=TODAY)


def make_procedures():
    smp = make_procedure(
        slug="smp",
        name="Scalp micropigmentation",
        abbreviation="SMP",
        summary="Dots.",
        description=f"Dots.\n\n{HOSTILE}",
        percent_below_home_min=20,
        percent_below_home_max=50,
        home_regions=["North America", "Western Europe"],
    )
    # A second niche at the same place in the list, of which nothing else is known.
    veneers = make_procedure(slug="veneers", name=HOSTILE[:120])
    make_step(procedure=smp, title="First session", text=HOSTILE, details=["One", HOSTILE])
    make_step(procedure=smp, title=LONG_WORD[:120])
    make_care_rule(procedure=smp, phase=CarePhase.BEFORE, text=HOSTILE)
    make_care_rule(procedure=smp, first_day=0, last_day_earliest=4, last_day=5, condition=HOSTILE)
    make_risk(procedure=smp, name="Redness", frequency="often", text=HOSTILE)
    make_cost_factor(procedure=smp, name="Area", text=HOSTILE)
    make_cost_factor(procedure=veneers, name="Area")
    return smp, veneers


def make_districts():
    """Create a tree four levels deep, a hostile name, and a place without clinics."""
    seoul = make_district(slug="seoul", name="Seoul", name_ko="서울")
    gangnam = make_district(
        slug="gangnam",
        name="Gangnam",
        name_ko="강남구",
        parent=seoul,
        character=f"{HOSTILE}\n\nBusy.",
        price_tendency=make_tier(slug="high", name="High", rank=40, meaning=HOSTILE),
        nearest_stations=["Gangnam (Line 2)", HOSTILE],
        note=HOSTILE,
    )
    cheongdam = make_district(slug="cheongdam", name="Cheongdam-dong", parent=gangnam)
    lane = make_district(slug="lane", name=LONG_WORD[:120], parent=cheongdam)
    hostile = make_district(slug="hostile", name=HOSTILE[:120], name_ko=HOSTILE[:120])
    make_district(slug="nobody", name="Nobody", parent=seoul)
    return {"gangnam": gangnam, "cheongdam": cheongdam, "lane": lane, "hostile": hostile}


def make_treatments(smp, veneers):
    """Create a treatment for each kind of price, one full of text and one of another procedure."""
    treatments = {kind: make_treatment(slug=kind, procedure=smp, position=1) for kind in PRICE_KINDS}
    treatments["texts"] = make_treatment(
        slug="texts",
        name=HOSTILE[:120],
        procedure=smp,
        position=1,
        synonyms=["vertex", HOSTILE],
        summary=HOSTILE,
        sessions=(3, 3),
        cost_rank=1,
        cost_note=HOSTILE,
    )
    treatments["veneer"] = make_treatment(slug="veneer", name=LONG_WORD[:120], procedure=veneers, position=1)
    return treatments


def make_criteria(smp):
    hygiene = make_factor(slug="hygiene", name="Hygiene")
    hostile = make_factor(slug="hostile", name=HOSTILE[:120])
    make_criterion(slug="unasked", procedure=smp, factor=hygiene)
    return [
        make_criterion(
            slug="needles", procedure=smp, factor=hygiene, question="New needles?", question_ko="바늘?"
        ),
        make_criterion(slug="hostile", procedure=smp, factor=hostile, name=HOSTILE, question=HOSTILE),
        make_criterion(slug="license", procedure=smp, factor=hostile, name="License"),
    ]


def make_guide(smp, veneers, treatments):
    make_market_price(
        "Crown",
        700,
        1200,
        procedure=smp,
        basis="session",
        sessions=(2, 3),
        treatments=[treatments["texts"], treatments["fixed"]],
        source="Guide",
        checked_on=TODAY,
    )
    make_market_price(
        "Whole scalp", 4000, 6000, procedure=smp, open_ended=True, treatments=[treatments["texts"]]
    )
    make_market_price(HOSTILE, None, None, procedure=smp, remark=HOSTILE, source=HOSTILE, estimated=True)
    make_market_price(
        "Veneer", 300, 400, procedure=veneers, basis="session", treatments=[treatments["veneer"]]
    )


def make_clinics(districts, treatments, criteria):
    """Create an empty clinic, a hostile one, a Korean one, an example, and one with prices of every kind."""
    make_clinic(slug="bare", name="Bare", district=districts["hostile"])
    korean = make_clinic(
        slug="korean", name="강남모발의원", name_ko="강남모발의원", district=districts["gangnam"]
    )
    korean.treatments.add(treatments["fixed"])
    make_clinic(slug="long", name=LONG_WORD[:200], name_ko=LONG_WORD[:200], district=districts["lane"])
    make_clinic(slug="example", name="Example", is_example=True, district=districts["cheongdam"])
    hostile = make_hostile_clinic(districts["gangnam"], treatments)
    store_photo(hostile, make_image((1, 1)), alt=HOSTILE, caption=HOSTILE, source=HOSTILE)
    store_photo(hostile, make_image((500, 1)), alt=LONG_WORD, caption=LONG_WORD, source=LONG_WORD)
    make_photo(hostile, kind="case", alt=HOSTILE, caption=HOSTILE)
    make_finding(hostile, criteria[0], evidence=HOSTILE, source=HOSTILE)
    make_finding(hostile, criteria[1], "no", checked_on=None)
    make_finding(hostile, criteria[2], checked_on=TODAY - 400 * DAY, expires_on=TODAY - DAY)
    priced = make_clinic(slug="priced", name="Priced", district=districts["cheongdam"])
    for kind, (low, high, values) in PRICE_KINDS.items():
        make_price(priced, treatments[kind], low, high, **values)
    make_price(priced, treatments["fixed"], 100, 200, basis="session")


def make_hostile_clinic(district, treatments):
    """Create a clinic with every field filled, each with text that wants to be more than text."""
    texts = dict.fromkeys(
        (
            "focus_summary",
            "target_clients",
            "artistic_style",
            "technology",
            "service_note",
            "differentiator",
            "address",
            "address_ko",
            "legal_source",
            "opening_hours",
        ),
        HOSTILE,
    )
    prose = dict.fromkeys(("description", "expertise", "experience", "access"), f"{HOSTILE}\n\n{HOSTILE}")
    clinic = make_clinic(
        slug="hostile",
        name=HOSTILE,
        name_ko=f"한글 {HOSTILE}",
        district=district,
        focuses=[
            make_focus(slug="hostile", name=HOSTILE[:120]),
            make_focus(slug="scars", name="Scar camouflage"),
        ],
        concerns=[make_concern(name=HOSTILE[:120])],
        treatments=[treatments["texts"], treatments["veneer"]],
        languages=[make_language(slug="korean", name="Korean"), make_language(name=HOSTILE[:120])],
        services=[make_service(name=HOSTILE[:120])],
        price_tier=make_tier(slug="hostile", name=HOSTILE[:80], rank=50),
        service_grade=ServiceGrade.STRONG,
        latitude=Decimal("37.5247"),
        longitude=Decimal("127.0402"),
        phone="02-555-1234",
        website="https://clinic.example/?a=1&b='2'",
        review_places=["https://reviews.example/?a=1&b=2", "https://maps.example/강남"],
        payment_methods=["Visa", HOSTILE],
        legal_basis=LegalBasis.MEDICAL,
        legal_number=HOSTILE[:100],
        legal_checked_on=TODAY - 30 * DAY,
        verified_on=TODAY - 20 * DAY,
        verified_by=HOSTILE[:120],
        **texts,
        **prose,
    )
    price = make_price(
        clinic,
        treatments["texts"],
        1800,
        3000,
        basis="session",
        remark=HOSTILE,
        source=HOSTILE,
        tax=TaxState.EXCLUDED,
        checked_on=TODAY,
        estimated=True,
    )
    price.inclusions.add(make_inclusion(name=HOSTILE[:120]), make_inclusion(text=HOSTILE))
    make_price(clinic, treatments["texts"], 4000, 6000, open_ended=True)
    return clinic
