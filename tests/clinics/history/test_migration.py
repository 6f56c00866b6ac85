"""A directory with imports from before there was a history keeps all that undoing them needs."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from clinics.canonical import as_text, digest
from clinics.documents import document_of
from clinics.importing import undo_batch
from clinics.models import ImportBatch, ListingVersion
from tests import factories
from tests.clinics.tables import exported, load_clinics

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, AFTER = "0006_history", "0012_photos"


@pytest.fixture
def migrate():
    """Migrate to a state and return its models; at the end, to the newest one."""

    def migrate(name):
        call_command("migrate", "clinics", name, verbosity=0)
        return MigrationExecutor(connection).loader.project_state([("clinics", name)]).apps

    yield migrate
    call_command("migrate", verbosity=0)


def test_imports_are_undone_after_the_migration_as_before(migrate):
    factories.make_district(slug="gangnam")
    edited = factories.make_clinic(slug="a", name="One")
    states, batches = [], []
    for name in ("Two", "Three"):
        states.append(exported())
        rows = f"a,{name},gangnam\n{name},{name},gangnam\n"
        batches.append(load_clinics("slug,name,district\n" + rows.lower()).batch.pk)
    as_it_is_now = exported()
    Entry = migrate(BEFORE).get_model("clinics", "ImportEntry")
    kept = [entry for entry in Entry.objects.order_by("pk") if entry.before]
    assert [json.loads(entry.before)["name"] for entry in kept] == ["One", "two"]
    ListingVersion.objects.all().delete()

    migrate(AFTER)

    stood = ListingVersion.objects.order_by("number")
    assert [(v.clinic_key, v.number, v.act, v.name) for v in stood] == [
        (edited.pk, 1, "found", "One"),
        (edited.pk, 2, "found", "two"),
    ]
    assert exported() == as_it_is_now
    for batch in reversed(batches):
        undo_batch(batch)
        assert exported() == states.pop()


def test_a_listing_that_is_gone_counts_from_one(migrate):
    clinic = factories.make_clinic(slug="a", name="One")
    document = document_of(clinic)
    apps = migrate(BEFORE)
    values = {"new": 0, "changed": 1, "unchanged": 0, "rejected": 0, "skipped": 0}
    batch = apps.get_model("clinics", "ImportBatch").objects.create(
        kind="clinics", file_name="list.csv", written_at=factories.NOW, **values
    )
    entry = {"clinic_key": clinic.pk, "name": "One", "before": as_text(document), "digest": digest(document)}
    batch.entries.create(**entry)
    apps.get_model("clinics", "Clinic").objects.all().delete()

    migrate(AFTER)

    [version] = ListingVersion.objects.all()
    assert (version.number, version.at, version.document) == (1, factories.NOW, document)
    assert ImportBatch.objects.get().entries.get().before_number == 1
