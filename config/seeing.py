"""What an operator sees: log lines with the number of their request, as text or JSON, and slow statements.

No line says who asked, nor what was searched for: a query string goes nowhere.
"""

import json
import logging
import re
import time
import uuid
from contextvars import ContextVar

from django.conf import settings
from django.db import connections

NO_REQUEST = "-"
NUMBER = re.compile(r"[0-9A-Za-z-]{8,64}")
HEADER = "X-Request-ID"
SLOW = 0.1  # seconds

current = ContextVar("request_id", default=NO_REQUEST)
slow_queries = logging.getLogger("slow_queries")


class RequestIdMiddleware:
    """Give each request a number for its log lines and its answer: the proxy's, where one is trusted."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        number = request.headers.get(HEADER, "") if settings.IS_BEHIND_PROXY else ""
        if not NUMBER.fullmatch(number):
            number = uuid.uuid4().hex
        token = current.set(number)
        try:
            response = self.get_response(request)
        finally:
            current.reset(token)
        response.headers[HEADER] = number
        return response


class SlowQueriesMiddleware:
    """Log each statement that takes long, for those who develop the site."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with connections["default"].execute_wrapper(note_slow):
            return self.get_response(request)


def note_slow(execute, sql, params, many, context):
    """Execute a statement, and log it without its values where it takes long."""
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = time.perf_counter() - began
        if seconds >= SLOW:
            slow_queries.warning("%.0f ms: %s", seconds * 1_000, sql)


class WithRequest(logging.Filter):
    """Adds the number of the request to a log record, as `request_id`."""

    def filter(self, record):
        record.request_id = current.get()
        return True


class JsonFormatter(logging.Formatter):
    """Writes a log record as one line of JSON."""

    def format(self, record):
        entry = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", NO_REQUEST),
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)
