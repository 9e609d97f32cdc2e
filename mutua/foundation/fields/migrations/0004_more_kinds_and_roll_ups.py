from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fields", "0003_formulas")]

    operations = [
        migrations.AddField("customfield", "relation", models.CharField(blank=True, max_length=60)),
        migrations.AddField(
            "customfield",
            "function",
            models.CharField(
                blank=True,
                choices=[
                    ("count", "How many"),
                    ("sum", "Sum"),
                    ("average", "Average"),
                    ("min", "Smallest or earliest"),
                    ("max", "Largest or latest"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField("customfield", "of", models.CharField(blank=True, max_length=160)),
        migrations.AddField("customfield", "condition", models.JSONField(blank=True, null=True)),
        migrations.AddField("customfield", "currency", models.CharField(blank=True, max_length=3)),
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
                    ("money", "Money"),
                    ("multi", "Several choices"),
                    ("url", "Link"),
                    ("formula", "Formula"),
                    ("rollup", "Roll-up"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "customfield",
            models.CheckConstraint(
                condition=models.Q(~models.Q(kind="rollup"), relation="", function="")
                | models.Q(~models.Q(relation=""), ~models.Q(function=""), kind="rollup"),
                name="custom_field_rollup",
            ),
        ),
    ]
