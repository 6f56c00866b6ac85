from django.urls import path, re_path
from django.views.decorators.http import require_safe

from clinics import share_images, trip, views
from clinics.feeds import ClinicFeed
from clinics.kept_pages import kept
from clinics.photos.renditions import PHOTO_FILE
from clinics.photos.views import PhotoFileView
from clinics.preview_view import PreviewPhotoView, PreviewView

app_name = "clinics"

urlpatterns = [
    path("clinics/", kept(views.ClinicListView.as_view()), name="list"),
    path("clinics/compare/", views.CompareView.as_view(), name="compare"),
    path("clinics/feed/", require_safe(ClinicFeed()), name="feed"),
    path("clinics/<slug:slug>/", kept(views.ClinicDetailView.as_view()), name="detail"),
    path("clinics/<slug:slug>/questions/", views.ClinicQuestionsView.as_view(), name="questions"),
    re_path(rf"^photos/{PHOTO_FILE}$", PhotoFileView.as_view(), name="photo"),
    path("preview/<str:token>/", PreviewView.as_view(), name="preview"),
    re_path(rf"^preview/([^/]+)/photos/{PHOTO_FILE}$", PreviewPhotoView.as_view(), name="preview_photo"),
    path("maps/<slug:slug>-<str:digest>.svg", views.map_sheet, name="map_sheet"),
    path("share/clinics/<slug:slug>.png", share_images.share_image_of_clinic, name="share_image"),
    path(
        "share/districts/<slug:slug>.png",
        share_images.share_image_of_district,
        name="share_image_of_district",
    ),
    path("shortlist/", views.ShortlistView.as_view(), name="shortlist"),
    path("districts/", kept(views.DistrictListView.as_view()), name="districts"),
    path("districts/<slug:slug>/", kept(views.DistrictDetailView.as_view()), name="district"),
    path(
        "districts/<slug:slug>/<slug:focus_slug>/",
        kept(views.DistrictFocusView.as_view()),
        name="district_focus",
    ),
    path("prices/estimate/", trip.EstimateView.as_view(), name="estimate"),
    path("plan/", trip.PlanView.as_view(), name="plan"),
    path("plan.ics", trip.PlanCalendarView.as_view(), name="plan_calendar"),
]
