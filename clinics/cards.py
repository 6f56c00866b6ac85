"""What a card of the listing says about a clinic, ready to be shown."""

from dataclasses import dataclass

from clinics.ages import age_in_words
from clinics.listing import Result
from pricing.money import US_DOLLAR
from pricing.rates import about_on_its_day, converted_from


@dataclass(frozen=True, slots=True)
class Card:
    """A Result with its words: its course, the price converted, how much is verified.

    `quoted_at` says from which currency and rate the dollars of the course were made, "" if they were quoted.
    """

    result: Result
    treatment: str
    converted: str
    quoted_at: str
    verified: int
    criteria: int
    age: str

    @property
    def clinic(self):
        """The clinic of the card."""
        return self.result.clinic


def read_cards(listing):
    """Return the Cards of a listing's page, in order."""
    evidence = listing.evidence_counts()
    currency = listing.rates.get(listing.chosen["currency"])
    return [
        Card(
            result=result,
            treatment=listing.vocabulary.treatment.by_slug[result.course.treatment].name
            if result.course
            else "",
            converted=_converted(result.course, currency),
            quoted_at=quoted_at(result.course, listing.rates),
            verified=evidence[result.clinic.pk][0],
            criteria=evidence[result.clinic.pk][1],
            age=age_in_words(result.clinic.verified_on, on=listing.filter.today)
            if result.clinic.verified_on
            else "",
        )
        for result in listing.results
    ]


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


def _converted(course, currency):
    if course is None or currency is None or currency.code == US_DOLLAR:
        return ""
    return about_on_its_day(course.price, currency)
