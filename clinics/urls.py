from django.urls import path

from clinics import views

app_name = "clinics"

urlpatterns = [
    path("clinics/", views.ClinicListView.as_view(), name="list"),
    path("clinics/<slug:slug>/", views.ClinicDetailView.as_view(), name="detail"),
    path("districts/", views.DistrictListView.as_view(), name="districts"),
    path("districts/<slug:slug>/", views.DistrictDetailView.as_view(), name="district"),
]
