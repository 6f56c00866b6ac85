from django.urls import path
from django.views.decorators.http import require_safe

from articles import share_images, views
from articles.feeds import GuideFeed

app_name = "articles"

urlpatterns = [
    path("guides/", views.GuideListView.as_view(), name="list"),
    path("guides/feed/", require_safe(GuideFeed()), name="feed"),
    path("guides/category/<slug:slug>/", views.CategoryView.as_view(), name="category"),
    path("guides/<slug:slug>/", views.GuideView.as_view(), name="detail"),
    path("share/guides/<slug:slug>.png", share_images.share_image_of_guide, name="share_image"),
    path("about/", views.AboutView.as_view(), name="about"),
    path("about/<slug:slug>/", views.AboutView.as_view(), name="page"),
]
