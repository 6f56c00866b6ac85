from django.urls import path

from clinics.api import views

app_name = "clinics_api"

urlpatterns = [
    path("clinics/", views.ClinicListView.as_view(), name="clinics"),
    path("clinics.csv", views.ClinicCsvView.as_view(), name="csv"),
    path("clinics.geojson", views.ClinicGeoJsonView.as_view(), name="geojson"),
    path("clinics/<slug:slug>/", views.ClinicView.as_view(), name="clinic"),
    path("districts/", views.DistrictListView.as_view(), name="districts"),
    path("focuses/", views.FocusListView.as_view(), name="focuses"),
    path("concerns/", views.ConcernListView.as_view(), name="concerns"),
    path("languages/", views.LanguageListView.as_view(), name="languages"),
    path("services/", views.ServiceListView.as_view(), name="services"),
    path("criteria/", views.CriterionListView.as_view(), name="criteria"),
]
