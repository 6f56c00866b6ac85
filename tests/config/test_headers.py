import pytest
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from config.urls import urlpatterns as site_urlpatterns


def page(request):
    """Render a template with all context processors, as a public page does."""
    text = "{{ site_name }} {{ site_url }} {{ request.path }} "
    template = engines["django"].from_string(text + "a long page " * 99)
    return HttpResponse(template.render({}, request))


def asking_page(request):
    """Render a template that asks who the visitor is."""
    return HttpResponse(engines["django"].from_string("{{ user.is_authenticated }}").render({}, request))


def own_policy(request):
    """Answer with a policy of its own."""
    return HttpResponse(headers={"Cross-Origin-Resource-Policy": "cross-origin"})


def picture(request):
    """Answer with a long picture."""
    return HttpResponse(bytes(9999), content_type="image/webp")


urlpatterns = [
    *site_urlpatterns,
    path("page/", page),
    path("asking-page/", asking_page),
    path("own-policy/", own_policy),
    path("picture/", picture),
]

pytestmark = pytest.mark.urls(__name__)

PAGES = ["/page/", "/healthz", "/robots.txt", "/no-such-page/", "/admin/login/", "/page"]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_strict_with_browsers(client, address):
    headers = client.get(address).headers

    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'self'",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", ["/page/", "/healthz", "/robots.txt", "/no-such-page/"])
def test_public_pages_are_the_same_for_every_visitor(client, address):
    response = client.get(address, headers={"cookie": f"sessionid={'s' * 32}; csrftoken={'c' * 32}"})

    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


@pytest.mark.django_db
def test_page_that_asks_for_the_visitor_says_so(client):
    """The check above can fail."""
    headers = client.get("/asking-page/").headers

    assert "Cookie" in headers["Vary"]
    assert "Cache-Control" not in headers


def test_anyone_may_keep_a_public_page_but_asks_whether_it_changed(client):
    assert client.get("/page/").headers["Cache-Control"] == "public, no-cache"
    assert "no-store" in client.get("/healthz").headers["Cache-Control"]


def test_view_may_set_its_own_policy(client):
    assert client.get("/own-policy/").headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_host_that_is_not_served_is_refused_strictly(client):
    response = client.get("/page/", headers={"host": "elsewhere.example"})

    assert response.status_code == 400
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]


def test_pages_are_compressed_and_kept_while_they_stay_the_same(client):
    first = client.get("/page/", headers={"accept-encoding": "gzip"})

    second = client.get("/page/", headers={"accept-encoding": "gzip", "if-none-match": first.headers["ETag"]})

    assert first.headers["Content-Encoding"] == "gzip"
    assert second.status_code == 304


def test_pictures_are_small_already_and_are_not_compressed(client):
    response = client.get("/picture/", headers={"accept-encoding": "gzip"})

    assert "Content-Encoding" not in response.headers
    assert len(response.content) == 9999


def test_templates_know_the_site(client, settings):
    settings.SITE_NAME = "Another Atlas"
    settings.SITE_URL = "https://another.example"

    assert client.get("/page/").text.startswith("Another Atlas https://another.example /page/")


def test_https_redirects_pages_but_not_probes(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 60

    assert client.get("/page/").headers["Location"] == "https://testserver/page/"
    assert client.get("/healthz").status_code == 200
    assert client.get("/page/", secure=True).headers["Strict-Transport-Security"] == "max-age=60"


def test_longest_query_of_parameters_is_read(client):
    assert client.get("/page/?" + "a&" * 4095).status_code == 200
