"""What sample clinics are made from: the vocabularies and the price guide, read once."""

from dataclasses import dataclass

from clinics.vocabulary import Vocabulary
from pricing.models import Currency, Inclusion, MarketPrice, PriceState


class NothingToSample(LookupError):
    """The database holds no district that a clinic could lie in."""


@dataclass(frozen=True)
class Stock:
    """The vocabularies, the inclusions, the rates, and the price guide in US dollars.

    `guide` gives (low, high) by treatment and basis; `rates` gives units per US dollar by currency.
    """

    vocabulary: Vocabulary
    busy: list  # districts that many clinics lie in: quarters, and what has quarters
    quiet: list  # other districts
    inclusions: list[str]
    rates: dict
    guide: dict

    @classmethod
    def read(cls):
        """Read everything; raise NothingToSample without a district."""
        vocabulary = Vocabulary.read()
        districts = vocabulary.district
        busy, quiet = [], []
        for district in districts:
            has_quarters = bool(districts.children(district)) and districts.depth(district) > 0
            (busy if has_quarters or districts.depth(district) > 1 else quiet).append(district)
        quiet = [district for district in quiet if not districts.children(district)] or quiet
        if not busy and not quiet:
            raise NothingToSample
        rated = Currency.objects.filter(units_per_usd__isnull=False).order_by("code")
        rates = dict(rated.values_list("code", "units_per_usd"))
        return cls(
            vocabulary=vocabulary,
            busy=busy or quiet,
            quiet=quiet or busy,
            inclusions=list(Inclusion.objects.order_by("position", "slug").values_list("slug", flat=True)),
            rates=rates,
            guide=read_guide(rates),
        )


def read_guide(rates):
    """Return {(treatment, basis): (low, high)} in whole US dollars; a row for fewer areas comes first."""
    priced = MarketPrice.objects.filter(state=PriceState.PRICED, high__isnull=False, currency__in=rates)
    rows = priced.prefetch_related("treatments")
    guide = {}
    for row in sorted(rows, key=lambda row: (len(row.covered), row.position, row.label)):
        rate = rates[row.currency_id]
        for treatment in row.covered:
            guide.setdefault((treatment.slug, row.basis), (int(row.low / rate), int(row.high / rate)))
    return guide
