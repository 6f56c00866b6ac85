"""What several rounds gave: their middle and how far they lie apart."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Spread:
    """The median, the least and the most of some measurements of the same thing."""

    middle: float
    least: float
    most: float

    @classmethod
    def of(cls, values):
        """Return the Spread of some values, at least one."""
        values = list(values)
        return cls(median(values), min(values), max(values))


def ratios(values, bases):
    """Return the Spread of values over bases, round by round: what slows a whole round slows both."""
    return Spread.of(value / base for value, base in zip(values, bases, strict=True))
