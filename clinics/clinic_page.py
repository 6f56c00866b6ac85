"""The page of one clinic. What the clinic alone decides is remembered until the clinic changes."""

from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from clinics.bounded import Bounded
from clinics.korea import SEOUL
from clinics.models import Clinic
from clinics.profile import Profile
from clinics.similar import read_similar
from clinics.structured_data import clinic_of
from clinics.vocabulary import read_districts

MOST_REMEMBERED = 1_500  # clinics, some kilobytes each


class Gist(NamedTuple):
    """What a page needs of a Profile around the part that shows it."""

    focuses: tuple[int, ...]
    structured_data: dict | None
    has_week: bool


remembered = Bounded(lambda: MOST_REMEMBERED)
found = Bounded(lambda: MOST_REMEMBERED)


def for_page(clinics):
    """Load what the page of a clinic shows of the clinic itself."""
    return clinics.select_related("district", "price_tier")


def find_published(slug, *, at, known=None):
    """Return the clinic with a slug that visitors see at an aware moment, as for_page loads it, or None.

    With what is Known of the data it is read once, until anything changes or time publishes a clinic.
    """
    if known is None:
        return for_page(Clinic.objects.published(at=at)).filter(slug=slug).first()
    key = slug, known.version, known.index.public(at=at).since
    clinic = found.get(key)
    if clinic is None:
        clinic = find_published(slug, at=at)
        if clinic is not None:
            found.add(key, clinic, size=1)
    return clinic


class ClinicPage:
    """What the page of a clinic shows at an aware moment.

    `token` is that of a preview and stands before its photos. With what is Known of the data, the page asks
    the database for little, and for less where the clinic was shown before.
    """

    def __init__(self, clinic, *, at, token="", known=None):
        self.clinic = clinic
        self.at = at
        self.token = token
        self.known = known

    @property
    def today(self):
        """The day in Seoul."""
        return timezone.localdate(self.at, SEOUL)

    @property
    def key(self):
        """What no other Profile has that would show something else; None where nothing may be remembered."""
        if self.known is None:
            return None
        return (self.clinic.pk, self.known.stamp_of(self.clinic.pk), self.today, settings.SHOW_CASE_PHOTOS)

    @cached_property
    def districts(self):
        """The tree of districts."""
        return self.known.vocabulary.district if self.known else read_districts()

    @cached_property
    def district_path(self):
        """The districts from the root to that of the clinic."""
        return self.districts.path(self.clinic.district)

    @cached_property
    def profile(self):
        """The Profile of the clinic, read when it is asked for."""
        return Profile(
            self.clinic,
            today=self.today,
            districts=self.districts,
            cases=settings.SHOW_CASE_PHOTOS,
            token=self.token,
            known=self.known,
        )

    @cached_property
    def gist(self):
        """The Gist of the profile."""
        key = self.key
        gist = key and remembered.get(key)
        if gist is None:
            profile = self.profile
            gist = Gist(profile.focuses, clinic_of(profile), profile.week is not None)
            if key:
                remembered.add(key, gist, size=1)
        return gist

    @cached_property
    def similar(self):
        """The SimilarClinics beside it."""
        return read_similar(
            self.clinic, self.districts, focuses=self.gist.focuses, at=self.at, known=self.known
        )
