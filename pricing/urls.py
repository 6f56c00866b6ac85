from django.urls import path

from pricing import views

app_name = "pricing"

urlpatterns = [
    path("treatments/", views.TreatmentListView.as_view(), name="treatments"),
    path("treatments/<slug:slug>/", views.TreatmentDetailView.as_view(), name="treatment"),
    path("prices/", views.PriceGuideView.as_view(), name="guide"),
]
