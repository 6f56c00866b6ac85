"""The pages of the directory: the listing, one clinic, several side by side, the shortlist, the districts."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from clinics.cards import grouped_by_bucket, read_cards, scale_in_words
from clinics.comparison import FEWEST, MOST, Comparison
from clinics.evidence import open_questions, read_evidence
from clinics.filters import Sort
from clinics.gazetteer import counts_by_slug, nearest_with_clinics, read_entries
from clinics.korea import SEOUL
from clinics.listing import Listing, NoSuchPage, listing_of
from clinics.local_focuses import has_page, read_districts_of, read_focuses_of
from clinics.maps import draw_maps
from clinics.models import Clinic
from clinics.profile import Profile
from clinics.relaxing import links_to, read_relaxations
from clinics.selection import named_slugs, read_selection
from clinics.shortlist import read_passed_on
from clinics.sidebar import read_sidebar
from clinics.similar import read_similar
from clinics.state import State, clinics_in_words, count_in_words, left_out_in_words, printable
from pricing.tiers import tier_mark


class ClinicListView(TemplateView):
    """The listing: filters with exact counts, the state in words, and a page of cards."""

    template_name = "clinics/clinic_list.html"

    def get_context_data(self, **kwargs):
        listing = Listing(self.request.GET, at=timezone.now())
        state = State(listing.filter, compared=named_slugs(self.request.GET)[:MOST])
        try:
            page = listing.page
        except NoSuchPage as error:
            raise Http404(_("There is no such page.")) from error
        cards = read_cards(listing)
        return super().get_context_data(
            listing=listing,
            state=state,
            page=page,
            clinics_in_words=clinics_in_words(listing.count),
            count_in_words=count_in_words(listing, state),
            bucket_lines=left_out_in_words(listing),
            ignored=[
                (name, [printable(text) for text in texts]) for name, texts in listing.filter.ignored.items()
            ],
            groups=grouped_by_bucket(cards),
            shown=[card.clinic for card in cards],
            scale=scale_in_words(cards),
            near_misses=links_to(read_relaxations(listing, state), state),
            maps=draw_maps(listing, state),
            sidebar=read_sidebar(listing),
            words=printable(listing.chosen["q"]),
            sorts=Sort.choices,
            sort=listing.chosen["sort"] or Sort.NAME,
            previous=state.query(page=[str(page - 1)]) if page > 1 else "",
            next=state.query(page=[str(page + 1)]) if page < listing.last_page else "",
            downloads=state.query(clinic=[]),
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


class CompareView(TemplateView):
    """Two to six clinics side by side; with fewer, what to do."""

    template_name = "clinics/compare.html"

    def get_context_data(self, **kwargs):
        now = timezone.now()
        selection = read_selection(self.request.GET, at=now)
        clinics, left_over = selection.clinics[:MOST], selection.clinics[MOST:]
        comparison = None
        if len(clinics) >= FEWEST:
            comparison = Comparison(clinics, today=timezone.localdate(now, SEOUL))
        return super().get_context_data(
            selection=selection,
            clinics=clinics,
            left_over=left_over,
            removals=[(clinic, selection.query(without=clinic)) for clinic in clinics],
            comparison=comparison,
            fewest=FEWEST,
            most=MOST,
            has_room=len(clinics) < MOST,
            **kwargs,
        )


class ShortlistView(TemplateView):
    """The visitor's own shortlist, which only their browser knows, or one passed on in the address."""

    template_name = "clinics/shortlist.html"

    def get_context_data(self, **kwargs):
        now = timezone.now()
        selection = read_selection(self.request.GET, at=now)
        return super().get_context_data(
            selection=selection,
            passed_on=read_passed_on(selection.clinics, at=now) if selection.clinics else [],
            is_passed_on="clinic" in self.request.GET,
            most_compared=MOST,
            **kwargs,
        )


class DistrictListView(TemplateView):
    """Every district with the number of clinics in it and below it."""

    template_name = "clinics/district_list.html"

    def get_context_data(self, **kwargs):
        listing = listing_of()
        return super().get_context_data(
            entries=read_entries(listing), maps=draw_maps(listing, State(listing.filter)), **kwargs
        )


class DistrictDetailView(TemplateView):
    """One district: its character, what lies inside it, what its clinics are known for, and those clinics."""

    template_name = "clinics/district_detail.html"

    def get_context_data(self, slug, **kwargs):
        listing = listing_of(district=[slug])
        districts, tiers = listing.vocabulary.district, listing.vocabulary.tier
        district = districts.by_slug.get(slug)
        if district is None:
            raise Http404(_("There is no such district."))
        above = districts.path(district)[:-1]
        counts = counts_by_slug(listing)
        tendency = tiers.by_pk.get(district.price_tendency_id)
        cards = read_cards(listing)
        return super().get_context_data(
            district=district,
            above=above,
            children=[(child, counts.get(child.slug, 0)) for child in districts.children(district)],
            tendency=tendency,
            tendency_mark=tier_mark(tendency, tiers),
            focuses=read_focuses_of(listing, district),
            nearest=nearest_with_clinics(above, counts),
            maps=draw_maps(listing, State(listing.filter)),
            listing=listing,
            cards=cards,
            scale=scale_in_words(cards),
            **kwargs,
        )


class DistrictFocusView(TemplateView):
    """The clinics of one district that are known for one focus, where there are enough of them."""

    template_name = "clinics/district_focus.html"

    def get_context_data(self, slug, focus_slug, **kwargs):
        listing = listing_of(district=[slug], focus=[focus_slug])
        districts = listing.vocabulary.district
        district = districts.by_slug.get(slug)
        focus = listing.vocabulary.focus.by_slug.get(focus_slug)
        if district is None or focus is None or not has_page(listing.count):
            raise Http404(_("There is no such page."))
        cards = read_cards(listing)
        return super().get_context_data(
            district=district,
            focus=focus,
            path=districts.path(district),
            others_here=[other for other in read_focuses_of(listing, district) if other.focus != focus],
            others_elsewhere=read_districts_of(listing, focus),
            listing=listing,
            cards=cards,
            scale=scale_in_words(cards),
            **kwargs,
        )
