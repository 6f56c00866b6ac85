"""Processes that are killed, that work at the same time, and clocks that were wrong: nothing is half done."""

import re
import signal
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from config.accounts.throttling import FORGOTTEN_AFTER, LONGEST_WAIT, note_failure, wait_left
from tests.factories import NOW, make_clinic

ROWS = 600
# Runs a command in a process that kills itself at so many calls of a function.
KILLED = """
import os, signal
from importlib import import_module
from django.core.management import call_command
module, names, call = {module!r}, {names!r}.split("."), {call}
owner = import_module(module)
for name in names[:-1]:
    owner = getattr(owner, name)
real, calls = getattr(owner, names[-1]), []
def counted(*arguments, **options):
    calls.append(1)
    if len(calls) == call:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments, **options)
setattr(owner, names[-1], counted)
call_command(*{command!r})
"""
DUE = """
from datetime import timedelta
from django.utils import timezone
from clinics.documents import document_of
from clinics.models import Clinic, ProposalState
from clinics.proposals import propose
now = timezone.now()
for clinic in Clinic.objects.order_by("pk")[:3]:
    document = {**document_of(clinic), "phone": "+82 2 555 0100"}
    propose(
        clinic.pk, document, base_number=clinic.version, user=None, at=now,
        due_at=now - timedelta(minutes=1), state=ProposalState.APPROVED,
    )
"""
STATES = """
from clinics.models import Clinic, Proposal
phones = dict(Clinic.objects.values_list("pk", "phone"))
for proposal in Proposal.objects.order_by("pk"):
    print(proposal.state, phones[proposal.clinic_key])
"""
COLUMNS = """
from django.db import connection
with connection.cursor() as cursor:
    for table in sorted(connection.introspection.table_names(cursor)):
        columns = connection.introspection.get_table_description(cursor, table)
        constraints = connection.introspection.get_constraints(cursor, table)
        print(table, sorted((each.name, each.null_ok) for each in columns), len(constraints))
"""


def run(place, code):
    return place.manage("shell", "--no-imports", "-c", code)


def kill(place, *command, at, call):
    """Run a command in a place until a function, given as module:name, is called so often."""
    module, _colon, names = at.partition(":")
    code = KILLED.format(module=module, names=names, call=call, command=command)
    process = place.start("shell", "--no-imports", "-c", code)
    _out, complained = process.communicate()
    assert process.returncode == -signal.SIGKILL, complained


def test_killed_migration_goes_on_where_it_was(make_place, origin):
    place = make_place("migrated")
    statement = "django.db.backends.base.schema:BaseDatabaseSchemaEditor.execute"

    for call in (4, 30, 25):  # each goes on from where the one before was killed
        kill(place, "migrate", "--verbosity=0", at=statement, call=call)
    place.manage("migrate", "--verbosity=0")

    place.manage("migrate", "--check")
    assert run(place, COLUMNS) == run(origin, COLUMNS)
    place.manage("load_starter_content", SAMPLES="1")
    assert "\n" in place.manage("export_clinics")


def test_killed_publishing_has_done_each_listing_whole_or_not_at_all(make_place, origin):
    place = make_place("published")
    place.manage("copy_database", SOURCE_DATABASE_URL=origin.environment["DATABASE_URL"])
    run(place, DUE)
    wanted = "+82 2 555 0100"

    # Killed after the second listing was written, and before its proposal says so.
    kill(place, "apply_due", at="clinics.proposals:_close", call=2)

    states = [line.split(" ", 1) for line in run(place, STATES).splitlines()]
    assert len(states) == 3
    assert [state == "applied" for state, _phone in states] == [phone == wanted for _state, phone in states]
    assert Counter(state for state, _phone in states) == {"applied": 1, "approved": 2}
    assert place.manage("apply_due").count("applied: proposal") == 2
    assert set(run(place, STATES).splitlines()) == {f"applied {wanted}"}


def test_two_imports_at_once_say_what_each_of_them_did(make_place, origin, tmp_path):
    place = make_place("imported")
    place.manage("copy_database", SOURCE_DATABASE_URL=origin.environment["DATABASE_URL"])
    before = place.manage("export_clinics").count("\n")
    files = []
    for mark in "AB":
        rows = "".join(f"clinic-{number:04},{mark} {number},gangnam\n" for number in range(ROWS))
        files.append(tmp_path / f"{mark}.csv")
        files[-1].write_text(f"slug,name,district\n{rows}", encoding="utf-8")

    processes = [place.start("import_clinics", file) for file in files]
    told = [process.communicate() for process in processes]

    done = []
    for process, (out, complained) in zip(processes, told, strict=True):
        assert "Traceback" not in complained
        if process.returncode:
            assert complained.startswith("CommandError: Nothing was imported"), complained
            done.append(Counter())
        else:
            counts = re.findall(r"(new|changed|unchanged|rejected): (\d+)", out)
            done.append(Counter({what: int(count) for what, count in counts}))
    marks = Counter(re.findall(r"^clinic-\d{4},([AB]) ", place.manage("export_clinics"), flags=re.M))
    # Each clinic was new to one of them, and the other, where it came later, changed it or was refused.
    assert sum(each["new"] for each in done) == ROWS == sum(marks.values())
    assert {sum(each.values()) for each in done} <= {0, ROWS}  # told of every row, or refused
    assert place.manage("export_clinics").count("\n") == before + ROWS
    written = sum(bool(each["new"] or each["changed"]) for each in done)
    assert len(place.manage("imports").splitlines()) == written


@pytest.mark.django_db
def test_listing_follows_a_clock_that_is_put_back(client, monkeypatch, settings):
    settings.KEPT_PAGES_BYTES = 1024 * 1024
    make_clinic(name="Now")
    make_clinic(name="Later", publish_at=NOW + timedelta(hours=2))
    counts = []

    for hours in (1, 3, 1, -30, 3):
        monkeypatch.setattr("django.utils.timezone.now", lambda hours=hours: NOW + timedelta(hours=hours))
        response = client.get("/clinics/")
        assert response.status_code == 200
        counts.append(("Later" in response.text, client.get("/api/v1/clinics/").json()["count"]))

    assert counts == [(False, 1), (True, 2), (False, 1), (False, 1), (True, 2)]


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [timedelta(days=400), timedelta(hours=3), -timedelta(days=400)])
def test_nobody_waits_for_a_clock_that_was_wrong(monkeypatch, wrong):
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + wrong)
    for _time in range(30):
        note_failure("kim", "192.0.2.1")
    assert timedelta() < wait_left("kim", "192.0.2.1") <= LONGEST_WAIT

    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    assert wait_left("kim", "192.0.2.1") <= timedelta()

    # From then on failures count again.
    for _time in range(30):
        note_failure("kim", "192.0.2.1")
    assert timedelta() < wait_left("kim", "192.0.2.1") <= LONGEST_WAIT < FORGOTTEN_AFTER
