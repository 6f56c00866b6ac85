"""What the records say, read as the plain data that guides are checked against."""

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.models import Article, Category, EmergencyContact
from clinics.among import AmongTexts
from clinics.korean_calendar import GOOD_MONTHS, HOT_MONTHS
from clinics.models import Clinic, Concern, Criterion, District, Factor, Focus, Language, Service
from clinics.vocabulary import read_districts
from pricing.coherence import Coherence
from pricing.course import session_within_package
from pricing.estimating import Estimate
from pricing.market import sessions_together
from pricing.models import (
    CarePhase,
    CostFactor,
    MarketPrice,
    PriceBasis,
    PriceTier,
    Procedure,
    ProcessStep,
    Risk,
    Treatment,
)
from pricing.money import US_DOLLAR, at_home, stated_span
from pricing.schedule import days_first_to_last, days_until_healed, hours_in_chair

from .addresses import KnownAddresses
from .durations import BELOW_HOME, CARE, CHAIR, HEALING, SITTING, SPACING, STAY, TOUCH_UP
from .knowledge import (
    COURSE,
    HOME,
    PACKAGE,
    PROCEDURE,
    SESSION,
    TREATMENT,
    WITHIN,
    Contact,
    Fact,
    Knowledge,
    Place,
    Subject,
)
from .quantities import (
    COST_FACTORS,
    CRITERIA,
    DAYS,
    DISTRICTS,
    FACTORS,
    HOURS,
    MONEY,
    PERCENT,
    RISKS,
    SESSIONS,
    STEPS,
    YEARS,
)

MOST_SESSIONS = 5  # for which the days of a course are told
BASES = {PriceBasis.PACKAGE: PACKAGE, PriceBasis.SESSION: SESSION}


def read_knowledge(*, at, keys=()):
    """Return the Knowledge of the records at a moment; of clinics those with one of some keys of names."""
    treatments = list(Treatment.objects.in_order())
    rows = list(
        MarketPrice.objects.in_guide_order().select_related("currency").prefetch_related("treatments")
    )
    procedures = list(Procedure.objects.order_by("position", "slug").prefetch_related("care_rules"))
    tree = read_districts()
    return Knowledge(
        treatments=tuple(Subject(each.slug, each.name, synonyms=tuple(each.synonyms)) for each in treatments),
        clinics=tuple(
            Subject(slug, name, name_ko, above=tuple(above.slug for above in tree.path(tree.by_pk[district])))
            for slug, name, name_ko, district in Clinic.objects.published(at=at)
            .filter(Q(AmongTexts("sort_name", keys)) | Q(AmongTexts("folded_name_ko", keys)))
            .in_name_order()
            .values_list("slug", "name", "name_ko", "district")
        ),
        districts=tuple(
            Place(
                each.slug,
                each.name,
                each.name_ko,
                spellings=tuple(each.spellings),
                above=tuple(above.slug for above in tree.path(each)[:-1]),
            )
            for each in tree
        ),
        facts=(
            *(fact for procedure in procedures for fact in facts_of_procedure(procedure)),
            *(fact for treatment in treatments for fact in facts_of_treatment(treatment, rows)),
            *facts_of_counts(len(list(tree))),
        ),
        contacts=tuple(
            Contact(each.number, each.services) for each in EmergencyContact.objects.order_by("number")
        ),
        dearer_packages=tuple(
            each.name
            for each in treatments
            if any(found.kind == Coherence.ABOVE_SUM for found in Estimate(rows, each).disagreements)
        ),
        has_home_source=all(each.home_price_source for each in procedures),
        good_months=GOOD_MONTHS,
        hot_months=HOT_MONTHS,
    )


def facts_of_procedure(procedure):
    """Yield what a procedure states in general, then what follows for courses of several sessions."""
    slug, name = procedure.slug, procedure.abbreviation or procedure.name
    pairs = [
        (SESSIONS, PROCEDURE, "sessions", "sessions", _("usual sessions")),
        (HOURS, SITTING, "session_hours", "session-hours", _("hours of a session")),
        (DAYS, SPACING, "days_between", "days-between", _("days between sessions")),
        (DAYS, HEALING, "healing_days", "healing-days", _("days until healed")),
        (YEARS, TOUCH_UP, "touch_up_years", "touch-up-years", _("years until a touch-up")),
        (PERCENT, BELOW_HOME, "percent_below_home", "below-home", _("percent below prices at home")),
    ]
    for kind, topic, field, figure, label in pairs:
        low, high = getattr(procedure, field)
        if low is not None:
            yield Fact(
                kind, topic, slug, low, high, record=f"{name}: {label}", figure=f"{{{figure}}}`{slug}`"
            )
    for rule in procedure.care_rules.all():
        if rule.phase == CarePhase.AFTER and rule.last_day is not None:
            earliest = rule.last_day if rule.last_day_earliest is None else rule.last_day_earliest
            record = f"{rule.text} {rule.days_in_words}"
            yield Fact(DAYS, CARE, slug, earliest, rule.last_day, record=record, figure="{care-timeline}")
    for number in range(1, MOST_SESSIONS + 1):
        course = {"name": name, "number": number}
        label = _("%(name)s, a course of %(number)d") % course
        pairs = [
            (DAYS, STAY, "first-to-last", days_first_to_last(number, days_between=procedure.days_between)),
            (
                DAYS,
                STAY,
                "until-healed",
                days_until_healed(
                    number, days_between=procedure.days_between, healing_days=procedure.healing_days
                ),
            ),
            (HOURS, CHAIR, "chair-time", hours_in_chair(number, session_hours=procedure.session_hours)),
        ]
        for kind, topic, figure, (low, high) in pairs:
            if high:
                yield Fact(kind, topic, slug, low, high, record=label, figure=f"{{{figure}}}`{number}`")


def facts_of_treatment(treatment, rows):
    """Yield the sessions of a treatment and what the rows of the price guide ask for it, in US dollars."""
    slug, name = treatment.slug, treatment.name
    own = [treatment.sessions] if treatment.sessions_min is not None else []
    for row in rows:
        if treatment in row.covered and row.sessions_min is not None:
            own.append(row.sessions)
    for low, high in dict.fromkeys(own):
        yield Fact(SESSIONS, TREATMENT, slug, low, high, record=name, figure=f"{{sessions}}`{slug}`")
    for row in rows:
        if treatment in row.covered and row.currency_id == US_DOLLAR:
            yield from _facts_of_row(treatment, row)


def _facts_of_row(treatment, row):
    slug = treatment.slug
    span = stated_span(row)
    record = f"{row.label}, {row.get_basis_display()}"
    basis = BASES[row.basis]
    if span is None:
        yield Fact(MONEY, basis, slug, None, None, record=record)
        return
    yield _money(basis, slug, span, record, f"{{price}}`{slug} {row.basis}`")
    fewest, most = treatment.sessions if row.sessions_min is None else row.sessions
    if basis == SESSION:
        yield _money(COURSE, slug, sessions_together(row, treatment), record, f"{{course}}`{slug}`")
    else:
        within = session_within_package(span, fewest=fewest, most=most)
        yield _money(WITHIN, slug, within, record, "")
    least, percent = treatment.procedure.percent_below_home
    if least is not None:
        home = at_home(span, percent_below_min=least, percent_below_max=percent)
        yield _money(HOME, slug, home, record, f"{{home-price}}`{slug} {row.basis}`")


def _money(topic, slug, span, record, figure):
    return Fact(MONEY, topic, slug, span.low, span.high, span.open_ended, record, figure)


def facts_of_counts(districts):
    """Yield how many factors, criteria, steps, cost factors, risks and districts there are."""
    for kind, number, label, figure in (
        (FACTORS, Factor.objects.count(), _("factors"), "{count}`factors`"),
        (CRITERIA, Criterion.objects.count(), _("criteria"), "{count}`criteria`"),
        (DISTRICTS, districts, _("districts"), "{count}`districts`"),
        (STEPS, ProcessStep.objects.count(), _("steps"), ""),
        (COST_FACTORS, CostFactor.objects.count(), _("cost factors"), ""),
        (RISKS, Risk.objects.count(), _("risks"), ""),
    ):
        yield Fact(kind, kind, "", number, number, record=label, figure=figure)


def read_addresses(*, at, today):
    """Return the KnownAddresses of what visitors see at a moment, on a day in Seoul."""
    articles = list(Article.objects.published(today=today).only("slug", "kind", "rendered"))
    vocabularies = {
        "concerns": Concern,
        "criteria": Criterion,
        "districts": District,
        "focuses": Focus,
        "languages": Language,
        "services": Service,
        "tiers": PriceTier,
        "treatments": Treatment,
        "categories": Category,
    }
    return KnownAddresses(
        slugs={
            **{name: _slugs(model.objects.all()) for name, model in vocabularies.items()},
            "clinics": _slugs(Clinic.objects.published(at=at)),
            "guides": {article.slug for article in articles if article.is_guide},
            "pages": {article.slug for article in articles if not article.is_guide},
        },
        anchors={article.get_absolute_url(): set(article.rendered["anchors"]) for article in articles},
        site_url=settings.SITE_URL,
    )


def _slugs(queryset):
    return set(queryset.order_by().values_list("slug", flat=True))
