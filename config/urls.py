from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView

from config import views

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("", include("clinics.urls")),
    path("", include("pricing.urls")),
    path("api/v1/", include("clinics.api.urls")),
    path("api/v1/", include("pricing.api")),
    path("api/v1/schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    path("admin/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("styleguide/", views.StyleGuideView.as_view(), name="styleguide"),
]
