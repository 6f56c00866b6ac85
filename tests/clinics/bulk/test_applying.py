"""An act is looked at, done to all listings or to none, and taken back; each step is told in the history."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinics.bulk import (
    SHOWN,
    AdjustPrices,
    GiveStatus,
    MarkVerified,
    MoveTo,
    Stopped,
    apply_act,
    read_effect,
    undo_act,
)
from clinics.documents import Change, document_of
from clinics.history import Occasion, delete_listings, write_listings
from clinics.models import Act, BulkAct, Clinic, ClinicStatus, District, ListingVersion
from tests.clinics.documents_at_random import documents, make_vocabularies
from tests.clinics.tables import exported, make_whole_clinic
from tests.factories import (
    NOW,
    TODAY,
    make_clinic,
    make_district,
    make_fit_clinic,
    make_focus,
    make_price,
    make_treatment,
)

pytestmark = pytest.mark.django_db

PUBLISH = GiveStatus(ClinicStatus.PUBLISHED)
ARCHIVE = GiveStatus(ClinicStatus.ARCHIVED)


@pytest.fixture
def kim(django_user_model):
    return django_user_model.objects.create_user("kim")


def all_keys():
    return list(Clinic.objects.order_by("pk").values_list("pk", flat=True))


def seen(pks=None):
    return dict(Clinic.objects.filter(pk__in=pks or all_keys()).values_list("pk", "version"))


def do(act, user=None, **values):
    return apply_act(act, values.pop("seen", None) or seen(), kind="any", user=user, at=NOW, **values)


def take_back(record, **values):
    return undo_act(record.pk, user=None, at=NOW, **values)


def save(clinic, **values):
    """Change a listing as an editor does."""
    before = document_of(clinic)
    write_listings([Change({**before, **values}, clinic.pk, before)], occasion=Occasion(Act.SAVED))


class TestTheEffect:
    def test_it_says_what_changes_what_stays_and_what_is_left_out(self):
        draft = make_fit_clinic(name="Draft", status="draft")
        make_fit_clinic(name="Seen", status="published")
        bare = make_clinic(name="Bare", status="draft")

        effect = read_effect(PUBLISH, all_keys())

        assert (effect.changed, effect.unchanged, effect.left_out) == (1, 1, 1)
        [row] = effect.rows
        assert (row.pk, row.name) == (draft.pk, "Draft")
        [difference] = row.differences
        assert (difference.label, difference.old, difference.new) == ("Status", "draft", "published")
        [left] = effect.left
        assert (left.pk, left.name) == (bare.pk, "Bare")
        assert left.reason.startswith("Choose what the clinic is known for.")
        assert effect.seen == dict.fromkeys(all_keys(), 1)

    def test_nothing_is_written(self):
        make_whole_clinic(status="draft")
        before = exported()

        read_effect(ARCHIVE, all_keys())

        assert exported() == before
        assert not ListingVersion.objects.exists()

    def test_a_page_shows_the_first_fifty_and_counts_all(self):
        for _ in range(SHOWN + 5):
            make_fit_clinic(status="draft")
            make_clinic(status="draft")

        effect = read_effect(PUBLISH, all_keys())

        assert (effect.changed, effect.left_out) == (SHOWN + 5, SHOWN + 5)
        assert (len(effect.rows), len(effect.left)) == (SHOWN, SHOWN)

    def test_a_listing_that_is_gone_is_not_in_it(self):
        gone = make_clinic()
        key = gone.pk
        gone.delete()

        assert read_effect(ARCHIVE, [key]).seen == {}


class TestDoing:
    def test_each_listing_changes_by_one_version_that_says_who_and_why(self, kim):
        one, other = make_fit_clinic(status="draft"), make_fit_clinic(status="published")

        record = do(PUBLISH, kim, reason="They are ready.")

        one.refresh_from_db()
        other.refresh_from_db()
        assert (one.status, one.version) == ("published", 2)
        assert (other.status, other.version) == ("published", 1)
        version = ListingVersion.objects.get(clinic_key=one.pk, number=2)
        assert (version.act, version.user, version.reason) == ("bulk", kim, "Published. They are ready.")
        assert version.document["status"] == "published"
        assert not ListingVersion.objects.filter(clinic_key=other.pk).exists()
        assert (record.changed, record.left_out, record.title) == (1, 0, "Published")
        assert list(record.entries.values_list("clinic_key", "number", "is_gone")) == [(one.pk, 2, False)]

    def test_what_is_left_out_stays_as_it_is(self):
        make_fit_clinic(status="draft")
        bare = make_clinic(status="draft")

        record = do(PUBLISH)

        bare.refresh_from_db()
        assert (bare.status, bare.version, record.left_out) == ("draft", 1, 1)

    def test_prices_move_with_all_that_they_have(self):
        clinic = make_whole_clinic()
        before = document_of(clinic)

        do(AdjustPrices(1000, {}, checked_on=date(2026, 11, 23)))

        after = document_of(clinic)
        assert [(price["low"], price["high"]) for price in after["prices"]] == [(None, None), (4400, 6600)]
        same = {
            **after["prices"][1],
            **{key: before["prices"][1][key] for key in ("low", "high", "checked_on")},
        }
        assert same == before["prices"][1]
        assert {**after, "prices": []} == {**before, "prices": []}

    def test_a_listing_that_changed_since_it_was_seen_stops_all(self):
        one, other = make_clinic(name="One"), make_clinic(name="Other")
        looked = seen()
        save(other, phone="02-9")

        with pytest.raises(Stopped, match=r"changed these listings after you looked: Other\."):
            do(ARCHIVE, seen=looked)

        one.refresh_from_db()
        assert (one.status, one.version) == ("published", 1)
        assert not BulkAct.objects.exists()

    def test_listings_that_were_deleted_since_stop_all(self):
        make_clinic(name="One")
        gone = make_clinic()
        looked = seen()
        delete_listings([gone.pk], occasion=Occasion(Act.DELETED))

        with pytest.raises(Stopped, match="1 that was deleted"):
            do(ARCHIVE, seen=looked)

        assert Clinic.objects.get().status == "published"

    def test_a_district_that_was_deleted_since_stops_all(self):
        make_clinic()
        district = make_district(slug="gone")
        district.delete()

        with pytest.raises(Stopped, match="There is no district 'gone'"):
            do(MoveTo("gone", "Gone"))

        assert not BulkAct.objects.exists()

    def test_where_nothing_would_change_nothing_is_noted(self):
        make_clinic(status="archived")

        with pytest.raises(Stopped, match="nothing to change"):
            do(ARCHIVE)

        assert not BulkAct.objects.exists()

    def test_long_reasons_and_titles_are_cut_and_not_refused(self, kim):
        clinic = make_clinic()
        make_price(clinic, make_treatment(), 100, 200)
        names = {f"t{place}": "A long name of a treatment" for place in range(30)}
        names[clinic.treatments.get().slug] = "Crown"

        do(AdjustPrices(500, names), kim, reason="r" * 300)

        version = ListingVersion.objects.get(number=2)
        assert len(version.reason) == 300
        assert version.reason.endswith("…")


class TestTakingBack:
    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(
        first=documents(slug="first"),
        second=documents(slug="second"),
        act=st.sampled_from(
            [
                PUBLISH,
                ARCHIVE,
                GiveStatus(ClinicStatus.DRAFT),
                MarkVerified(TODAY, "Kim", review_due_on=TODAY),
                MoveTo("mapo", "Mapo"),
                AdjustPrices(333, {}),
                AdjustPrices(-9000, {"crown": "Crown"}, checked_on=TODAY),
            ]
        ),
    )
    def test_an_act_that_is_taken_back_exports_byte_for_byte_as_before(self, kim, first, second, act):
        Clinic.objects.all().delete()
        if not District.objects.exists():
            make_vocabularies()
        second["register_ids"] = {}
        write_listings([Change(first), Change(second)], occasion=Occasion(Act.ADDED))
        before = exported()
        effect = read_effect(act, all_keys())

        if not effect.changed:
            with pytest.raises(Stopped):
                do(act, kim)
            return
        record = do(act, kim)
        assert record.changed == effect.changed
        undone = take_back(record)

        assert (undone.count, undone.kept) == (effect.changed, [])
        assert exported() == before

    def test_the_history_tells_it(self, kim):
        clinic = make_clinic()
        record = do(ARCHIVE, kim)

        undo_act(record.pk, user=kim, at=NOW)

        version = ListingVersion.objects.of(clinic.pk).first()
        assert (version.number, version.act, version.reason) == (3, "restored", "taken back: Archived")
        record.refresh_from_db()
        assert (record.undone_at, record.undone_by) == (NOW, kim)

    def test_listings_that_changed_since_stay_and_are_named(self):
        one, other = make_clinic(name="One"), make_clinic(name="Other")
        record = do(ARCHIVE)
        save(other, phone="02-9")

        undone = take_back(record)

        assert (undone.count, undone.kept) == (1, ["Other"])
        assert [Clinic.objects.get(pk=each.pk).status for each in (one, other)] == ["published", "archived"]

    def test_a_listing_that_was_deleted_since_stays_deleted_and_is_named(self):
        make_clinic(name="One")
        gone = make_clinic(name="Gone")
        record = do(ARCHIVE)
        delete_listings([gone.pk], occasion=Occasion(Act.DELETED))

        undone = take_back(record)

        assert (undone.count, undone.kept) == (1, ["Gone"])
        assert Clinic.objects.count() == 1

    def test_a_listing_whose_district_is_gone_stays_and_is_named(self):
        make_clinic(name="Moved", district=make_district(slug="old"))
        make_district(slug="new")
        record = do(MoveTo("new", "New"))
        District.objects.get(slug="old").delete()

        undone = take_back(record)

        assert (undone.count, undone.kept) == (0, ["Moved"])
        assert Clinic.objects.get().district.slug == "new"

    def test_it_is_done_once(self):
        make_clinic()
        record = do(ARCHIVE)
        take_back(record)

        with pytest.raises(Stopped, match="taken back already"):
            take_back(record)

    def test_acts_are_taken_back_the_latest_first(self):
        make_clinic()
        first = do(ARCHIVE)
        second = do(GiveStatus(ClinicStatus.DRAFT))

        assert take_back(first).count == 0
        assert take_back(second).count == 1
        assert Clinic.objects.get().status == "archived"


def statements(function):
    """Return how many statements a function sends; to note them with their values would take long."""
    sent = []

    def note(execute, sql, *rest):
        sent.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        function()
    return len(sent)


@pytest.mark.parametrize("act", [MoveTo("new", "New"), AdjustPrices(500, {})], ids=["move", "prices"])
def test_five_hundred_listings_cost_as_many_statements_as_one(act):
    make_district()
    make_district(slug="new")
    clinic = make_clinic(focuses=[make_focus()])
    make_price(clinic, make_treatment(), 100, 200)
    one = statements(lambda: read_effect(act, all_keys()))
    one_done = statements(lambda: take_back(do(act)))
    copies = [Change({**document_of(clinic), "slug": f"copy-{place}"}) for place in range(499)]
    write_listings(copies, occasion=Occasion(Act.ADDED))

    many = statements(lambda: read_effect(act, all_keys()))
    many_done = statements(lambda: take_back(do(act)))

    assert many == one
    # SQLite takes a thousand values in one statement, some twenty listings.
    assert many_done - one_done <= (80 if connection.vendor == "sqlite" else 0)
