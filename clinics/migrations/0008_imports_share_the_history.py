from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinics", "0007_history_of_imports")]

    operations = [migrations.RemoveField(model_name="importentry", name="before")]
