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
