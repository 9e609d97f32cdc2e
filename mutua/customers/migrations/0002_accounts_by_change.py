from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial")]

    operations = [
        migrations.AddIndex("account", models.Index(fields=["updated_at", "id"], condition=Q(deleted_at=None), name="account_by_change")),
    ]
