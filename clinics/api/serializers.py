"""The shapes of the API. A Listing and its Results go in, plain JSON comes out."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clinics.facets import FACETS
from clinics.models import (
    Answer,
    Clinic,
    ClinicPhoto,
    ClinicPrice,
    District,
    Finding,
    PhotoKind,
    ServiceGrade,
)
from clinics.photos.gallery import files_of
from pricing.api import BasisField, SlugListField, StateField
from pricing.budget import Bucket


class TermSerializer(serializers.Serializer):
    """One word of a vocabulary."""

    slug = serializers.SlugField()
    name = serializers.CharField()


class DistrictSerializer(serializers.ModelSerializer):
    """A district and the one it lies in."""

    parent = serializers.SlugRelatedField(slug_field="slug", read_only=True, allow_null=True)

    class Meta:
        model = District
        fields = read_only_fields = ["slug", "name", "name_ko", "parent"]


class DistrictPathSerializer(serializers.Serializer):
    """The district of a clinic; `path` runs from the root to the district itself."""

    slug = serializers.SlugField(source="district.slug")
    name = serializers.CharField(source="district.name")
    path = SlugListField(source="district_path")


class CourseSerializer(serializers.Serializer):
    """The price of a whole course in US dollars; `high_usd` is the stated figure or null."""

    low_usd = serializers.IntegerField(source="price.low")
    high_usd = serializers.IntegerField(source="price.high", allow_null=True)
    open_ended = serializers.BooleanField(source="price.open_ended")
    treatment = serializers.SlugField()


class ResultSerializer(serializers.Serializer):
    """One clinic of a listing."""

    slug = serializers.SlugField(source="clinic.slug")
    name = serializers.CharField(source="clinic.name")
    name_ko = serializers.CharField(source="clinic.name_ko")
    is_example = serializers.BooleanField(source="clinic.is_example")
    district = DistrictPathSerializer(source="*")
    focuses = SlugListField(source="relations.focus")
    concerns = SlugListField(source="relations.concern")
    treatments = SlugListField(source="relations.treatment")
    languages = SlugListField(source="relations.language")
    services = SlugListField(source="relations.service")
    tier = serializers.SlugField(source="tier.slug", allow_null=True)
    course = CourseSerializer(allow_null=True)
    bucket = serializers.ChoiceField(choices=Bucket.choices, allow_null=True)
    verified_on = serializers.DateField(source="clinic.verified_on", allow_null=True)
    url = serializers.CharField(source="clinic.get_absolute_url")


class OptionSerializer(serializers.Serializer):
    """One choice of a facet with the number of clinics that choosing it gives."""

    value = serializers.SlugField()
    label = serializers.CharField()
    count = serializers.IntegerField()
    selected = serializers.BooleanField()


class FacetsSerializer(serializers.Serializer):
    """Every facet with its choices."""

    def get_fields(self):
        return {facet: OptionSerializer(many=True) for facet in FACETS}


class BucketsSerializer(serializers.Serializer):
    """How many clinics stand how to the budget; together all that pass the other parameters."""

    def get_fields(self):
        return {bucket.value: serializers.IntegerField() for bucket in Bucket}


class ListingSerializer(serializers.Serializer):
    """A page of results; `buckets` only with a budget."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    facets = FacetsSerializer()
    buckets = BucketsSerializer(required=False)
    ignored = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    results = ResultSerializer(many=True)


class NotFoundSerializer(serializers.Serializer):
    """Why there is no answer."""

    detail = serializers.CharField()


class ClinicPriceSerializer(serializers.ModelSerializer):
    """A clinic's price as quoted, in whole units of its currency."""

    treatment = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    basis = BasisField(read_only=True)
    state = StateField(read_only=True)
    currency = serializers.CharField(source="currency_id", read_only=True)
    inclusions = SlugListField(read_only=True)

    class Meta:
        model = ClinicPrice
        fields = read_only_fields = [
            "treatment",
            "basis",
            "state",
            "low",
            "high",
            "open_ended",
            "currency",
            "sessions_min",
            "sessions_max",
            "inclusions",
            "tax",
            "estimated",
            "year",
            "remark",
            "source",
            "checked_on",
        ]


class FindingSerializer(serializers.ModelSerializer):
    """The answer to one criterion, with its evidence and dates."""

    criterion = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    answer = serializers.ChoiceField(choices=Answer.choices)

    class Meta:
        model = Finding
        fields = read_only_fields = ["criterion", "answer", "evidence", "source", "checked_on", "expires_on"]


class PhotoFileSerializer(serializers.Serializer):
    """One file of a photo; `url` is a path, the size is in pixels."""

    url = serializers.CharField()
    media_type = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class PhotoSerializer(serializers.ModelSerializer):
    """A photo that may be shown now; ask again before you show it, for a consent can be taken back."""

    kind = serializers.ChoiceField(choices=PhotoKind.choices)
    files = serializers.SerializerMethodField()

    class Meta:
        model = ClinicPhoto
        fields = read_only_fields = ["kind", "alt", "alt_ko", "caption", "source", "expires_on", "files"]

    @extend_schema_field(PhotoFileSerializer(many=True))
    def get_files(self, photo):
        return PhotoFileSerializer(files_of(photo), many=True).data


class ClinicTextsSerializer(serializers.ModelSerializer):
    """The texts, contact and legal basis of a clinic; an empty text means not stated."""

    service_grade = serializers.ChoiceField(choices=ServiceGrade.choices, allow_blank=True)
    website = serializers.URLField(allow_blank=True)
    payment_methods = serializers.ListField(child=serializers.CharField())
    review_places = serializers.ListField(child=serializers.URLField())

    class Meta:
        model = Clinic
        fields = read_only_fields = [
            "tier_estimated",
            "focus_summary",
            "target_clients",
            "artistic_style",
            "technology",
            "service_grade",
            "service_note",
            "differentiator",
            "description",
            "expertise",
            "experience",
            "access",
            "address",
            "address_ko",
            "latitude",
            "longitude",
            "point_approximate",
            "phone",
            "phone_e164",
            "website",
            "review_places",
            "opening_hours",
            "payment_methods",
            "legal_basis",
            "legal_number",
            "legal_source",
            "legal_checked_on",
        ]


class ClinicSerializer(ResultSerializer):
    """One clinic: its result, and with it its texts, prices, findings and photos."""

    texts = ClinicTextsSerializer(source="clinic")
    prices = ClinicPriceSerializer(source="clinic.prices.all", many=True)
    findings = FindingSerializer(source="clinic.findings.all", many=True)
    photos = PhotoSerializer(source="clinic.open_photos", many=True)
