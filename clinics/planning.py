"""A planned stay as its page and its calendar file tell it: sessions, care, closures and seasons by date."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from clinics.korean_calendar import (
    GOOD_SEASON,
    HOT_SEASON,
    Closure,
    hot_days,
    is_in_good_season,
    public_closures,
)
from pricing.days import Days
from pricing.schedule import days_first_to_last, days_until_healed, hours_in_chair
from pricing.stay import (
    CareDays,
    Session,
    care_days,
    plan_sessions,
    plan_trips,
    touch_up_window,
    waits_for_healing,
)
from pricing.timeline import draw_timeline

LONGEST = 3653  # days: ten years, after which no holiday is known and no plan holds


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A Session with the Closures and the hot Days that it may fall on."""

    session: Session
    closures: list[Closure]
    hot: list[Days]

    @property
    def days(self):
        """The day of the session, or the days it may fall on."""
        return self.session.days

    @property
    def is_certain_to_be_closed(self):
        """Whether every day that the session may fall on is a public holiday."""
        return any(
            closure.days.first <= self.days.first and self.days.last <= closure.days.last
            for closure in self.closures
        )


@dataclass(frozen=True, slots=True)
class PlannedCare:
    """A care rule with its CareDays around each session, in order; each is None where it states no day."""

    rule: object
    by_session: list[CareDays | None]

    @property
    def is_dated(self):
        """Whether the rule states days."""
        return self.rule.first_day is not None


@dataclass(frozen=True, slots=True)
class CareGroup:
    """Care rules that hold on the same days; `by_session` are (number of the session, CareDays or None)."""

    rules: list
    by_session: list[tuple[int, CareDays | None]]

    @property
    def phase(self):
        """When the rules hold, as their common CarePhase in words."""
        return self.rules[0].get_phase_display()

    @property
    def is_dated(self):
        """Whether the rules state days."""
        return self.rules[0].first_day is not None

    @property
    def days_in_words(self):
        """The days from the session, such as "day 0 to 5", or ""."""
        return self.rules[0].days_in_words


class Plan:
    """How long a course of a treatment takes and, with a day of arrival, on which days.

    Without a number of sessions the most that are usual are planned, so that the time is enough. The first
    session is counted on the day of arrival.
    """

    hot_season = HOT_SEASON
    good_season = GOOD_SEASON

    def __init__(self, treatment, *, sessions=None, arrive=None, care_rules=()):
        self.treatment = treatment
        self.procedure = treatment.procedure
        self.number = sessions or treatment.sessions[1]
        self.is_usual = treatment.sessions[0] <= self.number <= treatment.sessions[1]
        self.is_general = treatment.sessions_min is None
        self.is_too_long = arrive is not None and self.until_healed[1] > LONGEST
        self.arrive = None if self.is_too_long else arrive
        self.care_rules = list(care_rules)

    @property
    def has_days(self):
        """Whether the plan lies on days of the calendar."""
        return self.arrive is not None

    @property
    def first_to_last(self):
        """Days from the first session to the last, (fewest, most)."""
        return days_first_to_last(self.number, days_between=self.procedure.days_between)

    @property
    def until_healed(self):
        """Days from the first session until healed after the last, (fewest, most)."""
        return days_until_healed(
            self.number,
            days_between=self.procedure.days_between,
            healing_days=self.procedure.healing_days,
        )

    @property
    def in_chair(self):
        """Hours of all sessions together, (fewest, most)."""
        return hours_in_chair(self.number, session_hours=self.procedure.session_hours)

    @property
    def trips(self):
        """The Trips of one who goes home between the sessions."""
        return plan_trips(
            self.number,
            days_between=self.procedure.days_between,
            healing_days=self.procedure.healing_days,
        )

    @property
    def waits_for_healing(self):
        """Whether no session can come before the one before it has healed."""
        return self.number == 1 or waits_for_healing(
            days_between=self.procedure.days_between, healing_days=self.procedure.healing_days
        )

    @cached_property
    def sessions(self):
        """The PlannedSessions in order."""
        sessions = plan_sessions(
            self.arrive,
            number=self.number,
            days_between=self.procedure.days_between,
            healing_days=self.procedure.healing_days,
        )
        return [
            PlannedSession(session, public_closures(session.days), hot_days(session.days))
            for session in sessions
        ]

    @property
    def days(self):
        """The Days from the first session to the last day of healing."""
        return Days(self.arrive, self.sessions[-1].session.healed.last)

    @property
    def healed(self):
        """The Days on which the healing after the last session may end."""
        return self.sessions[-1].session.healed

    @cached_property
    def closures(self):
        """The Closures from arrival to the end of healing."""
        return public_closures(self.days)

    @cached_property
    def hot(self):
        """The Days from arrival to the end of healing that are in the hot months."""
        return hot_days(self.days)

    @property
    def is_in_good_season(self):
        """Whether all days are in months that are good for a trip."""
        return is_in_good_season(self.days)

    @property
    def touch_up(self):
        """The years (first, last) of the touch-up."""
        return touch_up_window(self.sessions[-1].days, years=self.procedure.touch_up_years)

    @cached_property
    def care(self):
        """The PlannedCare of each rule, in order."""
        return [
            PlannedCare(rule, [care_days(rule, planned.days) for planned in self.sessions])
            for rule in self.care_rules
        ]

    @property
    def care_groups(self):
        """The care as CareGroups, in the order in which the first rule of each stands."""
        groups = {}
        for care in self.care:
            days = [
                (planned.session.number, own)
                for planned, own in zip(self.sessions, care.by_session, strict=True)
            ]
            key = care.rule.phase, tuple(care.by_session)
            groups.setdefault(key, CareGroup([], days)).rules.append(care.rule)
        return list(groups.values())

    @property
    def timeline(self):
        """The drawing of the sessions, their healing, the closures and the heat."""
        labels = [
            _("Session %(number)d: %(days)s")
            % {"number": planned.session.number, "days": planned.days.abbreviated}
            for planned in self.sessions
        ]
        bands = [("hot", days) for days in self.hot]
        bands += [("closed", closure.days) for closure in self.closures]
        return draw_timeline([planned.session for planned in self.sessions], labels, bands=bands)
