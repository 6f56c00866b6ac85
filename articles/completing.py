"""A rendered article completed at a request: its parts joined, with what the records say today.

Four queries at the most, whatever the article holds: the clinics, districts and treatments that it is about
or names, and what its figures draw on.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from articles.figures import Figure, Records, UnknownFigure, compared_clinics, draw, needs_of
from articles.mentions import key_of
from articles.models import Article
from articles.naming import Names, link_names
from articles.rendering import join
from clinics.among import AmongTexts
from clinics.models import Clinic, District
from pricing.models import Treatment

LINKS = re.compile(r"<(/?)a\b")


@dataclass(frozen=True, slots=True)
class Problem:
    """A figure that cannot be shown, or not whole: the line of the source, and why, as a sentence."""

    line: int
    sentence: str

    def __str__(self):
        return _("Line %(line)d: %(sentence)s") % {"line": self.line, "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of an article with its completed answer: safe HTML without links."""

    question: str
    anchor: str
    html: str


@dataclass(frozen=True)
class Completed:
    """The text of an article as a page shows it, and the published records that it is about.

    `errors` are Problems, by line, each once.
    """

    html: str
    clinics: list = field(default_factory=list)
    districts: list = field(default_factory=list)
    treatments: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    errors: list = field(default_factory=list)


def complete(article, *, at, preview=False):
    """Return an article Completed with the records of a moment.

    A preview says in the place of a figure why it cannot be shown; the public sees nothing there.
    """
    rendered = article.rendered
    questions = rendered.get("questions", [])
    figures = [
        Figure.of(part)
        for parts in (rendered["parts"], *(question["parts"] for question in questions))
        for part in parts
        if "figure" in part and not isinstance(part, str)
    ]
    keys = set(rendered.get("mentions", []))
    compared = compared_clinics(figures)
    clinics = _read_clinics(article, keys, compared, at=at)
    districts = _read_districts(article)
    treatments = list(
        Treatment.objects.in_order().annotate(is_related=_is_related(Article.treatments, article))
    )
    related = {
        "clinics": [clinic for clinic in clinics if clinic.is_related],
        "districts": [district for district in districts if district.is_related],
        "treatments": [treatment for treatment in treatments if treatment.is_related],
    }
    names = Names(
        clinics=clinics,
        districts=[district for district in districts if not keys.isdisjoint(_keys_of(district))],
        treatments=treatments,
    )
    records = Records(
        needs_of(figures),
        treatments=treatments,
        related=related["treatments"],
        clinics={clinic.slug: clinic for clinic in clinics if clinic.slug in compared},
        district_count=len(districts),
        at=at,
    )
    writing = _Writing(records, names, preview=preview)
    html = writing.write(rendered["parts"])
    plain = _Writing(records, names=None, preview=preview)
    return Completed(
        html=html,
        answers=[
            Answer(question["question"], question["anchor"], plain.write(question["parts"]))
            for question in questions
        ],
        errors=sorted(dict.fromkeys(writing.problems + plain.problems), key=lambda problem: problem.line),
        **related,
    )


class _Writing:
    """Writes parts as HTML; without names nothing becomes a link."""

    def __init__(self, records, names, *, preview):
        self.records = records
        self.names = names
        self.preview = preview
        self.problems = []

    def write(self, parts):
        """Return parts joined as safe HTML."""
        pieces, depth = [], 0
        seen = defaultdict(set)  # section -> records that are linked in it
        for part in parts:
            if isinstance(part, str):
                depth += sum(-1 if closing else 1 for closing in LINKS.findall(part))
                pieces.append(part)
            elif "figure" in part:
                pieces.append(self._draw(Figure.of(part), is_linked=self.names is not None and not depth))
            elif self.names is None:
                pieces.append(escape(part["text"]))
            else:
                pieces.append(link_names(part["text"], self.names, seen[part["section"]]))
        return join(pieces)

    def _draw(self, figure, *, is_linked):
        try:
            return draw(figure, self.records, is_linked=is_linked)
        except UnknownFigure as error:
            problem = Problem(figure.line, str(error))
            self.problems.append(problem)
            if not self.preview:
                return error.shown
            context = {"problem": problem, "is_inline": figure.is_inline}
            return render_to_string("articles/figures/_problem.html", context) + error.shown


def _read_clinics(article, keys, compared, *, at):
    """Return the published clinics that the article is about, names or compares, in the order of names.

    Each way to find them has an index of its own; joined by OR they would not be used on every engine.
    """
    # Keys are folded texts as they stand; a record mostly has the plain apostrophe.
    keys = sorted(keys | {key.replace("’", "'") for key in keys})
    ways = [
        Clinic.objects.filter(articles=article),
        Clinic.objects.filter(slug__in=sorted(compared)),
        Clinic.objects.filter(AmongTexts("sort_name", keys)),
        Clinic.objects.filter(AmongTexts("folded_name_ko", keys)),
    ]
    first, *others = (way.order_by().values("pk") for way in ways)
    return list(
        Clinic.objects.published(at=at)
        .filter(pk__in=first.union(*others))
        .annotate(is_related=_is_related(Article.clinics, article))
        .select_related("district", "price_tier")
        .in_name_order()
    )


def _read_districts(article):
    """Return all districts with what links and lists of them show, in order."""
    return list(
        District.objects.annotate(is_related=_is_related(Article.districts, article))
        .only("slug", "name", "name_ko", "spellings", "position")
        .order_by("position", "name", "slug")
    )


def _is_related(relation, article):
    """Return the condition that an article is about a record."""
    pairs = relation.through.objects.filter(article=article.pk)
    return Exists(pairs.filter(**{relation.field.m2m_reverse_field_name(): OuterRef("pk")}))


def _keys_of(district):
    return [key_of(name) for name in (district.name, district.name_ko, *district.spellings) if name]
