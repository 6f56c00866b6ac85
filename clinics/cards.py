"""What a card of the listing says about a clinic, ready to be shown."""

from typing import NamedTuple

from clinics.ages import age_in_words
from clinics.listing import Result
from clinics.models import District
from pricing.bars import Bar, bar, top_of_scale
from pricing.money import US_DOLLAR, Span, amount
from pricing.rates import about_on_its_day, converted_from
from pricing.tiers import tier_mark


class Card(NamedTuple):
    """A Result with its words: the treatment of its course, the price converted, how much is verified.

    `quoted_at` says from which currency and rate the dollars of the course were made, "" if they were quoted.
    `places` is the path to its district without the root that all districts lie in.
    `market` is the Span that the price guide gives for a like course, or None. `bar` draws both on a scale
    that ends at `top` US dollars, the same for all cards of a page. `mark` is the price tier as dots.
    Cards with the same `key` show the same; None is that of a card that nobody may remember.
    """

    result: Result
    places: list[District]
    treatment: str
    converted: str
    quoted_at: str
    market: Span | None
    bar: Bar | None
    top: int
    mark: str
    verified: int
    criteria: int
    age: str
    key: tuple | None = None

    @property
    def clinic(self):
        """The clinic of the card."""
        return self.result.clinic


def read_cards(listing):
    """Return the Cards of a listing's page, in order."""
    currency, today = listing.rates.get(listing.chosen["currency"]), listing.filter.today
    courses = [result.course for result in listing.results if result.course]
    market = listing.market
    asked = [_market_span(course, market) for course in courses]
    top = top_of_scale(span for span in (*asked, *(course.price for course in courses)) if span)
    cards = []
    for result in listing.results:
        course, clinic, stamp = result.course, result.clinic, result.facts.stamp
        market_span = _market_span(course, market)
        cards.append(
            Card(
                result=result,
                places=_places(result.district_path, listing.vocabulary.district),
                treatment=listing.vocabulary.treatment.by_slug[course.treatment].name if course else "",
                converted=_converted(course, currency),
                quoted_at=quoted_at(course, listing.rates),
                market=market_span,
                bar=bar(course.price, market_span, top=top) if course else None,
                top=top,
                mark=tier_mark(result.tier, listing.vocabulary.tier),
                verified=result.facts.verified,
                criteria=result.facts.criteria,
                age=age_in_words(clinic.verified_on, on=today) if clinic.verified_on else "",
                # a clinic has one course for each treatment
                key=stamp
                and (clinic.pk, stamp, course and course.treatment, top, currency and currency.code, today),
            )
        )
    return cards


def scale_in_words(cards):
    """Return where the scale of the cards' bars ends, such as "$6,300"; "" where no card has a bar."""
    tops = [card.top for card in cards if card.bar and card.top]
    return amount(tops[0], US_DOLLAR) if tops else ""


def grouped_by_bucket(cards):
    """Return (bucket, cards) pairs in the order of the cards; without a budget one pair with None."""
    groups = []
    for card in cards:
        if not groups or groups[-1][0] != card.result.bucket:
            groups.append((card.result.bucket, []))
        groups[-1][1].append(card)
    return groups


def quoted_at(course, rates):
    """Return how the dollars of a course were made, or "" if they were quoted."""
    return "" if course is None or course.currency not in rates else converted_from(rates[course.currency])


def _market_span(course, market):
    """Return the Span that the market asks for a like course, or None."""
    if course is None or course.treatment not in market:
        return None
    like = market[course.treatment].like(course.basis)
    return like and like.span


def _places(path, districts):
    """Return a path of districts without its root, where there is but one root and something is left."""
    return path[1:] if len(path) > 1 and districts.has_one_root else path


def _converted(course, currency):
    if course is None or currency is None or currency.code == US_DOLLAR:
        return ""
    return about_on_its_day(course.price, currency)
