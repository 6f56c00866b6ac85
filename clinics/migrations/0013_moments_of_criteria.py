import django.utils.timezone
from django.db import migrations

import pricing.moments


class Migration(migrations.Migration):
    """When each factor and criterion was last written; of those that stand nothing older is known than now."""

    dependencies = [
        ("clinics", "0012_photos"),
    ]

    operations = [
        migrations.AddField(
            model_name="criterion",
            name="changed_at",
            field=pricing.moments.ChangedAtField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="factor",
            name="changed_at",
            field=pricing.moments.ChangedAtField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
