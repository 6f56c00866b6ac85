"""The index alone, of more clinics than a test machine stores: `--parts simulated --sizes 1000000`.

On PostgreSQL its search stands beside the full text of the server over the same names.
"""

import random
from datetime import UTC, date, datetime, timedelta
from functools import partial
from time import perf_counter

from django.db import connection

from clinics.index.building import build
from clinics.index.question import Answer, Question, Word
from clinics.index.rows import ClinicRow, Rows

from .inside import taken
from .worker import peak

AT = datetime(2026, 11, 26, 3, tzinfo=UTC)
TODAY = date(2026, 11, 26)
DISTRICTS, TIERS = range(1, 31), range(1, 5)
FACETS = {"focus": (6, 2), "concern": (8, 2), "treatment": (10, 3), "language": (6, 2), "service": (8, 2)}
CRITERIA = 18
SYLLABLES = ("crown", "studio", "line", "scalp", "dot", "art", "hair", "seoul", "han", "gang", "sin", "mi")
SEARCH = ("crownline", "studiodot", "scalpart")
QUESTION = Question(
    at=AT,
    today=TODAY,
    chosen={"district": [7, 8, 9, 10], "tier": [3, 4], "focus": [2, 3]},
    words=[],
    budget=3_000,
    tiers=tuple(TIERS),
)


def measure(count):
    """Build an index of so many random clinics; return its seconds, MiB, and those of request C."""
    count = int(count)
    before, began = peak(), perf_counter()
    index = build(rows(count))
    seconds = perf_counter() - began
    built = peak()

    def answer():
        found = Answer(index, QUESTION)
        found.bucket_counts()
        for facet in ("district", "tier", "verified", *FACETS):
            found.counts(facet)
        return found.pks(0, 24)

    def search():
        index.bitmaps["word"].clear()  # it remembers the words last looked for
        words = [Word(word, {}) for word in SEARCH]
        return Answer(index, Question(at=AT, today=TODAY, chosen={}, words=words)).found.bit_count()

    answer()
    measured = {
        "clinics": count,
        "build": seconds,
        "MiB": built - before,
        "facets": taken(answer),
        "search": taken(search),
        "full_text": None,
    }
    if connection.vendor == "postgresql":
        measured["full_text"] = time_full_text(count, expected=search())
    return {"simulated": measured}


def time_full_text(count, *, expected):
    """Return the seconds in which the full text of PostgreSQL counts the names with all words of SEARCH."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE named (names text)")
        with cursor.copy("COPY named FROM STDIN") as copy:
            for clinic in clinics(count):
                copy.write_row([clinic.names])
        cursor.execute("CREATE INDEX ON named USING gin (to_tsvector('simple', names))")
        cursor.execute("ANALYZE named")

        def search():
            cursor.execute(
                "SELECT count(*) FROM named WHERE to_tsvector('simple', names) @@ to_tsquery('simple', %s)",
                [" & ".join(SEARCH)],
            )
            return cursor.fetchone()[0]

        if search() != expected:
            raise RuntimeError("The full text finds other names than the index.")
        return taken(search)


def rows(count):
    """Return Rows of random clinics, the same ones each time."""
    return Rows(
        clinics=partial(clinics, count),
        relations={facet: partial(pairs, count, facet) for facet in FACETS},
        findings=partial(findings, count),
        courses=partial(courses, count),
    )


def clinics(count):
    chance = random.Random(1)
    for pk in range(1, count + 1):
        words = [chance.choice(SYLLABLES) + chance.choice(SYLLABLES) for _word in range(3)]
        name = f"{' '.join(words)} {pk}"
        yield ClinicRow(
            pk=pk,
            sort_name=name,
            slug=f"clinic-{pk}",
            name=name,
            name_ko="",
            names=name,
            status="published",
            district=chance.choice(DISTRICTS),
            tier=chance.choice(TIERS),
            tier_estimated=True,
            publish_at=None,
            unpublish_at=None,
            verified_on=TODAY - timedelta(days=chance.randrange(700)),
            review_due_on=None,
            is_example=False,
            legal_basis="unknown",
        )


def pairs(count, facet):
    members, each = FACETS[facet]
    chance = random.Random(facet)
    for pk in range(1, count + 1):
        for member in chance.sample(range(1, members + 1), each):
            yield pk, member


def findings(count):
    chance = random.Random(2)
    for pk in range(1, count + 1):
        for criterion in chance.sample(range(1, CRITERIA + 1), 5):
            yield pk, criterion, True, TODAY + timedelta(days=chance.randrange(-100, 600))


def courses(count):
    chance = random.Random(3)
    for pk in range(1, count + 1):
        low = chance.randrange(400, 6_000)
        high = low + chance.randrange(2_000)
        yield pk, chance.randrange(1, 11), low, high, False, False, "KRW", 2026, "session", 2, 3
