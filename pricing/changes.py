"""When what the pages about prices and treatments show was last changed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from pricing.models import Inclusion, MarketPrice, PriceTier, Procedure, Treatment


@dataclass(frozen=True, slots=True)
class PriceChanges:
    """Moments: of each treatment by slug, in the order of the site, and of the price guide, None if empty."""

    treatments: dict[str, datetime]
    guide: datetime | None


def newest(moments):
    """Return the latest of some moments, of which some or all may be None."""
    return max((moment for moment in moments if moment is not None), default=None)


def read_price_changes():
    """Return the PriceChanges, in two queries.

    A treatment changes with its procedure and with the rows of the price guide that cover it. What was
    deleted left no trace.
    """
    treatments = Treatment.objects.in_order().annotate(priced=Max("market_prices__changed_at"))
    rows = treatments.values_list("slug", "changed_at", "procedure__changed_at", "priced")
    guide = MarketPrice.objects.order_by().values_list("changed_at")
    parts = [
        model.objects.order_by().values_list("changed_at") for model in (Inclusion, PriceTier, Procedure)
    ]
    return PriceChanges(
        treatments={slug: newest(moments) for slug, *moments in rows},
        guide=newest(moment for (moment,) in guide.union(*parts)),
    )
