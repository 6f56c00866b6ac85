"""Treatments, tiers, currencies and the price guide as open data: whole lists, read only."""

from django.urls import path
from drf_spectacular.utils import extend_schema_field
from rest_framework import generics, serializers

from pricing.models import Currency, MarketPrice, PriceTier, Treatment


class TreatmentSerializer(serializers.ModelSerializer):
    """A treatment; its sessions are null where its procedure's apply."""

    procedure = serializers.SlugRelatedField(slug_field="slug", read_only=True)

    class Meta:
        model = Treatment
        fields = read_only_fields = ["slug", "name", "procedure", "sessions_min", "sessions_max"]


class PriceTierSerializer(serializers.ModelSerializer):
    """A step of the scale of price levels, the cheapest first."""

    class Meta:
        model = PriceTier
        fields = read_only_fields = ["slug", "name", "rank", "meaning"]


class CurrencySerializer(serializers.ModelSerializer):
    """A currency and its dated rate in units per US dollar."""

    class Meta:
        model = Currency
        fields = read_only_fields = ["code", "decimals", "units_per_usd", "as_of", "source"]


class SlugListField(serializers.ListField):
    """The slugs of related records."""

    child = serializers.SlugField()

    def to_representation(self, records):
        return [record.slug for record in (records.all() if hasattr(records, "all") else records)]


@extend_schema_field({"type": "string", "enum": ["session", "package"]})
class BasisField(serializers.CharField):
    """What a price pays for."""


@extend_schema_field({"type": "string", "enum": ["priced", "on_assessment"]})
class StateField(serializers.CharField):
    """Whether a price has figures."""


class MarketPriceSerializer(serializers.ModelSerializer):
    """A row of the price guide, in whole units of its currency."""

    treatments = SlugListField(read_only=True)
    basis = BasisField(read_only=True)
    state = StateField(read_only=True)
    currency = serializers.CharField(source="currency_id", read_only=True)

    class Meta:
        model = MarketPrice
        fields = read_only_fields = [
            "label",
            "treatments",
            "basis",
            "state",
            "low",
            "high",
            "open_ended",
            "currency",
            "sessions_min",
            "sessions_max",
            "year",
            "remark",
        ]


class WholeListView(generics.ListAPIView):
    """A vocabulary as one unpaged JSON array."""

    pagination_class = None


class TreatmentListView(WholeListView):
    """The treatments that are priced."""

    queryset = Treatment.objects.select_related("procedure").order_by("position", "name")
    serializer_class = TreatmentSerializer


class PriceTierListView(WholeListView):
    """The price levels, the cheapest first."""

    queryset = PriceTier.objects.order_by("rank")
    serializer_class = PriceTierSerializer


class CurrencyListView(WholeListView):
    """The currencies and their rates."""

    queryset = Currency.objects.order_by("code")
    serializer_class = CurrencySerializer


class MarketPriceListView(WholeListView):
    """The price guide: prices per session first, then for whole courses."""

    queryset = MarketPrice.objects.in_guide_order().prefetch_related("treatments")
    serializer_class = MarketPriceSerializer


urlpatterns = [
    path("treatments/", TreatmentListView.as_view(), name="treatments"),
    path("tiers/", PriceTierListView.as_view(), name="tiers"),
    path("currencies/", CurrencyListView.as_view(), name="currencies"),
    path("market-prices/", MarketPriceListView.as_view(), name="market-prices"),
]
