"""New and changed guides as an Atom feed, their pictures, and their moments in the sitemap."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from articles.changes import read_article_changes
from articles.models import Article, EmergencyContact
from clinics.changes import read_clinic_changes
from clinics.models import Clinic, Criterion, District, Factor
from pricing.models import MarketPrice, Procedure, Treatment
from tests.articles.texts import save_text
from tests.clinics.test_feeds import ATOM, Feed
from tests.config.test_crawlers import read_sitemap
from tests.factories import (
    NOW,
    TODAY,
    make_clinic,
    make_criterion,
    make_emergency_contact,
    make_market_price,
    make_treatment,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

URL = settings.SITE_URL
LONG_AGO = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LATER = NOW - timedelta(days=3)


def guides(client):
    """Return (path, moment) of each guide in the sitemap."""
    return [
        (path, moment)
        for path, moment in read_sitemap(client).items()
        if path.startswith("/guides/") and path != "/guides/"
    ]


HIDDEN = [{"status": "draft"}, {"published_on": TODAY + timedelta(days=1)}]


def save_dated(slug, changed_at, **values):
    """Save a guide that was last changed at a moment."""
    article = save_text("Text.", slug=slug, title=slug.title(), **values)
    Article.objects.filter(pk=article.pk).update(changed_at=changed_at)
    return article


class TestFeed:
    """The feed of guides holds what visitors see, the newest change first."""

    def test_newest_change_comes_first(self, client):
        save_dated("old", LONG_AGO)
        save_dated("new", LATER)

        feed = Feed(client.get("/guides/feed/"))

        assert feed.titles == ["New", "Old"]
        assert feed.text(feed.root, "updated") == "2026-11-20T03:00:00+00:00"
        assert feed.link("self") == feed.text(feed.root, "id") == f"{URL}/guides/feed/"
        assert feed.link("alternate") == f"{URL}/guides/"

    def test_entry_says_what_it_is_about(self, client):
        more = "author: Dr. Kim\ncategory: Costs\nexcerpt: Less than <b>you</b> think."
        article = save_dated("guide", LATER, more=more)

        feed = Feed(client.get("/guides/feed/"))

        [entry] = feed.entries
        assert feed.text(entry, "id") == f"tag:127.0.0.1,2026:guide:{article.pk}"
        assert feed.text(entry, "published") == "2026-01-28T00:00:00+09:00"
        assert feed.text(entry, "updated") == "2026-11-20T03:00:00+00:00"
        assert feed.text(entry, "summary") == "Less than &lt;b&gt;you&lt;/b&gt; think."
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Dr. Kim"
        assert entry.find(f"{ATOM}category").get("term") == "Costs"
        assert entry.find(f"{ATOM}link").get("href") == f"{URL}/guides/guide/"

    def test_a_change_before_the_first_day_counts_as_that_day(self, client):
        save_dated("guide", LONG_AGO)

        feed = Feed(client.get("/guides/feed/"))

        assert feed.text(feed.entries[0], "updated") == "2026-01-28T00:00:00+09:00"

    @pytest.mark.parametrize("values", [*HIDDEN, {"kind": "page"}])
    def test_drafts_later_guides_and_pages_are_not_in_it(self, client, values):
        save_text("Text.")
        Article.objects.update(**values)

        assert Feed(client.get("/guides/feed/")).entries == []

    def test_it_is_the_same_for_everybody_and_no_page_of_a_search_engine(self, client):
        response = client.get("/guides/feed/")

        assert not response.cookies
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert "Last-Modified" not in response.headers
        assert client.post("/guides/feed/").status_code == 405

    @pytest.mark.parametrize("guides", [1, 30])
    def test_it_asks_once_however_many_guides_there_are(self, client, guides, django_assert_num_queries):
        for number in range(guides):
            save_text("Text.", slug=f"guide-{number}", more="author: Dr. Kim\ncategory: Costs")

        with django_assert_num_queries(1):
            assert len(Feed(client.get("/guides/feed/")).entries) == guides


class TestPicture:
    """A guide that visitors see has a picture."""

    def test_it_is_a_picture_of_the_size_that_open_graph_wants(self, client):
        save_text("Text.", title="How much does it cost – in Korea?", more="category: Costs")

        response = client.get("/share/guides/guide.png")

        assert response.headers["Content-Type"] == "image/png"
        assert Image.open(BytesIO(response.content), formats=["PNG"]).size == (1200, 630)

    @pytest.mark.parametrize("values", [*HIDDEN, {"kind": "page"}])
    def test_what_visitors_do_not_see_has_none(self, client, values):
        save_text("Text.")
        Article.objects.update(**values)

        assert client.get("/share/guides/guide.png").status_code == 404


class TestChanges:
    """The sitemap holds the articles that visitors see and the lists that have some."""

    def test_articles_and_their_lists(self, client):
        save_dated("old", LONG_AGO, more="category: Costs")
        save_dated("new", LATER)
        save_dated("about", LONG_AGO, more="kind: page")
        save_dated("order", LONG_AGO, more="kind: page")
        for number, values in enumerate(HIDDEN):
            hidden = save_text("Text.", slug=f"hidden-{number}", more="category: Hidden")
            Article.objects.filter(pk=hidden.pk).update(**values)

        entries = read_sitemap(client)

        first, later = "2026-01-28T00:00:00+09:00", "2026-11-20T03:00:00+00:00"
        assert {
            path: moment for path, moment in entries.items() if path.startswith(("/guides/", "/about/"))
        } == {
            "/guides/": later,
            "/guides/category/costs/": first,
            "/guides/old/": first,
            "/guides/new/": later,
            "/about/": first,
            "/about/order/": first,
        }
        assert entries["/"] == later

    def test_guide_moves_with_the_records_that_its_figures_draw_on(self, client):
        crown, hairline = make_treatment(slug="crown"), make_treatment(slug="hairline")
        prices = make_market_price("Crown", 1, 2, treatments=[crown])
        make_market_price("Hairline", 1, 2, treatments=[hairline])
        contact, criterion = make_emergency_contact("119"), make_criterion(procedure=crown.procedure)
        clinics = [make_clinic(slug="one"), make_clinic(slug="two")]
        texts = {
            "priced": "{price}`crown package`",
            "planned": "{first-to-last}`3` and {sessions}`crown`",
            "other": "{price}`hairline package`, {price}`nobody package` and {none}`x`",
            "called": "## FAQ\n\n### Whom?\n\n{emergency}`119`",
            "asked": "```{checklist}\n```",
            "counted": "{count}`criteria` and {count}`districts`",
            "compared": "```{comparison}\n:clinics: one, two\n```",
            "plain": "Text.",
        }
        for slug, text in texts.items():
            save_text(text, slug=slug)
        stamped = (Article, Clinic, Criterion, District, EmergencyContact, Factor, MarketPrice, Procedure)
        for model in (*stamped, Treatment):
            model.objects.update(changed_at=LONG_AGO)

        def moved_by(record):
            type(record).objects.filter(pk=record.pk).update(changed_at=LATER)
            later = {path.split("/")[2] for path, moment in guides(client) if moment > "2026-11"}
            type(record).objects.filter(pk=record.pk).update(changed_at=LONG_AGO)
            return later

        assert moved_by(prices) == {"priced"}
        assert moved_by(crown) == {"planned"}
        assert moved_by(crown.procedure) == {"planned"}
        assert moved_by(contact) == {"called"}
        assert moved_by(criterion) == moved_by(criterion.factor) == {"asked", "counted"}
        assert moved_by(clinics[0].district) == {"counted"}
        assert moved_by(clinics[0]) == {"compared", "counted"}  # a district changes with its clinics

    def test_figures_cost_the_sitemap_three_queries_however_many_there_are(self, client):
        make_treatment(slug="crown")

        def queries():
            with CaptureQueriesContext(connection) as captured:
                client.get("/sitemap.xml")
            return len(captured)

        save_text("Text.", slug="plain")
        none = queries()
        save_text("{sessions}`crown`\n\n```{comparison}\n:clinics: one, two\n```", slug="one")
        few = queries()
        save_text("{sessions}`crown` {chair-time}`2` {emergency}`119` " * 20, slug="two")

        assert few == none + 3
        assert queries() == few

    def test_every_page_of_a_long_list_stands_in_it(self, client):
        for number in range(21):
            save_text("Text.", slug=f"guide-{number}", more="category: Costs")

        pages = [path for path in read_sitemap(client) if "?" in path]

        assert pages == ["/guides/?page=2", "/guides/category/costs/?page=2"]

    def test_saving_a_guide_moves_its_moment(self):
        save_dated("guide", LONG_AGO)
        assert read_article_changes(today=TODAY, at=NOW, clinics=read_clinic_changes(at=NOW)).newest.day == 28

        save_text("Other text.", slug="guide", title="Guide")

        assert Article.objects.get().changed_at > LONG_AGO
