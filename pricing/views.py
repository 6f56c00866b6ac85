"""The pages about treatments and prices in general."""

from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView

from pricing.guide import read_disagreements, read_guides
from pricing.market import read_courses
from pricing.models import Inclusion, MarketPrice, PriceTier, Procedure, Treatment
from pricing.redirects import FollowsRedirects
from pricing.structured_data import item_list, price_catalog, service_of
from pricing.treatment_prices import prices_of


class TreatmentListView(TemplateView):
    """Every treatment, by procedure, with its sessions and what the market asks for a course."""

    template_name = "pricing/treatment_list.html"

    def get_context_data(self, **kwargs):
        procedures = read_courses()
        treatments = [row.treatment for each in procedures for row in each.rows]
        places = [(place, treatment.get_absolute_url()) for place, treatment in enumerate(treatments, 1)]
        return super().get_context_data(
            procedures=procedures, structured_data=[item_list(_("Treatments"), places)], **kwargs
        )


class TreatmentDetailView(FollowsRedirects, DetailView):
    """One treatment: what it is, what it costs, how long it takes, what to mind."""

    queryset = Treatment.objects.select_related("procedure")
    template_name = "pricing/treatment_detail.html"
    context_object_name = "treatment"

    def records_by_argument(self):
        return {"slug": Treatment.objects.all()}

    def get_context_data(self, **kwargs):
        treatment, procedure = self.object, self.object.procedure
        rows = treatment.market_prices.in_guide_order()
        rows = rows.select_related("currency").prefetch_related("treatments")
        return super().get_context_data(
            procedure=procedure,
            prices=prices_of(rows, treatment),
            steps=procedure.steps.order_by("position"),
            care_rules=procedure.care_rules.order_by("-phase", "position"),  # before, then after
            risks=procedure.risks.order_by("position"),
            structured_data=[service_of(treatment, rows)],
            **kwargs,
        )


class PriceGuideView(TemplateView):
    """What the market asks, per session and for whole courses, and what makes a price higher or lower."""

    template_name = "pricing/price_guide.html"

    def get_context_data(self, **kwargs):
        rows = list(
            MarketPrice.objects.in_guide_order()
            .select_related("procedure", "currency")
            .prefetch_related("treatments")
        )
        guides = read_guides(rows)
        return super().get_context_data(
            guides=guides,
            disagreements=read_disagreements(rows, Treatment.objects.in_order()),
            procedures=Procedure.objects.order_by("position", "name").prefetch_related("cost_factors"),
            inclusions=Inclusion.objects.order_by("position", "name"),
            tiers=PriceTier.objects.order_by("rank"),
            structured_data=[
                price_catalog(guide.procedure, [each.row for table in guide.tables for each in table.rows])
                for guide in guides
            ],
            **kwargs,
        )
