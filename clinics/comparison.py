"""Clinics side by side: the rows of the comparison, those that differ apart from those that do not."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.db.models import BigIntegerField, CharField, F, Value
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clinics.ages import age_in_words
from clinics.distinctions import PHRASES, distinction_in_words, only_here
from clinics.evidence import Evidence
from clinics.filters import RELATIONS
from clinics.glance import at_a_glance
from clinics.models import ClinicPrice, Criterion, Finding, LegalBasis
from clinics.models.evidence import Answer
from clinics.offered_courses import offered_course
from clinics.vocabulary import read_districts
from pricing.bars import Bar, bar, top_of_scale
from pricing.market import MarketPrices, read_market
from pricing.models import PriceBasis
from pricing.templatetags.prices import in_words, sessions_in_words

FEWEST, MOST = 2, 6
COMPARED_RELATIONS = ("focus", "treatment", "language", "service")


class Term(NamedTuple):
    """A record of a vocabulary in its order; `procedure` is a treatment's (its primary key), else 0."""

    position: int
    name: str
    slug: str
    procedure: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What one clinic says in a row; an empty text is "not stated". `path` are districts instead of a text.

    Two cells are equal when a reader sees the same in them; what is drawn beside the words does not count.
    """

    text: str = ""
    detail: str = ""
    path: tuple = ()
    is_weak: bool = False
    bar: Bar | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One attribute and what each clinic says of it, in the order of the clinics.

    `kind` says what several rows are about, `note` what the attribute alone does not.
    """

    label: str
    cells: list[Cell]
    kind: str = ""
    note: str = ""

    @property
    def is_same(self):
        """Whether all clinics say the same."""
        return len(set(self.cells)) == 1


class Comparison:
    """Two to six clinics with their price tiers and districts loaded; `today` is the day in Seoul.

    The number of queries does not depend on the number of clinics.
    """

    def __init__(self, clinics, *, today):
        self.clinics = clinics
        self.today = today
        self._districts = read_districts()
        self._terms = self._read_terms()
        self._prices = self._read_prices()
        self._market = read_market()
        self._criteria = list(
            Criterion.objects.select_related("factor").order_by("factor__position", "position", "slug")
        )
        self._findings = self._read_findings()

    @cached_property
    def different(self):
        """The Rows in which the clinics differ: those of the brief first, in its order."""
        return [row for row in self._rows if not row.is_same]

    @cached_property
    def same(self):
        """The Rows in which all say the same; criteria with the same answer make one Row together."""
        return [row for row in self._rows if row.is_same] + self._agreements()

    @property
    def has_bars(self):
        """Whether some row draws prices."""
        return any(cell.bar for row in self.different for cell in row.cells)

    @property
    def distinctions(self):
        """(clinic, sentence) pairs that say what only this one of them has by the records."""
        only = {kind: only_here(self._holdings(kind)) for kind in PHRASES}
        return [
            (clinic, distinction_in_words({kind: [own.name for own in only[kind][place]] for kind in only}))
            for place, clinic in enumerate(self.clinics)
        ]

    # Reading

    def _read_terms(self):
        first, *others = (
            RELATIONS[name]
            .objects.filter(clinic__in=self.clinics)
            .order_by()
            .values_list(
                Value(name, output_field=CharField()),
                "clinic_id",
                f"{name}__position",
                f"{name}__name",
                f"{name}__slug",
                F("treatment__procedure_id")
                if name == "treatment"
                else Value(0, output_field=BigIntegerField()),
            )
            for name in COMPARED_RELATIONS
        )
        terms = {(clinic.pk, name): [] for clinic in self.clinics for name in COMPARED_RELATIONS}
        for name, pk, *term in first.union(*others, all=True):
            terms[pk, name].append(Term(*term))
        return {key: sorted(found) for key, found in terms.items()}

    def _read_prices(self):
        prices = ClinicPrice.objects.filter(clinic__in=self.clinics).order_by()
        return {
            (price.clinic_id, price.treatment.slug, price.basis): price
            for price in prices.select_related("currency", "treatment__procedure")
        }

    def _read_findings(self):
        findings = Finding.objects.filter(clinic__in=self.clinics).order_by()
        return {(finding.clinic_id, finding.criterion_id): finding for finding in findings}

    # Rows

    @cached_property
    def _rows(self):
        return [
            *brief_rows(self.clinics),
            self._row(_("District"), self._place),
            self._listed_row(_("Known for"), "focus"),
            *self._price_rows(),
            self._listed_row(_("Languages"), "language"),
            self._listed_row(_("Services"), "service"),
            self._row(_("Verified"), self._verified),
            *(row for row in self._criterion_rows if len({cell.text for cell in row.cells}) > 1),
            self._row(_("Legal basis"), _legal_basis),
            self._row(_("Whole listing checked"), self._last_checked),
        ]

    def _row(self, label, cell_of, **words):
        return Row(label, [cell_of(clinic) for clinic in self.clinics], **words)

    def _listed_row(self, label, name):
        return self._row(
            label, lambda clinic: Cell(", ".join(term.name for term in self._terms[clinic.pk, name]))
        )

    def _place(self, clinic):
        path = tuple(self._districts.path(clinic.district))
        return Cell(" › ".join(district.name for district in path), path=path)

    def _price_rows(self):
        treatments = sorted({term for clinic in self.clinics for term in self._terms[clinic.pk, "treatment"]})
        rows = []
        for treatment in treatments:
            courses = [self._course(clinic, treatment) for clinic in self.clinics]
            market = self._market.get(treatment.slug, MarketPrices())
            rows.append((treatment, courses, market, _asked(courses, market)))
        spans = [
            each.span for _treatment, courses, _market, asked in rows for each in (*courses, *asked) if each
        ]
        top = top_of_scale(span for span in spans if span is not None)
        for treatment, courses, market, asked in rows:
            cells = [_price_cell(course, market, top=top) for course in courses]
            if all(cell.is_weak for cell in cells):
                cells = [Cell(_("no published price"), is_weak=True)] * len(cells)
            yield Row(
                treatment.name,
                cells,
                kind=_("Whole course"),
                note=_("market: %(prices)s") % {"prices": _listed(asked)} if asked else "",
            )

    def _course(self, clinic, treatment):
        """Return the OfferedCourse of a clinic, or None where the clinic does not list the treatment."""
        if treatment not in self._terms[clinic.pk, "treatment"]:
            return None
        package, per_session = (
            self._prices.get((clinic.pk, treatment.slug, basis))
            for basis in (PriceBasis.PACKAGE, PriceBasis.SESSION)
        )
        return offered_course(package, per_session)

    # Evidence

    def _procedures(self, clinic):
        """Return the procedures (primary keys) of a clinic's treatments and of the findings about it."""
        procedures = {term.procedure for term in self._terms[clinic.pk, "treatment"]}
        return procedures | {
            criterion.procedure_id
            for criterion in self._criteria
            if (clinic.pk, criterion.pk) in self._findings
        }

    @cached_property
    def _evidence(self):
        """(clinic, criterion), by primary keys -> Evidence, where the criterion concerns the clinic."""
        evidence = {}
        for clinic in self.clinics:
            procedures = self._procedures(clinic)
            for criterion in self._criteria:
                if criterion.concerns(procedures):
                    finding = self._findings.get((clinic.pk, criterion.pk))
                    holds = finding is not None and finding.holds(on=self.today)
                    evidence[clinic.pk, criterion.pk] = Evidence(criterion, finding, holds, age="")
        return evidence

    def _verified_criteria(self, clinic):
        return [
            criterion
            for criterion in self._criteria
            if (row := self._evidence.get((clinic.pk, criterion.pk)))
            and row.holds
            and row.finding.answer == Answer.YES
        ]

    def _verified(self, clinic):
        return Cell(
            _("%(verified)s of %(criteria)s criteria")
            % {
                "verified": len(self._verified_criteria(clinic)),
                "criteria": sum(pk == clinic.pk for pk, _criterion in self._evidence),
            }
        )

    @cached_property
    def _criterion_rows(self):
        """A Row for each criterion that concerns some clinic; what two say is told by the answer alone."""
        return [
            self._row(
                criterion.name,
                lambda clinic, pk=criterion.pk: _answer(self._evidence.get((clinic.pk, pk))),
                kind=_("Criterion"),
            )
            for criterion in self._criteria
            if any((clinic.pk, criterion.pk) in self._evidence for clinic in self.clinics)
        ]

    def _agreements(self):
        names = {}
        for row in self._criterion_rows:
            answers = {cell.text for cell in row.cells}
            if len(answers) == 1:
                names.setdefault(answers.pop(), []).append(row.label)
        return [
            Row(_("Criteria: %(answer)s") % {"answer": answer or _("not stated")}, [Cell(", ".join(labels))])
            for answer, labels in names.items()
        ]

    def _last_checked(self, clinic):
        day = clinic.verified_on
        if day is None:
            return Cell()
        return Cell(date_format(day, "j F Y"), detail=age_in_words(day, on=self.today))

    def _holdings(self, kind):
        if kind == "verified":
            return [self._verified_criteria(clinic) for clinic in self.clinics]
        return [self._terms[clinic.pk, kind] for clinic in self.clinics]


def brief_rows(clinics):
    """Return the seven Rows of the brief's table in its order; the price tiers should be loaded."""
    columns = [at_a_glance(clinic) for clinic in clinics]
    return [Row(pairs[0][0], [Cell(text) for _label, text in pairs]) for pairs in zip(*columns, strict=True)]


def _asked(courses, market):
    """Return the MarketCourses that OfferedCourses (or None) are set against; without any the usual one."""
    found = [market.like(course.price.basis) for course in courses if course and course.span]
    return list(dict.fromkeys(course for course in found or [market.course] if course))


def _listed(asked):
    """Return MarketCourses in few words: "package $1,800–$3,000; 2–3 sessions $1,400–$3,600"."""
    basis = [_("package") if course.is_package else sessions_in_words(course.sessions) for course in asked]
    return "; ".join(f"{words} {course.span}" for words, course in zip(basis, asked, strict=True))


def _price_cell(course, market, *, top):
    if course is None:
        return Cell(_("not listed"), is_weak=True)
    if course.price is None:
        return Cell(_("no published price"), is_weak=True)
    detail = course.basis_in_words
    if course.span is None:
        return Cell(in_words(course.price), detail=detail)
    like = market.like(course.price.basis)
    return Cell(course.in_words, detail=detail, bar=bar(course.span, like and like.span, top=top))


def _answer(evidence):
    if evidence is None:
        return Cell(_("does not apply"), is_weak=True)
    if evidence.finding is None or evidence.finding.answer == Answer.UNKNOWN:
        return Cell()
    checked_on = evidence.finding.checked_on
    return Cell(
        evidence.answer,
        detail=date_format(checked_on, "j F Y") if checked_on else "",
        is_weak=not evidence.holds,
    )


def _legal_basis(clinic):
    words = []
    if clinic.legal_number:
        words.append(_("number %(number)s") % {"number": clinic.legal_number})
    if clinic.legal_source:
        words.append(clinic.legal_source)
    if clinic.legal_checked_on:
        words.append(_("checked %(day)s") % {"day": date_format(clinic.legal_checked_on, "j F Y")})
    is_known = clinic.legal_basis != LegalBasis.UNKNOWN
    return Cell(capfirst(clinic.get_legal_basis_display()) if is_known else "", detail=", ".join(words))
