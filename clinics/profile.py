"""What a clinic's own page says: the comparison's cells, prices, evidence and the questions still open."""

from dataclasses import dataclass, field

from django.db.models import CharField, Value
from django.utils.translation import gettext as _

from clinics.ages import age_in_words
from clinics.glance import at_a_glance
from clinics.models import Concern, Criterion, Factor, Finding, Focus, Language, Service
from clinics.models.evidence import Answer
from clinics.vocabulary import read_districts
from pricing.course import course_price, deciding_price
from pricing.models import PriceBasis, Treatment
from pricing.money import Span, stated_span
from pricing.rates import converted_from

RELATED = {"focuses": Focus, "concerns": Concern, "languages": Language, "services": Service}


@dataclass(frozen=True, slots=True)
class TreatmentPrices:
    """A treatment that a clinic offers, its prices by basis and its course in US dollars; None is unknown.

    `made_of` is the price that makes the course; `quoted_at` says how its figures became dollars, if so.
    """

    treatment: Treatment
    session: object
    package: object
    course: Span | None
    made_of: object
    quoted_at: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One criterion and what is known about it; a missing finding is unknown."""

    criterion: Criterion
    finding: Finding | None
    holds: bool
    age: str

    @property
    def answer(self):
        """The answer in words, with an expired one named as such."""
        if self.finding is None or self.finding.answer == Answer.UNKNOWN:
            return _("not stated")
        answer = self.finding.get_answer_display()
        return answer if self.holds else _("%(answer)s, expired") % {"answer": answer}

    @property
    def is_open(self):
        """Whether a visitor still has to ask."""
        return self.finding is None or self.finding.answer == Answer.UNKNOWN or not self.holds


@dataclass(slots=True)
class FactorEvidence:
    """A factor with the evidence for its criteria, in order."""

    factor: Factor
    evidence: list = field(default_factory=list)


class Profile:
    """Everything the page of one clinic shows; `today` is the day in Seoul."""

    def __init__(self, clinic, *, today):
        self.clinic = clinic
        self.today = today
        self.district_path = read_districts().path(clinic.district)
        self.terms = self._read_terms()
        self.prices = self._read_prices()
        self.factors = self._read_evidence()

    def _read_terms(self):
        """Return focuses, concerns, languages and services -> names in order, in one query."""
        first, *others = (
            model.objects.filter(clinics=self.clinic)
            .order_by()
            .values_list(Value(name, output_field=CharField()), "position", "name")
            for name, model in RELATED.items()
        )
        terms = {name: [] for name in RELATED}
        for name, _position, term in sorted(first.union(*others, all=True)):
            terms[name].append(term)
        return terms

    def _read_prices(self):
        prices = {}
        currencies = {}
        for price in self.clinic.prices.select_related("currency").prefetch_related("inclusions"):
            prices[price.treatment_id, price.basis] = price
            currencies[price.currency_id] = price.currency
        rates = {code: currency.units_per_usd for code, currency in currencies.items()}
        rows = []
        for treatment in self.clinic.treatments.select_related("procedure").order_by("position", "name"):
            session = prices.get((treatment.pk, PriceBasis.SESSION))
            package = prices.get((treatment.pk, PriceBasis.PACKAGE))
            fewest, most = treatment.sessions
            if session is not None and session.sessions_min is not None:
                fewest, most = session.sessions_min, session.sessions_max
            course = course_price(
                package and stated_span(package),
                session and stated_span(session),
                fewest=fewest,
                most=most,
                units_per_usd=rates,
            )
            made_of = deciding_price(package, session, units_per_usd=rates)
            words = converted_from(made_of.currency) if made_of else ""
            rows.append(TreatmentPrices(treatment, session, package, course, made_of, words))
        return rows

    def _read_evidence(self):
        findings = {finding.criterion_id: finding for finding in self.clinic.findings.order_by()}
        factors = {}
        criteria = list(
            Criterion.objects.select_related("factor").order_by("factor__position", "position", "slug")
        )
        procedures = {row.treatment.procedure_id for row in self.prices}
        procedures |= {criterion.procedure_id for criterion in criteria if criterion.pk in findings}
        for criterion in criteria:
            if not criterion.concerns(procedures):
                continue
            group = factors.setdefault(criterion.factor_id, FactorEvidence(criterion.factor))
            finding = findings.get(criterion.pk)
            checked_on = finding and finding.checked_on
            group.evidence.append(
                Evidence(
                    criterion=criterion,
                    finding=finding,
                    holds=finding is not None and finding.holds(on=self.today),
                    age=age_in_words(checked_on, on=self.today) if checked_on else "",
                )
            )
        return list(factors.values())

    @property
    def verified_age(self):
        """How long ago somebody last checked the listing, or ""."""
        return age_in_words(self.clinic.verified_on, on=self.today) if self.clinic.verified_on else ""

    @property
    def verified(self):
        """The number of criteria with a yes that still holds."""
        return sum(
            row.holds and row.finding.answer == Answer.YES for group in self.factors for row in group.evidence
        )

    @property
    def criteria(self):
        """The number of criteria that concern the clinic."""
        return sum(len(group.evidence) for group in self.factors)

    @property
    def questions(self):
        """The criteria that a visitor should ask about, in order."""
        return [row.criterion for group in self.factors for row in group.evidence if row.is_open]

    @property
    def at_a_glance(self):
        """The seven rows of the comparison as (label, text), in the order of the brief; "" is not stated."""
        return at_a_glance(self.clinic)
