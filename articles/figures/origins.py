"""The records that a figure draws on, so that a page can say when what it shows was last changed."""

from dataclasses import replace

from pricing.market import nearest_row
from pricing.models import PriceBasis, Treatment

from .asked import UnknownFigure
from .blocks import compared


def origins_of(figure, records):
    """Return the records that a Figure shows something of; none of a figure that cannot be drawn.

    What is counted of clinics and districts is no record of its own. The parts of a procedure, such as care
    rules, go by the procedure, with which they are edited.
    """
    try:
        return ORIGINS[figure.name](figure, records) if figure.name in ORIGINS else []
    except UnknownFigure:
        return []


def _market_prices(figure, records):
    procedure = records.procedure(figure.option("procedure"))
    basis = figure.option("basis")
    return [row for row in records.prices(procedure) if basis in {"", row.basis}]


def _comparison(figure, records):
    return [records.clinics[slug] for slug in compared(figure) if slug in records.clinics]


def _care_timeline(figure, records):
    if slug := figure.option("treatment"):
        treatment = records.treatment(slug)
        return [treatment, treatment.procedure]
    return [records.procedure(figure.option("procedure"))]


def _checklist(figure, records):
    slug = figure.option("factor")
    return [
        record
        for factor, criteria in records.criteria(records.procedure())
        if slug in {"", factor.slug}
        for record in (factor, *criteria)
    ]


def _price(figure, records):
    return _row(figure, records, figure.words[1:2])


def _course(figure, records):
    return [*_row(figure, records, [PriceBasis.SESSION]), _treatment(figure, records)]


def _home_price(figure, records):
    return [*_price(figure, records), _treatment(figure, records).procedure]


def _row(figure, records, basis):
    row = nearest_row(records.prices(), _treatment(figure, records), *basis) if basis else None
    return [row] if row else []


def _treatment(figure, records):
    return records.treatment(next(iter(figure.words), ""))


def _numbers(figure, records):
    """The record that a figure names, a treatment with its procedure; else the procedure of the guide."""
    slug = next((word for word in figure.words if not word.isdigit()), "")
    if not slug:
        return [records.procedure()]
    found = records.treatment_or_procedure(slug)
    return [found, found.procedure] if isinstance(found, Treatment) else [found]


def _count(figure, records):
    if not {"factors", "criteria"} & set(figure.words):
        return []
    [procedure] = _numbers(replace(figure, argument=" ".join(figure.words[1:])), records)[-1:]
    return [record for factor, criteria in records.criteria(procedure) for record in (factor, *criteria)]


def _emergency(figure, records):
    return [records.contacts[word] for word in figure.words if word in records.contacts]


ORIGINS = {
    "market-prices": _market_prices,
    "comparison": _comparison,
    "care-timeline": _care_timeline,
    "checklist": _checklist,
    "price": _price,
    "course": _course,
    "home-price": _home_price,
    "emergency": _emergency,
    "count": _count,
    **dict.fromkeys(
        (
            *("sessions", "session-hours", "days-between", "healing-days", "touch-up-years", "below-home"),
            *("first-to-last", "until-healed", "chair-time"),
        ),
        _numbers,
    ),
}
