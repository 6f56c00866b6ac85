"""The pictures that go with a link to a guide."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from articles.models import Article
from clinics.korea import SEOUL
from clinics.posters import Poster
from clinics.share_images import share_image


@require_safe
def share_image_of_guide(request, slug):
    """Answer the picture of a guide that visitors see today."""
    today = timezone.localdate(timezone.now(), SEOUL)
    guides = Article.objects.published(today=today).guides().for_lists()
    return share_image(request, poster_of_guide(get_object_or_404(guides, slug=slug)))


def poster_of_guide(article):
    """Return what the picture of a guide says: its title, its category or kind, how long it takes to read."""
    kind = article.category.name if article.category else _("Guide")
    words = ngettext("%(count)d minute to read", "%(count)d minutes to read", article.minutes)
    minutes = words % {"count": article.minutes}
    return Poster(
        word=article.slug,
        title=article.title,
        other="",
        line=f"{kind}, {minutes}" if article.minutes else kind,
        warning="",
        site=settings.SITE_NAME,
    )
