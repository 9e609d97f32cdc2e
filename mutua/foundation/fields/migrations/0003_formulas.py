from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fields", "0002_retired_fields")]

    operations = [
        migrations.AddField("customfield", "formula", models.CharField(blank=True, max_length=1000)),
        migrations.AlterField(
            "customfield",
            "kind",
            models.CharField(
                choices=[
                    ("text", "Text"),
                    ("number", "Number"),
                    ("date", "Date"),
                    ("bool", "Yes or no"),
                    ("choice", "Choice"),
                    ("formula", "Formula"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "customfield",
            models.CheckConstraint(
                condition=models.Q(~models.Q(kind="formula"), formula="") | models.Q(~models.Q(formula=""), kind="formula"),
                name="custom_field_formula",
            ),
        ),
    ]
