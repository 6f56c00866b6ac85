"""Every change of what visitors see is noticed, by whomever and however it is made."""

import re

import psycopg
import pytest
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.db.migrations import Migration
from django.test.utils import CaptureQueriesContext

from clinics.data_version import Changes, read_log, read_version
from clinics.data_version.naming import MOST_ENTRIES
from clinics.data_version.watching import UNSEEN, watched_tables
from clinics.models import Clinic, Focus
from clinics.models.change import Change
from config.watching import AROUND, is_running
from tests.articles.texts import save_text
from tests.config.content_loading import load
from tests.crowd import make_crowd
from tests.factories import (
    make_clinic,
    make_criterion,
    make_finding,
    make_focus,
    make_photo,
    make_price,
    make_treatment,
)
from tests.records import make_inclusion, make_version

EVERYTHING = Changes(everything=True)
NO_CLINICS = Changes()


def changes(act):
    """Return the Changes that an act makes; a change without a new version would go unnoticed."""
    before = read_log()
    act()
    after = read_log()
    assert after.version == read_version()
    assert (after.version == before.version) is (after == before)
    return after.since(before)


def only(*clinics):
    return Changes(clinics=frozenset(clinic.pk for clinic in clinics))


def execute(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.mark.django_db
def test_change_of_a_clinic_names_this_clinic():
    clinic, other = make_clinic(), make_clinic()
    focus, criterion, inclusion = make_focus(), make_criterion(), make_inclusion()
    price = make_price(clinic, make_treatment(), 100, 200)
    finding = make_finding(clinic, criterion)
    this = only(clinic)
    acts = [
        clinic.save,
        lambda: Clinic.objects.filter(pk=clinic.pk).update(name="Other"),
        lambda: execute("UPDATE clinics_clinic SET name_ko = 'x' WHERE id = %s", clinic.pk),
        lambda: clinic.focuses.add(focus),
        clinic.focuses.clear,
        lambda: price.inclusions.add(inclusion),
        price.save,
        price.inclusions.clear,
        price.delete,
        finding.delete,
        lambda: make_photo(clinic),
        clinic.delete,
    ]

    assert [changes(act) for act in acts] == [this] * len(acts)
    assert changes(other.save) == only(other)


@pytest.mark.django_db
def test_what_moves_from_one_clinic_to_another_names_both():
    one, other, third = make_clinic(), make_clinic(), make_clinic()
    finding = make_finding(one, make_criterion())

    def act():
        finding.clinic = other
        finding.save()
        third.save()

    assert changes(act) == only(one, other, third)


@pytest.mark.django_db
def test_change_of_every_public_table_is_noticed():
    load(samples=4)
    save_text("Some text.", slug="text", title="A text")
    swept = 0

    for table in watched_tables(around=AROUND):
        found = changes(lambda table=table: execute(f'UPDATE "{table}" SET id = id'))
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')
            if not cursor.fetchone():
                continue
        swept += 1
        if table.startswith("articles_"):
            assert found == NO_CLINICS, table
            assert changes(lambda table=table: execute(f'UPDATE "{table}" SET id = id')) == NO_CLINICS
        else:
            assert found.everything or found.clinics, table

    assert swept > 25


@pytest.mark.django_db
def test_every_table_that_a_public_page_reads_is_watched(client):
    make_crowd(3)
    known = {*watched_tables(around=AROUND), Change._meta.db_table}
    read = set()

    for address in (
        "/",
        "/clinics/",
        "/clinics/clinic-0000/",
        "/districts/seoul/",
        "/treatments/crown/",
        "/prices/",
        "/guides/",
        "/api/v1/clinics/",
        "/clinics/feed/",
        "/sitemap.xml",
    ):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200, address
        for query in captured:
            read.update(re.findall(r'(?:FROM|JOIN) "([a-z_]+)"', query["sql"]))

    assert len(read) > 20
    assert read <= known


@pytest.mark.django_db
def test_what_only_editors_see_changes_nothing():
    assert UNSEEN
    assert changes(make_version) == NO_CLINICS
    before = read_version()
    make_version()
    assert read_version() == before


@pytest.mark.django_db
def test_many_clinics_at_once_are_named_or_stand_for_everything():
    clinics = make_crowd(101)

    found = changes(lambda: Clinic.objects.update(name_ko=""))

    assert found in (EVERYTHING, only(*clinics))


@pytest.mark.django_db(transaction=True)
def test_version_is_read_by_a_cursor_that_lasts_as_long_as_its_connection():
    make_clinic()
    first = read_version()
    assert read_version() == first
    kept = connection.version_cursor

    make_clinic()
    assert read_version() != first
    assert connection.version_cursor is kept

    second = read_version()
    connection.close()
    assert read_version() == second


@pytest.mark.django_db
def test_version_does_not_come_back_after_what_was_taken_back():
    clinic = make_clinic()
    before = read_version()
    seen = set()

    for _number in range(3):
        with transaction.atomic():
            clinic.save()
            seen.add(read_version())
            transaction.set_rollback(True)
        assert read_version() == before

    assert len(seen) == 3


@pytest.mark.django_db
def test_log_stays_short_and_a_reader_who_missed_entries_looks_at_everything():
    one, other = make_clinic(), make_clinic()

    def act():
        for _number in range(MOST_ENTRIES):
            one.save(update_fields=["name"])
            other.save(update_fields=["name"])

    assert changes(act).everything
    assert Change.objects.count() <= MOST_ENTRIES
    assert changes(one.save) == only(one)


@pytest.mark.django_db(transaction=True)
def test_tables_are_watched_again_after_a_migration_remade_them():
    make_focus()
    assert is_running(DEFAULT_DB_ALIAS)
    before = read_log()
    old, new = Focus._meta.get_field("name"), models.CharField(max_length=130, unique=True)
    new.set_attributes_from_name("name")
    new.model = Focus
    plan = [(Migration("remake", "clinics"), False)]

    emit_pre_migrate_signal(0, False, DEFAULT_DB_ALIAS, plan=plan)
    assert not is_running(DEFAULT_DB_ALIAS)
    for once, then in ((old, new), (new, old)):
        with connection.schema_editor() as editor:
            editor.alter_field(Focus, once, then)
    emit_post_migrate_signal(0, False, DEFAULT_DB_ALIAS, plan=plan)

    assert is_running(DEFAULT_DB_ALIAS)
    assert read_log().since(before) == EVERYTHING
    assert changes(Focus.objects.get().save) == EVERYTHING


@pytest.mark.django_db(transaction=True)
def test_writers_do_not_wait_for_each_other_and_the_one_that_ends_later_is_noticed():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time.")
    slow, quick = make_clinic(), make_clinic()
    seen = read_log()
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)

    with psycopg.connect(**parameters) as other:
        other.execute("SET lock_timeout = '5s'")
        other.execute("UPDATE clinics_clinic SET name_ko = 'x' WHERE id = %s", [slow.pk])
        quick.save()
        earlier = read_log()
        assert earlier.since(seen) == only(quick)
        other.commit()

    assert read_version() != earlier.version
    assert read_log().since(earlier) == only(slow)
