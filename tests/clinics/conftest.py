import os
from urllib.parse import urlsplit

import pytest
from django.db import connection


@pytest.fixture
def database_url(transactional_db, tmp_path):
    """Return the address of the tests' database as another process reaches it: on SQLite of a copy."""

    def database_url():
        if connection.vendor == "sqlite":
            path = tmp_path / "copy.sqlite3"
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(path)])
            return f"sqlite:///{path}"
        name = connection.settings_dict["NAME"]
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()

    return database_url


@pytest.fixture
def photo_folder(settings, tmp_path):
    """The folder in which files of photos are stored, on a real disk."""
    folder = tmp_path / "media"
    store_in(settings, "django.core.files.storage.FileSystemStorage", location=folder)
    return folder


def store_in(settings, backend, **options):
    """Let uploaded files be stored by another backend."""
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": backend, "OPTIONS": options}}
