"""The pages about treatments and prices in general."""

from django.views.generic import DetailView, TemplateView

from pricing.guide import read_disagreements, read_guides
from pricing.market import read_courses
from pricing.models import Inclusion, MarketPrice, PriceTier, Procedure, Treatment
from pricing.treatment_prices import prices_of


class TreatmentListView(TemplateView):
    """Every treatment, by procedure, with its sessions and what the market asks for a course."""

    template_name = "pricing/treatment_list.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(procedures=read_courses(), **kwargs)


class TreatmentDetailView(DetailView):
    """One treatment: what it is, what it costs, how long it takes, what to mind."""

    queryset = Treatment.objects.select_related("procedure")
    template_name = "pricing/treatment_detail.html"
    context_object_name = "treatment"

    def get_context_data(self, **kwargs):
        treatment, procedure = self.object, self.object.procedure
        rows = treatment.market_prices.in_guide_order()
        return super().get_context_data(
            procedure=procedure,
            prices=prices_of(rows.select_related("currency").prefetch_related("treatments"), treatment),
            steps=procedure.steps.order_by("position"),
            care_rules=procedure.care_rules.order_by("-phase", "position"),  # before, then after
            risks=procedure.risks.order_by("position"),
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
        return super().get_context_data(
            guides=read_guides(rows),
            disagreements=read_disagreements(rows, Treatment.objects.in_order()),
            procedures=Procedure.objects.order_by("position", "name").prefetch_related("cost_factors"),
            inclusions=Inclusion.objects.order_by("position", "name"),
            tiers=PriceTier.objects.order_by("rank"),
            **kwargs,
        )
