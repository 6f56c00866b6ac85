"""What a visitor asks of the estimate and of the planner, and what of it cannot be answered, in sentences."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.parameters import LONGEST_WORDS, Budget, Choice, SingleParameter, WholeNumber
from clinics.state import printable
from pricing.models.procedure import MOST_SESSIONS

FARTHEST_YEARS = 5
FARTHEST = timedelta(days=365 * FARTHEST_YEARS + 1)
ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
LONGEST_QUOTED = 40  # letters of what was sent, in a sentence about it


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that was ignored or is missing: its parameter, and a sentence that says what to send."""

    name: str
    sentence: str


class TreatmentChoice(Choice):
    """The slug of a treatment; `known` maps each slug to its record."""

    def read(self, text):
        """Return the treatment of a slug, or None."""
        return self.known.get(text) or self.ignore(text)

    def explain(self, text):
        """Say why a value was ignored."""
        return _("%(text)s is no treatment of this site. Choose one from the list.") % {"text": text}


class Sessions(WholeNumber):
    """A number of sessions."""

    def explain(self, text):
        """Say why a value was ignored."""
        words = {"text": text, "most": MOST_SESSIONS}
        return _("%(text)s is no number of sessions. Write a whole number from 1 to %(most)d.") % words


class Quote(Budget):
    """An amount in whole US dollars, read as the budget of the listing is."""

    def explain(self, text):
        """Say why a value was ignored."""
        return no_amount(text)


def no_amount(text):
    """Return a sentence about a text that is no amount of money."""
    return _("%(text)s is no amount in whole US dollars. Write it as 1500 or $1,500.") % {"text": text}


class ArrivalDay(SingleParameter):
    """A day from `today` on, not too far away, written as in 2026-03-09."""

    today = None

    def is_empty(self, text):
        """Tell whether a value counts as absent."""
        return not text.strip()

    def read(self, text):
        """Return the day, or None."""
        day = read_day(text)
        if day is None or not self.today <= day <= self.today + FARTHEST:
            return self.ignore(text)
        return day

    def explain(self, text):
        """Say why a value was ignored."""
        day = read_day(self.ignored[0])
        if day is None:
            words = {"text": text}
            return (
                _("%(text)s is no day of the calendar. Write year, month and day, as in 2026-03-09.") % words
            )
        words = {"day": date_format(day, "j F Y"), "years": FARTHEST_YEARS}
        if day < self.today:
            return _("%(day)s has passed. Choose a day from today on.") % words
        return _("%(day)s is too far away: plans reach %(years)d years ahead.") % words


def read_day(text):
    """Return the date that a text such as 2026-03-09 means, or None."""
    match = ISO_DAY.fullmatch(text.strip())
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


class Question(forms.Form):
    """The parameters of an address, read at once: `chosen` holds what is known, `problems` the rest."""

    treatment = TreatmentChoice(known={}, label=gettext_lazy("Treatment"))
    sessions = Sessions(lowest=1, highest=MOST_SESSIONS, label=gettext_lazy("Number of sessions"))

    def __init__(self, parameters, *, treatments):
        super().__init__(parameters)
        self.fields["treatment"].known = {treatment.slug: treatment for treatment in treatments}

    @property
    def chosen(self):
        """The clean value of every parameter; None where it is absent or was ignored."""
        if not hasattr(self, "cleaned_data"):
            self.full_clean()
        return self.cleaned_data

    @property
    def problems(self):
        """What was ignored or is missing, as Problems in the order of the parameters."""
        ignored = [(name, self.fields[name]) for name in self.chosen if self.fields[name].ignored]
        problems = [Problem(name, field.explain(quoted(field.ignored[0]))) for name, field in ignored]
        is_asked = "treatment" in self.data or problems or any(self.chosen.values())
        if is_asked and self.chosen["treatment"] is None and not self.fields["treatment"].ignored:
            problems.insert(0, Problem("treatment", _("Choose a treatment: everything depends on it.")))
        return problems

    @property
    def sentences(self):
        """Parameter -> the sentence about it, of those that were ignored or are missing."""
        return {problem.name: problem.sentence for problem in self.problems}

    @property
    def typed(self):
        """Parameter -> what was sent for it last, for a field that shows it again; "" when nothing was."""
        return {name: printable(self.data.get(name, ""))[:LONGEST_WORDS] for name in self.fields}


class EstimateQuestion(Question):
    """What the estimate is asked: a treatment, a number of sessions, and a quote that was received."""

    quote = Quote(label=gettext_lazy("Quote received"))


class PlanQuestion(Question):
    """What the planner is asked; `today` is the day in Seoul."""

    arrive = ArrivalDay(label=gettext_lazy("Day of arrival"))

    def __init__(self, parameters, *, treatments, today):
        super().__init__(parameters, treatments=treatments)
        self.fields["arrive"].today = today


def quoted(text):
    """Return what was sent as a sentence can quote it, cut where it is long."""
    shown = printable(text.strip())
    return f"“{shown[:LONGEST_QUOTED]}…”" if len(shown) > LONGEST_QUOTED else f"“{shown}”"
