"""How many clinics each choice would give: exact counts for every facet.

The count beside an option is the count of the same query with this parameter replaced by that one option;
for `verified`, with that option added.
"""

from typing import NamedTuple

from django.db.models import CharField, Count, Exists, F, OuterRef, Value

from clinics.among import Among
from clinics.filters import RELATIONS, in_buckets
from clinics.models import Clinic, ClinicPrice, District, Finding

FACETS = ("district", "focus", "concern", "treatment", "language", "service", "tier", "verified")
LISTED = "listed"


class Option(NamedTuple):
    """One choice of a facet: its slug, its name, how many clinics it gives, and whether it is chosen."""

    value: str
    label: str
    count: int
    selected: bool
    depth: int = 0


def list_options(clinic_filter, counts):
    """Return facet -> list of Options in the vocabulary's order, for a ClinicFilter and its `counts`.

    These are facet -> {primary key: count} as `count_by_query` gives them.
    """
    facets = {}
    for facet in FACETS:
        terms = getattr(clinic_filter.vocabulary, facet)
        chosen = {record.pk for record in clinic_filter.chosen[facet]}
        rows, counted = terms.rows, counts[facet]
        if facet == "district":
            counted, listed = terms.rolled_up(counted), terms.rolled_up(counts[LISTED])
            rows = [row for row in rows if listed[row[0]] or row[0] in chosen]
        facets[facet] = [
            Option(slug, name, counted.get(pk, 0), pk in chosen, depth) for pk, slug, name, depth in rows
        ]
    return facets


def count_by_query(clinic_filter):
    """Return facet -> {primary key: count}; LISTED has a 1 for each district that holds published clinics.

    Districts are counted without those inside them.
    """
    first, *others = _grouped(clinic_filter)
    counts = {facet: {} for facet in (*FACETS, LISTED)}
    for facet, pk, count in first.union(*others, all=True):
        if pk is not None:
            counts[facet][pk] = count
    return counts


def _grouped(clinic_filter):
    yield _by(LISTED, _listed(clinic_filter), "pk")
    yield _by("district", _others(clinic_filter, "district", "pk", Clinic), "district_id")
    yield _by("tier", _others(clinic_filter, "tier", "pk", Clinic), "price_tier_id")
    verified = Finding.objects.verified(on=clinic_filter.today)
    yield _by("verified", verified.filter(Among("clinic_id", clinic_filter.found)), "criterion_id")
    for facet, related in RELATIONS.items():
        if facet == "treatment" and clinic_filter.chosen["budget"] is not None:
            rows = _treatments_within_budget(clinic_filter)
        else:
            rows = _others(clinic_filter, facet, "clinic_id", related)
        yield _by(facet, rows, f"{facet}_id")


def _listed(clinic_filter):
    """Return the districts in which a published clinic lies: the first one found is enough for each."""
    return District.objects.filter(Exists(clinic_filter.queryset.filter(district=OuterRef("pk"))))


def _others(clinic_filter, facet, column, model):
    """Return the rows of a model whose clinic passes every parameter but this facet.

    Where nothing of the facet is chosen, those are the clinics that were found.
    """
    if clinic_filter.chosen[facet]:
        return model.objects.filter(**{f"{column}__in": _keys(clinic_filter.narrowed(without=facet))})
    return model.objects.filter(Among(column, clinic_filter.found))


def _treatments_within_budget(clinic_filter):
    """Return (clinic, treatment) rows whose own course price a budget keeps."""
    related = RELATIONS["treatment"].objects
    if clinic_filter.chosen["treatment"]:
        rows = related.filter(clinic__in=_keys(clinic_filter.narrowed(without="treatment", budgeted=False)))
    else:
        rows = related.filter(Among("clinic_id", clinic_filter.placed))
    courses = ClinicPrice.objects.courses().filter(clinic=OuterRef("clinic"), treatment=OuterRef("treatment"))
    in_bucket = in_buckets(rows, courses, budget=clinic_filter.chosen["budget"])
    return in_bucket.filter(bucket__in=clinic_filter.kept_buckets)


def _keys(clinics):
    return clinics.order_by().values("pk")


def _by(facet, rows, column):
    """Count rows by a column, as (facet, primary key, count)."""
    return (
        rows.order_by()
        .values(facet=Value(facet, output_field=CharField()), option=F(column))
        .annotate(count=Count("pk"))
        .values_list("facet", "option", "count")
    )
