"""What the market asks for one treatment on either basis, as its page shows it."""

from dataclasses import dataclass

from pricing.bars import Bar, bar, top_of_scale
from pricing.estimating import Disagreement, Estimate, Line
from pricing.models import PriceBasis


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A row of the price guide as a Line, with the bar of what it asks for its own basis."""

    line: Line
    bar: Bar


@dataclass(frozen=True, slots=True)
class BasisPrices:
    """The PriceLines of one basis, in the order of the guide; there may be none."""

    basis: PriceBasis
    lines: list[PriceLine]

    @property
    def source(self):
        """A row whose source and day all lines share, or None."""
        rows = [each.line.row for each in self.lines]
        return rows[0] if len({(row.source, row.checked_on) for row in rows}) == 1 else None


@dataclass(frozen=True, slots=True)
class TreatmentPrices:
    """Both bases of a treatment, and where they disagree; all bars stand on one scale to `top` US dollars."""

    bases: list[BasisPrices]
    top: int
    is_open: bool
    disagreements: list[Disagreement]


def prices_of(rows, treatment):
    """Return the TreatmentPrices that rows of the price guide give; both bases are always there."""
    estimate = Estimate(rows, treatment)
    lines = estimate.lines
    top = top_of_scale(span for span in map(_asked, lines) if span)
    drawn = [PriceLine(line, bar(_asked(line), None, top=top)) for line in lines]
    return TreatmentPrices(
        bases=[
            BasisPrices(basis, [each for each in drawn if each.line.row.basis == basis])
            for basis in PriceBasis
        ],
        top=top,
        is_open=any(line.row.open_ended for line in lines),
        disagreements=estimate.disagreements,
    )


def _asked(line):
    return line.course if line.is_package else line.session
