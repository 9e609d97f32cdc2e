import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.manager
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import mutua.catalog.models.currency


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_extensions"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Offering",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                ("value_proposition", models.TextField(blank=True, default="", verbose_name="value proposition")),
                (
                    "price_basis",
                    models.CharField(
                        choices=[
                            ("unit", "Per unit"),
                            ("subscription", "Per period"),
                            ("project", "Per project"),
                            ("tender", "By tender"),
                            ("outcome", "By outcome"),
                        ],
                        default="unit",
                        max_length=14,
                        verbose_name="price basis",
                    ),
                ),
                (
                    "cost_to_serve",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="cost to serve, per account and year"
                    ),
                ),
                (
                    "currency",
                    models.CharField(default=mutua.catalog.models.currency.default_currency, max_length=3, verbose_name="currency"),
                ),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Lower(
                            models.Func("name", function="mutua_unaccent", output_field=models.TextField())
                        ),
                        output_field=models.CharField(db_collation="C", max_length=160),
                    ),
                ),
            ],
            options={
                "verbose_name": "offering",
                "verbose_name_plural": "offerings",
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
            name="ProductEvent",
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
                ("name", models.CharField(max_length=300, verbose_name="name")),
                ("sku", models.CharField(blank=True, default="", max_length=60, verbose_name="number")),
                ("series", models.CharField(blank=True, default="", max_length=120, verbose_name="series")),
                ("list_price", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="list price")),
                (
                    "currency",
                    models.CharField(default=mutua.catalog.models.currency.default_currency, max_length=3, verbose_name="currency"),
                ),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Lower(
                            models.Func("name", function="mutua_unaccent", output_field=models.TextField())
                        ),
                        output_field=models.CharField(db_collation="C", max_length=300),
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OfferingEvent",
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
                ("name", models.CharField(max_length=160, verbose_name="name")),
                ("value_proposition", models.TextField(blank=True, default="", verbose_name="value proposition")),
                (
                    "price_basis",
                    models.CharField(
                        choices=[
                            ("unit", "Per unit"),
                            ("subscription", "Per period"),
                            ("project", "Per project"),
                            ("tender", "By tender"),
                            ("outcome", "By outcome"),
                        ],
                        default="unit",
                        max_length=14,
                        verbose_name="price basis",
                    ),
                ),
                (
                    "cost_to_serve",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="cost to serve, per account and year"
                    ),
                ),
                (
                    "currency",
                    models.CharField(default=mutua.catalog.models.currency.default_currency, max_length=3, verbose_name="currency"),
                ),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Lower(
                            models.Func("name", function="mutua_unaccent", output_field=models.TextField())
                        ),
                        output_field=models.CharField(db_collation="C", max_length=160),
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
                        db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="events", to="catalog.offering"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(blank=True, default="", max_length=60, verbose_name="source system")),
                ("source_key", models.CharField(blank=True, default="", max_length=200, verbose_name="key in the source system")),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                ("sku", models.CharField(blank=True, default="", max_length=60, verbose_name="number")),
                ("series", models.CharField(blank=True, default="", max_length=120, verbose_name="series")),
                ("list_price", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="list price")),
                (
                    "currency",
                    models.CharField(default=mutua.catalog.models.currency.default_currency, max_length=3, verbose_name="currency"),
                ),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Lower(
                            models.Func("name", function="mutua_unaccent", output_field=models.TextField())
                        ),
                        output_field=models.CharField(db_collation="C", max_length=300),
                    ),
                ),
            ],
            options={
                "verbose_name": "product",
                "verbose_name_plural": "products",
                "abstract": False,
                "base_manager_name": "everything",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(condition=models.Q(("deleted_at", None)), fields=["sort_key", "id"], name="product_by_name"),
                    django.contrib.postgres.indexes.GinIndex(fields=["sort_key"], name="product_search", opclasses=["gin_trgm_ops"]),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_key", ""), _negated=True),
                        fields=("source", "source_key"),
                        name="product_source_key_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="product_has_a_name"),
                    models.CheckConstraint(
                        condition=models.Q(("list_price", None), ("list_price__gte", 0), _connector="OR"), name="product_price_not_negative"
                    ),
                    models.CheckConstraint(condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="product_currency_code"),
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), models.Q(("sku", ""), _negated=True)),
                        fields=("sku",),
                        name="product_number_once",
                        violation_error_message="Another product has this number.",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="offering",
            name="products",
            field=models.ManyToManyField(blank=True, related_name="offerings", to="catalog.product", verbose_name="products"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="product",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "catalog_productevent" ("created_at", "currency", "custom", "deleted_at", "id", "list_price", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "series", "sku", "source", "source_key", "updated_at", "version") VALUES (OLD."created_at", OLD."currency", OLD."custom", OLD."deleted_at", OLD."id", OLD."list_price", OLD."name", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."series", OLD."sku", OLD."source", OLD."source_key", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="3606f9ebe28fdb26ab75beb3106977da2cc4eed6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_580c5",
                    table="catalog_product",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="product",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalog_productevent" ("created_at", "currency", "custom", "deleted_at", "id", "list_price", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "series", "sku", "source", "source_key", "updated_at", "version") VALUES (OLD."created_at", OLD."currency", OLD."custom", OLD."deleted_at", OLD."id", OLD."list_price", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."series", OLD."sku", OLD."source", OLD."source_key", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="6a75b8f0bea33a6f4b355b366c955c212bceae44",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a763a",
                    table="catalog_product",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="productevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="pghistory.context"
            ),
        ),
        migrations.AddField(
            model_name="productevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="events", to="catalog.product"
            ),
        ),
        migrations.AddIndex(
            model_name="offering",
            index=models.Index(condition=models.Q(("deleted_at", None)), fields=["sort_key", "id"], name="offering_by_name"),
        ),
        migrations.AddConstraint(
            model_name="offering",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True), fields=("source", "source_key"), name="offering_source_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="offering",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="offering_has_a_name"),
        ),
        migrations.AddConstraint(
            model_name="offering",
            constraint=models.CheckConstraint(
                condition=models.Q(("cost_to_serve", None), ("cost_to_serve__gte", 0), _connector="OR"), name="offering_cost_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="offering",
            constraint=models.CheckConstraint(condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="offering_currency_code"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offering",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "catalog_offeringevent" ("cost_to_serve", "created_at", "currency", "custom", "deleted_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_basis", "source", "source_key", "updated_at", "value_proposition", "version") VALUES (OLD."cost_to_serve", OLD."created_at", OLD."currency", OLD."custom", OLD."deleted_at", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."price_basis", OLD."source", OLD."source_key", OLD."updated_at", OLD."value_proposition", OLD."version"); RETURN NULL;',
                    hash="06a017665e814f66cc678c7cfdc72f1214f4c033",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_065e0",
                    table="catalog_offering",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offering",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalog_offeringevent" ("cost_to_serve", "created_at", "currency", "custom", "deleted_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_basis", "source", "source_key", "updated_at", "value_proposition", "version") VALUES (OLD."cost_to_serve", OLD."created_at", OLD."currency", OLD."custom", OLD."deleted_at", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."price_basis", OLD."source", OLD."source_key", OLD."updated_at", OLD."value_proposition", OLD."version"); RETURN NULL;',
                    hash="85af465458eaaf65f3210b63c52cb24fd78a40fc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_66553",
                    table="catalog_offering",
                    when="AFTER",
                ),
            ),
        ),
    ]
