from django.urls import path

from clinics import trip, views

app_name = "clinics"

urlpatterns = [
    path("clinics/", views.ClinicListView.as_view(), name="list"),
    path("clinics/compare/", views.CompareView.as_view(), name="compare"),
    path("clinics/<slug:slug>/", views.ClinicDetailView.as_view(), name="detail"),
    path("shortlist/", views.ShortlistView.as_view(), name="shortlist"),
    path("districts/", views.DistrictListView.as_view(), name="districts"),
    path("districts/<slug:slug>/", views.DistrictDetailView.as_view(), name="district"),
    path("prices/estimate/", trip.EstimateView.as_view(), name="estimate"),
    path("plan/", trip.PlanView.as_view(), name="plan"),
    path("plan.ics", trip.PlanCalendarView.as_view(), name="plan_calendar"),
]
