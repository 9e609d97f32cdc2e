from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("relationships", "0004_days_of_the_watch"),
    ]

    operations = [
        migrations.AddField(
            model_name="watchedoutcome",
            name="came_on",
            field=models.DateField(null=True),
        ),
    ]
