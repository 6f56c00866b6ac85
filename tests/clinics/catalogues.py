"""Random catalogues and queries for the filter contract, and the builder that writes a catalogue.

The shape of a catalogue is described in `oracle.py`. Values are drawn from small pools full of neighbors:
figures that meet the budgets asked, names that fold to the same text, slugs that two collations order
differently.
"""

import unicodedata
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from clinics.models import (
    Clinic,
    ClinicPrice,
    Concern,
    Criterion,
    District,
    Factor,
    Finding,
    Focus,
    Language,
    Service,
)
from pricing.models import Currency, PriceTier, Procedure, Treatment

from . import oracle

AT = datetime(2026, 3, 10, 16, 30, tzinfo=UTC)  # 11 March, half past one at night, in Seoul
TODAY = AT.astimezone(oracle.SEOUL).date()
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)

NAMES = [
    "Gangnam",
    "gangnam",
    "GANGNAM Clinic",
    "Élan",
    "E\u0301lan",
    "elan",
    "Straße",
    "STRASSE",
    "Ｓｅｏｕｌ",
    "Seoul",
    "서울",
    "강남 의원",
    "강남",
    unicodedata.normalize("NFD", "강남구"),
    "ㄱㄴ",
    "100%",
    "100 %",
    "a_b",
    "a-b",
    "ab",
    "a\\b",
    "O'Hara",
    '"Scalp"',
    "ﬁne",
    "FINE ½ ①",
    "İzmir",
    "ızmir",
    "ΣΊΣΥΦΟΣ",
    "σίσυφος",
    "Zürich\u00a0Süd",
    "全角　空白",
    "dot.",
    "dot",
    "😀 hair",
    "ﷺ",
    "क्षि",
    "<b>&amp;",
    "a´b",
]
SLUGS = [
    "a",
    "a-b",
    "aa",
    "a_b",
    "b",
    "ab",
    "a-1",
    "a1",
    "a10",
    "a2",
    "B",
    "Ab",
    "0",
    "-",
    "_",
    "z",
    "Z",
    "b-a",
    "b_a",
    "9",
]
RATES = ["1383.250000", "0.7", "1.1", "1.1", "3", "0.000001", "99999999.999999", None]
HIGHEST_AMOUNT = 9_999_999_999
AMOUNTS = [
    0,
    1,
    7,
    33,
    299,
    300,
    600,
    700,
    1000,
    1200,
    1500,
    1800,
    3000,
    5533,
    11066,
    1_383_250,
    HIGHEST_AMOUNT,
]
WIDTHS = [0, 0, 1, 300, 1500, 1_000_000]
SESSIONS = [(1, 1), (1, 2), (2, 3), (3, 5), (99, 99)]
KOREAN_NAMES = ["", "", "강남", "서울 두피", "ㄱㄴ"]
KINDS = ["fixed", "range", "range", "open", "open with a figure", "on assessment"]
PUBLICATIONS = [
    *[{"status": "published", "publish_at": None, "unpublish_at": None}] * 20,
    {"status": "published", "publish_at": AT - DAY, "unpublish_at": AT + DAY},
    {"status": "published", "publish_at": AT, "unpublish_at": AT + TICK},
    {"status": "published", "publish_at": AT + TICK, "unpublish_at": None},
    {"status": "published", "publish_at": None, "unpublish_at": AT},
    {"status": "published", "publish_at": None, "unpublish_at": AT - DAY},
    {"status": "draft", "publish_at": AT - DAY, "unpublish_at": None},
    {"status": "archived", "publish_at": None, "unpublish_at": None},
]
VERIFICATIONS = [None, TODAY, TODAY - DAY, TODAY - 30 * DAY]
FINDINGS = [
    None,
    *[{"answer": "yes", "expires_on": day} for day in (None, TODAY - DAY, TODAY, TODAY + DAY)],
    {"answer": "no", "expires_on": None},
    {"answer": "unknown", "expires_on": TODAY + DAY},
]
DEEPEST = 4
SIZES = [2, 6, 12, 16, 16]
CHOICES = 64

THEMES = [
    ["q"],
    ["q", "sort", "district"],
    ["budget", "budget", "treatment", "sort", "unpriced", "tier"],
    ["budget", "sort"],
    ["sort", "page", "page_size", "treatment", "q"],
    list(oracle.VOCABULARIES),
    [*oracle.VOCABULARIES, "q", "budget", "sort", "unpriced", "page", "page_size", "currency"],
    ["currency", "utm_source", "Q", "clinic", "page", "page_size", "sort", "unpriced"],
]
SINGLE_VALUES = {
    "unpriced": ["include", "include", "include", "", "Include", "exclude"],
    "sort": [*oracle.SORTS, *oracle.SORTS, "", "-name", "Price", "price ", "-tier", "name,price"],
    "page": [
        "1",
        "1",
        "2",
        "3",
        "0",
        "-1",
        "-0",
        "02",
        "99",
        "",
        " ",
        "x",
        "1.0",
        "+1",
        " 1 ",
        "１",
        "9" * 30,
    ],
    "page_size": ["1", "2", "3", "5", "100", "0", "101", "-1", "", "x", "2.5", " 3 ", "9" * 30],
    "currency": ["usd", "KRW", "XXX", "", "\0"],
    "utm_source": ["letter", "", "\0"],
    "Q": ["nothing"],
    "clinic": ["a"],
}
ODD_SLUGS = ["", "99", "A", " a", "a ", "none", "null", "1", "%", "a,b", "\0", "a\0", "é", "x" * 300]
ODD_SEARCHES = [
    "",
    " ",
    "%",
    "_",
    "\\",
    "'",
    '"',
    "\0",
    "a\0b",
    "\u0301",
    "\u0301 \u0308",
    "´",
    "nowhere",
    "a" * 201,
]
ODD_BUDGETS = [
    *["", " ", "\0", "$", "٣", "１５００", "1500 USD", "abc", "-5", "+5", "1.5", "1,50", "12,34,567", ",1"],
    *["$$5", "5$", "1e3", "1000000000", "9" * 400],
]
BUDGET_FORMS = ["{}", "{}", "{:,}", "${}", "${:,}", " {} ", "0{}"]


def fullwidth(text):
    """Return a text with its ASCII letters and signs in full width."""
    return text.translate({code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)})


REWRITES = [
    str,
    str,
    str.upper,
    str.lower,
    str.swapcase,
    fullwidth,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: "\u0301".join(text),
    lambda text: f"  {text}\t",
]


# Drawing


class Drawing:
    """Draws choices one by one from a seed."""

    def __init__(self, seed):
        self.random = Random(seed)

    def number(self, most):
        """Return 0 to a highest number."""
        return self.random.randint(0, most)

    def one(self, options):
        """Return one of some options."""
        return options[self.number(len(options) - 1)]

    def some(self, options):
        """Return any part of some options, in their order."""
        options = list(options)
        bits = self.number(2 ** len(options) - 1)
        return [option for place, option in enumerate(options) if bits >> place & 1]

    def different(self, options, fewest, most=None):
        """Return fewest to most different options in any order."""
        options = list(options)
        wanted = fewest if most is None else fewest + self.number(most - fewest)
        return [options.pop(self.number(len(options) - 1)) for _ in range(wanted)]

    def happens(self, *, once_in):
        """Tell whether something happens that happens once in so many times."""
        return self.number(once_in - 1) == once_in - 1

    def name(self):
        """Return a name of one or two words of the pool."""
        words = self.one(NAMES)
        return f"{words} {self.one(NAMES)}" if self.happens(once_in=2) else words

    def names(self):
        """Return up to two names."""
        return [self.name() for _ in range(self.number(2))]


@st.composite
def situations(draw, *, most_queries=4):
    """Return a catalogue of small vocabularies and up to twenty clinics, and a few queries to ask of it.

    One draw of bytes decides all: eight are the seed, each of the others keeps a clinic or a parameter, or
    leaves it out. So a failing situation still shrinks to few clinics and parameters, while examples are
    cheap and differ. Drawn choice by choice they take ten times as long, and many are near copies of others.
    """
    choices = draw(st.binary(min_size=CHOICES, max_size=CHOICES))
    drawing, keeping = Drawing(choices[:8]), iter(choices[8:])

    def kept(options):
        return [option for option in options if next(keeping) >= 64]

    catalogue = draw_catalogue(drawing)
    catalogue["clinics"] = kept(catalogue["clinics"])
    known = known_values(catalogue)
    queries = [kept(draw_query(drawing, known)) for _ in range(1 + next(keeping) % most_queries)]
    return catalogue, [[pair for parameter in query for pair in parameter] for query in queries]


# Catalogues


def draw_catalogue(drawing):
    """Return a catalogue in which most clinics are public and most prices count."""
    catalogue = {
        "currencies": {"USD": {"units_per_usd": Decimal(1)}, **draw_foreign_currencies(drawing)},
        "procedures": {slug: {"sessions": drawing.one(SESSIONS)} for slug in drawing.different(SLUGS, 1, 2)},
        "tiers": drawing.different(SLUGS, 1, 4),
        "districts": draw_districts(drawing),
    }
    for vocabulary in ("focuses", "concerns", "languages", "services", "criteria"):
        catalogue[vocabulary] = draw_vocabulary(drawing)
    catalogue["treatments"] = {
        slug: {
            **entry,
            "synonyms": drawing.names(),
            "procedure": drawing.one(list(catalogue["procedures"])),
            "sessions": drawing.one([None, *SESSIONS]),
        }
        for slug, entry in draw_vocabulary(drawing).items()
    }
    catalogue["clinics"] = [
        draw_clinic(drawing, slug, catalogue) for slug in drawing.different(SLUGS, drawing.one(SIZES))
    ]
    return catalogue


def draw_vocabulary(drawing):
    """Return two to five terms whose names differ, though they may fold to the same text."""
    terms = {}
    for slug in drawing.different(SLUGS, 2, 5):
        name = drawing.name()
        taken = {term["name"] for term in terms.values()}
        terms[slug] = {"name": f"{name} {slug}" if name in taken else name}
    return terms


def draw_foreign_currencies(drawing):
    """Return up to two currencies besides the US dollar, some without a rate."""
    rates = {code: drawing.one(RATES) for code in drawing.different(["KRW", "EUR", "JPY"], 0, 2)}
    return {code: {"units_per_usd": rate and Decimal(rate)} for code, rate in rates.items()}


def draw_districts(drawing):
    """Return a forest of one to seven districts, at most four deep."""
    forest = {}
    for slug in drawing.different(SLUGS, 1, 7):
        depths = {parent: len(oracle.district_path({"districts": forest}, parent)) for parent in forest}
        forest[slug] = {
            "name": drawing.name(),
            "name_ko": drawing.one(KOREAN_NAMES),
            "spellings": drawing.names(),
            "parent": drawing.one([None, *[parent for parent, depth in depths.items() if depth < DEEPEST]]),
        }
    return forest


def draw_clinic(drawing, slug, catalogue):
    """Return a clinic of a catalogue, with prices and findings of every kind."""
    lists = ("focuses", "concerns", "treatments", "languages", "services")
    findings = {criterion: drawing.one(FINDINGS) for criterion in catalogue["criteria"]}
    return {
        "slug": slug,
        "name": drawing.name(),
        "name_ko": drawing.one(KOREAN_NAMES),
        "district": drawing.one(list(catalogue["districts"])),
        **drawing.one(PUBLICATIONS),
        **{vocabulary: drawing.some(catalogue[vocabulary]) for vocabulary in lists},
        "tier": drawing.one([None, *catalogue["tiers"]]),
        "verified_on": drawing.one(VERIFICATIONS),
        "prices": [
            draw_price(drawing, treatment, basis, catalogue)
            for treatment in drawing.some(catalogue["treatments"])
            for basis in drawing.one([["session"], ["package"], ["session", "package"]])
        ],
        "findings": [{"criterion": criterion, **entry} for criterion, entry in findings.items() if entry],
    }


def draw_price(drawing, treatment, basis, catalogue):
    """Return a price of one kind: fixed, a range, open with or without a stated figure, or on assessment."""
    kind = drawing.one(KINDS)
    price = {
        "treatment": treatment,
        "basis": basis,
        "state": "on_assessment" if kind == "on assessment" else "priced",
        "low": None,
        "high": None,
        "open_ended": kind.startswith("open"),
        "currency": drawing.one(["USD", *catalogue["currencies"]]),
        "sessions": drawing.one([None, None, *SESSIONS]),
    }
    if kind != "on assessment":
        price["low"] = drawing.one(AMOUNTS)
        width = drawing.one(WIDTHS) if kind in ("range", "open with a figure") else 0
        price["high"] = None if kind == "open" else min(price["low"] + width, HIGHEST_AMOUNT)
    return price


# Queries


def known_values(catalogue):
    """Return what queries are made of: known values by parameter, names to look for, course prices."""
    texts = [*NAMES[:4]]
    for district in catalogue["districts"].values():
        texts += [district["name"], district["name_ko"], *district["spellings"]]
    for vocabulary in ("focuses", "treatments", "concerns"):
        for term in catalogue[vocabulary].values():
            texts += [term["name"], *term.get("synonyms", [])]
    amounts = {0, 1, oracle.HIGHEST_BUDGET}
    for clinic in catalogue["clinics"]:
        texts += [clinic["name"], clinic["name_ko"]]
        for course in oracle.courses(catalogue, clinic, oracle.Question()):
            amounts |= {course.low, course.low if course.high is None else course.high}
    return {
        **{facet: list(catalogue[vocabulary]) for facet, vocabulary in oracle.VOCABULARIES.items()},
        "currency": list(catalogue["currencies"]),
        "q": list(filter(None, dict.fromkeys(texts))),
        "budget": sorted(amounts),
    }


def draw_query(drawing, known):
    """Return parameters, each a list of pairs."""
    theme = drawing.one(THEMES)
    return [draw_parameter(drawing, drawing.one(theme), known) for _ in range(drawing.one([1, 2, 3, 5]))]


def draw_parameter(drawing, name, known):
    """Return the (name, value) pairs of one parameter."""
    if name in oracle.VOCABULARIES:
        return [(name, value) for value in draw_facet_values(drawing, known[name])]
    if name == "q":
        return [("q", draw_search(drawing, known["q"]))]
    if name == "budget":
        budget = ("budget", draw_budget(drawing, known["budget"]))
        return [budget, ("unpriced", "include")] if drawing.happens(once_in=3) else [budget]
    options = [*known.get(name, []), *SINGLE_VALUES[name]]
    return [(name, drawing.one(options)) for _ in range(1 + drawing.happens(once_in=5))]


def draw_facet_values(drawing, known):
    """Return values of a repeatable parameter: a few that are known, some odd ones, or far too many."""
    values = [drawing.one(known) for _ in range(1 + drawing.number(2))]
    if drawing.happens(once_in=4):
        values += [drawing.one([*known, *ODD_SLUGS]) for _ in range(1 + drawing.number(3))]
        values.insert(0, drawing.one(ODD_SLUGS))
    if drawing.happens(once_in=12):
        before, between = drawing.number(60), drawing.number(60)
        before = drawing.one([before, oracle.MOST_VALUES - 1])
        values = [f"x{number}" for number in range(before)] + values
        values += [*[f"x{number}" for number in range(30, 30 + between)], drawing.one(known)]
    return values


def draw_search(drawing, texts):
    """Return a text made of parts of names, rewritten, or something that no name holds."""
    if drawing.happens(once_in=4):
        return drawing.one(ODD_SEARCHES)
    if drawing.happens(once_in=8):
        place = drawing.number(len(texts) - 2)
        return texts[place][-2:] + texts[place + 1][:2]
    parts = []
    for _ in range(1 + drawing.happens(once_in=2)):
        text = drawing.one(texts)
        first = drawing.number(len(text) - 1)
        parts.append(drawing.one(REWRITES)(text[first : first + 1 + drawing.number(len(text) - 1 - first)]))
    search = drawing.one([" ", " ", "\t", "\u3000", ""]).join(parts)
    if drawing.happens(once_in=12):
        return search.ljust(oracle.MOST_CHARACTERS - 2 + drawing.number(3)) + search
    return search


def draw_budget(drawing, amounts):
    """Return a budget at, just below or just above a course price, or one that is malformed."""
    if drawing.happens(once_in=8):
        return drawing.one(ODD_BUDGETS)
    return drawing.one(BUDGET_FORMS).format(drawing.one(amounts) + drawing.one([0, 0, 1, -1]))


# Building


def build(catalogue):
    """Write a catalogue into an empty database, in about thirty statements however large it is."""
    Currency.objects.bulk_create(
        [
            Currency(code=code, units_per_usd=currency["units_per_usd"], as_of=TODAY)
            for code, currency in catalogue["currencies"].items()
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["units_per_usd", "as_of"],
    )
    tiers = create(PriceTier, {slug: {"rank": rank} for rank, slug in enumerate(catalogue["tiers"], 1)})
    procedures = create(
        Procedure, {slug: procedure_fields(entry) for slug, entry in catalogue["procedures"].items()}
    )
    treatments = create(
        Treatment,
        {
            slug: {
                "name": entry["name"],
                "synonyms": entry["synonyms"],
                "procedure": procedures[entry["procedure"]],
                **sessions_fields(entry["sessions"]),
            }
            for slug, entry in catalogue["treatments"].items()
        },
    )
    models = {"focuses": Focus, "concerns": Concern, "languages": Language, "services": Service}
    terms = {name: create(model, catalogue[name]) for name, model in models.items()}
    factor = Factor.objects.create(slug="any", name="Any", position=1)
    criteria = create(
        Criterion,
        {
            slug: {**entry, "position": place, "factor": factor, "procedure": next(iter(procedures.values()))}
            for place, (slug, entry) in enumerate(catalogue["criteria"].items())
        },
    )
    build_clinics(catalogue, build_districts(catalogue), tiers, {**terms, "treatments": treatments}, criteria)


def create(model, entries):
    """Create a row for each {slug: fields} and return the rows by slug."""
    rows = [model(slug=slug, **{"name": slug, **fields}) for slug, fields in entries.items()]
    return {row.slug: row for row in model.objects.bulk_create(rows)}


def procedure_fields(entry):
    """Return the fields of a procedure, of which only the sessions matter here."""
    pairs = ("session_hours", "days_between", "healing_days", "touch_up_years")
    ends = {f"{pair}_{end}": 1 for pair in pairs for end in ("min", "max")}
    return {**ends, **sessions_fields(entry["sessions"])}


def sessions_fields(sessions):
    """Return the two columns of a pair of fewest and most sessions, or of none."""
    fewest, most = sessions or (None, None)
    return {"sessions_min": fewest, "sessions_max": most}


def build_districts(catalogue):
    """Create the districts level by level and return them by slug."""
    made = {None: None}
    waiting = dict(catalogue["districts"])
    while waiting:
        ready = {slug: entry for slug, entry in waiting.items() if entry["parent"] in made}
        rows = {slug: {**entry, "parent": made[entry["parent"]]} for slug, entry in ready.items()}
        made |= create(District, rows)
        waiting = {slug: entry for slug, entry in waiting.items() if slug not in ready}
    return made


def build_clinics(catalogue, places, tiers, terms, criteria):
    """Create the clinics with what they list, charge and prove."""
    made = create(
        Clinic,
        {
            clinic["slug"]: {
                "name": clinic["name"],
                "name_ko": clinic["name_ko"],
                "district": places[clinic["district"]],
                "price_tier": tiers.get(clinic["tier"]),
                **{name: clinic[name] for name in ("status", "publish_at", "unpublish_at", "verified_on")},
            }
            for clinic in catalogue["clinics"]
        },
    )
    for name, rows in terms.items():
        link(getattr(Clinic, name), catalogue, made, rows, oracle.offered if name == "treatments" else None)
    ClinicPrice.objects.bulk_create(
        ClinicPrice(
            clinic=made[clinic["slug"]],
            treatment=terms["treatments"][price["treatment"]],
            currency_id=price["currency"],
            year=2026,
            **{name: price[name] for name in ("basis", "state", "low", "high", "open_ended")},
            **sessions_fields(price["sessions"]),
        )
        for clinic in catalogue["clinics"]
        for price in clinic["prices"]
    )
    Finding.objects.bulk_create(
        Finding(
            clinic=made[clinic["slug"]],
            criterion=criteria[finding["criterion"]],
            answer=finding["answer"],
            expires_on=finding["expires_on"],
        )
        for clinic in catalogue["clinics"]
        for finding in clinic["findings"]
    )


def link(relation, catalogue, made, rows, slugs_of=None):
    """Create the rows of a many-to-many relation of clinics to the terms that they list."""
    field = relation.field
    linking = relation.through
    linking.objects.bulk_create(
        linking(**{field.m2m_field_name(): made[clinic["slug"]], field.m2m_reverse_field_name(): rows[slug]})
        for clinic in catalogue["clinics"]
        for slug in (slugs_of(clinic) if slugs_of else clinic[field.name])
    )
