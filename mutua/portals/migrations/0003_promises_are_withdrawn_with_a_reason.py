from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portals", "0002_web_forms"),
    ]

    operations = [
        migrations.AddField(
            model_name="promise",
            name="withdrawn_why",
            field=models.CharField(blank=True, default="", max_length=240, verbose_name="why it was withdrawn"),
        ),
    ]
