"""What the market asks for a treatment, from the rows of the price guide, and what compares with what."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from pricing.bars import Bar, bar, top_of_scale
from pricing.course import course_of_sessions
from pricing.models import MarketPrice, PriceBasis, Procedure, Treatment
from pricing.money import US_DOLLAR, Span, in_us_dollars, stated_span
from pricing.templatetags.prices import together_in_words


@dataclass(frozen=True, slots=True)
class MarketCourse:
    """What the market asks for a whole course, in whole US dollars, and the row of the guide that says so.

    `sessions` are the (fewest, most) that are counted; `others` the treatments that the same price covers.
    """

    span: Span
    row: MarketPrice
    sessions: tuple[int, int]
    others: tuple[Treatment, ...] = ()

    @property
    def is_package(self):
        """Whether the row is a price for the whole course, and not for its sessions one by one."""
        return self.row.basis == PriceBasis.PACKAGE

    @property
    def is_converted(self):
        """Whether the dollars were made from another currency."""
        return self.row.currency_id != US_DOLLAR

    @property
    def basis_in_words(self):
        """On what the price stands: "package", "2–3 sessions together"."""
        return _("package") if self.is_package else together_in_words(self.sessions)


@dataclass(frozen=True, slots=True)
class MarketPrices:
    """What the market asks for one treatment on either basis, in whole US dollars; None is unknown.

    `per_session` is the price of one session, `together` that of all sessions of a course, `package` that
    of the whole course. `shared` is a package for several treatments and another number of sessions, which
    says little about this one.
    """

    per_session: Span | None = None
    together: MarketCourse | None = None
    package: MarketCourse | None = None
    shared: MarketCourse | None = None

    @property
    def course(self):
        """The MarketCourse that stands for the treatment: its package, else the sessions together."""
        return self.package or self.together or self.shared

    def like(self, basis):
        """Return the MarketCourse to set a course of a clinic against, like against like, or None.

        A course made of sessions stands against the sessions together, a package against the package. Only
        where the market has no such price it stands against the other, which covers a whole course too.
        """
        alike = self.package if basis == PriceBasis.PACKAGE else self.together
        return alike or self.course


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
                is_on_assessment(row for row in rows if treatment in row.covered),
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


def read_market():
    """Return {treatment slug: MarketPrices} of all treatments, in three queries."""
    rows = _read_rows()
    treatments = Treatment.objects.select_related("procedure").order_by()
    return {treatment.slug: market_of(rows, treatment) for treatment in treatments}


def _read_rows():
    rows = MarketPrice.objects.in_guide_order()
    return list(rows.select_related("currency").prefetch_related("treatments"))


def market_of(rows, treatment):
    """Return the MarketPrices that rows of the price guide give for a treatment.

    Of several rows of one basis the one for the fewest treatments counts, then the first. Rows without
    figures, or in a currency without a rate, give nothing.
    """
    covering = [
        row for row in rows if treatment in row.covered and row.low is not None and row.currency.units_per_usd
    ]
    covering.sort(key=lambda row: len(row.covered))
    by_session = [row for row in covering if row.basis == PriceBasis.SESSION]
    packages = [row for row in covering if row.basis == PriceBasis.PACKAGE]
    own = [row for row in packages if is_own_package(row, treatment)]
    return MarketPrices(
        per_session=_in_dollars(stated_span(by_session[0]), by_session[0]) if by_session else None,
        together=_course(by_session, treatment),
        package=_course(own, treatment),
        shared=_course([row for row in packages if row not in own], treatment),
    )


def is_own_package(row, treatment):
    """Tell whether a package that covers a treatment can speak for it (facts S156, S215, S252).

    A package for several treatments does so only where it is for as many sessions as the treatment usually
    takes: that of small patches, 1 to 2 sessions, is none for scars, which take 2 to 3.
    """
    return len(row.covered) == 1 or row.sessions_min is None or row.sessions == treatment.sessions


def nearest_course(rows, treatment):
    """Return the MarketCourse that stands for a treatment, or None; see MarketPrices.course."""
    return market_of(rows, treatment).course


def _course(rows, treatment):
    """Return the MarketCourse of the first of some rows of one basis, or None without rows."""
    if not rows:
        return None
    row = rows[0]
    span = stated_span(row) if row.basis == PriceBasis.PACKAGE else sessions_together(row, treatment)
    others = tuple(other for other in row.covered if other != treatment)
    return MarketCourse(_in_dollars(span, row), row, _sessions(row, treatment), others)


def nearest_row(rows, treatment, basis):
    """Return the row of the price guide that is nearest to a treatment on a basis, or None.

    One with figures comes before one without, one for this treatment alone before one for several areas.
    """
    covering = [row for row in rows if row.basis == basis and treatment in row.covered]
    return min(covering, key=lambda row: (stated_span(row) is None, len(row.covered)), default=None)


def sessions_together(row, treatment):
    """Return the Span of a course, in the row's currency, from a row per session with figures.

    As many sessions are counted as the row states, else as the treatment needs.
    """
    fewest, most = _sessions(row, treatment)
    return course_of_sessions(stated_span(row), fewest=fewest, most=most)


def _sessions(row, treatment):
    return treatment.sessions if row.sessions_min is None else row.sessions


def _in_dollars(span, row):
    return in_us_dollars(span, units_per_usd=row.currency.units_per_usd)
