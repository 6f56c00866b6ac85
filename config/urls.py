from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView

from clinics.kept_pages import kept
from config import crawlers, views
from config.accounts.second_factor import IS_THERE, SecondFactorView

handler404 = "config.trouble.answer_to_nothing"
handler500 = "config.trouble.answer_to_failure"

urlpatterns = [
    path("", kept(views.HomeView.as_view()), name="home"),
    path("", include("clinics.urls")),
    path("", include("pricing.urls")),
    path("", include("articles.urls")),
    path("api/v1/", include("clinics.api.urls")),
    path("api/v1/", include("pricing.api")),
    path("api/v1/schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    *(
        [
            path(
                "admin/second-factor/",
                admin.site.admin_view(SecondFactorView.as_view()),
                name="second_factor",
            )
        ]
        if IS_THERE
        else []
    ),
    path("admin/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("share/site.png", views.share_image_of_site, name="share_image"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("sitemap-<slug:section>-<int:number>.xml", crawlers.sitemap_part, name="sitemap_part"),
    path(".well-known/security.txt", crawlers.security, name="security"),
    path("styleguide/", views.StyleGuideView.as_view(), name="styleguide"),
]
