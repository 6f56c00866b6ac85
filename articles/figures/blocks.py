"""Figures that stand by themselves: tables of prices and clinics, care day by day, questions to ask."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics.comparison import FEWEST, MOST, brief_rows
from clinics.evidence import question_about
from clinics.models import Criterion
from pricing.guide import read_guides
from pricing.models import CarePhase, PriceBasis
from pricing.templatetags.prices import span_in_words

from .asked import UnknownFigure, did_you_mean, one_of


@dataclass(frozen=True, slots=True)
class CareDay:
    """When something is to be done or happens around a session, and what, each in words."""

    when: str
    what: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion with its question in English."""

    criterion: Criterion
    question: str


@dataclass(frozen=True, slots=True)
class Questions:
    """A factor with what is asked under it; `first` is the number of its first question among all."""

    factor: object
    asked: list[Asked]
    first: int


def market_prices(figure, records):
    """The price guide of a procedure: one table per basis, or that of the basis asked for."""
    procedure = records.procedure(figure.option("procedure"))
    basis = figure.option("basis")
    wanted = [one_of(basis, PriceBasis.values, what=_("basis"))] if basis else PriceBasis.values
    # Only what is shown decides the scale of the bars.
    guides = read_guides([row for row in records.prices(procedure) if row.basis in wanted])
    tables = [table for guide in guides for table in guide.tables]
    if not tables:
        raise UnknownFigure(_("The price guide has no such prices for %(name)s.") % {"name": procedure.name})
    return render_to_string(
        "articles/figures/market_prices.html",
        {
            "procedure": procedure,
            "tables": [(table, f"{procedure.name}, {table.basis}") for table in tables],
            "top": guides[0].top,
            "is_open": any(each.row.open_ended for table in tables for each in table.rows),
        },
    )


def comparison(figure, records):
    """The brief's table of two to six clinics; those that nobody may see are left out."""
    slugs = compared(figure)
    if not FEWEST <= len(slugs) <= MOST:
        words = {"fewest": FEWEST, "most": MOST}
        raise UnknownFigure(_("Name %(fewest)d to %(most)d clinics: “:clinics: one, another”.") % words)
    clinics = [records.clinics[slug] for slug in slugs if slug in records.clinics]
    shown = _comparison_of(clinics) if len(clinics) >= FEWEST else ""
    if missing := [slug for slug in slugs if slug not in records.clinics]:
        sentence = ngettext(
            "There is no published clinic %(slugs)s.",
            "There are no published clinics %(slugs)s.",
            len(missing),
        )
        raise UnknownFigure(sentence % {"slugs": ", ".join(missing)}, shown=shown)
    return shown


def _comparison_of(clinics):
    return render_to_string(
        "articles/figures/comparison.html",
        {
            "clinics": clinics,
            "rows": brief_rows(clinics),
            "query": urlencode([("clinic", clinic.slug) for clinic in clinics]),
        },
    )


def compared(figure):
    """Return the slugs of the clinics that a comparison names, each once."""
    return list(dict.fromkeys(figure.option("clinics").replace(",", " ").split()))


def care_timeline(figure, records):
    """What to mind before and after a session, day by day, with the healing and the next session."""
    treatment = records.treatment(slug) if (slug := figure.option("treatment")) else None
    procedure = treatment.procedure if treatment else records.procedure(figure.option("procedure"))
    subject = treatment or procedure
    before = records.care_rules(procedure, CarePhase.BEFORE)
    after = records.care_rules(procedure, CarePhase.AFTER)
    steps = [CareDay(_days(procedure.healing_days), _("Healed on one of these days."))]
    if subject.sessions[1] > 1:
        steps.append(CareDay(_days(procedure.days_between), _("The next session, if there is one.")))
    dated = [_care_day(rule) for rule in after if rule.first_day is not None]
    undated = [_care_day(rule) for rule in after if rule.first_day is None]
    return render_to_string(
        "articles/figures/care_timeline.html",
        {
            "treatment": treatment,
            "procedure": procedure,
            "subject": subject,
            "phases": [
                (capfirst(CarePhase.BEFORE.label), [_care_day(rule) for rule in before]),
                (capfirst(CarePhase.AFTER.label), [*dated, *steps, *undated]),
            ],
        },
    )


def _care_day(rule):
    undated = _("before it") if rule.phase == CarePhase.BEFORE else _("no day stated")
    return CareDay(capfirst(rule.days_in_words or undated), rule.text, rule.condition)


def _days(pair):
    return _("Day %(days)s") % {"days": span_in_words(pair)}


def checklist(figure, records):
    """The questions to ask a clinic, in English and Korean: of all factors, or of one."""
    slug = figure.option("factor")
    if slug and slug not in records.factors:
        sentence = _("There is no factor “%(slug)s”.") % {"slug": slug}
        raise UnknownFigure(sentence + did_you_mean(slug, records.factors))
    groups, number = [], 1
    for factor, criteria in records.criteria(records.procedure()):
        if not slug or factor.slug == slug:
            asked = [Asked(criterion, question_about(criterion)) for criterion in criteria]
            groups.append(Questions(factor, asked, number))
        number += len(criteria)
    if not groups:
        raise UnknownFigure(_("There are no criteria to ask about."))
    return render_to_string("articles/figures/checklist.html", {"groups": groups})
