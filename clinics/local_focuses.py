"""What the clinics of a district are known for, the pages of such pairs, and the page nearest a listing."""

from dataclasses import dataclass

from django.urls import reverse

from clinics.models import District, Focus
from clinics.popular import most_clinics
from pricing.addresses import address_of

FEWEST_CLINICS = 3
MOST_DISTRICTS = 12


def has_page(count):
    """Tell whether a district and a focus with so many clinics have a page: fewer fill none."""
    return count >= FEWEST_CLINICS


@dataclass(frozen=True, slots=True)
class LocalFocus:
    """A district and a focus with the number of clinics that the listing finds for both."""

    district: District
    focus: Focus
    count: int

    @property
    def has_page(self):
        """Whether the pair has a page of its own."""
        return has_page(self.count)

    @property
    def url(self):
        """Where its clinics stand: the page of the pair, else the filtered listing."""
        slugs = {"district": self.district.slug, "focus": self.focus.slug}
        if self.has_page:
            return reverse("clinics:district_focus", args=list(slugs.values()))
        return reverse("clinics:list", query=slugs)


def read_focuses_of(listing, district):
    """Return the LocalFocuses of a Listing's only district that have clinics, in the vocabulary's order."""
    focuses = listing.vocabulary.focus.by_slug
    return [
        LocalFocus(district, focuses[option.value], option.count)
        for option in listing.facets["focus"]
        if option.count
    ]


def read_districts_of(listing, focus):
    """Return the LocalFocuses with a page of a Listing's only focus, most clinics first, twelve at the most.

    Those of the districts that the listing has chosen are left out.
    """
    districts = listing.vocabulary.district.by_slug
    others = [
        option for option in listing.facets["district"] if has_page(option.count) and not option.selected
    ]
    return [
        LocalFocus(districts[option.value], focus, option.count)
        for option in most_clinics(others, most=MOST_DISTRICTS)
    ]


def nearest_page(listing):
    """Return the path of the page that search engines keep and that shows most of what a Listing shows.

    That is the page of its only district, with its only focus where the pair surely has a page; else that of
    its only treatment; else the listing without a choice.
    """
    districts, focuses, treatments = (listing.chosen[name] for name in ("district", "focus", "treatment"))
    if len(districts) == 1:
        # A pair has as many clinics as are found here, or more.
        if len(focuses) == 1 and has_page(listing.count):
            return reverse("clinics:district_focus", args=[districts[0].slug, focuses[0].slug])
        return address_of("clinics:district", districts[0].slug)
    if len(treatments) == 1 and not districts:
        return address_of("pricing:treatment", treatments[0].slug)
    return address_of("clinics:list")
