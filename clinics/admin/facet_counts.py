"""The counts beside the filters of the list of clinics, out of the index where it knows them.

Django counts each filter with a statement of its own over all clinics. The index holds what these filters ask
for; what it does not hold, such as an address with a parameter that no filter knows, Django counts as before.
"""

from functools import cached_property, reduce
from operator import and_, or_

from django.contrib import admin
from django.core.exceptions import ValidationError

from clinics.index.keeping import read_known
from clinics.models import Clinic

EXACT, EMPTY, SINCE, BEFORE = "exact", "isnull", "gte", "lt"
KINDS = {EXACT, EMPTY, SINCE, BEFORE}
MEMBERS = {
    "status": "status",
    "price_tier": "tier",
    "focuses": "focus",
    "is_example": "example",
    "legal_basis": "legal basis",
}
FIGURES = {"verified_on": "verified on", "review_due_on": "review due"}


class NotIndexed(Exception):
    """The index does not hold what is asked for."""


class CountedClinics:
    """What the index says of the clinics of a change list."""

    def __init__(self, changelist, index, request):
        self.changelist = changelist
        self.request = request
        self.index = index

    def left_by_others(self, own):
        """Return the clinics that pass the search and the other filters; raise NotIndexed if unknown."""
        specs = self.changelist.filter_specs
        known = {parameter for spec in specs for parameter in spec.expected_parameters()}
        if not all(isinstance(spec, CountedByIndex) for spec in specs):
            raise NotIndexed
        if self.changelist.get_filters_params().keys() - known:
            raise NotIndexed
        return reduce(and_, (spec.chosen(self.index) for spec in specs if spec is not own), self._searched)

    @cached_property
    def _searched(self):
        query = self.changelist.query
        if not query:
            return self.index.everything
        clinics = self.changelist.root_queryset
        found, _has_duplicates = self.changelist.model_admin.get_search_results(self.request, clinics, query)
        return self.index.bitmap_of_pks(set(found.order_by().values_list("pk", flat=True)))


class CountedByIndex:
    """A filter that takes its counts from the index."""

    def get_facet_queryset(self, changelist):
        """Return the name of each count -> the count."""
        try:
            counted = counted_clinics(changelist, self.request)
            left = counted.left_by_others(self)
            return {name: (each & left).bit_count() for name, each in self.choosable(counted.index).items()}
        except NotIndexed:
            return super().get_facet_queryset(changelist)

    def chosen(self, index):
        """Return the clinics that pass what is chosen."""
        passing = index.everything
        for lookup, values in self.used_parameters.items():
            passing &= reduce(or_, (clinics_with(index, lookup, value) for value in values))
        return passing

    def choosable(self, index):
        """Return the name of each count -> the clinics that its choice gives."""
        conditions = {
            name: [clinics_with(index, *condition) for condition in count.filter.children]
            for name, count in self.get_facet_counts(Clinic._meta.pk.attname, None).items()
        }
        return {name: reduce(and_, clinics, index.everything) for name, clinics in conditions.items()}


def counted_clinics(changelist, request):
    """Return the CountedClinics of a change list, read once; raise NotIndexed where there is no index."""
    if not hasattr(changelist, "counted_clinics"):
        known = read_known()
        changelist.counted_clinics = known and CountedClinics(changelist, known.index, request)
    if changelist.counted_clinics is None:
        raise NotIndexed
    return changelist.counted_clinics


def clinics_with(index, lookup, value):
    """Return the clinics for which a lookup such as ("verified_on__gte", "2026-01-01") is true."""
    path, _separator, kind = lookup.rpartition("__")
    if kind not in KINDS:
        path, kind = lookup, EXACT
    name = path.removesuffix("__id")
    if name in MEMBERS:
        if kind == EMPTY:
            return _unless(index, value, index.any_of(MEMBERS[name], _members(index, name)))
        if kind == EXACT:
            return index.bitmap(MEMBERS[name], _value(path, value))
    elif name in FIGURES:
        figures = index.figures(FIGURES[name])
        if kind == EMPTY:
            return _unless(index, value, figures.known)
        before = figures.at_most(_value(path, value).toordinal() - 1)
        if kind == BEFORE:
            return before
        if kind == SINCE:
            return figures.known & ~before
    raise NotIndexed


def _members(index, name):
    return [member for member in index.bitmaps.get(MEMBERS[name], {}) if member is not None]


def _unless(index, is_empty, known):
    """Return the clinics of which something is not known, or those of which it is."""
    return index.everything & ~known if is_empty else known


def _value(path, value):
    """Return a value of a lookup as the column holds it."""
    name, _separator, key = path.partition("__")
    field = Clinic._meta.get_field(name)
    if key:
        field = field.target_field
    try:
        return field.to_python(value)
    except ValidationError as error:
        raise NotIndexed from error


class ChoicesFilter(CountedByIndex, admin.ChoicesFieldListFilter):
    """One of the choices of a column."""


class RelatedFilter(CountedByIndex, admin.RelatedFieldListFilter):
    """A related record."""


class BooleanFilter(CountedByIndex, admin.BooleanFieldListFilter):
    """Yes or no."""


class DateFilter(CountedByIndex, admin.DateFieldListFilter):
    """A stretch of days."""
