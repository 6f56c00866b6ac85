"""The answer to one listing address: which clinics, how many, beside what other choices."""

from functools import cached_property
from math import ceil
from typing import NamedTuple

from django.http import QueryDict
from django.utils import timezone

from clinics.clinic_facts import ClinicFacts, ListedClinic, read_facts, recall_facts
from clinics.facets import list_options
from clinics.filters import BUCKETS, ClinicFilter
from clinics.index.keeping import read_known
from clinics.matching import IndexedMatches, QueriedMatches
from clinics.vocabulary import Vocabulary
from pricing.budget import Bucket, bucket_of, deciding_course
from pricing.course import Course
from pricing.market import read_market
from pricing.rates import read_rates

PAGE_SIZE = 24
CHUNK = 500


class NoSuchPage(LookupError):
    """A page number outside 1 to the last page."""


class Result(NamedTuple):
    """One clinic of a listing with all that a card or the API says of it.

    `course` is the Course that decides the `bucket`, which is None without a budget.
    """

    facts: ClinicFacts
    course: Course | None
    bucket: Bucket | None

    @property
    def clinic(self) -> ListedClinic:
        """The clinic itself."""
        return self.facts.clinic

    def of(self, clinic):
        """Return the same with the whole clinic in place of the columns that lists show."""
        return self._replace(facts=self.facts._replace(clinic=clinic))

    @property
    def district_path(self):
        """The districts from the root to the one that the clinic stands in."""
        return self.facts.district_path

    @property
    def district(self):
        """The district that the clinic stands in."""
        return self.facts.district_path[-1]

    @property
    def relations(self):
        """Focus, concern, treatment, language and service -> records in the vocabulary's order."""
        return self.facts.relations

    @property
    def tier(self):
        """The price tier, or None."""
        return self.facts.tier


class Listing:
    """The clinics of an address. `parameters` is a QueryDict, `at` the moment of the request."""

    def __init__(self, parameters, *, at, filter_class=ClinicFilter):
        self.known = read_known()
        self.vocabulary = self.known.vocabulary if self.known else Vocabulary.read()
        self.rates = self.known.rates if self.known else read_rates()
        self.filter = filter_class(parameters, vocabulary=self.vocabulary, rates=self.rates, at=at)
        self.chosen = self.filter.chosen
        self.page_size = self.chosen.get("page_size") or PAGE_SIZE

    @cached_property
    def market(self):
        """What the price guide asks for each treatment, by slug, as MarketPrices."""
        return self.known.market if self.known else read_market()

    @cached_property
    def matches(self):
        """The clinics found and all that is counted of them."""
        return IndexedMatches(self.filter, self.known.index) if self.known else QueriedMatches(self.filter)

    @cached_property
    def facets(self):
        """Facet -> Options with exact counts."""
        return list_options(self.filter, self.matches.facet_counts)

    @cached_property
    def buckets(self):
        """How many clinics pass all other parameters, by Bucket; None without a budget."""
        counts = self.matches.bucket_counts
        if counts is None:
            return None
        return {bucket: counts[place] for place, bucket in enumerate(BUCKETS)}

    @property
    def count(self):
        """The number of clinics found."""
        return self.matches.count

    @property
    def last_page(self):
        """The number of the last page; an empty result has one page."""
        return max(1, ceil(self.count / self.page_size))

    @cached_property
    def page(self):
        """The number of the asked page, or NoSuchPage."""
        page = 1 if self.chosen["page"] is None else self.chosen["page"]
        if not 1 <= page <= self.last_page:
            raise NoSuchPage(page)
        return page

    @property
    def first(self):
        """The place of the first result of the asked page among all, from 1 on."""
        return (self.page - 1) * self.page_size + 1

    @cached_property
    def results(self):
        """The Results of the asked page, in order."""
        start = self.first - 1
        end = start + self.page_size
        if self.known is None:
            return self.read(self.matches.pks(start, end))
        return self._recall(self.matches.places(start, end))

    def chunks(self):
        """Yield all Results in order, whatever the page, a few hundred at a time."""
        found = self.matches.pks() if self.known is None else self.matches.places()
        for start in range(0, len(found), CHUNK):
            chunk = found[start : start + CHUNK]
            yield self.read(chunk) if self.known is None else self._recall(chunk, is_once=True)

    def read(self, pks):
        """Return the Results of clinics given by a list of primary keys, in that order."""
        if self.known is not None:
            return self._recall(self.known.index.places_of_pks(pks))
        return [self._result(facts) for facts in read_facts(pks, self.vocabulary, on=self.filter.today)]

    def _recall(self, places, *, is_once=False):
        facts = recall_facts(places, self.known, on=self.filter.today, is_once=is_once)
        return [self._result(each) for each in facts]

    @cached_property
    def _treatments(self):
        """The slugs of the treatments whose courses count; none for any."""
        return {treatment.slug for treatment in self.chosen["treatment"]}

    def _result(self, facts):
        budget, treatments = self.chosen["budget"], self._treatments
        courses = [course for course in facts.courses if not treatments or course.treatment in treatments]
        return Result(
            facts=facts,
            course=deciding_course(courses, budget=budget),
            bucket=None if budget is None else bucket_of((course.price for course in courses), budget=budget),
        )


def listing_of(**parameters):
    """Return the Listing of some parameters, each a list of values, as a visitor would ask for it now."""
    query = QueryDict(mutable=True)
    for name, values in parameters.items():
        query.setlist(name, values)
    return Listing(query, at=timezone.now())
