"""Every address that search engines are asked to keep, with the moment of its last change in public."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from math import ceil

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from articles.changes import read_article_changes
from clinics.changes import read_clinic_changes
from clinics.korea import SEOUL
from clinics.listing import PAGE_SIZE
from clinics.models import Clinic
from pricing.changes import newest, read_price_changes

MOST = 10_000  # addresses in one file; the protocol allows 50,000
PAGES, CLINICS = "pages", "clinics"  # the sections of a sitemap that is too long for one file


@dataclass(frozen=True, slots=True)
class Entry:
    """A path with its query, and when it was last changed: a moment, a day or None."""

    path: str
    changed: datetime | date | None

    @property
    def lastmod(self):
        """The last change as the protocol writes it (W3C date and time), "" when it is not known."""
        if isinstance(self.changed, datetime):
            return self.changed.isoformat(timespec="seconds")
        return "" if self.changed is None else self.changed.isoformat()


@dataclass(frozen=True, slots=True)
class Part:
    """One file of several: its section and its number from 1 on, and when something in it last changed."""

    section: str
    number: int
    changed: datetime | None

    @property
    def entry(self):
        """The file itself as an Entry."""
        return Entry(reverse("sitemap_part", args=[self.section, self.number]), self.changed)


class NoSuchPart(LookupError):
    """A file that the sitemap does not have."""


class Sitemap:
    """The sitemap at a moment. All pages but those of clinics are read at once, clinics a file at a time.

    What is not asked for is not read.
    """

    def __init__(self, *, at):
        self.at = at

    @cached_property
    def pages(self):
        """The Entries of all pages but those of clinics."""
        return list(_pages(at=self.at))

    @cached_property
    def clinic_count(self):
        """The number of clinics with a page to be kept."""
        return indexed_clinics(at=self.at).count()

    @property
    def is_divided(self):
        """Whether it is too long for one file."""
        return len(self.pages) + self.clinic_count > MOST

    @property
    def parts(self):
        """The Parts of a divided sitemap."""
        for number in self._numbers(PAGES):
            yield Part(PAGES, number, newest(entry.changed for entry in self.entries_of(PAGES, number)))
        for number in self._numbers(CLINICS):
            changed = self._clinics(number).aggregate(changed=Max("public_change"))["changed"]
            yield Part(CLINICS, number, changed)

    def entries(self):
        """Return the Entries of an undivided sitemap."""
        return [*self.pages, *self._entries_of_clinics(1)]

    def entries_of(self, section, number):
        """Return the Entries of one file of a divided sitemap, or raise NoSuchPart."""
        if number not in self._numbers(section):
            raise NoSuchPart(section, number)
        if section == PAGES:
            return self.pages[slice_of(number)]
        return self._entries_of_clinics(number)

    def _numbers(self, section):
        """Return the numbers of the files that a section needs."""
        if section not in (PAGES, CLINICS):
            return range(0)
        length = len(self.pages) if section == PAGES else self.clinic_count
        return range(1, ceil(length / MOST) + 1)

    def _clinics(self, number):
        clinics = indexed_clinics(at=self.at).with_public_change(at=self.at)
        return clinics.order_by("pk")[slice_of(number)]

    def _entries_of_clinics(self, number):
        rows = self._clinics(number).values_list("slug", "public_change")
        return [Entry(reverse("clinics:detail", args=[slug]), changed) for slug, changed in rows]


def slice_of(number):
    """Return which of all entries stand in a file."""
    return slice((number - 1) * MOST, number * MOST)


def indexed_clinics(*, at):
    """Return the clinics with a page to be kept: visitors see them, and they are no examples."""
    return Clinic.objects.published(at=at).filter(is_example=False)


def _pages(*, at):
    """Yield an Entry for each address but those of clinics."""
    prices, clinics = read_price_changes(), read_clinic_changes(at=at)
    articles = read_article_changes(today=timezone.localdate(at, SEOUL), at=at, clinics=clinics)
    treatments = newest(prices.treatments.values())
    districts = newest([clinics.all, *clinics.districts.values()])
    asked = newest([treatments, prices.guide])
    yield Entry(reverse("home"), newest([asked, districts, articles.newest]))
    yield from _pages_of(reverse("clinics:list"), ceil(clinics.count / PAGE_SIZE), clinics.all)
    yield Entry(reverse("clinics:districts"), districts)
    for slug, changed in clinics.districts.items():
        yield Entry(reverse("clinics:district", args=[slug]), changed)
    for pair, changed in sorted(clinics.pairs.items()):
        yield Entry(reverse("clinics:district_focus", args=pair), changed)
    yield Entry(reverse("pricing:treatments"), treatments)
    for slug, changed in prices.treatments.items():
        yield Entry(
            reverse("pricing:treatment", args=[slug]), newest([changed, clinics.treatments.get(slug)])
        )
    yield Entry(reverse("pricing:guide"), prices.guide)
    yield Entry(reverse("clinics:estimate"), asked)
    yield Entry(reverse("clinics:plan"), treatments)
    for each in articles.lists:
        yield from _pages_of(each.path, each.pages, each.changed)
    for path, changed in articles.articles:
        yield Entry(path, changed)


def _pages_of(path, pages, changed):
    """Yield an Entry for each page of a list; an empty list has one page."""
    yield Entry(path, changed)
    for number in range(2, pages + 1):
        yield Entry(f"{path}?page={number}", changed)
