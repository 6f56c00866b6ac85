"""Reading what visitors send: what is known is kept, what is not is ignored and named, nothing fails.

Each form field returns its clean value and remembers what it ignored in `ignored`, a list of texts in the
order sent.
"""

import re

from django import forms

MOST_VALUES = 50
LONGEST_WORDS = 200
HIGHEST_BUDGET = 999_999_999
BUDGET = re.compile(r"\$?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)")
WHOLE_NUMBER = re.compile(r"(-?)0*([0-9]+)")


class EveryValue(forms.Widget):
    """Reads every value of a repeated parameter, in the order sent."""

    def value_from_datadict(self, data, files, name):
        return data.getlist(name)


class Parameter(forms.Field):
    """A parameter of an address: all its values in, one clean value out."""

    widget = EveryValue
    nothing = None

    def __init__(self, *, required=False, label=None, **kwargs):
        super().__init__(required=False, label=label)
        self.ignored = []

    def clean(self, value):
        """Return what the sent values mean; empty ones count as absent."""
        self.ignored = []
        return self.read([text for text in value if text])

    def ignore(self, *texts):
        """Remember texts that mean nothing here, each once."""
        self.ignored.extend(text for text in dict.fromkeys(texts) if text not in self.ignored)
        return self.nothing


class SingleParameter(Parameter):
    """A parameter that holds one value; of several the last counts."""

    def is_empty(self, text):
        """Tell whether a value counts as absent."""
        return not text

    def clean(self, value):
        """Return what the last sent value means; empty ones count as absent."""
        self.ignored = []
        sent = [text for text in value if not self.is_empty(text)]
        return self.read(sent[-1]) if sent else self.nothing


class KnownSlugs(Parameter):
    """Slugs of a vocabulary; `known` maps each slug to its record."""

    def __init__(self, *, known, **kwargs):
        super().__init__(**kwargs)
        self.known = known

    def read(self, texts):
        """Return the known records, each once, in the order sent."""
        texts, beyond = texts[:MOST_VALUES], texts[MOST_VALUES:]
        self.ignore(*(text for text in texts if text not in self.known), *beyond)
        return [self.known[text] for text in dict.fromkeys(texts) if text in self.known]


class Choice(SingleParameter):
    """One of a few known words."""

    def __init__(self, *, known, **kwargs):
        super().__init__(**kwargs)
        self.known = known

    def read(self, text):
        return text if text in self.known else self.ignore(text)


class Words(SingleParameter):
    """Text to search for; what is too long is cut off and named."""

    nothing = ""

    def read(self, text):
        if "\0" in text:
            return self.ignore(text)
        if len(text) > LONGEST_WORDS:
            self.ignore(text[LONGEST_WORDS:])
        return text[:LONGEST_WORDS]


class Number(SingleParameter):
    """A number; blanks around it, or alone, say nothing."""

    def is_empty(self, text):
        return not text.strip()


class Budget(Number):
    """Whole US dollars: 1500, 1,500 or $1500."""

    def read(self, text):
        match = BUDGET.fullmatch(text.strip())
        digits = match[1].replace(",", "").lstrip("0") if match else ""
        if match is None or len(digits) > len(str(HIGHEST_BUDGET)):
            return self.ignore(text)
        return int(digits or "0")


class WholeNumber(Number):
    """A whole number; with `lowest` and `highest` anything outside them is malformed."""

    def __init__(self, *, lowest=None, highest=None, **kwargs):
        super().__init__(**kwargs)
        self.lowest = lowest
        self.highest = highest

    def read(self, text):
        match = WHOLE_NUMBER.fullmatch(text.strip())
        if match is None:
            return self.ignore(text)
        # Longer numbers are as good as infinite, and too long for int().
        number = int(match[1] + match[2][:18])
        if self.highest is not None and not self.lowest <= number <= self.highest:
            return self.ignore(text)
        return number
