"""The database is migrated while the version before still serves: it goes on reading and writing."""

import threading

import pytest

from tests.config.places import scratch_in
from tests.serving import Site

# What a later release may bring: a column that the running one knows nothing of.
LATER = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clinics", "{newest}")]
    operations = [
        migrations.AddField("clinic", "later", models.CharField(max_length=10, db_default="", default="")),
        migrations.AddField("focus", "later", models.IntegerField(null=True)),
    ]
"""
RENAME = """
from clinics.models import Clinic
clinic = Clinic.objects.order_by("pk").first()
clinic.name_ko = {name!r}
clinic.save()
"""


@pytest.fixture
def site(django_db_setup, tmp_path):
    scratch = scratch_in(tmp_path)
    scratch.create("serving")
    yield Site(tmp_path, DATABASE_URL=scratch.address("serving"), SAMPLES="6")
    scratch.drop("serving")


def test_the_version_before_goes_on_while_and_after_the_database_is_migrated(site):
    statuses, is_over = [], threading.Event()

    def read():
        while not is_over.is_set():
            statuses.append(site.get("/clinics/").status)

    with site.served():
        newest = max(path.stem for path in (site.root / "clinics" / "migrations").glob("0*.py"))
        later = site.root / "clinics" / "migrations" / "9999_later.py"
        later.write_text(LATER.format(newest=newest), encoding="utf-8")
        reader = threading.Thread(target=read)
        reader.start()
        try:
            migrated = site.manage("migrate")
        finally:
            is_over.set()
            reader.join()
        later.unlink()  # from here on commands are of the version before too

        assert "Applying clinics.9999_later... OK" in migrated
        assert len(statuses) > 3
        assert set(statuses) == {200}
        for name in ("앞으로", "계속"):
            site.manage("shell", "--no-imports", "-c", RENAME.format(name=name))
            assert name in site.get("/clinics/").content.decode()
        assert site.get("/readyz").status == 200
