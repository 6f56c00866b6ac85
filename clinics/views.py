"""The pages of the directory: the listing, one clinic, and the districts."""

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from clinics.cards import grouped_by_bucket, read_cards
from clinics.evidence import open_questions, read_evidence
from clinics.filters import Sort
from clinics.korea import SEOUL
from clinics.listing import Listing, NoSuchPage
from clinics.models import Clinic
from clinics.profile import Profile
from clinics.sidebar import read_sidebar
from clinics.similar import read_similar
from clinics.state import State, clinics_in_words, left_out_in_words, printable


def listing_of(**parameters):
    """Return the Listing of some parameters, each a list of values, as a visitor would ask for it now."""
    query = QueryDict(mutable=True)
    for name, values in parameters.items():
        query.setlist(name, values)
    return Listing(query, at=timezone.now())


class ClinicListView(TemplateView):
    """The listing: filters with exact counts, the state in words, and a page of cards."""

    template_name = "clinics/clinic_list.html"

    def get_context_data(self, **kwargs):
        listing = Listing(self.request.GET, at=timezone.now())
        state = State(listing.filter)
        try:
            page = listing.page
        except NoSuchPage as error:
            raise Http404(_("There is no such page.")) from error
        return super().get_context_data(
            listing=listing,
            state=state,
            page=page,
            count_in_words=clinics_in_words(listing.count),
            bucket_lines=left_out_in_words(listing),
            ignored=[
                (name, [printable(text) for text in texts]) for name, texts in listing.filter.ignored.items()
            ],
            groups=grouped_by_bucket(read_cards(listing)),
            sidebar=read_sidebar(listing),
            words=printable(listing.chosen["q"]),
            sorts=Sort.choices,
            sort=listing.chosen["sort"] or Sort.NAME,
            previous=state.query(page=[str(page - 1)]) if page > 1 else "",
            next=state.query(page=[str(page + 1)]) if page < listing.last_page else "",
            downloads=state.query(),
            is_indexable=not set(self.request.GET) - {"page"} and not listing.filter.ignored,
            **kwargs,
        )


class ClinicDetailView(TemplateView):
    """One clinic with its prices, evidence and contact."""

    template_name = "clinics/clinic_detail.html"

    def get_context_data(self, slug, **kwargs):
        now = timezone.now()
        clinics = Clinic.objects.published(at=now).select_related("district", "price_tier")
        clinic = get_object_or_404(clinics, slug=slug)
        profile = Profile(clinic, today=timezone.localdate(now, SEOUL))
        return super().get_context_data(
            clinic=clinic,
            profile=profile,
            similar=read_similar(clinic, profile.districts, at=now),
            **kwargs,
        )


class ClinicQuestionsView(TemplateView):
    """What to ask one clinic, as a sheet to print."""

    template_name = "clinics/clinic_questions.html"

    def get_context_data(self, slug, **kwargs):
        now = timezone.now()
        today = timezone.localdate(now, SEOUL)
        clinic = get_object_or_404(Clinic.objects.published(at=now).select_related("district"), slug=slug)
        procedures = clinic.treatments.order_by().values_list("procedure", flat=True)
        factors = read_evidence(clinic, procedures=procedures, today=today)
        return super().get_context_data(
            clinic=clinic, questions=open_questions(factors), today=today, **kwargs
        )


class DistrictListView(TemplateView):
    """Every district with the number of clinics in it and below it."""

    template_name = "clinics/district_list.html"

    def get_context_data(self, **kwargs):
        listing = listing_of()
        counts = {option.value: option.count for option in listing.facets["district"]}
        districts = listing.vocabulary.district
        rows = [(district, districts.depth(district), counts.get(district.slug, 0)) for district in districts]
        return super().get_context_data(rows=rows, **kwargs)


class DistrictDetailView(TemplateView):
    """One district: its character, what lies inside it, and its clinics."""

    template_name = "clinics/district_detail.html"

    def get_context_data(self, slug, **kwargs):
        listing = listing_of(district=[slug])
        districts = listing.vocabulary.district
        district = districts.by_slug.get(slug)
        if district is None:
            raise Http404(_("There is no such district."))
        counts = {option.value: option.count for option in listing.facets["district"]}
        return super().get_context_data(
            district=district,
            above=districts.path(district)[:-1],
            children=[(child, counts.get(child.slug, 0)) for child in districts.children(district)],
            listing=listing,
            cards=read_cards(listing),
            **kwargs,
        )
