"""Public pages are read from a replica of the database, where there is one; the desk never is.

A replica that lags shows what was true a moment ago, whole: the version of the data, the index and the pages
come from it alike. One that is gone is left alone for a while, and the primary answers.
"""

from contextvars import ContextVar
from time import monotonic

from django.conf import settings
from django.urls import reverse

REPLICA = "replica"
LEFT_ALONE = 15  # seconds, after it did not answer
OF_THE_PRIMARY = ("/preview/", "/styleguide/", "/healthz", "/readyz")

reads_replica = ContextVar("reads_replica", default=False)


class ReplicaRouter:
    """Sends what a public page reads to the replica, everything else to the primary."""

    def db_for_read(self, model, **hints):
        return REPLICA if reads_replica.get() else None

    def db_for_write(self, model, **hints):
        return "default" if reads_replica.get() else None

    def allow_relation(self, one, other, **hints):
        """Records of both are of one database."""
        both = {one._state.db, other._state.db}
        return True if both <= {REPLICA, "default"} else None

    def allow_migrate(self, db, app_label, **hints):
        return False if db == REPLICA else None


class ReplicaMiddleware:
    """Lets public pages read the replica, and asks the primary where that does not answer."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.not_before = 0  # monotonic seconds

    def __call__(self, request):
        if monotonic() < self.not_before or not is_public(request):
            return self.get_response(request)
        token = reads_replica.set(True)
        try:
            response = self.get_response(request)
        finally:
            reads_replica.reset(token)
        if getattr(response, "is_database_away", False):
            self.not_before = monotonic() + LEFT_ALONE
            return self.get_response(request)
        return response


def is_public(request):
    """Tell whether a request only reads what everybody sees."""
    if REPLICA not in settings.DATABASES or request.method not in ("GET", "HEAD"):
        return False
    return not request.path.startswith((reverse("admin:index"), *OF_THE_PRIMARY))
