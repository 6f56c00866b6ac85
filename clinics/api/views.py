"""The addresses of the API; every answer comes from the same Listing as the page."""

import json

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, QueryDict, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from clinics.api.serializers import (
    ClinicSerializer,
    DistrictSerializer,
    ListingSerializer,
    NotFoundSerializer,
    ResultSerializer,
    TermSerializer,
)
from clinics.exporting import clinic_rows
from clinics.filters import ApiClinicFilter
from clinics.korea import SEOUL
from clinics.listing import Listing, NoSuchPage
from clinics.models import Clinic, ClinicPhoto, Concern, Criterion, District, Focus, Language, Service
from clinics.parameters import KnownSlugs, WholeNumber
from clinics.state import State
from pricing.api import WholeListView
from pricing.redirects import FollowsRedirects

# A FeatureCollection (RFC 7946): a clinic's result beside its point.
GEOJSON = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"type": "string", "enum": ["FeatureCollection"]},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "geometry", "properties"],
                "properties": {
                    "type": {"type": "string", "enum": ["Feature"]},
                    "geometry": {
                        "type": "object",
                        "nullable": True,
                        "required": ["type", "coordinates"],
                        "properties": {
                            "type": {"type": "string", "enum": ["Point"]},
                            "coordinates": {
                                "type": "array",
                                "items": {"type": "number"},
                                "minItems": 2,
                                "maxItems": 2,
                            },
                        },
                    },
                    "properties": {"$ref": "#/components/schemas/Result"},
                },
            },
        },
    },
}


def listing_parameters(*, paged):
    """Return the parameters of the filter contract for the OpenAPI schema."""
    return [
        OpenApiParameter(
            name,
            parameter_type(parameter),
            description=str(parameter.label),
            enum=sorted(parameter.extra.get("known", ())),
            many=parameter.field_class is KnownSlugs,
        )
        for name, parameter in ApiClinicFilter.base_filters.items()
        if paged or name not in {"page", "page_size"}
    ]


def parameter_type(parameter):
    """Return the OpenAPI type of a parameter's values."""
    if parameter.field_class is not WholeNumber:
        return OpenApiTypes.STR
    limits = {"minimum": 1, "maximum": parameter.extra.get("highest")}
    return {"type": "integer"} | {name: limit for name, limit in limits.items() if limit}


class ListingView(APIView):
    """Clinics of a listing address."""

    def read_listing(self, request):
        return Listing(request.GET, at=timezone.now(), filter_class=ApiClinicFilter)


class ClinicListView(ListingView):
    """Clinics with exact facet counts, paged."""

    @extend_schema(
        operation_id="clinics_list",
        parameters=listing_parameters(paged=True),
        responses={200: ListingSerializer, 404: NotFoundSerializer},
    )
    def get(self, request):
        """Return one page of clinics, the counts beside every choice, and what was ignored."""
        listing = self.read_listing(request)
        try:
            page = listing.page
        except NoSuchPage as error:
            raise Http404(_("There is no such page.")) from error
        answer = {
            "count": listing.count,
            "next": self.page_address(request, listing, page + 1),
            "previous": self.page_address(request, listing, page - 1),
            "facets": listing.facets,
            "ignored": listing.filter.ignored,
            "results": listing.results,
        }
        if listing.buckets is not None:
            answer["buckets"] = listing.buckets
        return Response(ListingSerializer(answer).data)

    @staticmethod
    def page_address(request, listing, page):
        if not 1 <= page <= listing.last_page:
            return None
        return request.build_absolute_uri(f"{request.path}?{State(listing.filter).query(page=[str(page)])}")


class ClinicView(FollowsRedirects, APIView):
    """One clinic."""

    def records_by_argument(self):
        return {"slug": Clinic.objects.published(at=timezone.now())}

    @extend_schema(
        operation_id="clinics_retrieve", responses={200: ClinicSerializer, 404: NotFoundSerializer}
    )
    def get(self, request, slug):
        """Return one published clinic with its texts, prices, findings and photos."""
        now = timezone.now()
        listing = Listing(QueryDict(), at=now)
        clinic = listing.filter.queryset.filter(slug=slug).first()
        results = [] if clinic is None else listing.read([clinic.pk])
        if not results:
            raise Http404(_("There is no such clinic."))
        photos = ClinicPhoto.objects.shown(on=timezone.localdate(now, SEOUL), cases=settings.SHOW_CASE_PHOTOS)
        prefetch_related_objects(
            [clinic],
            "prices__treatment",
            "prices__inclusions",
            "findings__criterion",
            Prefetch("photos", photos.for_reuse().in_order(), to_attr="open_photos"),
        )
        return Response(ClinicSerializer(results[0].of(clinic)).data)


class ClinicCsvView(ListingView):
    """The whole result as native CSV, which the importer reads back."""

    @extend_schema(
        operation_id="clinics_csv",
        tags=["clinics"],
        parameters=listing_parameters(paged=False),
        responses={(200, "text/csv"): OpenApiResponse(OpenApiTypes.STR)},
    )
    def get(self, request):
        """Return every clinic of the listing, unpaged, in the order of the results."""
        return download(
            clinic_rows(self.read_listing(request).matches.pks()), "text/csv; charset=utf-8", "clinics.csv"
        )


class ClinicGeoJsonView(ListingView):
    """The whole result as GeoJSON points."""

    @extend_schema(
        operation_id="clinics_geojson",
        tags=["clinics"],
        parameters=listing_parameters(paged=False),
        responses={(200, "application/geo+json"): GEOJSON},
    )
    def get(self, request):
        """Return every clinic of the listing, unpaged; the geometry is null where there is no point."""
        return download(geojson(self.read_listing(request)), "application/geo+json", "clinics.geojson")


def geojson(listing):
    """Yield a GeoJSON FeatureCollection (RFC 7946) of a listing, feature by feature."""
    properties = ResultSerializer()
    yield '{"type": "FeatureCollection", "features": ['
    between = "\n"
    for results in listing.chunks():
        points = read_points([result.clinic.pk for result in results])
        for result in results:
            feature = {
                "type": "Feature",
                "geometry": points.get(result.clinic.pk),
                "properties": properties.to_representation(result),
            }
            yield between + json.dumps(feature, ensure_ascii=False)
            between = ",\n"
    yield "\n]}\n"


def read_points(pks):
    """Return primary key -> GeoJSON geometry of the clinics that have a point."""
    pointed = Clinic.objects.filter(pk__in=pks, latitude__isnull=False)
    return {
        pk: {"type": "Point", "coordinates": [float(longitude), float(latitude)]}
        for pk, longitude, latitude in pointed.values_list("pk", "longitude", "latitude")
    }


def download(chunks, content_type, name):
    """Return chunks of text as a streamed file of this name."""
    response = StreamingHttpResponse(chunks, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class DistrictListView(WholeListView):
    """The districts; `parent` names the one that a district lies in."""

    queryset = District.objects.select_related("parent").order_by("position", "name", "slug")
    serializer_class = DistrictSerializer


class FocusListView(WholeListView):
    """What clinics are known for."""

    queryset = Focus.objects.order_by("position", "name")
    serializer_class = TermSerializer


class ConcernListView(WholeListView):
    """What visitors come with."""

    queryset = Concern.objects.order_by("position", "name")
    serializer_class = TermSerializer


class LanguageListView(WholeListView):
    """The languages spoken at clinics."""

    queryset = Language.objects.order_by("position", "name")
    serializer_class = TermSerializer


class ServiceListView(WholeListView):
    """Services for visitors."""

    queryset = Service.objects.order_by("position", "name")
    serializer_class = TermSerializer


class CriterionListView(WholeListView):
    """What is verified about a clinic, in the order of the factors."""

    queryset = Criterion.objects.order_by("factor__position", "position", "slug")
    serializer_class = TermSerializer
