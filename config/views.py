import logging
import shutil
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import Error, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, JsonResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from clinics.criteria import read_criteria
from clinics.listing import listing_of
from clinics.popular import most_clinics, narrowing
from clinics.posters import Poster
from clinics.share_images import share_image
from config.replica import REPLICA
from config.structured_data import organization, website
from config.styleguide import read_tokens, samples
from config.subject import subject_in_words
from pricing.market import read_courses

logger = logging.getLogger(__name__)

MEBIBYTE = 1024 * 1024
LEAST_ROOM = 100 * MEBIBYTE


@never_cache
@require_safe
def healthz(request):
    """Answer that the process serves requests; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request):
    """Answer 200 when pages can be served and written, else 503 with the reason.

    That is when the database can be reached and is migrated, and the disks have room. The cache, the
    replica and the bucket of photos are named and no more: most pages can be served without them.
    """
    reason = find_obstacle() or find_full_disk()
    if reason:
        return JsonResponse({"status": "unavailable", "reason": reason}, status=503)
    parts = {"cache": is_cache_there}
    if REPLICA in settings.DATABASES:
        parts["replica"] = is_replica_there
    if settings.MEDIA_BUCKET:
        parts["photos"] = is_bucket_there
    seen = {name: "ok" if is_there() else "unavailable" for name, is_there in parts.items()}
    return JsonResponse({"status": "ok", **seen})


def is_replica_there():
    """Tell whether the replica of the database answers."""
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        logger.warning("The replica cannot be reached: %s", error)
        return False
    return True


def is_cache_there():
    """Tell whether the cache gives back what it was given."""
    mark = uuid4().hex
    cache.set("readyz", mark, 10)
    return cache.get("readyz") == mark


def is_bucket_there():
    """Tell whether the bucket of uploaded files answers."""
    try:
        default_storage.exists("readyz")
    except OSError as error:
        logger.warning("The photos cannot be reached: %s", error)
        return False
    return True


def find_full_disk():
    """Return which folder that the site writes to has less than LEAST_ROOM, as a sentence, or ""."""
    folders = [] if settings.MEDIA_BUCKET else [Path(settings.MEDIA_ROOT)]
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():
        folders.append(Path(connection.settings_dict["NAME"]))
    for folder in folders:
        while not folder.is_dir():
            folder = folder.parent
        if shutil.disk_usage(folder).free < LEAST_ROOM:
            return f"The disk of {folder.name} has less than {LEAST_ROOM // MEBIBYTE} MiB left."
    return ""


def find_obstacle():
    """Return why the database cannot serve pages, as a sentence, or "" when it can."""
    try:
        executor = MigrationExecutor(connection)
    except Error as error:
        logger.error("The database cannot be reached: %s", error)
        return "The database cannot be reached."
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        return f"Migrations are missing ({len(plan)}), the first is {plan[0][0]}."
    return ""


@require_safe
def share_image_of_site(request):
    """Answer the picture that goes with a link to any page without one of its own."""
    return share_image(
        request,
        Poster(
            word=settings.SITE_NAME,
            title=settings.SITE_NAME,
            other="",
            line=_("Clinics with prices and evidence"),
            warning="",
            site=settings.SITE_URL.partition("://")[2],
        ),
    )


MOST_CHOICES = 8


class HomeView(TemplateView):
    """The front page: what the directory holds, and the ways into it."""

    template_name = "home.html"

    def get_context_data(self, **kwargs):
        listing = listing_of()
        vocabulary, facets = listing.vocabulary, listing.facets
        focuses = most_clinics(facets["focus"], most=MOST_CHOICES)
        courses = read_courses()
        roots = [option for option in facets["district"] if option.depth == 0 and option.count]
        districts = most_clinics(narrowing(facets["district"], total=listing.count), most=MOST_CHOICES)
        return super().get_context_data(
            listing=listing,
            examples=(examples := listing.filter.queryset.examples().count()),
            are_all_examples=examples == listing.count,
            focuses=[(vocabulary.focus.by_slug[option.value], option.count) for option in focuses],
            districts=[(vocabulary.district.by_slug[option.value], option.count) for option in districts],
            factors=read_criteria(listing),
            criteria_count=len(vocabulary.verified.records),
            courses=courses,
            subject=subject_in_words(
                [each.procedure for each in courses],
                [vocabulary.district.by_slug[option.value] for option in roots],
            ),
            structured_data=[website(), organization()],
            **kwargs,
        )


@method_decorator(never_cache, name="dispatch")
class StyleGuideView(TemplateView):
    """The tokens and components of the site, for those who build and edit it; nobody else finds it."""

    template_name = "styleguide.html"

    def dispatch(self, request, *args, **kwargs):
        if not (settings.DEBUG or request.user.is_staff):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**read_tokens(), **samples(), **kwargs)
