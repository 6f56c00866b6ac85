"""What a card of the listing says about a clinic, ready to be shown."""

from datetime import date
from typing import NamedTuple

from clinics.ages import age_in_words
from clinics.listing import Listing, Result
from pricing.bars import bar, top_of_scale
from pricing.models import Currency
from pricing.money import US_DOLLAR, Span, amount
from pricing.rates import about_on_its_day, converted_from
from pricing.tiers import tier_mark


class Page(NamedTuple):
    """What all cards of a page have in common; `top` is where the scale of their bars ends, in US dollars."""

    listing: Listing
    currency: Currency | None
    today: date
    top: int


class Card(NamedTuple):
    """A Result with its words, made when they are asked for: most cards are shown again as they were.

    `market` is the Span that the price guide gives for a like course, or None. Cards with the same `key` show
    the same; None is that of a card that nobody may remember.
    """

    result: Result
    page: Page
    market: Span | None
    key: tuple | None = None

    @property
    def clinic(self):
        """The clinic of the card."""
        return self.result.clinic

    @property
    def course(self):
        """The course that the card shows, or None."""
        return self.result.course

    @property
    def places(self):
        """The path to its district without the root that all districts lie in."""
        path, districts = self.result.district_path, self.page.listing.vocabulary.district
        return path[1:] if len(path) > 1 and districts.has_one_root else path

    @property
    def treatment(self):
        """The name of the treatment of its course, or ""."""
        return (
            self.page.listing.vocabulary.treatment.by_slug[self.course.treatment].name if self.course else ""
        )

    @property
    def converted(self):
        """The price in the currency that the visitor chose, or ""."""
        course, currency = self.course, self.page.currency
        if course is None or currency is None or currency.code == US_DOLLAR:
            return ""
        return about_on_its_day(course.price, currency)

    @property
    def quoted_at(self):
        """From which currency and rate the dollars of the course were made, "" if they were quoted."""
        return quoted_at(self.course, self.page.listing.rates)

    @property
    def bar(self):
        """The course beside the market, on the scale of the page; None without a course."""
        return bar(self.course.price, self.market, top=self.page.top) if self.course else None

    @property
    def mark(self):
        """The price tier as dots."""
        return tier_mark(self.result.tier, self.page.listing.vocabulary.tier)

    @property
    def age(self):
        """How long ago the whole listing was checked, or ""."""
        day = self.clinic.verified_on
        return age_in_words(day, on=self.page.today) if day else ""


def read_cards(listing):
    """Return the Cards of a listing's page, in order."""
    results = listing.results
    currency, today = listing.rates.get(listing.chosen["currency"]), listing.filter.today
    asked = [_market_span(result.course, listing.market) for result in results]
    own = (result.course.price for result in results if result.course)
    top = top_of_scale(span for span in (*asked, *own) if span)
    page = Page(listing, currency, today, top)
    shown_with = top, currency and currency.code, today
    cards = []
    for result, market in zip(results, asked, strict=True):
        stamp = result.facts.stamp
        # a clinic has one course for each treatment
        treatment = result.course and result.course.treatment
        cards.append(Card(result, page, market, stamp and (result.clinic.pk, stamp, treatment, *shown_with)))
    return cards


def scale_in_words(cards):
    """Return where the scale of the cards' bars ends, such as "$6,300"; "" where no card has a bar."""
    top = cards[0].page.top if any(card.course for card in cards) else 0
    return amount(top, US_DOLLAR) if top else ""


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
