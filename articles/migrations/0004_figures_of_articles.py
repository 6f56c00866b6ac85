import django.utils.timezone
from django.db import migrations, models

import pricing.moments


def note_figures(apps, schema_editor):
    """Take the figures of each article out of what was rendered of it."""
    articles = apps.get_model("articles", "Article").objects.using(schema_editor.connection.alias)
    for pk, rendered in articles.values_list("pk", "rendered"):
        figures = []
        questions = [question["parts"] for question in rendered.get("questions", [])]
        for parts in (rendered.get("parts", []), *questions):
            for part in parts:
                if not isinstance(part, str) and "figure" in part:
                    asked = {name: value for name, value in part.items() if name != "line"}
                    if asked not in figures:
                        figures.append(asked)
        # An update leaves the moment of the article's last change as it is.
        articles.filter(pk=pk).update(figures=figures)


class Migration(migrations.Migration):
    """What each article draws from the records, and when each number to call was last written."""

    dependencies = [
        ("articles", "0003_moments_of_change"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="figures",
            field=models.JSONField(
                blank=True,
                default=list,
                editable=False,
                help_text="The figures of the text, each once, as rendered parts hold them but without lines.",
            ),
        ),
        migrations.AddField(
            model_name="emergencycontact",
            name="changed_at",
            field=pricing.moments.ChangedAtField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.RunPython(note_figures, migrations.RunPython.noop),
    ]
