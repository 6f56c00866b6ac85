"""Backups: of one moment while others write, whole, and back in an empty place of either engine."""

import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from config.backups.rotation import backup_name, remove_oldest
from tests.bench.scratch import SqliteScratch
from tests.config.places import Refused

# Adds and deletes a clinic again and again, with a price each time: half of it must never be seen.
WRITE = """
from clinics.models import Clinic, ClinicPrice
from django.db import transaction
from itertools import count
price = ClinicPrice.objects.order_by("pk").first()
print("writing", flush=True)
for number in count():
    with transaction.atomic():
        clinic = Clinic.objects.order_by("pk").first()
        clinic.pk, clinic.slug = None, f"busy-{number}"
        clinic.save(force_insert=True)
        price.pk, price.clinic = None, clinic
        price.save(force_insert=True)
    if number % 3 == 2:
        Clinic.objects.filter(slug__startswith="busy-").delete()
"""
PAIRS = """
from clinics.models import Clinic
print(*Clinic.objects.filter(slug__startswith="busy-").values_list("prices", "pk"))
"""
NEXT = """
from clinics.models import Clinic
clinic = Clinic.objects.first()
clinic.pk, clinic.slug = None, "next"
clinic.save()
print(clinic.pk)
"""


def the_only(folder):
    return next(folder.glob("*.zip"))


@pytest.fixture(scope="module")
def backup(origin, tmp_path_factory):
    folder = tmp_path_factory.mktemp("backups")
    origin.manage("backup", "--folder", folder)
    return the_only(folder)


def test_backup_comes_back_in_an_empty_place(origin, backup, make_place):
    place = make_place("restored")

    told = place.manage("restore", backup)
    place.manage("migrate", "--check")

    assert "was restored" in told
    assert place.exports() == origin.exports()
    assert (place.media / "photos/0a/320.jpg").read_bytes() == b"\xff\xd8 a picture"
    assert backup.stat().st_mode & 0o077 == 0
    # The number of the deleted clinic stays its own, for its history names it.
    assert place.manage("shell", "--no-imports", "-c", NEXT) == origin.manage(
        "shell", "--no-imports", "-c", NEXT
    )
    with pytest.raises(Refused, match="holds tables already"):
        place.manage("restore", backup)


def test_directory_moves_to_the_other_engine_and_back(origin, make_place, tmp_path):
    """On the run with PostgreSQL from there to SQLite and back; on the other run within SQLite."""
    there, back = make_place("there", scratch=SqliteScratch(tmp_path)), make_place("back")

    for source, target in ((origin, there), (there, back)):
        told = target.manage("copy_database", SOURCE_DATABASE_URL=source.environment["DATABASE_URL"])
        assert re.match(r"\d{4} rows of \d+ tables were copied", told), told

    assert there.exports() == back.exports() == origin.exports()
    with pytest.raises(Refused, match="holds tables already"):
        back.manage("copy_database", SOURCE_DATABASE_URL=there.environment["DATABASE_URL"])


def test_backup_is_of_one_moment_while_somebody_writes(origin, make_place, tmp_path):
    place = make_place("busy")
    place.manage("copy_database", SOURCE_DATABASE_URL=origin.environment["DATABASE_URL"])
    writer = place.start("shell", "--no-imports", "-c", WRITE)
    try:
        assert writer.stdout.readline() == "writing\n"
        place.manage("backup", "--folder", tmp_path)
        assert writer.poll() is None, writer.stderr.read()
    finally:
        writer.kill()
        writer.communicate()

    restored = make_place("quiet")
    restored.manage("restore", the_only(tmp_path))

    assert "None" not in restored.manage("shell", "--no-imports", "-c", PAIRS)
    # The exports of what was restored are those of its own backup: nothing is lost on the way.
    again = make_place("again")
    restored.manage("backup", "--folder", tmp_path / "second")
    again.manage("restore", the_only(tmp_path / "second"))
    assert again.exports() == restored.exports()


def test_restore_that_breaks_off_leaves_the_place_empty(backup, make_place):
    place = make_place("broken")
    process = place.start("restore", backup, "--verbosity=2")
    assert process.stdout.readline()  # the first table is full by now
    process.kill()
    process.communicate()

    told = place.manage("restore", backup, "--dry-run")

    assert "is whole. Nothing was restored." in told
    with pytest.raises(Refused):
        place.manage("export_clinics")
    place.manage("restore", backup)


def damaged(backup, folder, change):
    """Write a copy of a backup in which `change(name, content)` gives each member, or None for none."""
    path = folder / f"damaged-{len(list(folder.iterdir()))}.zip"
    with zipfile.ZipFile(backup) as good, zipfile.ZipFile(path, "w") as bad:
        for name in good.namelist():
            content = change(name, good.read(name))
            if content is not None:
                bad.writestr(name, content)
    return path


def test_damaged_backup_is_refused_with_a_sentence(backup, make_place, tmp_path):
    place = make_place("spared")
    shorter = tmp_path / "shorter.zip"
    shorter.write_bytes(backup.read_bytes()[:-2000])
    flipped = bytearray(backup.read_bytes())
    flipped[len(flipped) // 3] ^= 1
    (tmp_path / "flipped.zip").write_bytes(flipped)
    (tmp_path / "text.zip").write_text("no archive")
    cases = {
        "no whole backup": shorter,
        "(no whole backup|damaged)": tmp_path / "flipped.zip",
        "is no whole backup": tmp_path / "text.zip",
        "No such file": tmp_path / "none.zip",
        "damaged: records/clinics.clinic.jsonl": damaged(
            backup,
            tmp_path,
            lambda name, content: (
                content.replace(b"clinic", b"klinik") if name.endswith("s.clinic.jsonl") else content
            ),
        ),
    }
    for sentence, path in cases.items():
        with pytest.raises(Refused, match=sentence) as refusal:
            place.manage("restore", path)
        assert "Traceback" not in str(refusal.value)

    unlisted = damaged(backup, tmp_path, lambda name, content: None if "district" in name else content)
    unknown = damaged(
        backup, tmp_path, lambda name, content: content.replace(b'"0001_initial"', b'"0099_new"')
    )
    for sentence, path in (
        ("does not hold what its list", unlisted),
        ("does not know the migration", unknown),
    ):
        with pytest.raises(Refused, match=sentence):
            place.manage("restore", path)
    assert not place.media.exists()


def test_the_oldest_backups_of_a_folder_go(tmp_path):
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    for day in range(5):
        path = tmp_path / backup_name(moment + timedelta(days=day))
        path.touch()
        path.with_name(f"{path.name}.sha256").touch()
    (tmp_path / "holiday.zip").touch()

    removed = remove_oldest(tmp_path, keep=2)

    assert [path.name for path in removed] == [f"backup-2026110{day}T000000Z.zip" for day in (1, 2, 3)]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "backup-20261104T000000Z.zip",
        "backup-20261104T000000Z.zip.sha256",
        "backup-20261105T000000Z.zip",
        "backup-20261105T000000Z.zip.sha256",
        "holiday.zip",
    ]
