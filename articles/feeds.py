"""New and changed guides as an Atom feed."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.changes import beginning_of, public_change
from articles.models import Article
from clinics.feeds import MOST, SiteFeed, in_xml, tag_of
from clinics.korea import SEOUL
from pricing.structured_data import absolute


class GuideFeed(SiteFeed):
    """The guides that visitors see, the newest change first."""

    def title(self):
        return _("Guides – %(site)s") % {"site": settings.SITE_NAME}

    def subtitle(self):
        return _("New guides and changes of guides, the newest first.")

    def link(self):
        return absolute(reverse("articles:list"))

    def feed_url(self):
        return absolute(reverse("articles:feed"))

    feed_guid = feed_url

    def items(self):
        """Return (guide, moment of its last change) pairs."""
        today = timezone.localdate(timezone.now(), SEOUL)
        guides = Article.objects.published(today=today).guides().for_lists().select_related("author")
        dated = [
            (guide, public_change(changed_at=guide.changed_at, published_on=guide.published_on))
            for guide in guides
        ]
        return sorted(dated, key=lambda pair: (pair[1], pair[0].slug), reverse=True)[:MOST]

    def item_title(self, item):
        return in_xml(item[0].title)

    def item_description(self, item):
        return self.as_html(item[0].description)

    def item_link(self, item):
        return absolute(item[0].get_absolute_url())

    def item_guid(self, item):
        return tag_of("guide", item[0].pk)

    def item_pubdate(self, item):
        return beginning_of(item[0].published_on)

    def item_updateddate(self, item):
        return item[1]

    def item_author_name(self, item):
        return in_xml(item[0].author.name) if item[0].author else None

    def item_categories(self, item):
        return [in_xml(item[0].category.name)] if item[0].category else []
