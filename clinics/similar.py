"""Clinics that a visitor of one clinic may want to see too: near it, or known for the same."""

from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.utils.translation import gettext as _

from clinics.models import Clinic, District

MOST = 3


@dataclass(frozen=True, slots=True)
class SimilarClinic:
    """A clinic with its district, and in words what it shares with another."""

    clinic: Clinic
    district: District
    reason: str


def read_similar(clinic, districts, *, at):
    """Return up to three SimilarClinics that are published at a moment, in one query.

    Those known for the same come first, then others, the nearest of either first, then by name: every visitor
    sees the same ones. `districts` is the tree.
    """
    here = districts.with_descendants({clinic.district_id})
    path = districts.path(clinic.district)
    around = districts.with_descendants({path[-2].pk}) if len(path) > 1 else here
    shared = Clinic.focuses.through.objects.filter(
        clinic=OuterRef("pk"), focus__in=clinic.focuses.order_by().values("pk")
    )
    found = (
        Clinic.objects.published(at=at)
        .exclude(pk=clinic.pk)
        .annotate(
            shares_focus=Exists(shared),
            distance=Case(
                When(district__in=here, then=Value(0)),
                When(district__in=around, then=Value(1)),
                default=Value(2),
                output_field=IntegerField(),
            ),
        )
        .filter(Q(shares_focus=True) | Q(distance__lt=2))
        .select_related("price_tier")
        .order_by("-shares_focus", "distance", "sort_name", "slug")[:MOST]
    )
    return [
        SimilarClinic(other, districts.by_pk[other.district_id], _reason(other, path))
        for other in found
        if other.district_id in districts.by_pk
    ]


def _reason(other, path):
    if other.distance == 2:
        return _("Known for the same")
    place = path[-1] if other.distance == 0 else path[-2]
    if other.shares_focus:
        return _("Known for the same, in %(district)s") % {"district": place.name}
    return _("In %(district)s") % {"district": place.name}
