"""The pages of the directory: the listing, one clinic, several side by side, the shortlist, the districts."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from clinics.cards import grouped_by_bucket, read_cards, scale_in_words
from clinics.clinic_page import ClinicPage, find_published
from clinics.comparison import FEWEST, MOST, Comparison
from clinics.evidence import open_questions, read_evidence
from clinics.feeds import feed_query
from clinics.filters import Sort
from clinics.gazetteer import counts_by_slug, nearest_with_clinics, read_entries
from clinics.index.keeping import read_known
from clinics.korea import SEOUL
from clinics.listing import Listing, NoSuchPage, listing_of
from clinics.local_focuses import has_page, nearest_page, read_districts_of, read_focuses_of
from clinics.maps import digest_of, draw_maps, read_outlines
from clinics.models import Clinic, District, Focus
from clinics.paging import page_links
from clinics.relaxing import links_to, read_relaxations
from clinics.selection import named_slugs, read_selection
from clinics.shortlist import read_passed_on
from clinics.sidebar import read_budget, read_sidebar
from clinics.state import (
    State,
    clinics_in_words,
    count_in_words,
    left_out_in_words,
    order_in_words,
    printable,
)
from clinics.structured_data import clinic_list, district_of
from pricing.indexing import is_plain
from pricing.redirects import FollowsRedirects
from pricing.tiers import tier_mark


class ClinicListView(TemplateView):
    """The listing: filters with exact counts, the state in words, and a page of cards."""

    template_name = "clinics/clinic_list.html"

    @cached_property
    def listing(self):
        """What was asked for, and what it gives."""
        return Listing(self.request.GET, at=timezone.now())

    @cached_property
    def state(self):
        """What was chosen, in words and as addresses."""
        return State(self.listing.filter, compared=named_slugs(self.request.GET)[:MOST])

    def get(self, request, *args, **kwargs):
        """Answer a page of the listing; a page that it does not have leads to its first."""
        try:
            return super().get(request, *args, **kwargs)
        except NoSuchPage:
            context = {"last": self.listing.last_page, "first": self.address_of_page(1)}
            return render(request, "clinics/no_such_page.html", context, status=404)

    def address_of_page(self, number):
        """Return the address of a page of this listing by its number, as a link on it."""
        query = self.state.query(page=[str(number)] if number > 1 else [])
        return f"?{query}" if query else self.request.path

    def get_context_data(self, **kwargs):
        listing, state = self.listing, self.state
        page = listing.page
        cards = read_cards(listing)
        is_indexable = is_plain(self.request, but=["page"]) and not listing.filter.ignored
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
            budget=read_budget(listing),
            most_compared=MOST,
            words=printable(listing.chosen["q"]),
            sorts=Sort.choices,
            sort=listing.chosen["sort"] or Sort.NAME,
            paging=page_links(page, listing.last_page, address_of=self.address_of_page),
            order=order_in_words(listing.chosen["sort"]),
            downloads=state.query(clinic=[]),
            feed=feed_query(state),
            is_indexable=is_indexable,
            nearest_page=nearest_page(listing),
            structured_data=is_indexable
            and [clinic_list(state.sentence, listing.results, first=listing.first)],
            **kwargs,
        )


class ClinicDetailView(FollowsRedirects, TemplateView):
    """One clinic with its prices, evidence and contact."""

    template_name = "clinics/clinic_detail.html"

    def records_by_argument(self):
        return {"slug": Clinic.objects.published(at=timezone.now())}

    def get_context_data(self, slug, **kwargs):
        now = timezone.now()
        known = read_known()
        clinic = find_published(slug, at=now, known=known)
        if clinic is None:
            raise Http404(_("There is no such clinic."))
        page = ClinicPage(clinic, at=now, known=known)
        return super().get_context_data(
            is_indexable=is_plain(self.request) and not clinic.is_example,
            structured_data=[page.gist.structured_data],
            clinic=clinic,
            page=page,
            **kwargs,
        )


class ClinicQuestionsView(FollowsRedirects, TemplateView):
    """What to ask one clinic, as a sheet to print."""

    template_name = "clinics/clinic_questions.html"

    def records_by_argument(self):
        return {"slug": Clinic.objects.published(at=timezone.now())}

    def get_context_data(self, slug, **kwargs):
        now = timezone.now()
        today = timezone.localdate(now, SEOUL)
        clinic = get_object_or_404(Clinic.objects.published(at=now).select_related("district"), slug=slug)
        procedures = clinic.treatments.order_by().values_list("procedure", flat=True)
        factors = read_evidence(clinic, procedures=procedures, today=today)
        return super().get_context_data(
            clinic=clinic, above=[clinic], questions=open_questions(factors), today=today, **kwargs
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


class DistrictDetailView(FollowsRedirects, TemplateView):
    """One district: its character, what lies inside it, what its clinics are known for, and those clinics."""

    template_name = "clinics/district_detail.html"

    def records_by_argument(self):
        return {"slug": District.objects.all()}

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
        state = State(listing.filter)
        return super().get_context_data(
            district=district,
            above=above,
            children=[(child, counts.get(child.slug, 0)) for child in districts.children(district)],
            tendency=tendency,
            tendency_mark=tier_mark(tendency, tiers),
            focuses=read_focuses_of(listing, district),
            nearest=nearest_with_clinics(above, counts),
            maps=draw_maps(listing, state),
            listing=listing,
            cards=cards,
            scale=scale_in_words(cards),
            structured_data=[district_of(district, above), clinic_list(state.sentence, listing.results)],
            **kwargs,
        )


class DistrictFocusView(FollowsRedirects, TemplateView):
    """The clinics of one district that are known for one focus, where there are enough of them."""

    template_name = "clinics/district_focus.html"

    def records_by_argument(self):
        return {"slug": District.objects.all(), "focus_slug": Focus.objects.all()}

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
            structured_data=[clinic_list(State(listing.filter).sentence, listing.results)],
            **kwargs,
        )


@require_safe
def map_sheet(request, slug, digest):
    """Answer the outlines of a map, which never change under their address."""
    sheets = {(outlines.slug, digest_of(outlines.sheet)): outlines.sheet for outlines in read_outlines()}
    if (slug, digest) not in sheets:
        raise Http404(_("There is no such map."))
    forever = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(sheets[slug, digest], content_type="image/svg+xml", headers=forever)
