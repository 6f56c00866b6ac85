"""Records for tests: each factory fills what the test does not care about."""

from datetime import date, datetime
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

from articles.composing import compose
from articles.models import Author, Category, Disclaimer, EmergencyContact, Question
from articles.saving import read_article, save_guide
from clinics.models import (
    Clinic,
    ClinicPhoto,
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
from pricing.models import Currency, MarketPrice, PriceTier, Procedure, Treatment

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Asia/Seoul"))
TODAY = date(2026, 11, 23)

_numbers = count(1)


def unique(word):
    """Return a word with a number that no other call returns."""
    return f"{word}-{next(_numbers)}"


def make(model, word, **values):
    """Create a record with a slug and a name of its own unless the test gives them."""
    slug = values.pop("slug", None) or unique(word)
    values.setdefault("name", slug.replace("-", " ").capitalize())
    return model.objects.create(slug=slug, **values)


def make_focus(**values):
    return make(Focus, "focus", **values)


def make_concern(**values):
    return make(Concern, "concern", **values)


def make_language(**values):
    return make(Language, "language", **values)


def make_service(**values):
    return make(Service, "service", **values)


def make_district(**values):
    return make(District, "district", **values)


def make_tier(**values):
    values.setdefault("rank", next(_numbers))
    return make(PriceTier, "tier", **values)


def make_procedure(**values):
    """Create a procedure with the figures of the brief (facts S113-S128)."""
    figures = {
        "sessions": (2, 4),
        "session_hours": (2, 4),
        "days_between": (10, 14),
        "healing_days": (7, 10),
        "touch_up_years": (3, 5),
    }
    for name, (low, high) in figures.items():
        values.setdefault(f"{name}_min", low)
        values.setdefault(f"{name}_max", high)
    return make(Procedure, "procedure", **values)


def make_treatment(*, sessions=(None, None), **values):
    if "procedure" not in values:
        values["procedure"] = Procedure.objects.first() or make_procedure()
    return make(Treatment, "treatment", sessions_min=sessions[0], sessions_max=sessions[1], **values)


def make_currency(code="USD", *, units_per_usd=Decimal(1), as_of=TODAY, **values):
    return Currency.objects.get_or_create(
        code=code, defaults={"units_per_usd": units_per_usd, "as_of": as_of, **values}
    )[0]


def make_factor(**values):
    values.setdefault("position", next(_numbers))
    return make(Factor, "factor", **values)


def make_criterion(**values):
    values.setdefault("position", next(_numbers))
    if "procedure" not in values:
        values["procedure"] = Procedure.objects.first() or make_procedure()
    if "factor" not in values:
        values["factor"] = Factor.objects.first() or make_factor()
    return make(Criterion, "criterion", **values)


def make_clinic(*, name=None, focuses=(), concerns=(), treatments=(), languages=(), services=(), **values):
    """Create a published clinic in some district."""
    name = name or unique("Clinic")
    if "district" not in values:
        values["district"] = District.objects.first() or make_district()
    values.setdefault("slug", unique("clinic"))
    values.setdefault("status", "published")
    clinic = Clinic.objects.create(name=name, **values)
    clinic.focuses.set(focuses)
    clinic.concerns.set(concerns)
    clinic.treatments.set(treatments)
    clinic.languages.set(languages)
    clinic.services.set(services)
    return clinic


def make_fit_clinic(**values):
    """Create a clinic that lacks nothing that it needs to be published."""
    values.setdefault("focuses", [make_focus()])
    values.setdefault("treatments", [make_treatment()])
    values.setdefault("description", "A quiet place.")
    values.setdefault("address", "1 Street, Gangnam")
    values.setdefault("phone", "02-555-1234")
    return make_clinic(**values)


def price_values(low, high, *, sessions=(None, None), currency="USD", **values):
    """Return the columns of a price; without figures it is quoted after assessment."""
    values.setdefault("basis", "package")
    values.setdefault("state", "on_assessment" if low is None else "priced")
    values.setdefault("open_ended", low is not None and high is None)
    values.setdefault("year", 2026)
    return {
        "low": low,
        "high": high,
        "sessions_min": sessions[0],
        "sessions_max": sessions[1],
        "currency": make_currency(currency),
        **values,
    }


def make_price(clinic, treatment, low=None, high=None, **values):
    """Create a clinic's price and list the treatment as offered."""
    columns = price_values(low, high, **values)
    price = ClinicPrice.objects.create(clinic=clinic, treatment=treatment, **columns)
    clinic.treatments.add(treatment)
    return price


def make_market_price(label, low=None, high=None, *, treatments=(), **values):
    if "procedure" not in values:
        values["procedure"] = Procedure.objects.first() or make_procedure()
    row = MarketPrice.objects.create(label=label, **price_values(low, high, **values))
    row.treatments.set(treatments)
    return row


def make_finding(clinic, criterion, answer="yes", **values):
    values.setdefault("checked_on", TODAY)
    return Finding.objects.create(clinic=clinic, criterion=criterion, answer=answer, **values)


def make_photo(clinic, **values):
    """Create the record of a photo of the premises, without files; one of a case has a consent."""
    values.setdefault("digest", f"{next(_numbers):032x}")
    values.setdefault("alt", "A quiet room with a chair by the window")
    if values.get("kind") == "case":
        values = {"consent_scope": "pages", "given_on": date(2026, 1, 28)} | values
    return ClinicPhoto.objects.create(clinic=clinic, **{"width": 1600, "height": 1200, **values})


def make_disclaimer(**values):
    values.setdefault("slug", "medical")
    values.setdefault("title", "Information, not advice")
    values.setdefault("text", "Ask a doctor.")
    values.setdefault("valid_from", TODAY)
    return Disclaimer.objects.create(**values)


def make_emergency_contact(number="119", **values):
    values.setdefault("name", "Emergency")
    values.setdefault("services", "Ambulance")
    return EmergencyContact.objects.create(number=number, **values)


def make_category(**values):
    return make(Category, "category", **values)


def make_author(**values):
    return make(Author, "author", **values)


def make_article(body="Some text.\n", *, more="", **values):
    """Save a guide, published on 28 January 2026, as an import does; `more` is front matter in YAML.

    Records are given as such: category, author, reviewer, clinics, districts, treatments.
    """
    slug = values.pop("slug", None) or unique("guide")
    values.setdefault("title", slug.replace("-", " ").capitalize())
    values.setdefault("published_on", date(2026, 1, 28))
    for name in {"category", "author", "reviewer"} & set(values):
        values[name] = values[name].name
    for name in {"clinics", "districts", "treatments"} & set(values):
        values[name] = [record.slug for record in values[name]]
    source = compose({"slug": slug, **values}, more, body)
    return save_guide(*read_article(source, name=slug)).article


def make_question(**values):
    """Create a question of a guide that has no other."""
    values = {"position": 1, "question": "Does it hurt?", "anchor": "does-it-hurt", **values}
    return Question.objects.create(article=make_article(), **values)


TRUST_PAGES = ("about", "verification", "order", "data", "accessibility", "privacy")


def make_trust_pages():
    """Save the pages about the site that every page links to."""
    for slug in TRUST_PAGES:
        make_article(f"About {slug}.\n", slug=slug, kind="page", title=f"Page {slug}")
