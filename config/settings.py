"""Settings of the site, read from the environment.

The README lists every variable. What has no safe default raises ImproperlyConfigured and says how to mend it.
"""

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.caching import as_tolerated

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

FLAGS = {
    "": False,
    **dict.fromkeys(("0", "false", "no", "off"), False),
    **dict.fromkeys(("1", "true", "yes", "on"), True),
}
DATABASES_KNOWN = {"sqlite", "postgres", "postgresql"}


def read_secret_key():
    """Return SECRET_KEY, or the content of the file that SECRET_KEY_FILE names."""
    key = env.str("SECRET_KEY", default="")
    path = env.str("SECRET_KEY_FILE", default="")
    if key:
        return key
    if not path:
        raise ImproperlyConfigured(
            "Set the SECRET_KEY environment variable, or SECRET_KEY_FILE to the path of a file that holds the"
            " key (`make run` writes one to var/secret_key)."
        )
    try:
        key = Path(BASE_DIR, path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"SECRET_KEY_FILE names {path}, which cannot be read: {error}. Name a readable text file."
        ) from error
    if not key:
        raise ImproperlyConfigured(f"SECRET_KEY_FILE names {path}, which is empty: write a key into it.")
    return key


def read_whole_number(name, default):
    """Return an environment variable that must be a whole number, not below zero."""
    text = env.str(name, default=str(default))
    if not (text.isascii() and text.isdigit()):
        raise ImproperlyConfigured(f"{name} is {text!r}. Set it to a whole number, such as {default}.")
    return int(text)


def read_flag(name, *, default=""):
    """Return an environment variable that says yes or no; without it, no, or what the default says."""
    text = env.str(name, default=default).strip().lower()
    if text not in FLAGS:
        raise ImproperlyConfigured(f"{name} is {text!r}. Set it to 1 or 0.")
    return FLAGS[text]


def read_site_url():
    """Return SITE_URL without a slash at its end, such as https://clinics.example."""
    url = env.str("SITE_URL", default=f"http://127.0.0.1:{read_whole_number('PORT', 8000)}").rstrip("/")
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        host = f"[{host}]" if ":" in host else host
        port = "" if parts.port is None else f":{parts.port}"
    except ValueError:
        host = None
    if not host or parts.scheme not in {"http", "https"} or url.lower() != f"{parts.scheme}://{host}{port}":
        raise ImproperlyConfigured(
            f"SITE_URL is {url!r}. Set it to http:// or https:// and a host, such as https://clinics.example."
        )
    return url


def read_database(variable, default=""):
    """Return the connection that a variable names, with what its engine needs for several processes."""
    address = env.str(variable, default=default)
    if urlsplit(address).scheme not in DATABASES_KNOWN:
        raise ImproperlyConfigured(f"Set {variable} to a sqlite:// or a postgres:// address.")
    database = env.db_url_config(address)
    options = database.setdefault("OPTIONS", {})
    # A kept connection saves the handshake, and on SQLite the reading of the schema, in every request.
    database.setdefault("CONN_MAX_AGE", None)
    if database["ENGINE"] == "django.db.backends.sqlite3":
        name = database["NAME"]  # as in sqlite:///var/db.sqlite3; an absolute path has four slashes
        if name != ":memory:" and not name.startswith("file:"):
            database["NAME"] = BASE_DIR / name
        # A transaction that starts as a reader cannot wait for the write lock, so each takes it at its start.
        options.setdefault("transaction_mode", "IMMEDIATE")
        options.setdefault("init_command", "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
        options.setdefault("timeout", 20)  # seconds
    else:
        database.setdefault("CONN_HEALTH_CHECKS", True)
        options.setdefault("connect_timeout", 5)  # seconds
        if longest := read_whole_number("STATEMENT_TIMEOUT", 0):  # seconds; the server of the site sets it
            further = f"-c statement_timeout={longest * 1_000}"
            options["options"] = f"{options.get('options', '')} {further}".strip()
    return database


def read_media_storage():
    """Return where uploaded files lie: in a bucket if one is named, else in the folder MEDIA_ROOT."""
    if not MEDIA_BUCKET:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured("MEDIA_BUCKET needs the package django-storages[s3]. Install it.")
    options = {
        "bucket_name": MEDIA_BUCKET,
        "endpoint_url": env.str("MEDIA_BUCKET_ENDPOINT", default="") or None,
    }
    return {"BACKEND": "config.object_storage.ObjectStorage", "OPTIONS": options}


# The site

DEBUG = read_flag("DEBUG")
SECRET_KEY = read_secret_key()
SITE_NAME = env.str("SITE_NAME", default="Clinic Atlas")
SITE_URL = read_site_url()
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
SAMPLES = read_whole_number("SAMPLES", 24)
# Advertising law restricts pictures of people before and after a treatment: whoever runs the site decides.
SHOW_CASE_PHOTOS = read_flag("SHOW_CASE_PHOTOS")

SITE_HOST = urlsplit(SITE_URL).netloc.removesuffix(f":{urlsplit(SITE_URL).port}")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", SITE_HOST])
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

# Django REST framework works without being listed; its app would only add the browsable API, whose scripts
# and styles the site neither needs nor wants to serve.
INSTALLED_APPS = [
    "config",
    "articles",
    "clinics",
    "pricing",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
    "drf_spectacular",
    "tree_queries",
]

# A code from an app beside the password: for whoever sets it up, or required of publishers.
HAS_SECOND_FACTOR = find_spec("django_otp") is not None
SECOND_FACTOR = env.str("SECOND_FACTOR", default="")
OTP_TOTP_ISSUER = SITE_NAME
if SECOND_FACTOR not in {"", "publishers"}:
    raise ImproperlyConfigured(f"SECOND_FACTOR is {SECOND_FACTOR!r}. Set it to publishers, or leave it out.")
if SECOND_FACTOR and not HAS_SECOND_FACTOR:
    raise ImproperlyConfigured("SECOND_FACTOR needs the packages django-otp and segno: install them.")
if HAS_SECOND_FACTOR:
    # Before the site's own app, whose admin takes what these register off the desk.
    INSTALLED_APPS[:0] = ["django_otp", "django_otp.plugins.otp_totp", "django_otp.plugins.otp_static"]

MIDDLEWARE = [
    *(["config.seeing.SlowQueriesMiddleware"] if DEBUG else []),
    "config.seeing.RequestIdMiddleware",
    *(["config.replica.ReplicaMiddleware"] if env.str("DATABASE_REPLICA_URL", default="") else []),
    "django.middleware.security.SecurityMiddleware",
    "clinics.kept_pages.KeptPagesMiddleware",
    # The first four stand outside of all that may answer by itself, so that redirects, refusals and static
    # files carry the security headers too.
    "config.middleware.BrowserPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.TextCompressionMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "config.middleware.AdminAddressMiddleware",
    "config.middleware.BusyDatabaseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    *(
        ["django_otp.middleware.OTPMiddleware", "config.accounts.second_factor.SecondFactorMiddleware"]
        if HAS_SECOND_FACTOR
        else []
    ),
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                # The last two read nothing of a visitor until a template asks: public pages must not ask.
                "django.template.context_processors.request",
                "config.context.site",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


# What is stored

DATABASES = {"default": read_database("DATABASE_URL", default="sqlite:///var/db.sqlite3")}
if env.str("SOURCE_DATABASE_URL", default=""):
    DATABASES["source"] = read_database("SOURCE_DATABASE_URL")  # to copy from, see copy_database
if env.str("DATABASE_REPLICA_URL", default=""):
    DATABASES["replica"] = read_database("DATABASE_REPLICA_URL")
    if any(not DATABASES[name]["ENGINE"].endswith("postgresql") for name in ("default", "replica")):
        raise ImproperlyConfigured("DATABASE_REPLICA_URL needs PostgreSQL: SQLite has no replicas.")
    DATABASES["replica"]["OPTIONS"]["connect_timeout"] = 2  # seconds: the primary answers in its place
    DATABASES["replica"]["TEST"] = {"MIRROR": "default"}
    DATABASE_ROUTERS = ["config.replica.ReplicaRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Listings are answered out of memory; switched off, by queries.
CLINIC_INDEX = read_flag("CLINIC_INDEX", default="1")
# Public pages that are kept in the memory of a process until something that they show changes.
KEPT_PAGES_BYTES = read_whole_number("KEPT_PAGES_MB", 32) * 1024 * 1024

CACHES = {"default": as_tolerated(env.cache_url("CACHE_URL", default="locmemcache://"))}

MEDIA_BUCKET = env.str("MEDIA_BUCKET", default="")
MEDIA_ROOT = BASE_DIR / env.str("MEDIA_ROOT", default="var/media")
MEDIA_URL = "media/"

STATIC_ROOT = BASE_DIR / "var/static"
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": read_media_storage(),
    "staticfiles": {"BACKEND": "config.static_files.ModuleStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = CONTACT_EMAIL or f"noreply@{urlsplit(SITE_URL).hostname}"


# Language and time. Clinics keep their own time zone; the site stores and computes in UTC.

LANGUAGE_CODE = "en-us"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
TIME_ZONE = "UTC"


# Security

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds since logging in: a day at the desk

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

IS_HTTPS = SITE_URL.startswith("https://")
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SESSION_COOKIE_SECURE = IS_HTTPS
SECURE_SSL_REDIRECT = IS_HTTPS
# Probes come over plain HTTP from inside.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0  # a year
# Other hosts under the same domain are not this site's to decide about, nor is the browsers' preload list.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# The header says how the visitor reached the proxy. Whoever comes without one could forge it, so it
# counts only where the operator says that a proxy always sets it.
IS_BEHIND_PROXY = read_flag("BEHIND_PROXY")
if IS_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# As many as fit into the longest request line that gunicorn lets through (8,190 bytes of "a&").
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000


# The API: read only, the same for everybody

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "config.negotiation.OneFormat",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": None,
    # An unknown parameter does nothing, and `format` is unknown.
    "URL_FORMAT_OVERRIDE": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": SITE_NAME,
    "DESCRIPTION": _("Clinics, their prices and their evidence as open data. Read only, no key needed."),
    "VERSION": "1.0.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVERS": [{"url": SITE_URL}],
}


# Logging: what an operator must see goes to the console. A page that is not there is no event.

LOG_FORMAT = env.str("LOG_FORMAT", default="line")
if LOG_FORMAT not in {"line", "json"}:
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}. Set it to line or json.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "config.seeing.WithRequest"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {request_id}: {message}", "style": "{"},
        "json": {"()": "config.seeing.JsonFormatter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["request"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "security": {"level": "INFO"},
    },
}
