"""Prices of sample clinics: of every kind that a clinic can have, near those of the price guide."""

from datetime import timedelta
from enum import StrEnum

from clinics.documents import PRICES, blank_child
from pricing.models import PriceBasis, PriceState, TaxState

from .words import INVENTED, REMARKS

DAYS_SINCE_CHECKED = (2, 15, 45, 100, 200, 380, None)


class PriceKind(StrEnum):
    """How a sample clinic states its prices."""

    SESSION = "per session only"
    PACKAGE = "whole course only"
    BOTH = "per session and whole course"
    OPEN_WITH_FIGURE = "open above a stated figure"
    OPEN = "open, from a lowest figure"
    FIXED = "one fixed figure"
    ASSESSMENT = "quoted after assessment"
    SESSION_BESIDE_ASSESSMENT = "per session, the course after assessment"
    NONE = "no price"


PRICE_KINDS = tuple(PriceKind)


def make_prices(treatments, *, number, level, rng, stock, today):
    """Return the prices of a sample clinic for its treatments.

    `level` is (place, number of places) of its tier in the scale; a higher place has higher prices.
    """
    if not stock.rates:
        return []
    kind = PRICE_KINDS[number % len(PRICE_KINDS)]
    currency = pick_currency(number, stock.rates)
    blank = blank_child(PRICES)
    prices = []
    for place, treatment in enumerate(treatments):
        for values in quotes(kind, treatment, level=level, rng=rng, guide=stock.guide):
            if values["state"] == PriceState.PRICED:
                values = in_currency(values, stock.rates[currency])
            prices.append(
                {
                    **blank,
                    "treatment": treatment,
                    "currency": currency,
                    "tax": rng.choice(TaxState.values),
                    "remark": rng.choice(REMARKS),
                    "source": INVENTED,
                    **dates(number + place, today),
                    **values,
                    "inclusions": inclusions(values["basis"], rng, stock.inclusions),
                }
            )
    return PRICES.in_order(prices)


def pick_currency(number, rates):
    """Return the currency of a sample's prices: US dollars, or every fifth time another one with a rate."""
    others = [code for code in rates if code != "USD"]
    if others and (number % 5 == 0 or "USD" not in rates):
        return others[number // 5 % len(others)]
    return "USD"


def quotes(kind, treatment, *, level, rng, guide):
    """Return the quotes of one treatment in US dollars; without figures in the guide, on assessment."""

    def quote(basis, **changes):
        known = guide.get((treatment, basis))
        if known is None:
            return assessed(basis)
        low, high = near(known, level=level, rng=rng)
        if changes.pop("fixed", False):
            high = low
        return {"basis": basis, "state": PriceState.PRICED.value, "low": low, "high": high, **changes}

    session, package = PriceBasis.SESSION.value, PriceBasis.PACKAGE.value
    match kind:
        case PriceKind.SESSION:
            return [quote(session)]
        case PriceKind.PACKAGE:
            return [quote(package)]
        case PriceKind.BOTH:
            return [quote(session, sessions_min=2, sessions_max=3), quote(package)]
        case PriceKind.OPEN_WITH_FIGURE:
            return [quote(package, open_ended=True)]
        case PriceKind.OPEN:
            return [quote(session, open_ended=True, high=None)]
        case PriceKind.FIXED:
            return [quote(package, fixed=True)]
        case PriceKind.ASSESSMENT:
            return [assessed(package)]
        case PriceKind.SESSION_BESIDE_ASSESSMENT:
            return [quote(session), assessed(package)]
    return []


def assessed(basis):
    """Return a price that is quoted after an assessment."""
    return {"basis": basis, "state": PriceState.ON_ASSESSMENT.value}


def near(known, *, level, rng):
    """Return a lowest and a highest price inside a known range, at the place that the level gives."""
    low, high = known
    place, places = level
    width = max(high - low, 1)
    center = low + width * (2 * place + 1) // (2 * places)
    half = width * rng.randint(6, 14) // 100
    return center - half, center + half


def in_currency(values, rate):
    """Return a quote in US dollars in another currency, its figures rounded as people round them."""
    figures = {name: values[name] for name in ("low", "high") if values.get(name) is not None}
    return {**values, **{name: rounded(int(figure * rate)) for name, figure in figures.items()}}


def rounded(amount):
    """Return an amount rounded to its second digit or the half of it: 1,234 gives 1,250."""
    step = max(5 * 10 ** (len(str(amount)) - 3), 10)
    return max((amount + step // 2) // step * step, step)


def dates(turn, today):
    """Return when a price was checked, if it was, and for which year it holds."""
    days = DAYS_SINCE_CHECKED[turn % len(DAYS_SINCE_CHECKED)]
    if days is None:
        return {"checked_on": None, "year": today.year}
    checked_on = today - timedelta(days=days)
    return {"checked_on": checked_on.isoformat(), "year": checked_on.year}


def inclusions(basis, rng, known):
    """Return what a price contains; a session contains little."""
    most = len(known) if basis == PriceBasis.PACKAGE else 1
    return sorted(rng.sample(known, rng.randint(0, min(most, len(known)))))
