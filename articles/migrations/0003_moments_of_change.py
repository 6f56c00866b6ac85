import django.utils.timezone
from django.db import migrations

import pricing.moments


class Migration(migrations.Migration):
    """When each article was last written; of those that stand already nothing older is known than now."""

    dependencies = [
        ("articles", "0002_articles"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="changed_at",
            field=pricing.moments.ChangedAtField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
