"""Accounts are found by the names they trade under without reading all of them."""

import django.contrib.postgres.indexes
from django.db import migrations, models

import mutua.customers.models.folding

EACH_FOLDED = """
create or replace function public.mutua_each_folded(names text[]) returns text[]
language sql immutable parallel safe
as $$ select pg_catalog.array_agg(pg_catalog.lower(public.mutua_unaccent(pg_catalog.btrim(name)))) from pg_catalog.unnest(names) as name $$
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0010_tags")]

    operations = [
        migrations.RunSQL(EACH_FOLDED, "drop function if exists public.mutua_each_folded(text[])"),
        migrations.AddIndex(
            model_name="account",
            index=django.contrib.postgres.indexes.GinIndex(
                mutua.customers.models.folding.EachFolded("trading_names"),
                condition=models.Q(("deleted_at", None), models.Q(("trading_names", []), _negated=True)),
                name="account_by_trading_name",
            ),
        ),
    ]
