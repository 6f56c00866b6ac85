"""Figures that a guide places and the records hold: drawn at every request, so that they never disagree."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .asked import Figure, UnknownFigure, did_you_mean
from .blocks import care_timeline, checklist, compared, comparison, market_prices
from .origins import origins_of
from .records import CLINIC_COUNT, Records
from .sentences import (
    below_home,
    chair_time,
    count,
    course,
    emergency,
    first_to_last,
    home_price,
    pair_of_procedure,
    price,
    sessions,
    until_healed,
)

__all__ = [
    "BLOCKS",
    "SENTENCES",
    "Figure",
    "Records",
    "UnknownFigure",
    "compared_clinics",
    "draw",
    "needs_of",
    "origins_of",
]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a figure is read: what it needs (keys of records.TABLES) and the options that it takes."""

    read: Callable
    needs: frozenset
    options: tuple = ()


def kind(read, *needs, options=()):
    """Return a Kind; every figure may need the procedures."""
    return Kind(read, frozenset({"procedures", *needs}), options)


BLOCKS = {
    "market-prices": kind(market_prices, "prices", options=("basis", "procedure")),
    "comparison": kind(comparison, options=("clinics",)),
    "care-timeline": kind(care_timeline, "care", options=("procedure", "treatment")),
    "checklist": kind(checklist, "criteria", options=("factor",)),
}
SENTENCES = {
    "price": kind(price, "prices"),
    "course": kind(course, "prices"),
    "home-price": kind(home_price, "prices"),
    "sessions": kind(sessions),
    "session-hours": kind(pair_of_procedure("session_hours")),
    "days-between": kind(pair_of_procedure("days_between")),
    "healing-days": kind(pair_of_procedure("healing_days")),
    "touch-up-years": kind(pair_of_procedure("touch_up_years")),
    "below-home": kind(below_home),
    "first-to-last": kind(first_to_last),
    "until-healed": kind(until_healed),
    "chair-time": kind(chair_time),
    "count": kind(count, "criteria", CLINIC_COUNT),
    "emergency": kind(emergency, "contacts"),
}


def needs_of(figures):
    """Return what some Figures need to be drawn: keys of records.TABLES, and whether clinics are counted."""
    known = BLOCKS | SENTENCES
    needs = {need for figure in figures if figure.name in known for need in known[figure.name].needs}
    if not any(figure.name == "count" and "clinics" in figure.words for figure in figures):
        needs.discard(CLINIC_COUNT)
    return needs


def compared_clinics(figures):
    """Return the slugs of the clinics that the comparisons among some Figures name."""
    return {slug for figure in figures if figure.name == "comparison" for slug in compared(figure)}


def draw(figure, records, *, is_linked=True):
    """Return a Figure as safe HTML, or raise UnknownFigure; `is_linked` is False inside of a link."""
    known, others = (SENTENCES, BLOCKS) if figure.is_inline else (BLOCKS, SENTENCES)
    if figure.name not in known:
        raise UnknownFigure(_unknown(figure, known, others))
    if extra := [name for name in figure.options if name not in known[figure.name].options]:
        raise UnknownFigure(_unknown_option(figure, extra[0], known[figure.name].options))
    if figure.is_inline:
        return known[figure.name].read(figure, records).html(is_linked=is_linked)
    if figure.argument:
        words = {"name": figure.name, "argument": figure.argument}
        raise UnknownFigure(_("“%(name)s” takes options, not “%(argument)s”.") % words)
    return known[figure.name].read(figure, records)


def _unknown(figure, known, others):
    words = {"name": figure.name}
    if figure.name not in others:
        return _("There is no figure “%(name)s”.") % words + did_you_mean(figure.name, [*known, *others])
    if figure.is_inline:
        return _("“%(name)s” stands by itself, between lines of ``` and not in a sentence.") % words
    return _("“%(name)s” stands in a sentence: {%(name)s}`…`.") % words


def _unknown_option(figure, option, options):
    words = {"name": figure.name, "option": option, "options": ", ".join(options)}
    if not options:
        return _("“%(name)s” takes no options.") % words
    return _("“%(name)s” has no option “%(option)s”: it takes %(options)s.") % words
