import django.utils.timezone
from django.db import migrations

import pricing.moments


class Migration(migrations.Migration):
    """When each record was last written; of those that stand already nothing older is known than now."""

    dependencies = [
        ("clinics", "0004_names_in_texts"),
        ("pricing", "0003_moments_of_change"),
    ]

    operations = [
        migrations.AddField(
            model_name="clinic",
            name="changed_at",
            field=pricing.moments.ChangedAtField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="district",
            name="changed_at",
            field=pricing.moments.ChangedAtField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="focus",
            name="changed_at",
            field=pricing.moments.ChangedAtField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
