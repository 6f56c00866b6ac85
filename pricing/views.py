"""The pages about treatments and prices in general."""

from django.views.generic import DetailView, ListView, TemplateView

from pricing.guide import read_disagreements, read_guides
from pricing.market import bases_without_price
from pricing.models import Inclusion, MarketPrice, PriceTier, Procedure, Treatment


class TreatmentListView(ListView):
    """Every treatment, by procedure."""

    queryset = Treatment.objects.select_related("procedure").order_by(
        "procedure__position", "procedure__slug", "position", "name", "slug"
    )
    template_name = "pricing/treatment_list.html"
    context_object_name = "treatments"


class TreatmentDetailView(DetailView):
    """One treatment: what it is, what it costs, how long it takes, what to mind."""

    queryset = Treatment.objects.select_related("procedure")
    template_name = "pricing/treatment_detail.html"
    context_object_name = "treatment"

    def get_context_data(self, **kwargs):
        procedure = self.object.procedure
        market_prices = self.object.market_prices.in_guide_order()
        return super().get_context_data(
            procedure=procedure,
            steps=procedure.steps.order_by("position"),
            care_rules=procedure.care_rules.order_by("-phase", "position"),  # before, then after
            risks=procedure.risks.order_by("position"),
            market_prices=market_prices,
            bases_without_price=bases_without_price(market_prices),
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
            disagreements=read_disagreements(rows, TreatmentListView.queryset.all()),
            procedures=Procedure.objects.order_by("position", "name").prefetch_related("cost_factors"),
            inclusions=Inclusion.objects.order_by("position", "name"),
            tiers=PriceTier.objects.order_by("rank"),
            **kwargs,
        )
