"""The index of a process is as new as the data, however they were changed, and answers as the queries do."""

import gc
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone

from clinics.history.restoring import restore
from clinics.importing import undo_batch
from clinics.index import keeping
from clinics.index.keeping import read_known
from clinics.listing import Listing
from clinics.matching import IndexedMatches, QueriedMatches
from clinics.models import Clinic, ClinicPrice, Finding, Focus, ListingVersion
from tests.clinics.index.test_matching import everything_of
from tests.clinics.tables import load_clinics
from tests.crowd import make_crowd
from tests.factories import make_clinic, make_criterion, make_finding, make_focus, make_price, make_treatment

pytestmark = pytest.mark.django_db

QUERIES = (
    "",
    "q=clinic",
    "q=crown&sort=price",
    "district=seoul&budget=2000&unpriced=include",
    "district=gangnam&sort=verified",
    "treatment=crown&budget=900&sort=-price",
    "verified=a-criterion&sort=tier",
    "focus=a-focus&language=english",
)


def listing(query, *, at=None):
    return Listing(QueryDict(query), at=at or timezone.now())


def assert_right(what, *, at=None):
    """Assert that every query finds and counts by the index what it does in the database."""
    for query in QUERIES:
        asked = listing(query, at=at)
        assert isinstance(asked.matches, IndexedMatches), what
        assert everything_of(asked.matches) == everything_of(QueriedMatches(asked.filter)), (what, query)


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_kind_of_edit_is_seen_by_the_next_request():
    clinics = make_crowd(30)
    one, two, three, *others = clinics
    focus, criterion = make_focus(slug="a-focus"), make_criterion(slug="a-criterion")
    assert_right("to begin with")
    batches = []

    def take_in():
        rows = f"slug,name,district\n{one.slug},Renamed,seoul\nfresh,Fresh,seoul\n"
        batches.append(load_clinics(rows).batch.pk)

    def restore_what_was_imported():
        version = ListingVersion.objects.get(clinic_key=one.pk, name="Renamed")
        newest = ListingVersion.objects.filter(clinic_key=version.clinic_key).order_by("-number").first()
        restore(version, seen_number=newest.number, user=None)

    acts = {
        "rename": lambda: Clinic.objects.filter(pk=two.pk).update(name="Zz", sort_name="zz"),
        "relate": lambda: one.focuses.add(focus),
        "verify": lambda: make_finding(three, criterion, answer="yes"),
        "price": lambda: make_price(two, make_treatment(), 700, 800),
        "unpublish": lambda: Clinic.objects.filter(pk=others[0].pk).update(status="draft"),
        "delete": others[1].delete,
        "add": lambda: make_clinic(name="Added", district=one.district, focuses=[focus]),
        "rename a word": lambda: Focus.objects.filter(pk=focus.pk).update(name="Crown of dots"),
        "plain SQL": lambda: sql("UPDATE clinics_clinic SET price_tier_id = NULL"),
        "everything at once": lambda: Clinic.objects.update(verified_on=timezone.localdate()),
        "import": take_in,
        "undo": lambda: undo_batch(batches[0]),
        "restore": restore_what_was_imported,
        "expire": lambda: Finding.objects.update(checked_on=None, expires_on="2020-01-01"),
        "no prices": lambda: ClinicPrice.objects.filter(clinic=two).delete(),
    }
    for what, act in acts.items():
        before = read_known().version
        act()
        assert read_known().version != before, what
        assert_right(what)


def test_what_is_taken_back_is_forgotten():
    make_crowd(5)
    count = listing("").count
    with transaction.atomic():
        Clinic.objects.all()[0].delete()
        assert listing("").count == count - 1
        transaction.set_rollback(True)

    assert_right("taken back")
    assert listing("").count == count


def test_time_alone_publishes_and_takes_down():
    now = timezone.now()
    make_crowd(3)
    make_clinic(name="Soon", publish_at=now + timedelta(minutes=5), unpublish_at=now + timedelta(minutes=9))

    counts = [listing("", at=now + timedelta(minutes=minutes)).count for minutes in (0, 5, 8, 9)]

    assert counts == [3, 4, 4, 3]
    assert_right("later", at=now + timedelta(minutes=6))


def test_nothing_changed_takes_one_query(django_assert_num_queries):
    make_crowd(2)
    known = read_known()

    with django_assert_num_queries(1):
        assert read_known() is known


def test_queries_answer_where_there_is_no_index(settings, monkeypatch):
    make_crowd(2)
    known = read_known()
    settings.CLINIC_INDEX = False
    assert read_known() is None
    assert isinstance(listing("q=clinic").matches, QueriedMatches)
    settings.CLINIC_INDEX = True

    # Another thread is at work on the index, and what it knows already is out of date.
    monkeypatch.setattr(keeping, "PATIENCE", 0.01)
    Clinic.objects.all()[0].delete()
    with keeping._keeper._changing:
        assert isinstance(listing("").matches, QueriedMatches)
        assert listing("").count == 1
    assert read_known() not in (None, known)


def test_readers_of_many_threads_share_one_index():
    make_crowd(2)
    known = read_known()
    seen = []
    threads = [Thread(target=lambda: seen.append(keeping._keeper._known)) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(each is known for each in seen)


def test_search_for_garbage_passes_over_a_large_index(monkeypatch):
    monkeypatch.setattr("clinics.index.keeping.MANY", 2)
    gc.unfreeze()
    try:
        make_clinic()
        assert keeping.Keeper().read() is not None
        assert gc.get_freeze_count() == 0
        make_clinic()
        assert keeping.Keeper().read() is not None
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
