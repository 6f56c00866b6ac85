from django.db import migrations

from config.roles import ROLES, sync_roles


def make_roles(apps, schema_editor):
    """Make the groups with the permissions of the models so far; `manage.py sync_roles` keeps them."""
    sync_roles(apps)


def remove_roles(apps, schema_editor):
    """Remove the groups."""
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("config", "0001_initial"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("articles", "0003_moments_of_change"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("clinics", "0008_imports_share_the_history"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("pricing", "0004_redirects"),
    ]

    operations = [migrations.RunPython(make_roles, remove_roles)]
