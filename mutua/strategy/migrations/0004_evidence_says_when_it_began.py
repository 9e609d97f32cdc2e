from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("strategy", "0003_predicate_may_be_empty"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="begun_on",
            field=models.DateField(null=True),
        ),
    ]
