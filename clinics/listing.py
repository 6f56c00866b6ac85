"""The answer to one listing address: which clinics, how many, beside what other choices."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from django.db.models import CharField, Count, F, Value
from django.http import QueryDict
from django.utils import timezone

from clinics.facets import count_facets
from clinics.filters import BUCKETS, RELATIONS, ClinicFilter
from clinics.models import Clinic, ClinicPrice, District, Finding
from clinics.models.evidence import is_verified
from clinics.vocabulary import Vocabulary
from pricing.budget import Bucket, bucket_of, deciding_course
from pricing.course import Course
from pricing.models import Currency, PriceTier
from pricing.money import Span

PAGE_SIZE = 24
CHUNK = 500


class NoSuchPage(LookupError):
    """A page number outside 1 to the last page."""


@dataclass(frozen=True, slots=True)
class Result:
    """One clinic of a listing with all that a card or the API says of it.

    `district_path` runs from the root to the clinic's own district; `relations` maps focus, concern,
    treatment, language and service to records in the vocabulary's order; `course` is the Course that
    decides the `bucket`, which is None without a budget.
    """

    clinic: Clinic
    district_path: list[District]
    relations: dict[str, list]
    tier: PriceTier | None
    course: Course | None
    bucket: Bucket | None

    @property
    def district(self):
        """The district that the clinic stands in."""
        return self.district_path[-1]


class Listing:
    """The clinics of an address. `parameters` is a QueryDict, `at` the moment of the request."""

    def __init__(self, parameters, *, at, filter_class=ClinicFilter):
        self.vocabulary = Vocabulary.read()
        self.rates = {currency.code: currency for currency in Currency.objects.with_rate()}
        self.filter = filter_class(parameters, vocabulary=self.vocabulary, rates=self.rates, at=at)
        self.chosen = self.filter.chosen
        self.page_size = self.chosen.get("page_size") or PAGE_SIZE

    @cached_property
    def facets(self):
        """Facet -> Options with exact counts."""
        return count_facets(self.filter)

    @cached_property
    def buckets(self):
        """How many clinics pass all other parameters, by Bucket; None without a budget."""
        if self.chosen["budget"] is None:
            return None
        counts = Counter(self.filter.placed.values())
        return {bucket: counts[place] for place, bucket in enumerate(BUCKETS)}

    @property
    def count(self):
        """The number of clinics found."""
        return len(self.filter.found)

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

    @cached_property
    def results(self):
        """The Results of the asked page, in order."""
        start = (self.page - 1) * self.page_size
        return self.read(self.filter.found[start : start + self.page_size])

    def all_results(self):
        """Yield every Result in order, whatever the page, reading a few hundred at a time."""
        for start in range(0, self.count, CHUNK):
            yield from self.read(self.filter.found[start : start + CHUNK])

    def read(self, pks):
        """Return the Results of clinics given by a list of primary keys, in that order."""
        clinics = Clinic.objects.in_bulk(pks)
        relations = self._relations(pks)
        courses = self._courses(pks)
        return [
            self._result(clinics[pk], relations[pk], courses[pk])
            for pk in pks
            # What an editor took away, or moved to a new district, since this request began.
            if pk in clinics and clinics[pk].district_id in self.vocabulary.district.by_pk
        ]

    def _result(self, clinic, relations, courses):
        budget = self.chosen["budget"]
        treatments = {treatment.slug for treatment in self.chosen["treatment"]}
        courses = [course for course in courses if not treatments or course.treatment in treatments]
        return Result(
            clinic=clinic,
            district_path=self.vocabulary.district.path(self.vocabulary.district.by_pk[clinic.district_id]),
            relations={
                name: getattr(self.vocabulary, name).in_order(related) for name, related in relations.items()
            },
            tier=self.vocabulary.tier.by_pk.get(clinic.price_tier_id),
            course=deciding_course(courses, budget=budget),
            bucket=None if budget is None else bucket_of((course.price for course in courses), budget=budget),
        )

    def _relations(self, pks):
        first, *others = (
            related.objects.filter(clinic__in=pks)
            .order_by()
            .values_list(Value(name, output_field=CharField()), "clinic_id", F(f"{name}_id"))
            for name, related in RELATIONS.items()
        )
        relations = {pk: {name: [] for name in RELATIONS} for pk in pks}
        for name, clinic, pk in first.union(*others, all=True) if pks else ():
            relations[clinic][name].append(pk)
        return relations

    def _courses(self, pks):
        rows = (
            ClinicPrice.objects.courses()
            .filter(clinic__in=pks)
            .order_by()
            .values_list(
                "clinic_id",
                "treatment__slug",
                "course_low",
                "course_high",
                "open_ended",
                "estimated",
                "currency_id",
                "year",
            )
        )
        courses = {pk: [] for pk in pks}
        for clinic, treatment, low, high, open_ended, *details in rows:
            if treatment not in self.vocabulary.treatment.by_slug:
                continue  # it was renamed since this request began
            courses[clinic].append(Course(treatment, Span(low, high, open_ended), *details))
        return courses

    def evidence_counts(self):
        """Return clinic primary key -> (criteria with an unexpired yes, criteria that concern it).

        For the clinics of the asked page.
        """
        verified = Count("pk", filter=is_verified(on=self.filter.today))
        findings = Finding.objects.filter(clinic__in=[result.clinic.pk for result in self.results]).order_by()
        rows = findings.values_list("clinic", "criterion__procedure").annotate(verified=verified)
        found = {}
        for pk, procedure, count in rows:
            found.setdefault(pk, {})[procedure] = count
        counts = {}
        for result in self.results:
            by_procedure = found.get(result.clinic.pk, {})
            procedures = {treatment.procedure_id for treatment in result.relations["treatment"]}
            procedures.update(by_procedure)
            criteria = sum(criterion.concerns(procedures) for criterion in self.vocabulary.verified)
            counts[result.clinic.pk] = sum(by_procedure.values()), criteria
        return counts


def listing_of(**parameters):
    """Return the Listing of some parameters, each a list of values, as a visitor would ask for it now."""
    query = QueryDict(mutable=True)
    for name, values in parameters.items():
        query.setlist(name, values)
    return Listing(query, at=timezone.now())
