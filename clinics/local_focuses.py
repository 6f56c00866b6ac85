"""What the clinics of a district are known for, and which of those pairs have a page of their own."""

from dataclasses import dataclass

from django.urls import reverse

from clinics.models import District, Focus
from clinics.popular import most_clinics

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
