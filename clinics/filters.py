"""The contract of the listing's address: which parameters there are, what they keep, in which order.

One ClinicFilter serves the page, the API, the exports and the map. It never fails: what it does not know
is named in `ignored`.
"""

from copy import copy
from functools import cached_property

import django_filters
from django.db import models
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics.among import Among
from clinics.folding import folded_words
from clinics.korea import SEOUL
from clinics.models import Clinic, ClinicPrice, Finding
from clinics.parameters import Budget, Choice, KnownSlugs, WholeNumber, Words
from pricing.budget import Bucket

INFINITE = 2**62
BUCKETS = [Bucket.FITS, Bucket.MAY_FIT, Bucket.OVER, Bucket.UNPRICED]


class ParameterFilter(django_filters.Filter):
    """A filter whose form field reads every sent value and remembers what it ignored."""

    def __init__(self, *args, field_class=None, **kwargs):
        super().__init__(*args, **kwargs)
        if field_class is not None:
            self.field_class = field_class

    def __deepcopy__(self, memo):
        """Return a copy for one request: what is asked is held by its field, which is made for that copy."""
        return copy(self)

    def filter(self, queryset, value):
        """Return the queryset as it is: the parameter narrows nothing by itself."""
        return queryset


class WordsFilter(ParameterFilter):
    """Every word occurs in the clinic's names or those of its district, focuses and treatments."""

    field_class = Words

    def filter(self, queryset, value):
        vocabulary = self.parent.vocabulary
        for word in whole_words(value):
            queryset = queryset.filter(
                Q(search_names__contains=word)
                | Q(Among("district_id", vocabulary.district.containing(word)))
                | _has_any("focus", vocabulary.focus.containing(word))
                | _has_any("treatment", vocabulary.treatment.containing(word))
            )
        return queryset


def whole_words(text):
    """Return the folded words of a text, sorted, without those that are found wherever a longer one is."""
    words = set(folded_words(text))
    return sorted(word for word in words if not any(word in other for other in words - {word}))


class VocabularyFilter(ParameterFilter):
    """Any of some records of a vocabulary, given by slug."""

    field_class = KnownSlugs

    def __init__(self, *args, vocabulary, **kwargs):
        super().__init__(*args, **kwargs)
        self.vocabulary = vocabulary

    @property
    def field(self):
        self.extra["known"] = getattr(self.parent.vocabulary, self.vocabulary).by_slug
        return super().field


class DistrictFilter(VocabularyFilter):
    """In one of these districts or inside them."""

    def filter(self, queryset, value):
        if not value:
            return queryset
        wanted = self.parent.vocabulary.district.with_descendants(district.pk for district in value)
        return queryset.filter(Among("district_id", wanted))


class HasAnyFilter(VocabularyFilter):
    """Has any of these focuses, concerns, treatments, languages or services."""

    def filter(self, queryset, value):
        return (
            queryset.filter(_has_any(self.field_name, [record.pk for record in value])) if value else queryset
        )


class TierFilter(VocabularyFilter):
    """The price tier is any of these."""

    def filter(self, queryset, value):
        return queryset.filter(price_tier__in=value) if value else queryset


class VerifiedFilter(VocabularyFilter):
    """Each of these criteria has a finding that says yes and still holds."""

    def filter(self, queryset, value):
        if not value:
            return queryset
        verified = Finding.objects.verified(on=self.parent.today).filter(criterion__in=value)
        clinics = verified.order_by().values("clinic").annotate(answers=Count("pk"))
        return queryset.filter(pk__in=clinics.filter(answers=len(value)).values("clinic"))


class BudgetFilter(ParameterFilter):
    """Some course lies within the budget or may; clinics without a price are kept when asked for."""

    field_class = Budget

    def filter(self, queryset, value):
        if value is None:
            return queryset
        return self.parent.with_bucket(queryset).filter(bucket__in=self.parent.kept_buckets)


class CurrencyFilter(ParameterFilter):
    """A currency that has a rate; it changes what is shown, never what is found."""

    field_class = Choice

    @property
    def field(self):
        self.extra["known"] = self.parent.rates
        return super().field


RELATIONS = {
    "focus": Clinic.focuses.through,
    "concern": Clinic.concerns.through,
    "treatment": Clinic.treatments.through,
    "language": Clinic.languages.through,
    "service": Clinic.services.through,
}


def _has_any(name, pks):
    """Return the condition that a clinic has any of these records of a vocabulary."""
    if not pks:
        return Q(pk__in=[])
    related = RELATIONS[name].objects.filter(Among(f"{name}_id", pks), clinic=OuterRef("pk"))
    return Q(Exists(related))


class Sort(models.TextChoices):
    """The orders a visitor can choose; unknown values come last in each of them."""

    NAME = "name", _("name")
    PRICE = "price", _("price, lowest first")
    PRICE_DESCENDING = "-price", _("price, highest first")
    TIER = "tier", _("price tier, cheapest first")
    VERIFIED = "verified", _("last verified first")


class ClinicFilter(django_filters.FilterSet):
    """The parameters of the listing. `vocabulary` is what can be chosen, `rates` the
    currencies with a rate by code, `at` the moment of the request.
    """

    q = WordsFilter(label=_("Search"))
    district = DistrictFilter(vocabulary="district", label=_("District"))
    focus = HasAnyFilter("focus", vocabulary="focus", label=_("Known for"))
    concern = HasAnyFilter("concern", vocabulary="concern", label=_("Concern"))
    treatment = HasAnyFilter("treatment", vocabulary="treatment", label=_("Treatment"))
    language = HasAnyFilter("language", vocabulary="language", label=_("Language"))
    service = HasAnyFilter("service", vocabulary="service", label=_("Service"))
    tier = TierFilter(vocabulary="tier", label=_("Price tier"))
    verified = VerifiedFilter(vocabulary="verified", label=_("Verified"))
    budget = BudgetFilter(label=_("Budget for the whole course, in US dollars"))
    unpriced = ParameterFilter(
        field_class=Choice, known={"include"}, label=_("Clinics without a published price")
    )
    sort = ParameterFilter(field_class=Choice, known=set(Sort.values), label=_("Order"))
    currency = CurrencyFilter(label=_("Show prices in"))
    page = ParameterFilter(field_class=WholeNumber, label=_("Page"))

    def __init__(self, parameters, *, vocabulary, rates, at):
        self.vocabulary = vocabulary
        self.rates = rates
        self.at = at
        self.today = timezone.localdate(at, SEOUL)
        super().__init__(parameters, queryset=Clinic.objects.all())
        del self.queryset  # the index needs none

    @cached_property
    def queryset(self):
        """The clinics that visitors see."""
        return Clinic.objects.published(at=self.at)

    @cached_property
    def chosen(self):
        """Return the clean value of every parameter; reading them never fails."""
        return {name: field.clean(self.data.getlist(name)) for name, field in self.fields.items()}

    @cached_property
    def fields(self):
        """Parameter -> the field that reads it. No form is made of them, which would copy each of them."""
        return {name: each.field for name, each in self.filters.items()}

    @cached_property
    def ignored(self):
        """Return what was not understood: parameter -> texts. Without a budget `unpriced` does nothing."""
        has_budget = self.chosen["budget"] is not None
        return {
            name: field.ignored
            for name, field in self.fields.items()
            if field.ignored and (name != "unpriced" or has_budget)
        }

    @property
    def qs(self):
        """The clinics that pass every parameter, in the chosen order."""
        clinics = self.narrowed()
        return self.in_order(clinics if self.chosen["budget"] is None else self.with_bucket(clinics))

    @cached_property
    def passing(self):
        """Parameter -> primary keys of the clinics that pass this one alone, for each that narrows.

        Drafts are among them, for an index answers without a look at whether a clinic is published.
        One statement, in which every parameter is asked by itself. Nested in one another they would be quick
        while a server's statistics are fresh; where they are stale, PostgreSQL takes minutes. The budget is
        not among them, for its answer is a bucket.
        """
        everything = Clinic.objects.all()
        narrowing = {}
        for name, value in self.chosen.items():
            clinics = self.filters[name].filter(everything, value)
            if clinics is not everything and name != "budget":
                narrowing[name] = clinics.order_by().values_list(Value(name, output_field=CharField()), "pk")
        passing = {name: set() for name in narrowing}
        first, *others = narrowing.values() or [self.queryset.none()]
        for name, pk in first.union(*others, all=True):
            passing[name].add(pk)
        return passing

    @cached_property
    def within_budget(self):
        """The primary keys of clinics that the budget keeps: of all that pass the others, or all but one.

        That is what the facets ask about; a bucket costs too much to be worked out for every clinic.
        """
        clinics = self.queryset
        if len(self.passing) > 1:
            all_but_one = (self.passing_all_but(name) for name in self.passing)
            clinics = clinics.filter(Among("pk", set().union(*all_but_one)))
        clinics = self.filters["budget"].filter(clinics, self.chosen["budget"])
        return set(clinics.order_by().values_list("pk", flat=True))

    def passing_all_but(self, without):
        """Return the primary keys that pass every parameter in `passing` but one; None if nothing is left."""
        passing = [keys for name, keys in self.passing.items() if name != without]
        return set.intersection(*passing) if passing else None

    def narrowed(self, *, without=None, budgeted=True):
        """Return the clinics that pass every parameter, or all but one, unordered; all if nothing narrows.

        Unless `budgeted`, the budget is left out too.
        """
        keys = self.passing_all_but(without)
        if self.chosen["budget"] is not None and budgeted:
            keys = self.within_budget if keys is None else keys & self.within_budget
        return self.queryset if keys is None else self.queryset.filter(Among("pk", keys))

    @cached_property
    def placed(self):
        """The clinics that pass every parameter but the budget, in order: primary key -> place in BUCKETS.

        The place is None without a budget.
        """
        clinics = self.narrowed(budgeted=False)
        if self.chosen["budget"] is None:
            return dict.fromkeys(self.in_order(clinics).values_list("pk", flat=True))
        return dict(self.in_order(self.with_bucket(clinics)).values_list("pk", "bucket"))

    @cached_property
    def found(self):
        """The primary keys of the clinics that pass every parameter, in order."""
        if self.chosen["budget"] is None:
            return list(self.placed)
        return [pk for pk, place in self.placed.items() if place in self.kept_buckets]

    def in_order(self, queryset):
        """Order by bucket when there is a budget, then as chosen, then by folded name and slug."""
        sort = self.chosen["sort"]
        order = []
        if sort == Sort.PRICE:
            order = [F("course_figure").asc(nulls_last=True)]
            queryset = queryset.annotate(course_figure=course_figure(self.courses_of_clinic(), LOWEST_LOW))
        elif sort == Sort.PRICE_DESCENDING:
            order = [F("course_figure").desc(nulls_last=True)]
            queryset = queryset.annotate(course_figure=course_figure(self.courses_of_clinic(), HIGHEST_HIGH))
        elif sort == Sort.TIER:
            order = [F("price_tier__rank").asc(nulls_last=True)]
        elif sort == Sort.VERIFIED:
            order = [F("verified_on").desc(nulls_last=True)]
        if self.chosen["budget"] is not None:
            order = ["bucket", *order]
        return queryset.order_by(*order, "sort_name", "slug")

    def courses(self):
        """Return the courses that count for budget and order: of the chosen treatments, else of all."""
        courses = ClinicPrice.objects.courses()
        chosen = self.chosen["treatment"]
        return courses.filter(treatment__in=chosen) if chosen else courses

    def courses_of_clinic(self):
        """Return the same courses for a subquery of a clinic."""
        return self.courses().filter(clinic=OuterRef("pk"))

    def with_bucket(self, clinics):
        """Annotate clinics with `bucket`, a place in BUCKETS, for the chosen budget."""
        return in_buckets(clinics, self.courses_of_clinic(), budget=self.chosen["budget"])

    @property
    def kept_buckets(self):
        """The places in BUCKETS of the clinics that a budget keeps."""
        kept = [Bucket.FITS, Bucket.MAY_FIT]
        if self.chosen["unpriced"]:
            kept.append(Bucket.UNPRICED)
        return [BUCKETS.index(bucket) for bucket in kept]


class ApiClinicFilter(ClinicFilter):
    """The parameters of the API: those of the listing, and how many results a page holds."""

    page_size = ParameterFilter(field_class=WholeNumber, lowest=1, highest=100, label=_("Results a page"))


LOWEST_LOW = Min("course_low")
LOWEST_CLOSED_HIGH = Min("course_high", filter=Q(open_ended=False))
HIGHEST_HIGH = Max(Case(When(open_ended=True, then=Value(INFINITE)), default=F("course_high")))


def course_figure(courses, aggregate):
    """Return one figure over the courses of one clinic as a subquery; null when it has none."""
    return Subquery(courses.order_by().values("clinic").annotate(figure=aggregate).values("figure"))


def in_buckets(queryset, courses, *, budget):
    """Annotate rows with `bucket`, a place in BUCKETS; `courses` is the queryset of the courses of a row."""
    return queryset.annotate(
        lowest_low=course_figure(courses, LOWEST_LOW),
        lowest_closed_high=course_figure(courses, LOWEST_CLOSED_HIGH),
    ).annotate(
        bucket=Case(
            When(lowest_closed_high__lte=budget, then=BUCKETS.index(Bucket.FITS)),
            When(lowest_low__lte=budget, then=BUCKETS.index(Bucket.MAY_FIT)),
            When(lowest_low__isnull=False, then=BUCKETS.index(Bucket.OVER)),
            default=BUCKETS.index(Bucket.UNPRICED),
            output_field=IntegerField(),
        )
    )
