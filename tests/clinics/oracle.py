"""What `GET /api/v1/clinics/` must answer, worked out by brute force over plain dictionaries.

Written from the filter contract (design sections 3 to 5) and from nothing of the site: a second reading of
the same words, slow and obvious, that the site is compared with. It imports nothing of the site, nor Django.

A catalogue is a dictionary. Whatever a clinic or a price leaves out is empty, closed, priced or unknown:

    {
        "currencies": {"USD": {"units_per_usd": Decimal(1)}, "KRW": {"units_per_usd": None}},  # no rate
        "procedures": {"smp": {"sessions": (2, 4)}},
        "tiers": ["mid", "high"],  # cheapest first
        "treatments": {"crown": {"name", "synonyms": [], "procedure": "smp", "sessions": (2, 3) or None}},
        "districts": {"gangnam": {"name", "name_ko", "spellings": [], "parent": "seoul" or None}},
        "focuses", "concerns", "languages", "services", "criteria": {"scars": {"name"}},
        "clinics": [
            {
                "slug", "name", "name_ko", "district",
                "status": "draft" | "published" | "archived", "publish_at", "unpublish_at",
                "focuses": [], "concerns": [], "treatments": [], "languages": [], "services": [],
                "tier": slug or None, "verified_on": date or None,
                "prices": [{"treatment", "basis": "session" | "package", "state": "priced" | "on_assessment",
                            "low", "high", "open_ended", "currency", "sessions": (2, 3) or None}],
                "findings": [{"criterion", "answer": "yes" | "no" | "unknown", "expires_on": date or None}],
            }
        ],
    }
"""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from math import ceil, floor, inf
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")
NOT_FOUND = "404"
VOCABULARIES = {
    "district": "districts",
    "focus": "focuses",
    "concern": "concerns",
    "treatment": "treatments",
    "language": "languages",
    "service": "services",
    "tier": "tiers",
    "verified": "criteria",
}
SORTS = ("name", "price", "-price", "tier", "verified")
BUCKETS = ("fits", "may-fit", "over", "unpriced")
MOST_VALUES = 50
MOST_CHARACTERS = 200
HIGHEST_BUDGET = 999_999_999
PAGE_SIZE = 24
LARGEST_PAGE_SIZE = 100


@dataclass(frozen=True)
class Question:
    """A query as the contract reads it; `ignored` names the values that it does not read."""

    words: tuple = ()
    chosen: dict = field(default_factory=dict)
    budget: int | None = None
    keeps_unpriced: bool = False
    sort: str = "name"
    page: int = 1
    page_size: int = PAGE_SIZE
    ignored: dict = field(default_factory=dict)

    def choose(self, facet, values):
        """Return the same question with the values of one facet replaced."""
        return replace(self, chosen={**self.chosen, facet: tuple(values)})


@dataclass(frozen=True)
class Course:
    """The price of a whole treatment in whole US dollars; `high` is the stated figure, open end or not."""

    treatment: str
    low: int
    high: int | None
    open_ended: bool

    @property
    def top(self):
        """Return the most that the course can cost, which an open end makes infinite."""
        return inf if self.open_ended else self.high


def answer(catalogue, query, *, at):
    """Return what the API answers to a query of (name, value) pairs at an aware moment, or "404"."""
    question = read(catalogue, query)
    found = results(catalogue, question, at=at)
    last_page = max(1, ceil(len(found) / question.page_size))
    if not 1 <= question.page <= last_page:
        return NOT_FOUND
    first = (question.page - 1) * question.page_size
    return {
        "count": len(found),
        "facets": {facet: options(catalogue, question, facet, at=at) for facet in VOCABULARIES},
        "buckets": None if question.budget is None else bucket_sizes(catalogue, question, at=at),
        "ignored": question.ignored,
        "results": found[first : first + question.page_size],
    }


# Reading the query


def read(catalogue, query):
    """Return the question that a list of (name, value) pairs asks."""
    question = Question()
    ignored = {}

    def ignore(name, values):
        if values:
            ignored[name] = list(dict.fromkeys([*ignored.get(name, []), *values]))

    for facet, vocabulary in VOCABULARIES.items():
        values = values_of(query, facet)
        read_values, cut_off = values[:MOST_VALUES], values[MOST_VALUES:]
        known = [value for value in read_values if value in catalogue[vocabulary]]
        question = question.choose(facet, dict.fromkeys(known))
        ignore(facet, [value for value in read_values if value not in known])
        ignore(facet, cut_off)

    text = last_value(query, "q")
    if text is not None:
        if "\0" in text:
            ignore("q", [text])
        else:
            question = replace(question, words=tuple(fold(text[:MOST_CHARACTERS]).split()))
            ignore("q", [text[MOST_CHARACTERS:]] if len(text) > MOST_CHARACTERS else [])

    budget = last_value(query, "budget", stripped=True)
    if budget is not None:
        question = replace(question, budget=dollars(budget.strip()))
        ignore("budget", [budget] if question.budget is None else [])

    unpriced = last_value(query, "unpriced")
    if unpriced is not None and question.budget is not None:
        question = replace(question, keeps_unpriced=unpriced == "include")
        ignore("unpriced", [unpriced] if unpriced != "include" else [])

    sort = last_value(query, "sort")
    if sort in SORTS:
        question = replace(question, sort=sort)
    elif sort is not None:
        ignore("sort", [sort])

    page = last_value(query, "page", stripped=True)
    if page is not None:
        number = whole_number(page.strip())
        question = replace(question, page=1 if number is None else number)
        ignore("page", [page] if number is None else [])

    size = last_value(query, "page_size", stripped=True)
    if size is not None:
        number = whole_number(size.strip())
        if number is not None and 1 <= number <= LARGEST_PAGE_SIZE:
            question = replace(question, page_size=number)
        else:
            ignore("page_size", [size])

    currency = last_value(query, "currency")
    if currency is not None and rate(catalogue, currency) is None:
        ignore("currency", [currency])

    return replace(question, ignored=ignored)


def values_of(query, name, *, stripped=False):
    """Return the values of a parameter in the order sent; an empty one counts as absent."""
    return [value for key, value in query if key == name and (value.strip() if stripped else value)]


def last_value(query, name, *, stripped=False):
    """Return the value of a single-valued parameter, the last one where it is repeated, or None."""
    return (values_of(query, name, stripped=stripped) or [None])[-1]


def dollars(text):
    """Return whole US dollars from 0 to 999,999,999 out of 1500, 1,500 or $1500, or None."""
    if not re.fullmatch(r"\$?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)", text):
        return None
    digits = text.removeprefix("$").replace(",", "").lstrip("0")
    return int(digits or 0) if len(digits) <= len(str(HIGHEST_BUDGET)) else None


def whole_number(text):
    """Return a whole number, perhaps negative, or None; above a million it is a million, however long."""
    if not re.fullmatch("-?[0-9]+", text):
        return None
    digits = text.removeprefix("-").lstrip("0")
    number = int(digits or 0) if len(digits) < 7 else 1_000_000
    return -number if text.startswith("-") else number


@cache
def fold(text):
    """Return text as the search compares it: NFKD, combining marks dropped, NFC, casefold."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", bare).casefold()


# Choosing clinics


def results(catalogue, question, *, at):
    """Return every result in order, as dictionaries with slug, bucket and course."""
    kept = []
    for clinic in catalogue["clinics"]:
        if not matches(catalogue, clinic, question, at=at):
            continue
        bucket = bucket_of(catalogue, clinic, question)
        if bucket == "over" or (bucket == "unpriced" and not question.keeps_unpriced):
            continue
        kept.append((place(catalogue, clinic, question), clinic, bucket))
    kept.sort(key=lambda entry: entry[0])
    return [
        {"slug": clinic["slug"], "bucket": bucket, "course": shown_course(catalogue, clinic, question)}
        for _, clinic, bucket in kept
    ]


def matches(catalogue, clinic, question, *, at):
    """Tell whether a clinic is public and passes every filter but the budget."""
    if not is_public(clinic, at=at):
        return False
    if not all(word in searched_text(catalogue, clinic) for word in question.words):
        return False
    for facet in VOCABULARIES:
        chosen = question.chosen.get(facet, ())
        has = values_held(catalogue, clinic, facet, at=at)
        enough = all if facet == "verified" else any
        if chosen and not enough(value in has for value in chosen):
            return False
    return True


def is_public(clinic, *, at):
    """Tell whether a clinic is published at a moment: from `publish_at` on, and before `unpublish_at`."""
    begins, ends = clinic.get("publish_at"), clinic.get("unpublish_at")
    return (
        clinic.get("status", "published") == "published"
        and (begins is None or begins <= at)
        and (ends is None or at < ends)
    )


def searched_text(catalogue, clinic):
    """Return the folded text that the words of `q` are looked for in, one name a line."""
    names = [clinic["name"], clinic.get("name_ko", "")]
    for slug in district_path(catalogue, clinic["district"]):
        district = catalogue["districts"][slug]
        names += [district["name"], district.get("name_ko", ""), *district.get("spellings", [])]
    for slug in clinic.get("focuses", []):
        names.append(catalogue["focuses"][slug]["name"])
    for slug in offered(clinic):
        treatment = catalogue["treatments"][slug]
        names += [treatment["name"], *treatment.get("synonyms", [])]
    return "\n".join(fold(name) for name in names)


def values_held(catalogue, clinic, facet, *, at):
    """Return the values of a facet under which a clinic is found."""
    if facet == "district":
        return district_path(catalogue, clinic["district"])
    if facet == "tier":
        return [clinic.get("tier")]
    if facet == "treatment":
        return offered(clinic)
    if facet == "verified":
        today = at.astimezone(SEOUL).date()
        return [
            finding["criterion"]
            for finding in clinic.get("findings", [])
            if finding["answer"] == "yes"
            and (finding["expires_on"] is None or finding["expires_on"] >= today)
        ]
    return clinic.get(VOCABULARIES[facet], [])


def district_path(catalogue, slug):
    """Return the slugs from the root of the tree to a district."""
    path = []
    while slug is not None:
        path.insert(0, slug)
        slug = catalogue["districts"][slug]["parent"]
    return path


def offered(clinic):
    """Return the treatments a clinic offers: those it lists, and those it prices."""
    priced = [price["treatment"] for price in clinic.get("prices", [])]
    return sorted({*clinic.get("treatments", []), *priced})


# Prices


def rate(catalogue, code):
    """Return the units per US dollar of a currency, or None where none is known."""
    if code == "USD":
        return 1
    units = catalogue["currencies"].get(code, {"units_per_usd": None})["units_per_usd"]
    return None if units is None else Fraction(units)


def course_of(catalogue, clinic, treatment):
    """Return the course price of a clinic for a treatment, or None: its package, else its sessions' sum."""
    for basis in ("package", "session"):
        for price in clinic.get("prices", []):
            if (price["treatment"], price["basis"]) != (treatment, basis):
                continue
            units = rate(catalogue, price.get("currency", "USD"))
            if price.get("state", "priced") != "priced" or units is None:
                continue
            fewest, most = (1, 1) if basis == "package" else sessions_of(catalogue, price)
            high = price.get("high")
            return Course(
                treatment=treatment,
                low=floor(price["low"] * fewest / Fraction(units)),
                high=None if high is None else ceil(high * most / Fraction(units)),
                open_ended=price.get("open_ended", False),
            )
    return None


def sessions_of(catalogue, price):
    """Return fewest and most sessions: the price's own, else the treatment's, else the procedure's."""
    treatment = catalogue["treatments"][price["treatment"]]
    procedure = catalogue["procedures"][treatment["procedure"]]
    return price.get("sessions") or treatment.get("sessions") or procedure["sessions"]


def courses(catalogue, clinic, question):
    """Return the course prices that count: of the chosen treatments, else of all that the clinic offers."""
    chosen = question.chosen.get("treatment", ())
    counting = [treatment for treatment in offered(clinic) if not chosen or treatment in chosen]
    found = [course_of(catalogue, clinic, treatment) for treatment in counting]
    return [course for course in found if course is not None]


def bucket_of(catalogue, clinic, question):
    """Return the budget bucket of a clinic, or None without a budget."""
    if question.budget is None:
        return None
    priced = courses(catalogue, clinic, question)
    if not priced:
        return "unpriced"
    if any(course.top <= question.budget for course in priced):
        return "fits"
    if any(course.low <= question.budget for course in priced):
        return "may-fit"
    return "over"


def bucket_sizes(catalogue, question, *, at):
    """Return how many of the clinics that pass all other filters lie in each bucket."""
    sizes = dict.fromkeys(BUCKETS, 0)
    for clinic in catalogue["clinics"]:
        if matches(catalogue, clinic, question, at=at):
            sizes[bucket_of(catalogue, clinic, question)] += 1
    return sizes


def shown_course(catalogue, clinic, question):
    """Return the course that decides the bucket, else the one with the lowest low, or None."""
    deciding = courses(catalogue, clinic, question)
    bucket = bucket_of(catalogue, clinic, question)
    if bucket == "fits":
        deciding = [course for course in deciding if course.top <= question.budget]
    if bucket == "may-fit":
        deciding = [course for course in deciding if course.low <= question.budget]
    if not deciding:
        return None
    course = min(deciding, key=lambda course: (course.low, course.top, course.treatment))
    return {
        "low_usd": course.low,
        "high_usd": course.high,
        "open_ended": course.open_ended,
        "treatment": course.treatment,
    }


# Order


def place(catalogue, clinic, question):
    """Return what results are ordered by: bucket, known before unknown, the sorted value, name, slug."""
    bucket = bucket_of(catalogue, clinic, question)
    value = sorted_value(catalogue, clinic, question)
    return (
        0 if bucket is None else BUCKETS.index(bucket),
        value is None,
        0 if value is None else value,
        fold(clinic["name"]),
        clinic["slug"],
    )


def sorted_value(catalogue, clinic, question):
    """Return the number a sort puts in rising order, or None where it is unknown."""
    priced = courses(catalogue, clinic, question)
    if question.sort == "price":
        return min((course.low for course in priced), default=None)
    if question.sort == "-price":
        return min((-course.top for course in priced), default=None)
    if question.sort == "tier":
        tier = clinic.get("tier")
        return None if tier is None else catalogue["tiers"].index(tier)
    if question.sort == "verified":
        day = clinic.get("verified_on")
        return None if day is None else -day.toordinal()
    return 0


# Facets


def options(catalogue, question, facet, *, at):
    """Return the listed options of a facet as {value: (count, selected)}, asking again for each count."""
    chosen = question.chosen.get(facet, ())
    listed = {}
    for value in catalogue[VOCABULARIES[facet]]:
        if facet == "district" and value not in chosen and not holds_public_clinic(catalogue, value, at=at):
            continue
        asked = [*chosen, value] if facet == "verified" else [value]
        listed[value] = (len(results(catalogue, question.choose(facet, asked), at=at)), value in chosen)
    return listed


def holds_public_clinic(catalogue, district, *, at):
    """Tell whether a published clinic lies in a district or below it."""
    return any(
        is_public(clinic, at=at) and district in district_path(catalogue, clinic["district"])
        for clinic in catalogue["clinics"]
    )
