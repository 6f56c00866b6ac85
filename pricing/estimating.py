"""What a course of one treatment costs by the price guide, and how a quote stands to it.

All figures are whole US dollars. The course of a row is made in its own currency, then converted and rounded
once; a row without figures, or in a currency without a rate, is never zero but nothing.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from pricing.coherence import Coherence, coherence
from pricing.course import course_of_sessions, session_within_package
from pricing.market import is_own_package
from pricing.models import MarketPrice, PriceBasis, Treatment
from pricing.money import Span, amount, at_home, in_us_dollars, stated_span


class Standing(models.TextChoices):
    """How a quote stands to a published range."""

    FAR_BELOW = "far-below", _("far below the range")
    BELOW = "below", _("below the range")
    INSIDE = "inside", _("inside the range")
    PAST_STATED = "past-stated", _("above the highest figure that is stated; prices go on above it")
    ABOVE = "above", _("above the range")


# Quotes are mostly for packages; the warning is that of fact S155, the question that of fact S154.
VERDICTS = {
    Standing.FAR_BELOW: _("Your quote of %(quote)s lies far below the published range of %(range)s."),
    Standing.BELOW: _("Your quote of %(quote)s lies below the published range of %(range)s."),
    Standing.INSIDE: _("Your quote of %(quote)s lies inside the published range of %(range)s."),
    Standing.PAST_STATED: _("Your quote of %(quote)s lies above the highest figure of %(range)s."),
    Standing.ABOVE: _("Your quote of %(quote)s lies above the published range of %(range)s."),
}
ADVICE = {
    Standing.FAR_BELOW: _(
        "It is less than three quarters of the lowest figure that is published. So low a price can mean weak"
        " materials or equipment, or little experience. Ask who does the work, how often they have done it,"
        " and what the price leaves out."
    ),
    Standing.BELOW: _("Ask what it leaves out: sessions, aftercare or tax."),
    Standing.INSIDE: _("Ask which sessions and which aftercare it covers."),
    Standing.PAST_STATED: _(
        "The range is open, so prices go on above it. Ask what makes this case cost more."
    ),
    Standing.ABOVE: _("Ask what it contains that others do not."),
}


def standing(quote, span, *, lowest):
    """Return the Standing of a quote to a Span; `lowest` is the lowest course that is published in any way.

    Far below is less than three quarters of that: the ways of paying that the guide knows differ by less.
    """
    if quote < span.low:
        return Standing.FAR_BELOW if 4 * quote < 3 * lowest else Standing.BELOW
    if span.high is None or quote <= span.high:
        return Standing.INSIDE
    return Standing.PAST_STATED if span.open_ended else Standing.ABOVE


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the price guide as a way to pay for the course.

    `course`, `session` and `home` are Spans or None; `sessions` is the (fewest, most) counted; `others` are
    treatments that the same price covers; `is_for_sessions` tells whether the row is for as many as counted.
    """

    row: MarketPrice
    sessions: tuple[int, int]
    course: Span | None
    session: Span | None
    home: Span | None
    others: tuple[Treatment, ...]
    is_for_sessions: bool
    standing: Standing | None = None

    @property
    def is_package(self):
        """Whether the row is a price for the whole course."""
        return self.row.basis == PriceBasis.PACKAGE


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A package and the sum of single sessions that do not fit together, and what a visitor should know."""

    package: Line
    together: Line
    kind: Coherence


class Estimate:
    """What a course of a treatment costs, way by way; without `sessions` for as many as are usual."""

    def __init__(self, rows, treatment, *, sessions=None, quote=None):
        """Take rows of the price guide with their currencies and treatments; nothing is asked here."""
        self.treatment = treatment
        self.chosen = sessions
        self.quote = quote
        covering = [row for row in rows if treatment in row.covered]
        self._lines = [self._line(row, sessions) for row in covering]

    @property
    def sessions(self):
        """The (fewest, most) sessions that are counted: those asked for, else those that are usual."""
        return self.treatment.sessions if self.chosen is None else (self.chosen, self.chosen)

    @property
    def is_usual(self):
        """Whether as many sessions as counted are usual for the treatment."""
        fewest, most = self.treatment.sessions
        return self.chosen is None or fewest <= self.chosen <= most

    @cached_property
    def lines(self):
        """The ways to pay in the order of the guide, each with the standing of the quote."""
        if self.quote is None or self.lowest is None:
            return self._lines
        return [
            line
            if line.course is None
            else replace(line, standing=standing(self.quote, line.course, lowest=self.lowest))
            for line in self._lines
        ]

    @property
    def lowest(self):
        """The lowest figure that is published for the course in any way; None when there is none."""
        return min((line.course.low for line in self._lines if line.course), default=None)

    @cached_property
    def main(self):
        """The Line that quotes are compared with, or None.

        Clinics mostly quote packages: the nearest for as many sessions, then the sessions together.
        """
        priced = [line for line in self.lines if line.course]
        packages = sorted((line for line in priced if line.is_package), key=lambda line: len(line.others))
        fitting = [line for line in packages if line.is_for_sessions]
        summed = [line for line in priced if not line.is_package]
        return next(iter([*fitting, *summed, *packages]), None)

    @property
    def is_on_assessment(self):
        """Whether the guide has the treatment, but every price of it is quoted after an assessment."""
        return bool(self.lines) and all(stated_span(line.row) is None for line in self.lines)

    @property
    def is_far_below(self):
        """Whether the quote is so low that a visitor should be warned."""
        return self.main is not None and self.main.standing == Standing.FAR_BELOW

    @property
    def verdict(self):
        """How the quote stands to the main line, as a sentence; "" where nothing can be compared."""
        if self.main is None or self.main.standing is None:
            return ""
        words = {"quote": amount(self.quote, "USD"), "range": self.main.course}
        return VERDICTS[self.main.standing] % words

    @property
    def advice(self):
        """What to ask about such a quote; "" where nothing can be compared."""
        return ADVICE[self.main.standing] if self.verdict else ""

    @property
    def disagreements(self):
        """The Disagreements between packages and the sum of sessions (facts S210-S215), in order.

        A package is for a range of sessions and no single number of it, so both are as usual, whatever was
        asked for.
        """
        usual = [self._line(line.row) for line in self._lines if not line.is_package]
        summed = [line for line in usual if line.course]
        packages = [line for line in self.lines if line.course and line.is_package and line.is_for_sessions]
        pairs = [(package, summed[0]) for package in packages] if summed else []
        found = [Disagreement(*pair, coherence(pair[0].course, pair[1].course)) for pair in pairs]
        return [disagreement for disagreement in found if disagreement.kind != Coherence.INSIDE]

    def _line(self, row, chosen=None):
        is_package = row.basis == PriceBasis.PACKAGE
        is_for_sessions = not is_package or self._is_for_sessions(row, chosen)
        if chosen and is_for_sessions:
            fewest, most = chosen, chosen
        else:
            fewest, most = self.treatment.sessions if row.sessions_min is None else row.sessions
        course = session = None
        if (span := stated_span(row)) is not None and row.currency.units_per_usd:
            rate = row.currency.units_per_usd
            whole = span if is_package else course_of_sessions(span, fewest=fewest, most=most)
            course = in_us_dollars(whole, units_per_usd=rate)
            if is_package:
                session = session_within_package(course, fewest=fewest, most=most)
            else:
                session = in_us_dollars(span, units_per_usd=rate)
        return Line(
            row=row,
            sessions=(fewest, most),
            course=course,
            session=session,
            home=self._home(course),
            others=tuple(other for other in row.covered if other != self.treatment),
            is_for_sessions=is_for_sessions,
        )

    def _is_for_sessions(self, row, chosen):
        """Tell whether a package is for as many sessions as are counted."""
        if chosen is None:
            return is_own_package(row, self.treatment)
        return row.sessions_min is None or row.sessions[0] <= chosen <= row.sessions[1]

    def _home(self, course):
        least, most = self.treatment.procedure.percent_below_home
        if course is None or least is None:
            return None
        return at_home(course, percent_below_min=least, percent_below_max=most)
