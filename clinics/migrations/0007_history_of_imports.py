"""What imports kept of listings becomes a part of their history."""

import json

from django.db import migrations

CHUNK = 500


def move_into_history(apps, schema_editor):
    """Store each listing that an import changed, as it stood before, as a version of the listing.

    The last one gets the number before the present version; where a listing is gone, they count from 1.
    """
    ImportEntry = apps.get_model("clinics", "ImportEntry")
    ListingVersion = apps.get_model("clinics", "ListingVersion")
    Clinic = apps.get_model("clinics", "Clinic")
    entries = ImportEntry.objects.exclude(before="").order_by("pk")
    keys = list(entries.order_by("clinic_key").values_list("clinic_key", flat=True).distinct())
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        versions = dict(Clinic.objects.filter(pk__in=chunk).values_list("pk", "version"))
        by_key = {}
        for entry in entries.filter(clinic_key__in=chunk).select_related("batch"):
            by_key.setdefault(entry.clinic_key, []).append(entry)
        stood = []
        for key, owned in by_key.items():
            first = max(versions.get(key, 0) - len(owned), 1)
            for number, entry in enumerate(owned, start=first):
                document = json.loads(entry.before)
                entry.before_number = number
                stood.append(
                    ListingVersion(
                        clinic_key=key,
                        number=number,
                        at=entry.batch.written_at,
                        act="found",
                        slug=document["slug"],
                        name=document["name"],
                        document=document,
                    )
                )
        ListingVersion.objects.bulk_create(stood)
        ImportEntry.objects.bulk_update(
            [entry for owned in by_key.values() for entry in owned], ["before_number"], batch_size=CHUNK
        )


def move_back(apps, schema_editor):
    """Give each import the listings that it changed, as text."""
    ImportEntry = apps.get_model("clinics", "ImportEntry")
    ListingVersion = apps.get_model("clinics", "ListingVersion")
    for entry in ImportEntry.objects.exclude(before_number=None).iterator(chunk_size=CHUNK):
        version = ListingVersion.objects.get(clinic_key=entry.clinic_key, number=entry.before_number)
        entry.before = json.dumps(version.document, ensure_ascii=False, sort_keys=True)
        entry.save(update_fields=["before"])


class Migration(migrations.Migration):
    dependencies = [("clinics", "0006_history")]

    operations = [migrations.RunPython(move_into_history, move_back)]
