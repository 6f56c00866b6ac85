"""The settings under which tests run: the site's own, whatever a developer's shell holds."""

import os

for name in (
    "ALLOWED_HOSTS",
    "BEHIND_PROXY",
    "CACHE_URL",
    "CONTACT_EMAIL",
    "DATABASE_REPLICA_URL",
    "DEBUG",
    "EMAIL_URL",
    "LOG_FORMAT",
    "MEDIA_ROOT",
    "PORT",
    "SAMPLES",
    "SECOND_FACTOR",
    "SECRET_KEY_FILE",
    "SHOW_CASE_PHOTOS",
    "SITE_NAME",
    "SITE_URL",
    "STATEMENT_TIMEOUT",
):
    os.environ.pop(name, None)
os.environ["SECRET_KEY"] = "only for tests"

from config.settings import *  # noqa: E402, F403

KEPT_PAGES_BYTES = 0  # each test looks at pages that were made for it
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow by design
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # look for files when asked: nothing was collected
