"""The site's settings under an environment."""

import runpy

import pytest
from django.conf import settings

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
