"""Names with a slip and numbers by their beginning are found by an index."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
import mutua.customers.models.folding
from django.conf import settings
from django.db import migrations, models


# Each word of three letters or more, whole and with one letter left out: as numbers, since they are only compared.
# Its cost is what it takes, some 50 µs; told nothing, the planner works it out for every row of the table instead of asking the index.
SLIPS = """
create or replace function public.mutua_slips(value text) returns integer[]
language sql immutable parallel safe strict cost 5000
as $$
  select pg_catalog.array_agg(distinct pg_catalog.hashtext(
    pg_catalog.left(word, place - 1) || pg_catalog.substr(word, place + 1)
  ))
  from pg_catalog.regexp_split_to_table(value, '[^[:alnum:]]+') as word,
       pg_catalog.generate_series(1, pg_catalog.length(word) + 1) as place
  where pg_catalog.length(word) between 3 and 40
$$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0011_accounts_by_trading_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(SLIPS, "drop function if exists public.mutua_slips(text)"),
        migrations.AddIndex(
            model_name='account',
            index=django.contrib.postgres.indexes.GinIndex(mutua.customers.models.folding.Slips('search'), condition=models.Q(('deleted_at', None)), name='account_slips'),
        ),
        migrations.AddIndex(
            model_name='identifier',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('value'), name='text_pattern_ops'), name='identifier_by_beginning'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=django.contrib.postgres.indexes.GinIndex(mutua.customers.models.folding.Slips('search'), condition=models.Q(('deleted_at', None)), name='person_slips'),
        ),
    ]
