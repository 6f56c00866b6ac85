"""The price guide as it is shown: its tables in order, their bars on one scale, and where they disagree."""

from dataclasses import dataclass

from pricing.bars import Bar, bar, top_of_scale
from pricing.estimating import Disagreement, Estimate
from pricing.models import MarketPrice, Procedure, Treatment
from pricing.money import Span, in_us_dollars, stated_span


@dataclass(frozen=True, slots=True)
class GuideRow:
    """A row of the guide, its price in US dollars or None, and the bar of that."""

    row: MarketPrice
    dollars: Span | None
    bar: Bar


@dataclass(frozen=True, slots=True)
class GuideTable:
    """The rows of one basis; `source` is a row whose source and day all share, or None."""

    basis: str
    rows: list
    source: MarketPrice | None

    @property
    def has_notes(self):
        """Whether some row has a remark, or a source of its own."""
        return self.source is None or any(each.row.remark for each in self.rows)


@dataclass(frozen=True, slots=True)
class Guide:
    """The tables of one procedure; `top` ends the scale of all bars, in whole US dollars."""

    procedure: Procedure
    tables: list
    top: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class TreatmentDisagreements:
    """A treatment whose package and single sessions disagree, and how."""

    treatment: Treatment
    disagreements: list[Disagreement]


def read_guides(rows):
    """Return a Guide for each procedure that rows of the price guide, in its order, are about."""
    by_procedure = {}
    for row in rows:
        by_procedure.setdefault(row.procedure_id, []).append(row)
    return [_guide(some) for some in by_procedure.values()]


def read_disagreements(rows, treatments):
    """Return the TreatmentDisagreements of those treatments whose prices disagree, in order."""
    found = [
        TreatmentDisagreements(treatment, Estimate(rows, treatment).disagreements) for treatment in treatments
    ]
    return [each for each in found if each.disagreements]


def _guide(rows):
    dollars = [_in_dollars(row) for row in rows]
    top = top_of_scale(span for span in dollars if span)
    shown = [GuideRow(row, span, bar(span, None, top=top)) for row, span in zip(rows, dollars, strict=True)]
    tables = {}
    for each in shown:
        tables.setdefault(each.row.basis, []).append(each)
    return Guide(
        procedure=rows[0].procedure,
        tables=[_table(some) for some in tables.values()],
        top=top,
        is_open=any(row.open_ended for row in rows),
    )


def _table(rows):
    sources = {(each.row.source, each.row.checked_on) for each in rows}
    return GuideTable(rows[0].row.get_basis_display(), rows, rows[0].row if len(sources) == 1 else None)


def _in_dollars(row):
    span = stated_span(row)
    if span is None or not row.currency.units_per_usd:
        return None
    return in_us_dollars(span, units_per_usd=row.currency.units_per_usd)
