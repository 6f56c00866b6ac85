"""The base: a Django site as `startproject` makes it, with a view that answers with bytes that are ready.

It is settings, addresses and application in one: the least that a Django view can do for the same bytes.
"""

import os
from functools import cache
from pathlib import Path

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import etag

SECRET_KEY = "only for benchmarks"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = __name__
USE_TZ = True
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
UNCHANGED = '"ready"'


@cache
def read(name):
    """Return the bytes that lie ready under a name in the folder that BENCH_READY names."""
    return Path(os.environ["BENCH_READY"], name).read_bytes()


def answer(request, name):
    """Answer with what is ready."""
    return HttpResponse(read(name))


urlpatterns = [
    path("ready/<slug:name>", answer),
    path("unchanged/<slug:name>", etag(lambda request, name: UNCHANGED)(answer)),
]


def application(environ, start_response, served=[]):  # noqa: B006 the list outlives the call, as is wanted
    """Answer a request; Django is set up by the first one, for these settings import this very module."""
    if not served:
        served.append(get_wsgi_application())
    return served[0](environ, start_response)
