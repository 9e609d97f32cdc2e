from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fields", "0001_initial")]

    operations = [
        migrations.AddField("customfield", "retired_at", models.DateTimeField(blank=True, editable=False, null=True)),
    ]
