"""Price ranges as bars on one scale: numbers for a drawing, from 0 to LENGTH."""

from typing import NamedTuple

LENGTH = 200  # units of the drawing
SHORTEST = 4  # a fixed price is still seen


class Stretch(NamedTuple):
    """A part of the scale in units of the drawing; an open one has an arrow at its end."""

    start: int
    length: int
    is_open: bool

    @property
    def end(self):
        """Where it ends."""
        return self.start + self.length


class Bar(NamedTuple):
    """A price beside the market's, each a Stretch or None."""

    own: Stretch | None
    market: Stretch | None


def top_of_scale(spans):
    """Return the highest figure of some Spans, in their currency; 0 of none."""
    return max((span.low if span.high is None else span.high for span in spans), default=0)


def stretch(span, *, top):
    """Return the Stretch of a Span on a scale from 0 to `top`; without a stated high it runs to the end."""
    if span is None or top <= 0:
        return None
    high = top if span.high is None else span.high
    start = min(round(span.low * LENGTH / top), LENGTH - SHORTEST)
    end = min(round(high * LENGTH / top), LENGTH)
    return Stretch(start, max(end - start, SHORTEST), span.open_ended)


def bar(own, market, *, top):
    """Return the Bar of two Spans of one currency, either of which may be None."""
    return Bar(stretch(own, top=top), stretch(market, top=top))
