"""What pages of other layers show of clinics."""

from urllib.parse import urlsplit

from django import template
from django.utils import timezone

from clinics.ages import age_in_words
from clinics.cards import read_cards, scale_in_words
from clinics.index.keeping import read_known
from clinics.korea import CURRENCY
from clinics.listing import listing_of
from clinics.maps import draw_maps
from clinics.remembering import remembered_with
from clinics.state import State
from clinics.tier_courses import read_tier_courses
from pricing.bars import bar, top_of_scale
from pricing.models import Currency
from pricing.tiers import tier_mark

register = template.Library()


@register.filter
def age_on(day, today):
    """Return how long a day lies back from another: "3 weeks ago"."""
    return age_in_words(day, on=today)


@register.filter
def host_of(url):
    """Return the host of an address as a reader knows it: "https://www.maps.example/x" -> "maps.example"."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


FEW = 6


@register.inclusion_tag("clinics/_offering.html")
def clinics_offering(treatment):
    """Show the first clinics that offer a treatment, with its prices, and lead to all of them."""
    listing = listing_of(treatment=[treatment.slug])
    cards = read_cards(listing)[:FEW]
    return {
        "treatment": treatment,
        "listing": listing,
        "cards": cards,
        "scale": scale_in_words(cards),
        "maps": draw_maps(listing, State(listing.filter)) if cards else [],
    }


@register.simple_tag
def local_currency():
    """Return the Currency of the clinics' country when it has a dated rate, else None."""
    return Currency.objects.with_rate().filter(code=CURRENCY).first()


@register.inclusion_tag("clinics/_tier_legend.html")
def tier_legend(tiers):
    """Show what each price tier means, and in money where enough clinics have a price."""
    courses = remembered_with(read_known(), read_tier_courses, at=timezone.now())
    top = top_of_scale(each.span for each in courses.values())
    rows = []
    for tier in tiers:
        found = courses.get(tier.pk)
        rows.append((tier, tier_mark(tier, tiers), found, bar(found and found.span, None, top=top)))
    return {"rows": rows, "top": top}
