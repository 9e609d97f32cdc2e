import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.manager
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import mutua.customers.models.account
import mutua.customers.models.folding

# array_to_string is only STABLE, because it prints any type; over texts the answer depends on the arguments alone.
NAMES = """
create or replace function public.mutua_names(name text, further text[]) returns text
language sql immutable parallel safe
as $$ select rtrim(coalesce(name, '') || ' ' || pg_catalog.array_to_string(coalesce(further, '{}'), ' ')) $$
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_extensions"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(NAMES, "drop function if exists public.mutua_names(text, text[])"),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                ("name", models.CharField(max_length=200, verbose_name="legal name")),
                (
                    "trading_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None, verbose_name="trading names"
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("customer", "Customer"),
                                ("prospect", "Prospect"),
                                ("partner", "Partner"),
                                ("supplier", "Supplier"),
                                ("competitor", "Competitor"),
                            ],
                            max_length=12,
                        ),
                        default=mutua.customers.models.account.default_roles,
                        size=None,
                        verbose_name="roles",
                    ),
                ),
                ("industry", models.CharField(blank=True, default="", max_length=80, verbose_name="industry")),
                ("country", models.CharField(blank=True, default="", max_length=80, verbose_name="country")),
                (
                    "currency",
                    models.CharField(default=mutua.customers.models.account.default_currency, max_length=3, verbose_name="currency"),
                ),
                (
                    "tier",
                    models.PositiveSmallIntegerField(
                        blank=True, choices=[(1, "First tier"), (2, "Second tier"), (3, "Third tier")], null=True, verbose_name="tier"
                    ),
                ),
                (
                    "spend_per_year",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="spend with us per year"),
                ),
                (
                    "category_spend",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="total category spend per year"
                    ),
                ),
                ("website", models.CharField(blank=True, default="", max_length=200, verbose_name="website")),
                ("note", models.TextField(blank=True, default="", verbose_name="note")),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=mutua.customers.models.folding.Folded(models.F("name")),
                        output_field=models.CharField(db_collation="C", max_length=200),
                    ),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=mutua.customers.models.folding.Folded(mutua.customers.models.folding.Joined("name", "trading_names")),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="accounts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="subsidiaries",
                        to="customers.account",
                        verbose_name="parent account",
                    ),
                ),
            ],
            options={
                "verbose_name": "account",
                "verbose_name_plural": "accounts",
                "abstract": False,
                "base_manager_name": "everything",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="AccountEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                ("name", models.CharField(max_length=200, verbose_name="legal name")),
                (
                    "trading_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None, verbose_name="trading names"
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("customer", "Customer"),
                                ("prospect", "Prospect"),
                                ("partner", "Partner"),
                                ("supplier", "Supplier"),
                                ("competitor", "Competitor"),
                            ],
                            max_length=12,
                        ),
                        default=mutua.customers.models.account.default_roles,
                        size=None,
                        verbose_name="roles",
                    ),
                ),
                ("industry", models.CharField(blank=True, default="", max_length=80, verbose_name="industry")),
                ("country", models.CharField(blank=True, default="", max_length=80, verbose_name="country")),
                (
                    "currency",
                    models.CharField(default=mutua.customers.models.account.default_currency, max_length=3, verbose_name="currency"),
                ),
                (
                    "tier",
                    models.PositiveSmallIntegerField(
                        blank=True, choices=[(1, "First tier"), (2, "Second tier"), (3, "Third tier")], null=True, verbose_name="tier"
                    ),
                ),
                (
                    "spend_per_year",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="spend with us per year"),
                ),
                (
                    "category_spend",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="total category spend per year"
                    ),
                ),
                ("website", models.CharField(blank=True, default="", max_length=200, verbose_name="website")),
                ("note", models.TextField(blank=True, default="", verbose_name="note")),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=mutua.customers.models.folding.Folded(models.F("name")),
                        output_field=models.CharField(db_collation="C", max_length=200),
                    ),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=mutua.customers.models.folding.Folded(mutua.customers.models.folding.Joined("name", "trading_names")),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.account",
                        verbose_name="parent account",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="events", to="customers.account"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                ("duty", models.CharField(blank=True, default="", max_length=120, verbose_name="duty")),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="assignments", to="customers.account"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="colleague",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "ordering": ("pk",),
                "abstract": False,
                "base_manager_name": "everything",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ContactPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                (
                    "kind",
                    models.CharField(
                        choices=[("mail", "Mail"), ("phone", "Telephone"), ("postal", "Postal address")], max_length=6, verbose_name="kind"
                    ),
                ),
                ("value", models.CharField(max_length=400, verbose_name="address or number")),
                ("normalised", models.CharField(editable=False, max_length=400)),
                ("preferred", models.BooleanField(default=False, verbose_name="preferred")),
                ("verified", models.BooleanField(default=False, verbose_name="verified")),
                ("bounced", models.BooleanField(default=False, verbose_name="bounced")),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_points",
                        to="customers.account",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact point",
                "verbose_name_plural": "contact points",
                "ordering": ("kind", "-preferred", "pk"),
                "abstract": False,
                "base_manager_name": "everything",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "function",
                    models.CharField(
                        choices=[
                            ("logistics", "Logistics"),
                            ("warehouse", "Warehouse"),
                            ("receiving", "Receiving"),
                            ("buying", "Buying"),
                            ("sales", "Sales"),
                            ("customer-service", "Customer service"),
                            ("planning", "Planning"),
                            ("accounts-payable", "Accounts payable"),
                            ("accounts-receivable", "Accounts receivable"),
                            ("finance", "Finance"),
                            ("marketing", "Marketing"),
                            ("quality", "Quality"),
                            ("systems", "Information systems"),
                            ("management", "Management"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=30,
                        verbose_name="function",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="departments",
                        to="customers.account",
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "department",
                "verbose_name_plural": "departments",
                "ordering": ("name", "pk"),
                "abstract": False,
                "base_manager_name": "everything",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="AssignmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                ("duty", models.CharField(blank=True, default="", max_length=120, verbose_name="duty")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.account",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="customers.assignment",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="colleague",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.department",
                        verbose_name="our department",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="assignment",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="assignments",
                to="customers.department",
                verbose_name="our department",
            ),
        ),
        migrations.CreateModel(
            name="Affiliation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                ("job_title", models.CharField(blank=True, default="", max_length=120, verbose_name="job title")),
                (
                    "buying_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not known"),
                            ("decides", "Decides"),
                            ("buys", "Buys"),
                            ("influences", "Influences"),
                            ("uses", "Uses"),
                            ("guards", "Keeps the gate"),
                            ("champions", "Champions us"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="part in buying",
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="affiliations",
                        to="customers.account",
                        verbose_name="account",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="affiliations",
                        to="customers.department",
                        verbose_name="department",
                    ),
                ),
            ],
            options={
                "verbose_name": "affiliation",
                "verbose_name_plural": "affiliations",
                "ordering": ("pk",),
                "abstract": False,
                "base_manager_name": "everything",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="DepartmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "function",
                    models.CharField(
                        choices=[
                            ("logistics", "Logistics"),
                            ("warehouse", "Warehouse"),
                            ("receiving", "Receiving"),
                            ("buying", "Buying"),
                            ("sales", "Sales"),
                            ("customer-service", "Customer service"),
                            ("planning", "Planning"),
                            ("accounts-payable", "Accounts payable"),
                            ("accounts-receivable", "Accounts receivable"),
                            ("finance", "Finance"),
                            ("marketing", "Marketing"),
                            ("quality", "Quality"),
                            ("systems", "Information systems"),
                            ("management", "Management"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=30,
                        verbose_name="function",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.account",
                        verbose_name="account",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="customers.department",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("system", models.CharField(max_length=60, verbose_name="system")),
                ("kind", models.CharField(max_length=60, verbose_name="kind")),
                ("value", models.CharField(max_length=200, verbose_name="value")),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identifiers",
                        to="customers.account",
                    ),
                ),
            ],
            options={
                "verbose_name": "identifier",
                "verbose_name_plural": "identifiers",
                "ordering": ("system", "kind", "pk"),
                "abstract": False,
                "base_manager_name": "everything",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                ("words", models.TextField(verbose_name="in their words")),
                (
                    "importance",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)],
                        verbose_name="importance to them, 1 to 5",
                    ),
                ),
                (
                    "satisfaction",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)],
                        verbose_name="how well satisfied, 1 to 5",
                    ),
                ),
                ("satisfied_by", models.CharField(blank=True, default="", max_length=120, verbose_name="satisfied by")),
                ("origin", models.CharField(blank=True, default="", max_length=200, verbose_name="where we heard it")),
                ("noted_on", models.DateField(verbose_name="on")),
                (
                    "account",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="needs", to="customers.account"
                    ),
                ),
            ],
            options={
                "verbose_name": "need",
                "verbose_name_plural": "needs",
                "ordering": ("-importance", "satisfaction", "pk"),
                "abstract": False,
                "base_manager_name": "everything",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                ("given_name", models.CharField(blank=True, default="", max_length=100, verbose_name="given name")),
                ("family_name", models.CharField(blank=True, default="", max_length=100, verbose_name="family name")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name="languages"
                    ),
                ),
                ("time_zone", models.CharField(blank=True, default="", max_length=60, verbose_name="time zone")),
                ("note", models.TextField(blank=True, default="", verbose_name="note")),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=mutua.customers.models.folding.Folded(
                            mutua.customers.models.folding.Spaced("family_name", "given_name")
                        ),
                        output_field=models.CharField(db_collation="C", max_length=201),
                    ),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=mutua.customers.models.folding.Folded(
                            mutua.customers.models.folding.Spaced("given_name", "family_name")
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="people",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "abstract": False,
                "base_manager_name": "everything",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="NeedEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                ("words", models.TextField(verbose_name="in their words")),
                (
                    "importance",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)],
                        verbose_name="importance to them, 1 to 5",
                    ),
                ),
                (
                    "satisfaction",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)],
                        verbose_name="how well satisfied, 1 to 5",
                    ),
                ),
                ("satisfied_by", models.CharField(blank=True, default="", max_length=120, verbose_name="satisfied by")),
                ("origin", models.CharField(blank=True, default="", max_length=200, verbose_name="where we heard it")),
                ("noted_on", models.DateField(verbose_name="on")),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.account",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="events", to="customers.need"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="need",
            name="person",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="needs", to="customers.person"
            ),
        ),
        migrations.CreateModel(
            name="IdentifierEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("system", models.CharField(max_length=60, verbose_name="system")),
                ("kind", models.CharField(max_length=60, verbose_name="kind")),
                ("value", models.CharField(max_length=200, verbose_name="value")),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.account",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="customers.identifier",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="identifier",
            name="person",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="identifiers", to="customers.person"
            ),
        ),
        migrations.CreateModel(
            name="ContactPointEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                (
                    "kind",
                    models.CharField(
                        choices=[("mail", "Mail"), ("phone", "Telephone"), ("postal", "Postal address")], max_length=6, verbose_name="kind"
                    ),
                ),
                ("value", models.CharField(max_length=400, verbose_name="address or number")),
                ("normalised", models.CharField(editable=False, max_length=400)),
                ("preferred", models.BooleanField(default=False, verbose_name="preferred")),
                ("verified", models.BooleanField(default=False, verbose_name="verified")),
                ("bounced", models.BooleanField(default=False, verbose_name="bounced")),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.account",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="customers.contactpoint",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="contactpoint",
            name="person",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="contact_points", to="customers.person"
            ),
        ),
        migrations.CreateModel(
            name="AffiliationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                ("job_title", models.CharField(blank=True, default="", max_length=120, verbose_name="job title")),
                (
                    "buying_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not known"),
                            ("decides", "Decides"),
                            ("buys", "Buys"),
                            ("influences", "Influences"),
                            ("uses", "Uses"),
                            ("guards", "Keeps the gate"),
                            ("champions", "Champions us"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="part in buying",
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.account",
                        verbose_name="account",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="customers.affiliation",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="affiliation",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="affiliations", to="customers.person", verbose_name="person"
            ),
        ),
        migrations.CreateModel(
            name="PersonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                ("given_name", models.CharField(blank=True, default="", max_length=100, verbose_name="given name")),
                ("family_name", models.CharField(blank=True, default="", max_length=100, verbose_name="family name")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name="languages"
                    ),
                ),
                ("time_zone", models.CharField(blank=True, default="", max_length=60, verbose_name="time zone")),
                ("note", models.TextField(blank=True, default="", verbose_name="note")),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=mutua.customers.models.folding.Folded(
                            mutua.customers.models.folding.Spaced("family_name", "given_name")
                        ),
                        output_field=models.CharField(db_collation="C", max_length=201),
                    ),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=mutua.customers.models.folding.Folded(
                            mutua.customers.models.folding.Spaced("given_name", "family_name")
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="events", to="customers.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TradingLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                (
                    "kind",
                    models.CharField(
                        choices=[("supplies", "Supplies"), ("distributes", "Distributes for"), ("carries", "Carries for")],
                        default="supplies",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "value_per_year",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="value per year"),
                ),
                (
                    "currency",
                    models.CharField(default=mutua.customers.models.account.default_currency, max_length=3, verbose_name="currency"),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="buys_from", to="customers.account", verbose_name="buyer"
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sells_to",
                        to="customers.account",
                        verbose_name="supplier",
                    ),
                ),
            ],
            options={
                "verbose_name": "trading link",
                "verbose_name_plural": "trading links",
                "ordering": (models.OrderBy(models.F("value_per_year"), descending=True, nulls_last=True), "pk"),
                "abstract": False,
                "base_manager_name": "everything",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="TradingLinkEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                (
                    "kind",
                    models.CharField(
                        choices=[("supplies", "Supplies"), ("distributes", "Distributes for"), ("carries", "Carries for")],
                        default="supplies",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "value_per_year",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="value per year"),
                ),
                (
                    "currency",
                    models.CharField(default=mutua.customers.models.account.default_currency, max_length=3, verbose_name="currency"),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.account",
                        verbose_name="buyer",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="customers.tradinglink",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.account",
                        verbose_name="supplier",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ValueRating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                (
                    "component",
                    models.CharField(
                        choices=[("product", "Product"), ("service", "Service"), ("price", "Price"), ("communication", "Communication")],
                        max_length=14,
                        verbose_name="component",
                    ),
                ),
                (
                    "ours",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)],
                        verbose_name="their rating of us, 1 to 10",
                    ),
                ),
                (
                    "next_best",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)],
                        verbose_name="their rating of the next best, 1 to 10",
                    ),
                ),
                ("next_best_name", models.CharField(blank=True, default="", max_length=120, verbose_name="next best supplier")),
                ("rated_on", models.DateField(verbose_name="on")),
                ("origin", models.CharField(blank=True, default="", max_length=200, verbose_name="where it comes from")),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="value_ratings", to="customers.account"),
                ),
            ],
            options={
                "verbose_name": "value rating",
                "verbose_name_plural": "value ratings",
                "ordering": ("component", "-rated_on", "-pk"),
                "abstract": False,
                "base_manager_name": "everything",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ValueRatingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                (
                    "component",
                    models.CharField(
                        choices=[("product", "Product"), ("service", "Service"), ("price", "Price"), ("communication", "Communication")],
                        max_length=14,
                        verbose_name="component",
                    ),
                ),
                (
                    "ours",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)],
                        verbose_name="their rating of us, 1 to 10",
                    ),
                ),
                (
                    "next_best",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)],
                        verbose_name="their rating of the next best, 1 to 10",
                    ),
                ),
                ("next_best_name", models.CharField(blank=True, default="", max_length=120, verbose_name="next best supplier")),
                ("rated_on", models.DateField(verbose_name="on")),
                ("origin", models.CharField(blank=True, default="", max_length=200, verbose_name="where it comes from")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.account",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="customers.valuerating",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(condition=models.Q(("deleted_at", None)), fields=["sort_key", "id"], name="account_by_name"),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                condition=models.Q(("deleted_at", None)), fields=["owner", "sort_key", "id"], name="account_by_owner_and_name"
            ),
        ),
        migrations.AddIndex(
            model_name="account",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="account_search", opclasses=["gin_trgm_ops"]),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True), fields=("source", "source_key"), name="account_source_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="account_has_a_name"),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("roles__contained_by", ["customer", "prospect", "partner", "supplier", "competitor"])),
                name="account_roles_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("tier", None), ("tier__range", (1, 3)), _connector="OR"), name="account_tier_1_to_3"
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="account_currency_code"),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("spend_per_year", None), ("spend_per_year__gte", 0), _connector="OR"), name="account_spend_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("category_spend", None), ("category_spend__gte", 0), _connector="OR"),
                name="account_category_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", None), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"),
                name="account_not_its_own_parent",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="account",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_accountevent" ("category_spend", "country", "created_at", "currency", "custom", "deleted_at", "id", "industry", "name", "note", "owner_id", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roles", "source", "source_key", "spend_per_year", "tier", "trading_names", "updated_at", "version", "website") VALUES (OLD."category_spend", OLD."country", OLD."created_at", OLD."currency", OLD."custom", OLD."deleted_at", OLD."id", OLD."industry", OLD."name", OLD."note", OLD."owner_id", OLD."parent_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."roles", OLD."source", OLD."source_key", OLD."spend_per_year", OLD."tier", OLD."trading_names", OLD."updated_at", OLD."version", OLD."website"); RETURN NULL;',
                    hash="9e3d4902d7d664d2981fd232af19070aec9ee2d1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2fc5e",
                    table="customers_account",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="account",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_accountevent" ("category_spend", "country", "created_at", "currency", "custom", "deleted_at", "id", "industry", "name", "note", "owner_id", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roles", "source", "source_key", "spend_per_year", "tier", "trading_names", "updated_at", "version", "website") VALUES (OLD."category_spend", OLD."country", OLD."created_at", OLD."currency", OLD."custom", OLD."deleted_at", OLD."id", OLD."industry", OLD."name", OLD."note", OLD."owner_id", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."roles", OLD."source", OLD."source_key", OLD."spend_per_year", OLD."tier", OLD."trading_names", OLD."updated_at", OLD."version", OLD."website"); RETURN NULL;',
                    hash="724f70545007f07d6f5586d2c022861be3462a9b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e891a",
                    table="customers_account",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True), fields=("source", "source_key"), name="department_source_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="department_has_a_name"),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None)),
                fields=("account", "name"),
                name="department_once",
                nulls_distinct=False,
                violation_error_message="This department stands here already.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="department",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_departmentevent" ("account_id", "created_at", "custom", "deleted_at", "function", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "source_key", "updated_at", "version") VALUES (OLD."account_id", OLD."created_at", OLD."custom", OLD."deleted_at", OLD."function", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."source", OLD."source_key", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="41ee3030466a9468a2f74168159051c553124d05",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_67cc5",
                    table="customers_department",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="department",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_departmentevent" ("account_id", "created_at", "custom", "deleted_at", "function", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "source_key", "updated_at", "version") VALUES (OLD."account_id", OLD."created_at", OLD."custom", OLD."deleted_at", OLD."function", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."source_key", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="fc7666448a1d662e48bb00d2a3e00e6e11f6031a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_13747",
                    table="customers_department",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True), fields=("source", "source_key"), name="assignment_source_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None)),
                fields=("account", "user"),
                name="assignment_once",
                violation_error_message="This colleague already works with this account.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_assignmentevent" ("account_id", "created_at", "custom", "deleted_at", "department_id", "duty", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "source_key", "updated_at", "user_id", "version") VALUES (OLD."account_id", OLD."created_at", OLD."custom", OLD."deleted_at", OLD."department_id", OLD."duty", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."source", OLD."source_key", OLD."updated_at", OLD."user_id", OLD."version"); RETURN NULL;',
                    hash="527dd31af20991ffd9935670badb93897416d10c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dacab",
                    table="customers_assignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_assignmentevent" ("account_id", "created_at", "custom", "deleted_at", "department_id", "duty", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "source_key", "updated_at", "user_id", "version") VALUES (OLD."account_id", OLD."created_at", OLD."custom", OLD."deleted_at", OLD."department_id", OLD."duty", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."source_key", OLD."updated_at", OLD."user_id", OLD."version"); RETURN NULL;',
                    hash="8db9ca9e942dc092c116425b44848cdde561b00d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_28a7c",
                    table="customers_assignment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(condition=models.Q(("deleted_at", None)), fields=["sort_key", "id"], name="person_by_name"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("deleted_at", None)), fields=["owner", "sort_key", "id"], name="person_by_owner_and_name"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="person_search", opclasses=["gin_trgm_ops"]),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True), fields=("source", "source_key"), name="person_source_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("family_name", ""), ("given_name", ""), _negated=True), name="person_has_a_name"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_personevent" ("created_at", "custom", "deleted_at", "family_name", "given_name", "id", "languages", "note", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "source_key", "time_zone", "updated_at", "version") VALUES (OLD."created_at", OLD."custom", OLD."deleted_at", OLD."family_name", OLD."given_name", OLD."id", OLD."languages", OLD."note", OLD."owner_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."source", OLD."source_key", OLD."time_zone", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="ef5da569685dcf592712d32715c53c1ce6c0bc06",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_11834",
                    table="customers_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_personevent" ("created_at", "custom", "deleted_at", "family_name", "given_name", "id", "languages", "note", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "source_key", "time_zone", "updated_at", "version") VALUES (OLD."created_at", OLD."custom", OLD."deleted_at", OLD."family_name", OLD."given_name", OLD."id", OLD."languages", OLD."note", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."source_key", OLD."time_zone", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="49d1fd9037268a0945908ada8a9bedd71d299ad3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3909b",
                    table="customers_person",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True), fields=("source", "source_key"), name="need_source_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", None), ("account", None), _connector="XOR"), name="need_of_one_party"
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(condition=models.Q(("importance__range", (1, 5))), name="need_importance_1_to_5"),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(("satisfaction", None), ("satisfaction__range", (1, 5)), _connector="OR"),
                name="need_satisfaction_1_to_5",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="need_in_words"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_needevent" ("account_id", "created_at", "custom", "deleted_at", "id", "importance", "noted_on", "origin", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "satisfaction", "satisfied_by", "source", "source_key", "updated_at", "version", "words") VALUES (OLD."account_id", OLD."created_at", OLD."custom", OLD."deleted_at", OLD."id", OLD."importance", OLD."noted_on", OLD."origin", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."satisfaction", OLD."satisfied_by", OLD."source", OLD."source_key", OLD."updated_at", OLD."version", OLD."words"); RETURN NULL;',
                    hash="1a3b6bb04deb9ba5e34b90800ed1daac82712150",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_649c5",
                    table="customers_need",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_needevent" ("account_id", "created_at", "custom", "deleted_at", "id", "importance", "noted_on", "origin", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "satisfaction", "satisfied_by", "source", "source_key", "updated_at", "version", "words") VALUES (OLD."account_id", OLD."created_at", OLD."custom", OLD."deleted_at", OLD."id", OLD."importance", OLD."noted_on", OLD."origin", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."satisfaction", OLD."satisfied_by", OLD."source", OLD."source_key", OLD."updated_at", OLD."version", OLD."words"); RETURN NULL;',
                    hash="7db31632fa738547f67e6bdce2570e10e1b1bf90",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6fb85",
                    table="customers_need",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", None), ("account", None), _connector="XOR"), name="identifier_of_one_party"
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None)), fields=("system", "kind", "value"), name="identifier_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="identifier",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_identifierevent" ("account_id", "created_at", "custom", "deleted_at", "id", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "system", "updated_at", "value", "version") VALUES (OLD."account_id", OLD."created_at", OLD."custom", OLD."deleted_at", OLD."id", OLD."kind", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."system", OLD."updated_at", OLD."value", OLD."version"); RETURN NULL;',
                    hash="0b05b3cf20ecd6e8f6d4f62f140510b5d9da000e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c23d3",
                    table="customers_identifier",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="identifier",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_identifierevent" ("account_id", "created_at", "custom", "deleted_at", "id", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "system", "updated_at", "value", "version") VALUES (OLD."account_id", OLD."created_at", OLD."custom", OLD."deleted_at", OLD."id", OLD."kind", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."system", OLD."updated_at", OLD."value", OLD."version"); RETURN NULL;',
                    hash="81dc1e6c8c7ec37bae8fbc93567be3709c4ba0ad",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_691e3",
                    table="customers_identifier",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="contactpoint",
            index=django.contrib.postgres.indexes.GinIndex(fields=["normalised"], name="contact_point_search", opclasses=["gin_trgm_ops"]),
        ),
        migrations.AddConstraint(
            model_name="contactpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True), fields=("source", "source_key"), name="contactpoint_source_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", None), ("account", None), _connector="XOR"), name="contact_point_of_one_party"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactpoint",
            constraint=models.CheckConstraint(condition=models.Q(("normalised", ""), _negated=True), name="contact_point_not_empty"),
        ),
        migrations.AddConstraint(
            model_name="contactpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None)), fields=("person", "kind", "normalised"), name="contact_point_once_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None)), fields=("account", "kind", "normalised"), name="contact_point_once_an_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None), ("preferred", True)),
                fields=("person", "kind"),
                name="one_preferred_a_person_and_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None), ("preferred", True)),
                fields=("account", "kind"),
                name="one_preferred_an_account_and_kind",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_contactpointevent" ("account_id", "bounced", "created_at", "custom", "deleted_at", "id", "kind", "normalised", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred", "source", "source_key", "updated_at", "value", "verified", "version") VALUES (OLD."account_id", OLD."bounced", OLD."created_at", OLD."custom", OLD."deleted_at", OLD."id", OLD."kind", OLD."normalised", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."preferred", OLD."source", OLD."source_key", OLD."updated_at", OLD."value", OLD."verified", OLD."version"); RETURN NULL;',
                    hash="d8aa38d2485d08fd734e07711561aed95a380fd8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_90fab",
                    table="customers_contactpoint",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_contactpointevent" ("account_id", "bounced", "created_at", "custom", "deleted_at", "id", "kind", "normalised", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred", "source", "source_key", "updated_at", "value", "verified", "version") VALUES (OLD."account_id", OLD."bounced", OLD."created_at", OLD."custom", OLD."deleted_at", OLD."id", OLD."kind", OLD."normalised", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."preferred", OLD."source", OLD."source_key", OLD."updated_at", OLD."value", OLD."verified", OLD."version"); RETURN NULL;',
                    hash="e7e5caaac8ccc19efef809875bbac46b5cd25340",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f627e",
                    table="customers_contactpoint",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="affiliation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True), fields=("source", "source_key"), name="affiliation_source_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="affiliation",
            constraint=models.CheckConstraint(
                condition=models.Q(("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="affiliation_ends_after_it_begins",
                violation_error_message="The end lies before the beginning.",
            ),
        ),
        migrations.AddConstraint(
            model_name="affiliation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None), ("until", None)),
                fields=("person", "account"),
                name="affiliation_once_at_a_time",
                violation_error_message="This person already works for this account. Edit that entry, or end it first.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="affiliation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_affiliationevent" ("account_id", "buying_role", "created_at", "custom", "deleted_at", "department_id", "id", "job_title", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "source", "source_key", "until", "updated_at", "version") VALUES (OLD."account_id", OLD."buying_role", OLD."created_at", OLD."custom", OLD."deleted_at", OLD."department_id", OLD."id", OLD."job_title", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."since", OLD."source", OLD."source_key", OLD."until", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="b27351e8a5de94bc7b1db03c8dba6c7435163179",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_49698",
                    table="customers_affiliation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="affiliation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_affiliationevent" ("account_id", "buying_role", "created_at", "custom", "deleted_at", "department_id", "id", "job_title", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "source", "source_key", "until", "updated_at", "version") VALUES (OLD."account_id", OLD."buying_role", OLD."created_at", OLD."custom", OLD."deleted_at", OLD."department_id", OLD."id", OLD."job_title", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."since", OLD."source", OLD."source_key", OLD."until", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="ccaefeb71aa6010f64b547be2a3e558c52393af4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dd9fa",
                    table="customers_affiliation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="tradinglink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True), fields=("source", "source_key"), name="tradinglink_source_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="tradinglink",
            constraint=models.CheckConstraint(
                condition=models.Q(("supplier", models.F("buyer")), _negated=True), name="trading_link_joins_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="tradinglink",
            constraint=models.CheckConstraint(
                condition=models.Q(("value_per_year", None), ("value_per_year__gte", 0), _connector="OR"), name="trading_value_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="tradinglink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None)),
                fields=("supplier", "buyer", "kind"),
                name="trading_link_once",
                violation_error_message="These two are joined in this way already.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tradinglink",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_tradinglinkevent" ("buyer_id", "created_at", "currency", "custom", "deleted_at", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "source_key", "supplier_id", "updated_at", "value_per_year", "version") VALUES (OLD."buyer_id", OLD."created_at", OLD."currency", OLD."custom", OLD."deleted_at", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."source", OLD."source_key", OLD."supplier_id", OLD."updated_at", OLD."value_per_year", OLD."version"); RETURN NULL;',
                    hash="8b528d45e3c2b18befbb3f8674a33c4afd9848f2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_85df9",
                    table="customers_tradinglink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tradinglink",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_tradinglinkevent" ("buyer_id", "created_at", "currency", "custom", "deleted_at", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "source_key", "supplier_id", "updated_at", "value_per_year", "version") VALUES (OLD."buyer_id", OLD."created_at", OLD."currency", OLD."custom", OLD."deleted_at", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."source_key", OLD."supplier_id", OLD."updated_at", OLD."value_per_year", OLD."version"); RETURN NULL;',
                    hash="b38bd01d0e3abc5b888d99e0bc944fea1dd4148a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0991e",
                    table="customers_tradinglink",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="valuerating",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True), fields=("source", "source_key"), name="valuerating_source_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="valuerating",
            constraint=models.CheckConstraint(condition=models.Q(("ours__range", (1, 10))), name="rating_ours_1_to_10"),
        ),
        migrations.AddConstraint(
            model_name="valuerating",
            constraint=models.CheckConstraint(
                condition=models.Q(("next_best", None), ("next_best__range", (1, 10)), _connector="OR"), name="rating_next_best_1_to_10"
            ),
        ),
        migrations.AddConstraint(
            model_name="valuerating",
            constraint=models.CheckConstraint(
                condition=models.Q(("component__in", ["product", "service", "price", "communication"])), name="rating_component_known"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="valuerating",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_valueratingevent" ("account_id", "component", "created_at", "custom", "deleted_at", "id", "next_best", "next_best_name", "origin", "ours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rated_on", "source", "source_key", "updated_at", "version") VALUES (OLD."account_id", OLD."component", OLD."created_at", OLD."custom", OLD."deleted_at", OLD."id", OLD."next_best", OLD."next_best_name", OLD."origin", OLD."ours", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."rated_on", OLD."source", OLD."source_key", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="b4a4f8ce2cc09eb0ede1ab17077a3eb54150a284",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e051d",
                    table="customers_valuerating",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="valuerating",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_valueratingevent" ("account_id", "component", "created_at", "custom", "deleted_at", "id", "next_best", "next_best_name", "origin", "ours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rated_on", "source", "source_key", "updated_at", "version") VALUES (OLD."account_id", OLD."component", OLD."created_at", OLD."custom", OLD."deleted_at", OLD."id", OLD."next_best", OLD."next_best_name", OLD."origin", OLD."ours", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rated_on", OLD."source", OLD."source_key", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="58126af3bc38b67232becfa0448e67e10ad1ac40",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_94798",
                    table="customers_valuerating",
                    when="AFTER",
                ),
            ),
        ),
    ]
