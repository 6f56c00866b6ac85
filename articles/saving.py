"""Save a guide: the only act that writes articles, so that their columns agree with their source."""

import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.front_matter import UnreadableGuide, parse_guide
from articles.models import Article, Author, Category, Question
from articles.rendering import render
from clinics.folding import fold
from clinics.models import Clinic, District
from pricing.models import Treatment

PLAIN = (
    *("slug", "kind", "title", "excerpt", "source", "status", "published_on", "updated_on", "edition_year"),
    *("audience", "reviewed_on", "next_review_on"),
)
RELATED = {"clinics": Clinic, "districts": District, "treatments": Treatment}


@dataclass(frozen=True)
class Saved:
    """An article as it was saved, whether it is new, and what the editor should know: {"line", "text"}."""

    article: Article
    is_new: bool
    notices: list


def read_article(text, *, name=""):
    """Return the Guide of a text and what is made of it, or raise UnreadableGuide; nothing is written."""
    guide = parse_guide(text, name=name)
    return guide, render(guide)


@transaction.atomic
def save_guide(guide, rendered, *, article=None):
    """Write a Guide as the article of its slug, or as the one given, and return what was Saved.

    Category, author and reviewer are found by name and created when nobody has it; what a guide names of
    clinics, districts and treatments and nobody knows is noted. Raises UnreadableGuide where the article
    breaks a rule, such as that an update comes after the publication.
    """
    article = article or Article.objects.filter(slug=guide.slug).first() or Article()
    is_new = article.pk is None
    for name in PLAIN:
        setattr(article, name, getattr(guide, name))
    article.category = found_or_made(Category, guide.category) if guide.category else None
    article.author = author_of(guide.author)
    article.reviewer = author_of(guide.reviewer)
    related, notices = find_related(guide)
    article.rendered = {**rendered, "notices": [*notices, *rendered["notices"]]}
    article.beginning, article.minutes = rendered["beginning"], rendered["minutes"]
    article.figures = figures_of(rendered)
    try:
        article.full_clean()
    except ValidationError as error:
        raise UnreadableGuide(" ".join(error.messages), line=1) from error
    article.save()
    for name, records in related.items():
        getattr(article, name).set(records)
    write_questions(article, rendered["questions"])
    return Saved(article, is_new, article.rendered["notices"])


def figures_of(rendered):
    """Return the parts that are figures in what is rendered, each once and without its line."""
    figures = []
    for parts in (rendered["parts"], *(question["parts"] for question in rendered["questions"])):
        for part in parts:
            if not isinstance(part, str) and "figure" in part:
                asked = {name: value for name, value in part.items() if name != "line"}
                if asked not in figures:
                    figures.append(asked)
    return figures


def write_questions(article, questions):
    """Make the questions of an article those of its text, in their order."""
    kept = {each.position: each for each in article.questions.all()}
    article.questions.filter(position__gt=len(questions)).delete()
    for position, entry in enumerate(questions, start=1):
        question = kept.get(position) or Question(article=article, position=position)
        for name, value in entry.items():
            setattr(question, name, value)
        question.save()


def author_of(byline):
    """Return the author of a Byline, or None without one; of a known author the kind stays."""
    return found_or_made(Author, byline.name, kind=byline.kind) if byline else None


def found_or_made(model, name, **values):
    """Return the record of a name, however it is written, or a new one with a free slug."""
    for record in model.objects.order_by("pk"):
        if fold(record.name) == fold(name):
            return record
    slug = slugify(name)[:60].strip("-") or f"{model._meta.model_name}-{digest(name)}"
    if model.objects.filter(slug=slug).exists():
        slug = f"{slug}-{digest(name)}"
    return model.objects.create(name=name, slug=slug, **values)


def digest(text):
    """Return eight letters and digits that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def find_related(guide):
    """Return the records that a guide names, by relation, and a notice for each that nobody knows."""
    related, notices = {}, []
    for name, model in RELATED.items():
        slugs = getattr(guide, name)
        found = {record.slug: record for record in model.objects.filter(slug__in=slugs)} if slugs else {}
        related[name] = list(found.values())
        for slug in slugs:
            if slug not in found:
                text = _("%(name)s: “%(slug)s” is not known.") % {"name": name, "slug": slug}
                notices.append({"line": 1, "text": text})
    return related, notices


def differs(article, guide, rendered):
    """Tell whether saving a Guide as an article would change anything of it."""
    if article.source != guide.source or without_notices(article.rendered) != without_notices(rendered):
        return True
    for name, model in RELATED.items():
        known = set(model.objects.filter(slug__in=getattr(guide, name)).values_list("slug", flat=True))
        if known != set(getattr(article, name).values_list("slug", flat=True)):
            return True
    return False


def without_notices(rendered):
    """Return what is rendered without the notices, for some of them are about the records."""
    return {name: value for name, value in rendered.items() if name != "notices"}


def render_again():
    """Render every article from its source; return slugs changed, slugs unchanged and (slug, error) pairs."""
    changed, unchanged, failed = [], [], []
    for slug in list(Article.objects.order_by("slug").values_list("slug", flat=True)):
        with transaction.atomic():
            article = Article.objects.get(slug=slug)
            try:
                guide, rendered = read_article(article.source, name=slug)
                is_changed = differs(article, guide, rendered)
                if is_changed:
                    save_guide(guide, rendered, article=article)
            except UnreadableGuide as error:
                failed.append((slug, error))
            else:
                (changed if is_changed else unchanged).append(slug)
    return changed, unchanged, failed
