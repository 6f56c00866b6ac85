"""What the log says of a request, and what it does not."""

import json
import logging
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config import seeing

NUMBER = re.compile(r"[0-9a-f]{32}")


def record(**values):
    made = logging.makeLogRecord(
        {"name": "clinics", "levelname": "ERROR", "msg": "Not %s", "args": ("so",), **values}
    )
    assert seeing.WithRequest().filter(made)
    return made


def test_every_answer_bears_the_number_of_its_request(client):
    numbers = {client.get(address).headers["X-Request-ID"] for address in ("/healthz", "/healthz", "/no/")}

    assert len(numbers) == 3
    assert all(NUMBER.fullmatch(number) for number in numbers)


@pytest.mark.parametrize(
    "number", ["", "short", "a b c d e f", "x" * 65, "<script>alert(1)</script>", "12345678"]
)
def test_only_a_trusted_proxy_gives_a_number(client, settings, number):
    headers = {"X-Request-ID": number}
    assert client.get("/healthz", headers=headers).headers["X-Request-ID"] != number

    settings.IS_BEHIND_PROXY = True
    answered = client.get("/healthz", headers=headers).headers["X-Request-ID"]

    assert (answered == number) == (number == "12345678")


def test_a_line_of_json_holds_the_request_and_the_fault():
    token = seeing.current.set("12345678")
    try:
        raise ValueError("two\nlines")
    except ValueError as error:
        line = seeing.JsonFormatter().format(record(exc_info=(type(error), error, error.__traceback__)))
    finally:
        seeing.current.reset(token)

    entry = json.loads(line)
    assert "\n" not in line
    assert (entry["request"], entry["message"], entry["level"]) == ("12345678", "Not so", "ERROR")
    assert "ValueError: two" in entry["exception"]
    assert json.loads(seeing.JsonFormatter().format(record()))["request"] == "-"


def test_format_is_chosen_and_a_wrong_one_is_refused(settings_of):
    assert settings_of(LOG_FORMAT="json")["LOGGING"]["handlers"]["console"]["formatter"] == "json"
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT is 'xml'"):
        settings_of(LOG_FORMAT="xml")


@pytest.mark.django_db
def test_a_slow_statement_is_logged_without_its_values(client, monkeypatch, caplog):
    monkeypatch.setattr(seeing, "SLOW", 0)

    def answer(request):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 WHERE %s = 'a secret'", ["a secret"])

    seeing.SlowQueriesMiddleware(answer)(None)

    [line] = [each.getMessage() for each in caplog.records if each.name == "slow_queries"]
    assert line.endswith("ms: SELECT 1 WHERE %s = 'a secret'")


def test_slow_statements_are_watched_in_development_only(settings_of):
    watching = "config.seeing.SlowQueriesMiddleware"

    assert watching not in settings_of()["MIDDLEWARE"]
    assert watching in settings_of(DEBUG="1")["MIDDLEWARE"]
