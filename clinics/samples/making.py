"""Make one sample clinic: a listing document from its number, a seed and a day."""

from datetime import timedelta
from decimal import Decimal
from random import Random

from django.utils.text import slugify

from clinics.documents import FINDINGS, blank_child, blank_document
from clinics.models import Answer, ClinicStatus, LegalBasis, ServiceGrade
from clinics.state import lowered

from . import words
from .pricing import make_prices

SOURCE = "sample"
YEAR = timedelta(days=365)
DAYS_SINCE_VERIFIED = (3, 20, 75, 160, 300, 420, None)
DAYS_SINCE_FOUND = (5, 40, 120, 250, 330, 400, None)
ANSWERS = (Answer.YES, Answer.YES, Answer.UNKNOWN, Answer.YES, Answer.NO)
GRADES = (ServiceGrade.EXCELLENT, ServiceGrade.STRONG, ServiceGrade.GOOD, "")


def make_sample(number, *, seed, today, stock):
    """Return the listing document of a sample clinic; `number` counts from 1.

    What a demonstration must show goes round by number: any 24 in a row show all of it. The rest is drawn.
    """
    rng = Random(f"{seed}-{number}")  # noqa: S311 -- must be the same everywhere, not secret
    vocabulary = stock.vocabulary
    name, name_ko = make_name(number, seed)
    district = pick_district(number, stock)
    focuses = draw(rng, vocabulary.focus, first=number, more=2)
    concerns = draw(rng, vocabulary.concern, first=number, more=2)
    treatments = draw(rng, vocabulary.treatment, first=number, more=3, least=1)
    services = draw(rng, vocabulary.service, first=number, more=4) if number % 6 else []
    tiers = list(vocabulary.tier)
    place = number % max(len(tiers), 1)
    has_tier = bool(tiers) and number % 12 != 0
    return {
        **blank_document(),
        "slug": f"{slugify(name)}-{SOURCE}-{seed}-{number}",
        "name": name,
        "name_ko": name_ko,
        "district": district.slug,
        "focuses": slugs(focuses),
        "concerns": slugs(concerns),
        "treatments": slugs(treatments),
        "languages": slugs(draw_languages(rng, number, list(vocabulary.language))),
        "services": slugs(services),
        "tier": tiers[place].slug if has_tier else None,
        "status": ClinicStatus.PUBLISHED.value,
        "is_example": True,
        **make_place(rng, number, district, vocabulary.district),
        **make_texts(rng, number, focuses, concerns, services),
        **make_checks(number, today),
        "opening_hours": make_hours(number, today),
        "payment_methods": list(words.PAYMENT_METHODS[: rng.randint(1, 4)]) if number % 5 else [],
        "register_ids": {SOURCE: f"{seed}-{number}"},
        "prices": make_prices(
            [treatment.slug for treatment in treatments],
            number=number,
            level=(place, max(len(tiers), 1)),
            rng=rng,
            stock=stock,
            today=today,
        ),
        "findings": make_findings(rng, number, list(vocabulary.verified), today),
    }


def make_name(number, seed):
    """Return a name in English and in Korean; a name comes back only after all others, with a number."""
    total = len(words.FIRST_NAMES) * len(words.SECOND_NAMES)
    place = (number * words.NAME_STEP + seed) % total
    first = words.FIRST_NAMES[place % len(words.FIRST_NAMES)]
    second = words.SECOND_NAMES[place // len(words.FIRST_NAMES)]
    parts = [first, second]
    if number % 24 == 17:
        parts.append(words.LONG_NAME)
    if (number - 1) // total:
        parts.append((str((number - 1) // total + 1),) * 2)
    english, korean = (" ".join(part[language] for part in parts) for language in (0, 1))
    return english, "" if number % 24 == 11 else korean


def pick_district(number, stock):
    """Return two busy districts for every quiet one, each in its turn."""
    pool = stock.busy if number % 3 else stock.quiet
    return pool[number // 3 % len(pool)]


def draw(rng, terms, *, first, more, least=0):
    """Return the record whose turn it is and some others of a vocabulary."""
    terms = list(terms)
    if not terms:
        return []
    turn = terms.pop(first % len(terms))
    count = rng.randint(min(least, len(terms)), min(more, len(terms)))
    return [turn, *rng.sample(terms, count)]


def draw_languages(rng, number, languages):
    """Return no language every eighth time, else some; the first of the list is most likely."""
    if not languages or number % 8 == 5:
        return []
    return languages[: rng.randint(1, len(languages))]


def slugs(records):
    """Return the slugs of records in the order of a document."""
    return sorted(record.slug for record in records)


def make_place(rng, number, district, districts):
    """Return an address in a street that does not exist, and a point near that of the district."""
    house = rng.randint(1, 199)
    path = districts.path(district)
    english, korean = words.STREET
    place = {}
    if number % 4:
        names = ", ".join(record.name for record in reversed(path))
        place["address"] = f"{house} {english}, {names}"
        names_ko = " ".join(record.name_ko or record.name for record in path)
        place["address_ko"] = f"{names_ko} {korean} {house}"
    north, east = (Decimal(rng.randint(-3_000, 3_000)).scaleb(-6) for _ in range(2))
    if district.latitude is not None and number % 10 != 9:
        place["latitude"] = f"{district.latitude + north:.6f}"
        place["longitude"] = f"{district.longitude + east:.6f}"
        place["point_approximate"] = True
    if district.nearest_stations:
        place["access"] = f"{rng.randint(2, 15)} minutes on foot from {district.nearest_stations[0]}."
    return place


def make_texts(rng, number, focuses, concerns, services):
    """Return the cells of the comparison and the prose; every seventh clinic leaves most of them out."""
    known_for = listed(focuses)
    description = "This clinic is invented to show how the directory works."
    if known_for:
        description += f" It is listed for {lowered(known_for)}."
    if number % 7 == 0:
        return {"description": description}
    return {
        "description": description,
        "focus_summary": known_for,
        "target_clients": listed(concerns),
        "artistic_style": rng.choice(words.STYLES),
        "technology": rng.choice(words.TECHNOLOGIES),
        "service_grade": str(GRADES[number % len(GRADES)]),
        "service_note": listed(services),
        "differentiator": rng.choice(words.DIFFERENTIATORS),
        "expertise": rng.choice(words.EXPERTISE),
        "experience": rng.choice(words.EXPERIENCE) if number % 3 else "",
    }


def listed(records):
    """Return the names of records as one phrase: "Natural hairlines, density and bespoke design"."""
    names = [record.name for record in records]
    rest = [lowered(name) for name in names[1:]]
    phrase = ", ".join([*names[:1], *rest[:-1]])
    return f"{phrase} and {rest[-1]}" if rest else phrase


def make_checks(number, today):
    """Return who verified the listing and when, and its legal basis."""
    checks = {}
    days = DAYS_SINCE_VERIFIED[number % len(DAYS_SINCE_VERIFIED)]
    if days is not None:
        verified_on = today - timedelta(days=days)
        checks["verified_on"] = verified_on.isoformat()
        checks["verified_by"] = words.VERIFIED_BY
        checks["review_due_on"] = (verified_on + YEAR).isoformat()
        if number % 3:
            checks["legal_basis"] = LegalBasis.MEDICAL.value
            checks["legal_number"] = f"SAMPLE-{number}"
            checks["legal_source"] = words.INVENTED
            checks["legal_checked_on"] = verified_on.isoformat()
    return checks


def make_hours(number, today):
    """Return opening hours, with a closed day ahead for every fifth clinic; every sixth states none."""
    if number % 6 == 4:
        return ""
    hours = words.OPENING_HOURS[number % len(words.OPENING_HOURS)]
    return f"{hours}\n{(today + timedelta(days=20)).isoformat()} closed" if number % 5 == 2 else hours


def make_findings(rng, number, criteria, today):
    """Return findings of every answer and age, some of them expired; every eighth clinic has none."""
    if number % 8 == 3:
        return []
    chosen = rng.sample(criteria, rng.randint(min(4, len(criteria)), min(14, len(criteria))))
    blank = blank_child(FINDINGS)
    findings = []
    for place, criterion in enumerate(chosen):
        answer = ANSWERS[(number + place) % len(ANSWERS)]
        days = DAYS_SINCE_FOUND[(2 * number + place) % len(DAYS_SINCE_FOUND)]
        checked_on = None if days is None else today - timedelta(days=days)
        expires = checked_on is not None and answer is not Answer.UNKNOWN and place % 4 != 3
        findings.append(
            {
                **blank,
                "criterion": criterion.slug,
                "answer": answer.value,
                "evidence": "" if answer is Answer.UNKNOWN else f"{words.INVENTED}: {criterion.name}.",
                "source": words.INVENTED,
                "checked_on": checked_on and checked_on.isoformat(),
                "expires_on": (checked_on + YEAR).isoformat() if expires else None,
            }
        )
    return FINDINGS.in_order(findings)
