"""The site's settings under an environment, and places that hold a directory of their own."""

import runpy

import pytest
from django.conf import settings

from tests.config.places import Place, scratch_in

KEY = "0123456789" * 6


@pytest.fixture
def settings_of(monkeypatch):
    """Return a function that gives the site's settings under an environment, SECRET_KEY being set."""

    def read(**environment):
        for name in ("DATABASE_URL", "SECRET_KEY_FILE"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("SECRET_KEY", KEY)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(settings.BASE_DIR / "config" / "settings.py")

    return read


@pytest.fixture(scope="module")
def make_place(tmp_path_factory):
    """Return a function that makes an empty Place of a label; its database goes when the module is done."""
    folder = tmp_path_factory.mktemp("places")
    scratch = scratch_in(folder)
    labels = []

    def make(label, *, scratch=scratch):
        place = Place(scratch, folder, label)
        labels.append((scratch, label))
        return place

    yield make
    for each, label in labels:
        each.drop(label)


@pytest.fixture(scope="module")
def origin(make_place):
    """A directory with the starter content, four samples and an uploaded file; a clinic was deleted."""
    place = make_place("origin")
    place.manage("migrate", "--verbosity=0")
    place.manage("load_starter_content", SAMPLES="4")
    place.manage("shell", "--no-imports", "-c", DELETE_NEWEST)
    (place.media / "photos/0a").mkdir(parents=True)
    (place.media / "photos/0a/320.jpg").write_bytes(b"\xff\xd8 a picture")
    return place


DELETE_NEWEST = "from clinics.models import Clinic; Clinic.objects.order_by('-pk').first().delete()"
