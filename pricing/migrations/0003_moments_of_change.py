import django.utils.timezone
from django.db import migrations

import pricing.moments


class Migration(migrations.Migration):
    """When each record was last written; of those that stand already nothing older is known than now."""

    dependencies = [
        ("pricing", "0002_prices_without_a_low"),
    ]

    operations = [
        migrations.AddField(
            model_name="inclusion",
            name="changed_at",
            field=pricing.moments.ChangedAtField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="marketprice",
            name="changed_at",
            field=pricing.moments.ChangedAtField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pricetier",
            name="changed_at",
            field=pricing.moments.ChangedAtField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="procedure",
            name="changed_at",
            field=pricing.moments.ChangedAtField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="treatment",
            name="changed_at",
            field=pricing.moments.ChangedAtField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
