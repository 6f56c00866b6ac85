"""Clinics that a visitor of one clinic may want to see too: near it, or known for the same."""

from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.utils.translation import gettext as _

from clinics.bounded import Bounded
from clinics.models import Clinic, District

MOST = 3
MOST_REMEMBERED = 1_500  # clinics, a kilobyte or two each
HERE, AROUND, ELSEWHERE = range(3)

remembered = Bounded(lambda: MOST_REMEMBERED)  # by clinic that is beside another, until it changes
found_beside = Bounded(lambda: MOST_REMEMBERED)  # by clinic that others are beside, until anything changes


@dataclass(frozen=True, slots=True)
class SimilarClinic:
    """A clinic with its district, and in words what it shares with another."""

    clinic: Clinic
    district: District
    reason: str

    @property
    def key(self):
        """What no other has that shows something else, together with the stamp of the clinic."""
        return self.clinic.pk, self.reason


def read_similar(clinic, districts, *, focuses, at, known=None):
    """Return up to three SimilarClinics that are published at a moment, in one query at most.

    Those known for the same come first, then others, the nearest of either first, then by name: every visitor
    sees the same ones. `districts` is the tree, `focuses` are the primary keys of those of the clinic; with
    what is Known of the data the index finds them.
    """
    if known is None:
        return _read_similar(clinic, districts, focuses, at, known)
    key = clinic.pk, known.version, known.index.public(at=at).since
    similar = found_beside.get(key)
    if similar is None:
        similar = _read_similar(clinic, districts, focuses, at, known)
        found_beside.add(key, similar, size=1)
    return similar


def _read_similar(clinic, districts, focuses, at, known):
    path = districts.path(clinic.district)
    here = districts.with_descendants({clinic.district_id})
    around = districts.with_descendants({path[-2].pk}) if len(path) > 1 else here
    if known is None:
        found = _by_query(clinic, focuses, here, around, at)
    else:
        found = _by_index(clinic, focuses, here, around, at, known)
    return [
        SimilarClinic(other, districts.by_pk[other.district_id], _reason(place, shares_focus, path))
        for other, place, shares_focus in found
        if other.district_id in districts.by_pk
    ]


def _by_query(clinic, focuses, here, around, at):
    """Return (clinic, HERE or AROUND or ELSEWHERE, whether it shares a focus) of those that are similar."""
    shared = Clinic.focuses.through.objects.filter(clinic=OuterRef("pk"), focus__in=focuses)
    found = (
        Clinic.objects.published(at=at)
        .exclude(pk=clinic.pk)
        .annotate(
            shares_focus=Exists(shared),
            distance=Case(
                When(district__in=here, then=Value(HERE)),
                When(district__in=around, then=Value(AROUND)),
                default=Value(ELSEWHERE),
                output_field=IntegerField(),
            ),
        )
        .filter(Q(shares_focus=True) | Q(distance__lt=ELSEWHERE))
        .select_related("price_tier")
        .order_by("-shares_focus", "distance", "sort_name", "slug")[:MOST]
    )
    return [(other, other.distance, other.shares_focus) for other in found]


def _by_index(clinic, focuses, here, around, at, known):
    """Return what _by_query returns."""
    index = known.index
    public, shared = index.public(at=at).clinics, index.any_of("focus", focuses)
    near, wide = index.any_of("district", here), index.any_of("district", around)
    ranked = []
    for clinics, place, shares_focus in (
        (shared & near, HERE, True),
        (shared & wide & ~near, AROUND, True),
        (shared & ~wide & ~near, ELSEWHERE, True),
        (near & ~shared, HERE, False),
        (wide & ~near & ~shared, AROUND, False),
    ):
        # One more than wanted: the clinic itself may be among them.
        ranked += [(pk, place, shares_focus) for pk in index.first(MOST + 1, clinics & public)]
    ranked = [each for each in ranked if each[0] != clinic.pk][:MOST]
    clinics = _read([pk for pk, *_rest in ranked], known)
    return [(clinics[pk], *rest) for pk, *rest in ranked if pk in clinics]


def _read(pks, known):
    """Return primary key -> clinic with its tier; those seen before are remembered until they change."""
    keys = {pk: (pk, known.stamp_of(pk)) for pk in pks}
    clinics = {pk: remembered.get(key) for pk, key in keys.items()}
    if missing := [pk for pk, clinic in clinics.items() if clinic is None]:
        read = Clinic.objects.select_related("price_tier").in_bulk(missing)
        for pk, clinic in read.items():
            remembered.add(keys[pk], clinic, size=1)
        clinics.update(read)
    return {pk: clinic for pk, clinic in clinics.items() if clinic is not None}


def _reason(place, shares_focus, path):
    if place == ELSEWHERE:
        return _("Known for the same")
    district = path[-1] if place == HERE else path[-2]
    if shares_focus:
        return _("Known for the same, in %(district)s") % {"district": district.name}
    return _("In %(district)s") % {"district": district.name}
