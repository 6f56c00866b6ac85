from django.db import migrations, models

import clinics.folding

CHUNK = 2_000


def fold_korean_names(apps, schema_editor):
    """Fill the new column of the clinics that are there, a chunk at a time."""
    Clinic = apps.get_model("clinics", "Clinic")
    clinics_with_names = (
        Clinic.objects.using(schema_editor.connection.alias).exclude(name_ko="").order_by("pk")
    )
    last = 0
    while chunk := list(clinics_with_names.filter(pk__gt=last).only("name_ko")[:CHUNK]):
        for clinic in chunk:
            clinic.folded_name_ko = clinics.folding.fold(clinic.name_ko)
        clinics_with_names.bulk_update(chunk, ["folded_name_ko"])
        last = chunk[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("clinics", "0003_prices_without_a_low"),
    ]

    operations = [
        migrations.AddField(
            model_name="clinic",
            name="folded_name_ko",
            field=clinics.folding.DerivedTextField(),
        ),
        migrations.RunPython(fold_korean_names, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="clinic",
            index=models.Index(fields=["sort_name"], name="clinics_clinic_sort_name"),
        ),
        migrations.AddIndex(
            model_name="clinic",
            index=models.Index(fields=["folded_name_ko"], name="clinics_clinic_folded_name_ko"),
        ),
    ]
