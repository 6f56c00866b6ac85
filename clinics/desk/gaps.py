"""How complete listings are, by the points that an editor's page counts too (fact S265)."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from clinics.completeness import Completeness
from clinics.documents import CHILDREN, CLINIC_COLUMNS

from .dates import kept_clinics
from .tasks import Task, field

MOST_NAMED = 3


def read_completeness(clinics):
    """Yield (primary key, name, Completeness) of a queryset of clinics, by name and in one query.

    A completeness asks of each list of a listing only whether there is something in it.
    """
    owner = {"clinic": OuterRef("pk")}
    holdings = {child.key: Exists(child.model.objects.filter(**owner)) for child in CHILDREN}
    for column in CLINIC_COLUMNS:
        if column.is_many:
            through = column.field.remote_field.through
            holdings[column.name] = Exists(through._default_manager.filter(**owner))
    single = {column.name: column.field.attname for column in CLINIC_COLUMNS if not column.is_many}
    rows = clinics.order_by("sort_name", "slug").annotate(
        **{f"has_{name}": condition for name, condition in holdings.items()}
    )
    names = [*single, *holdings]
    paths = [*single.values(), *(f"has_{name}" for name in holdings)]
    for pk, *values in rows.values_list("pk", *paths).iterator(2_000):
        sketch = dict(zip(names, values, strict=True))
        yield pk, sketch["name"], Completeness.of(sketch)


def incomplete(*, at):
    """Return a Task for each listing that lacks something, the least complete first."""
    found = [
        (completeness.score, name, pk, [*completeness.required, *completeness.advised])
        for pk, name, completeness in read_completeness(kept_clinics())
    ]
    found.sort(key=lambda each: each[:3])
    return [
        Task(name, in_words(score, lacking), pk, lacking[0].field)
        for score, name, pk, lacking in found
        if lacking
    ]


def in_words(score, lacking):
    """Return the score and what to do first."""
    words = {"score": score, "points": " ".join(str(point.text) for point in lacking[:MOST_NAMED])}
    more = len(lacking) - MOST_NAMED
    if more > 0:
        return _("%(score)d of 100. %(points)s And %(more)d more.") % {**words, "more": more}
    return _("%(score)d of 100. %(points)s") % words


def without_place(*, at):
    """Return a Task for each listing without a point, or with one that shows only its district."""
    clinics = kept_clinics().in_name_order().values_list("pk", "name", "latitude", "point_approximate")
    return [
        Task(
            name,
            _("no point on the map") if latitude is None else _("the point shows only the district"),
            pk,
            field("latitude"),
        )
        for pk, name, latitude, is_approximate in clinics
        if latitude is None or is_approximate
    ]
