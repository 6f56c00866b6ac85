"""What a visitor reads when the site cannot answer: without its database for a while, or by its own fault."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found, server_error

RETRY_AFTER = 30  # seconds
API = "/api/"


def is_for_a_while(error):
    """Tell whether an error is one of a database that cannot be reached or takes too long."""
    return isinstance(error, (OperationalError, InterfaceError))


def answer_to_nothing(request, exception):
    """Answer 404, in the API as data like everything there."""
    if request.path.startswith(API):
        return JsonResponse({"detail": _("There is nothing at this address.")}, status=404)
    return page_not_found(request, exception)


def answer_to_failure(request):
    """Answer 503 and when to come back where the database is away, else 500."""
    if not is_for_a_while(sys.exc_info()[1]):
        return server_error(request)
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    if request.path.startswith(API):
        sentence = _("The directory cannot be read at the moment. Please try again in a minute.")
        response = JsonResponse({"detail": sentence}, status=503, headers=headers)
    else:
        response = HttpResponse(loader.render_to_string("503.html"), status=503, headers=headers)
    response.is_database_away = True
    return response
