"""Old addresses lead on: left behind when a slug changes or records merge, followed by pages and history.

A redirect names its target by primary key, so it outlives every later change of the target's slug. A record
that has a slug now goes before a redirect from it.
"""

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from pricing.models import Redirect


def kind_of(model):
    """Return the kind under which redirects of a model are kept."""
    return model._meta.label_lower


def leave_redirects(model, targets):
    """Lead old slugs to records of a model: {old slug: primary key}; an older redirect gives way."""
    Redirect.objects.bulk_create(
        [Redirect(kind=kind_of(model), old_slug=slug, target_key=key) for slug, key in targets.items()],
        update_conflicts=True,
        unique_fields=["kind", "old_slug"],
        update_fields=["target_key"],
    )


def lead_on(model, *, merged, into):
    """Lead what led to one record, and its own slug, to another one that it was merged into."""
    Redirect.objects.filter(kind=kind_of(model), target_key=merged.pk).update(target_key=into.pk)
    leave_redirects(model, {merged.slug: into.pk})


def read_targets(model):
    """Return {old slug: primary key of the record that it leads to} of a model."""
    return dict(Redirect.objects.filter(kind=kind_of(model)).values_list("old_slug", "target_key"))


def targets_of(model, slugs):
    """Return {old slug: primary key of the record that it leads to} of some slugs of a model.

    Whether the record is still there is not asked, nor whether another one has the slug now.
    """
    redirects = Redirect.objects.filter(kind=kind_of(model), old_slug__in=slugs)
    return dict(redirects.values_list("old_slug", "target_key"))


def current_slugs(model, slugs):
    """Return {slug: the slug by which its record is known now}; what leads nowhere is left out.

    In three statements at most, however many slugs.
    """
    slugs = set(slugs)
    if not slugs:
        return {}
    records = model._default_manager.order_by()
    found = {slug: slug for slug in records.filter(slug__in=slugs).values_list("slug", flat=True)}
    lost = slugs - found.keys()
    if lost:
        targets = targets_of(model, lost)
        present = dict(records.filter(pk__in=targets.values()).values_list("pk", "slug")) if targets else {}
        found |= {slug: present[key] for slug, key in targets.items() if key in present}
    return found


class FollowsRedirects:
    """A view whose page may stand under a newer address: answers an old one with the new one, for good."""

    def records_by_argument(self):
        """Return {name of an argument of the address: queryset of the records that it names by slug}."""
        raise NotImplementedError

    def dispatch(self, request, *args, **kwargs):
        """Answer as the view does, or lead on where it finds nothing."""
        try:
            response = super().dispatch(request, *args, **kwargs)
        except Http404:
            leading = self.leading_on(request)
            if leading is None:
                raise
            return leading
        return (self.leading_on(request) or response) if response.status_code == 404 else response

    def leading_on(self, request):
        """Return the answer that leads to the newer address, or None where there is none."""
        moved = self.moved_arguments()
        if moved == self.kwargs:
            return None
        address = reverse(request.resolver_match.view_name, kwargs=moved)
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)

    def moved_arguments(self):
        """Return the arguments of the address with slugs that are old replaced."""
        moved = dict(self.kwargs)
        for name, records in self.records_by_argument().items():
            found = current_slugs(records.model, [moved[name]]).get(moved[name])
            if found and records.filter(slug=found).exists():
                moved[name] = found
        return moved
