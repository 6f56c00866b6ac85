"""What a program found and a person has to judge: possible duplicates, and links that do not open."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinics.duplicates import find_duplicates, read_listings
from clinics.links import urls_in
from clinics.models import ClinicStatus, LinkCheck

from .dates import kept_clinics
from .tasks import Task, field


def duplicates(*, at):
    """Return a Task for each pair of listings that are possibly one clinic, by the first one's slug."""
    kept = [listing for listing in read_listings() if listing.status != ClinicStatus.ARCHIVED]
    tasks = []
    for reasons, one, other in find_duplicates(kept):
        words = {"other": other.name, "slug": other.slug, "reasons": ", ".join(reasons)}
        sentence = _("perhaps the same as %(other)s (%(slug)s): %(reasons)s") % words
        tasks.append(Task(one.name, sentence, one.pk, field("name"), twin=other.pk))
    return tasks


def broken_links(*, at):
    """Return a Task for each address of a listing that does not open, by name.

    One that an editor took out or corrected is done, though its check is forgotten only with the next one.
    """
    checks = LinkCheck.objects.broken().filter(clinic__in=kept_clinics()).select_related("clinic")
    return [
        Task(
            check.clinic.name,
            _("%(url)s: %(problem)s (%(day)s)")
            % {
                "url": check.url,
                "problem": check.problem,
                "day": date_format(check.checked_at, "j F Y"),
            },
            check.clinic_id,
            field("website" if check.url == check.clinic.website else "review_places"),
        )
        for check in checks.order_by("clinic__sort_name", "clinic__slug", "url")
        if check.url in urls_in(check.clinic.website, check.clinic.review_places)
    ]
