from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="StarterRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(help_text="The content file, such as treatments.", max_length=40)),
                (
                    "key",
                    models.CharField(
                        help_text="What tells its rows apart, such as the slug.", max_length=300
                    ),
                ),
                (
                    "digest",
                    models.CharField(help_text="SHA-256 of the values, in hexadecimal.", max_length=64),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "key"),
                        name="config_starterrecord_key_unique",
                        violation_error_message="This row was recorded already.",
                    )
                ],
            },
        ),
    ]
