"""New and changed clinics as an Atom feed, for any state of the listing."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from clinics.listing import Listing, Result
from clinics.state import State, lowered, printable
from pricing.structured_data import absolute

MOST = 50  # entries
SINCE = 2026  # the year in which the tags of this site begin (RFC 4151)


@dataclass(frozen=True, slots=True)
class Entry:
    """A Result of the listing, and when visitors could see its last change."""

    result: Result
    changed: datetime

    @property
    def clinic(self):
        """The clinic of the entry."""
        return self.result.clinic


class Answer:
    """The newest clinics of an address: its Listing, its State, and the Entries, newest first."""

    def __init__(self, parameters, *, at):
        self.at = at
        self.listing = Listing(parameters, at=at)
        self.state = State(self.listing.filter)
        newest = self.listing.filter.narrowed().with_public_change(at=at).order_by("-public_change", "slug")
        moments = dict(newest.values_list("pk", "public_change")[:MOST])
        self.entries = [
            Entry(result, moments[result.clinic.pk]) for result in self.listing.read(list(moments))
        ]

    @property
    def query(self):
        """The query string that names the feed: what narrows it, in one order."""
        return feed_query(self.state)

    @property
    def ignored(self):
        """What of the address was not understood, as a sentence, or ""."""
        ignored = self.listing.filter.ignored.items()
        named = [f"{name} {', '.join(_quoted(text) for text in texts)}" for name, texts in ignored]
        return _("Not known here and ignored: %(named)s.") % {"named": "; ".join(named)} if named else ""


def feed_query(state):
    """Return the query string of the feed of a State; order, currency and comparison say nothing there."""
    return state.query(sort=[], currency=[], page_size=[], clinic=[])


class DatedAtom(Atom1Feed):
    """Atom in which an empty feed has a moment too: the beginning of the site's tags."""

    def latest_post_date(self):
        """Return the moment of the newest entry."""
        return max((item["updateddate"] for item in self.items), default=BEGINNING)


BEGINNING = datetime(SINCE, 1, 1, tzinfo=UTC)


class SiteFeed(Feed):
    """What all feeds of the site share: the same for everybody, new only if something in them is."""

    feed_type = DatedAtom
    item_guid_is_permalink = False

    def __call__(self, request, *args, **kwargs):
        response = super().__call__(request, *args, **kwargs)
        # A clinic that leaves moves no moment: whether the feed changed is told by its ETag alone.
        del response.headers["Last-Modified"]
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def author_name(self):
        return settings.SITE_NAME

    def author_link(self):
        return absolute(reverse("home"))

    def as_html(self, text):
        """Return a text as a summary, which readers take for HTML."""
        return escape(in_xml(text))


class ClinicFeed(SiteFeed):
    """The clinics that the same address of the listing finds, the newest change first."""

    def get_object(self, request):
        return Answer(request.GET, at=timezone.now())

    def title(self, answer):
        return f"{in_xml(answer.state.sentence)} – {settings.SITE_NAME}"

    def subtitle(self, answer):
        told = _("New clinics and changes of listings, the newest first.")
        return f"{told} {answer.ignored}".strip()

    def link(self, answer):
        return _with_query(reverse("clinics:list"), answer.query)

    def feed_url(self, answer):
        return _with_query(reverse("clinics:feed"), answer.query)

    feed_guid = feed_url

    def items(self, answer):
        return answer.entries

    def item_title(self, entry):
        clinic = entry.clinic
        name = f"{clinic.name} ({clinic.other_name})" if clinic.other_name else clinic.name
        return in_xml(_("Example: %(name)s") % {"name": name} if clinic.is_example else name)

    def item_description(self, entry):
        return self.as_html(in_a_sentence(entry.result))

    def item_link(self, entry):
        return absolute(entry.clinic.get_absolute_url())

    def item_guid(self, entry):
        return tag_of("clinic", entry.clinic.pk)

    def item_updateddate(self, entry):
        return entry.changed


def in_a_sentence(result):
    """Return where a clinic is, what it is known for and what its course costs, as far as it is stated."""
    place = ", ".join(district.name for district in reversed(result.district_path[-2:]))
    parts = [_("A clinic in %(place)s.") % {"place": place}]
    if focuses := [lowered(focus.name) for focus in result.relations["focus"]]:
        parts.append(_("Known for %(focuses)s.") % {"focuses": ", ".join(focuses)})
    if result.course:
        parts.append(_("Whole course: %(price)s.") % {"price": result.course.price})
    if result.clinic.is_example:
        parts.append(_("This is an example, not a real clinic."))
    return " ".join(parts)


def tag_of(kind, pk):
    """Return a name of a record that stays when its address changes (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{SINCE}:{kind}:{pk}"


def _with_query(path, query):
    return absolute(f"{path}?{query}" if query else path)


def _quoted(text):
    return f"“{printable(text)}”"


def in_xml(text):
    """Return text without what no XML document can hold."""
    return printable(text)
