"""What the market asks for a whole course of a treatment, from the rows of the price guide."""

from dataclasses import dataclass

from pricing.bars import Bar, bar, top_of_scale
from pricing.course import course_of_sessions
from pricing.models import MarketPrice, PriceBasis, Procedure, Treatment
from pricing.money import US_DOLLAR, Span, in_us_dollars, stated_span


@dataclass(frozen=True, slots=True)
class MarketCourse:
    """A course in whole US dollars and the row of the price guide that gives it."""

    span: Span
    row: MarketPrice

    @property
    def is_package(self):
        """Whether the row is a price for the whole course, and not for its sessions one by one."""
        return self.row.basis == PriceBasis.PACKAGE

    @property
    def is_converted(self):
        """Whether the dollars were made from another currency."""
        return self.row.currency_id != US_DOLLAR


@dataclass(frozen=True, slots=True)
class TreatmentCourse:
    """A treatment with its MarketCourse or None, and the bar of that."""

    treatment: Treatment
    course: MarketCourse | None
    is_on_assessment: bool
    bar: Bar


@dataclass(frozen=True, slots=True)
class ProcedureCourses:
    """The TreatmentCourses of a procedure; all bars stand on one scale that ends at `top` US dollars."""

    procedure: Procedure
    rows: list[TreatmentCourse]
    top: int

    @property
    def is_open(self):
        """Whether some course has no highest figure."""
        return any(row.course and row.course.span.open_ended for row in self.rows)


def read_courses():
    """Return the ProcedureCourses of every treatment, in order, in three queries."""
    rows = _read_rows()
    by_procedure = {}
    for treatment in Treatment.objects.in_order():
        by_procedure.setdefault(treatment.procedure_id, []).append(treatment)
    return [_courses_of(rows, some) for some in by_procedure.values()]


def _courses_of(rows, treatments):
    courses = {treatment: nearest_course(rows, treatment) for treatment in treatments}
    top = top_of_scale(course.span for course in courses.values() if course)
    return ProcedureCourses(
        procedure=treatments[0].procedure,
        rows=[
            TreatmentCourse(
                treatment,
                course,
                is_on_assessment(row for row in rows if treatment in row.treatments.all()),
                bar(course and course.span, None, top=top),
            )
            for treatment, course in courses.items()
        ],
        top=top,
    )


def is_on_assessment(covering):
    """Tell whether there are rows for a treatment, all of them without a figure."""
    spans = [stated_span(row) for row in covering]
    return bool(spans) and not any(spans)


def read_market_courses():
    """Return {treatment slug: Span in whole US dollars} of the treatments that the price guide covers.

    Three queries. A treatment that no row covers with figures is left out.
    """
    rows = _read_rows()
    treatments = Treatment.objects.select_related("procedure").order_by()
    courses = {treatment.slug: nearest_course(rows, treatment) for treatment in treatments}
    return {slug: course.span for slug, course in courses.items() if course is not None}


def _read_rows():
    rows = MarketPrice.objects.in_guide_order()
    return list(rows.select_related("currency").prefetch_related("treatments"))


def nearest_course(rows, treatment):
    """Return the MarketCourse that rows of the price guide give for a treatment, or None.

    A package for this treatment alone is the nearest, then one for several areas together, then the sessions
    together. Rows without figures, or in a currency without a rate, give none.
    """
    covering = [row for row in rows if treatment in row.treatments.all() and stated_span(row) is not None]
    covering = [row for row in covering if row.currency.units_per_usd]
    packages = [row for row in covering if row.basis == PriceBasis.PACKAGE]
    if packages:
        nearest = min(packages, key=lambda row: len(row.treatments.all()))
        return MarketCourse(_in_dollars(stated_span(nearest), nearest), nearest)
    for row in covering:
        fewest, most = treatment.sessions if row.sessions_min is None else row.sessions
        course = course_of_sessions(stated_span(row), fewest=fewest, most=most)
        return MarketCourse(_in_dollars(course, row), row)
    return None


def _in_dollars(span, row):
    return in_us_dollars(span, units_per_usd=row.currency.units_per_usd)
