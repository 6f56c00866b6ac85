"""Cards of clinics: what was shown of a clinic is shown again until it changes.

A page has dozens of cards, most of them new to a process where there are many clinics. So they are written
out here, which takes a fraction of the time that a template takes.
"""

from functools import lru_cache
from typing import NamedTuple

from django import template
from django.template.loader import get_template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clinics.bounded import Bounded
from clinics.selection import named_slugs
from clinics.templatetags.comparing import box, box_words
from clinics.templatetags.stipples import stipple
from pricing.course import basis_in_words
from pricing.markup import joined, markup
from pricing.templatetags.range_bars import range_bar

MOST_BYTES = 8 * 1024 * 1024
OVERHEAD = 500  # bytes that Python needs around a card
MOST_LINKS = 1024  # to districts

CARD = (
    '<li class="card">{drawing}<div>'
    '<h3><a href="{address}"{language}>{name}</a>{other_name}{example}</h3><p>{places}</p>'
    "<p><b>{known_for}</b> {focuses}</p><p><b>{speaking}</b> {languages}</p>"
    "<p>{verified}, {checked}</p></div><div>{price}"
    "<p><b>{price_tier}</b> {tier}</p>{box}</div></li>\n"
)
NAME_LANGUAGE = ' lang="{}"'
OTHER_NAME = ' <span lang="ko">{}</span>'
LINK = '<a href="{}">{}</a>'
PRICE = '<p class="price">{about}{price}</p>{converted}<p>{source}</p>{bar}'
LINE = "<p>{}</p>"
TIER = '<span class="tier-mark" aria-hidden="true">{}</span> {}'

register = template.Library()
_remembered = Bounded(lambda: MOST_BYTES)


class Words(NamedTuple):
    """The words of all cards in one language, looked up once."""

    known_for: str
    speaking: str
    price_tier: str
    verified: str
    checked: str
    never_checked: str
    about: str
    estimate: str
    no_price: str
    estimated: str
    example: str
    not_stated: str
    compare: str


@lru_cache
def words_in(language):
    """Return the Words of the language that is active, which is given by its code."""
    return Words(
        known_for=_("Known for:"),
        speaking=_("Languages:"),
        price_tier=_("Price tier:"),
        verified=_("%(verified)s of %(criteria)s criteria verified"),
        checked=_("whole listing checked %(age)s"),
        never_checked=_("whole listing: no date of a check"),
        about=_("about"),
        estimate=_("estimate"),
        no_price=_("no published price"),
        estimated=_("(estimated)"),
        example=markup(" {}", get_template("clinics/_example.html").render()),
        not_stated=get_template("components/not_stated.html").render(),
        compare=box_words(),
    )


@register.simple_tag(takes_context=True)
def show_cards(context, cards, comparing=False):
    """Show Cards as items of a list; `comparing` adds the box that chooses a clinic, checked as chosen."""
    checked = set(named_slugs(context.request.GET)) if comparing else ()
    words = words_in(get_language())
    return joined(
        _show(card, words, comparing=comparing, is_checked=card.clinic.slug in checked) for card in cards
    )


def _show(card, words, *, comparing, is_checked):
    key = card.key and (*card.key, comparing, is_checked)
    html = key and _remembered.get(key)
    if not html:
        html = _card(card, words, box=box(card.clinic, is_checked, words=words.compare) if comparing else "")
        if key:
            _remembered.add(key, html, size=len(html.encode()) + OVERHEAD)
    return html


def _card(card, words, *, box):
    clinic, facts, age = card.clinic, card.result.facts, card.age
    language, other_name = clinic.name_language, clinic.other_name
    return markup(
        CARD,
        known_for=words.known_for,
        speaking=words.speaking,
        price_tier=words.price_tier,
        drawing=stipple(clinic.slug),
        address=clinic.get_absolute_url(),
        language=markup(NAME_LANGUAGE, language) if language else "",
        name=clinic.name,
        other_name=markup(OTHER_NAME, other_name) if other_name else "",
        example=words.example if clinic.is_example else "",
        places=_places(card.places),
        focuses=_listed(facts.relations["focus"]) or words.not_stated,
        languages=_listed(facts.relations["language"]) or words.not_stated,
        verified=words.verified % {"verified": facts.verified, "criteria": facts.criteria},
        checked=words.checked % {"age": age} if age else words.never_checked,
        price=_price(card, words),
        tier=_tier(card, words),
        box=box,
    )


def _listed(records):
    return ", ".join(record.name for record in records)


def _places(districts):
    links = [_link(district.get_absolute_url(), district.name) for district in districts]
    return links[0] if len(links) == 1 else joined(links, " › ")


@lru_cache(maxsize=MOST_LINKS)
def _link(address, name):
    return markup(LINK, address, name)


def _price(card, words):
    course, quoted_at, converted = card.course, card.quoted_at, card.converted
    if course is None:
        return markup(LINE, words.no_price)
    basis = _basis_in_words(course.sessions, get_language())
    source = [card.treatment, basis, str(course.year), quoted_at or "USD"]
    if course.is_estimate:
        source.insert(2, words.estimate)
    return markup(
        PRICE,
        about=f"{words.about} " if quoted_at else "",
        price=str(course.price),
        converted=markup(LINE, converted) if converted else "",
        source=", ".join(source),
        bar=range_bar(card.bar, card.market or ""),
    )


@lru_cache
def _basis_in_words(sessions, _language):
    return str(basis_in_words(sessions))


def _tier(card, words):
    tier = card.result.tier
    if tier is None:
        return words.not_stated
    return markup(
        TIER, card.mark, f"{tier.name} {words.estimated}" if card.clinic.tier_estimated else tier.name
    )
