"""Check articles as they are stored, or as files hold them before they are imported."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.front_matter import Guide, UnreadableGuide
from articles.models import Article, ArticleKind, ArticleStatus
from articles.saving import read_article

from . import check_front_matter, check_text
from .reading import read_addresses, read_knowledge
from .unknown import unknown_figures, unknown_records

KINDS = {ArticleKind.GUIDE: "guides", ArticleKind.PAGE: "pages"}


class UnreadableArticle(ValueError):
    """An article that cannot be checked, as a sentence."""


@dataclass(frozen=True)
class Text:
    """An article to check: the name that remarks are listed under, its Guide and what is made of it."""

    name: str
    guide: Guide
    rendered: dict

    @property
    def path(self):
        """The address at which it stands, or will stand."""
        return Article(slug=self.guide.slug, kind=self.guide.kind).get_absolute_url()

    def is_seen(self, today):
        """Tell whether visitors see it on a day in Seoul, once it is stored."""
        day = self.guide.published_on
        return self.guide.status == ArticleStatus.PUBLISHED and day is not None and day <= today


def read_stored():
    """Return the Texts of all articles in the order of their slugs; drafts too."""
    return [
        _text(slug, source, slug)
        for slug, source in Article.objects.order_by("slug").values_list("slug", "source")
    ]


def read_files(paths):
    """Return the Texts of Markdown files, or raise UnreadableArticle."""
    texts = []
    for path in paths:
        try:
            source = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableArticle(_("%(path)s cannot be read.") % {"path": path}) from error
        texts.append(_text(str(path), source, path.stem))
    return texts


def _text(name, source, known_as):
    try:
        return Text(name, *read_article(source, name=known_as))
    except UnreadableGuide as error:
        raise UnreadableArticle(f"{name}: {error}") from error


def check_articles(texts, *, at, today):
    """Return (name, Remark) pairs about some Texts, in their order; `today` is the day in Seoul."""
    keys = {key for text in texts for key in text.rendered["mentions"]}
    knowledge = read_knowledge(at=at, keys=keys)
    addresses = read_addresses(at=at, today=today)
    for text in texts:
        addresses.anchors[text.path] = set(text.rendered["anchors"])
        if text.is_seen(today):
            addresses.slugs[KINDS[text.guide.kind]].add(text.guide.slug)
    found = []
    for text in texts:
        remarks = [
            *check_front_matter(text.guide, knowledge),
            *unknown_records(text.guide),
            *unknown_figures(text.guide, text.rendered, at=at),
            *check_text(
                text.guide.body,
                knowledge,
                addresses,
                own_path=text.path,
                first_line=text.guide.body_line,
                has_reviewer=text.guide.reviewer is not None,
            ),
        ]
        found += [(text.name, remark) for remark in sorted(remarks, key=lambda remark: remark.order)]
    return found
