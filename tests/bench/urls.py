"""The addresses of the site, and one that answers with bytes that are ready."""

from django.http import HttpResponse
from django.urls import include, path

READY = "/ready/"

ready = {}  # name -> (bytes of the body, content type)


def answer(request, name):
    """Answer with what is ready under a name: the least that a view can do for the same bytes."""
    body, content_type = ready[name]
    return HttpResponse(body, content_type=content_type)


urlpatterns = [path("ready/<slug:name>", answer), path("", include("config.urls"))]
