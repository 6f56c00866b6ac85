"""A planned stay as a calendar file (iCalendar, RFC 5545): whole days, the same bytes for the same plan."""

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from pricing.days import Days

# When an entry was last changed: a calendar asks for it. The same address always gives the same file, so this
# is a moment of no meaning, before any plan.
WRITTEN_AT = datetime(2026, 1, 1, tzinfo=UTC)


def calendar_of(plan, *, host, url):
    """Return a Plan with a day of arrival as the bytes of a calendar file.

    `host` names the site in the identifiers of the entries, `url` is the page of the plan.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//{_('Stay planner')}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Plan: %(treatment)s") % {"treatment": plan.treatment.name})
    for key, days, title, lines in entries_of(plan):
        event = Event()
        event.add("uid", f"{plan.treatment.slug}-{plan.number}-{plan.arrive:%Y%m%d}-{key}@{host}")
        event.add("dtstamp", WRITTEN_AT)
        event.add("dtstart", days.first)
        event.add("dtend", days.last + timedelta(days=1))  # a calendar excludes the end
        event.add("summary", title)
        event.add("description", "\n".join([*lines, url]))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical()


def entries_of(plan):
    """Yield (key, Days, title, lines of text) of each entry, in the order of the plan."""
    for planned in plan.sessions:
        number = planned.session.number
        words = {"number": number, "treatment": plan.treatment.name}
        yield f"session-{number}", planned.days, _session_title(planned, words), list(_session_lines(plan))
        yield from _care_entries(plan, number)
        title = _("Healed after session %(number)d") % words
        yield f"healed-{number}", planned.session.healed, title, [_("On one of these days, by estimate.")]
    for closure in plan.closures:
        title = _("Public holiday in Korea")
        yield f"closed-{closure.days.first:%Y%m%d}", closure.days, title, [", ".join(closure.names)]


def _session_title(planned, words):
    if planned.days.is_one_day:
        return _("Session %(number)d: %(treatment)s") % words
    return _("Session %(number)d, on one of these days: %(treatment)s") % words


def _session_lines(plan):
    yield _("An estimate. The clinic sets the day.")
    for care in plan.care:
        if not care.is_dated:
            yield _in_words(care.rule)


def _care_entries(plan, number):
    """Yield one entry for all rules with the same days around a session."""
    together = {}
    for care in plan.care:
        if days := care.by_session[number - 1]:
            together.setdefault(days, []).append(care.rule)
    for place, (days, rules) in enumerate(together.items(), start=1):
        last = days.starts.last if days.ends is None else days.ends.last
        words = {"number": number}
        title = (
            _("Care from now on, session %(number)d") if days.ends is None else _("Care, session %(number)d")
        )
        yield (
            f"care-{number}-{place}",
            Days(days.starts.first, last),
            title % words,
            [_in_words(rule) for rule in rules],
        )


def _in_words(rule):
    days = f"{rule.days_in_words}: " if rule.days_in_words else f"{rule.get_phase_display()}: "
    condition = f" ({rule.condition})" if rule.condition else ""
    return f"{days}{rule.text}{condition}"
