"""What the server has to offer before any table stands: extensions, and accents folded in an immutable way."""

from __future__ import annotations

from django.db import migrations

# unaccent(text) looks its dictionary up by the search path and is therefore only STABLE. With the dictionary named
# the answer depends on the text alone, so that generated columns and indexes may use it.
WRAPPER = """
create or replace function public.mutua_unaccent(value text) returns text
language sql immutable parallel safe strict
as $$ select public.unaccent('public.unaccent'::regdictionary, value) $$
"""

# allauth counts failed sign-ins in the cache: several processes have to share it. Unlogged, since it may be lost.
CACHE = """
create unlogged table mutua_cache (cache_key varchar(255) primary key, value text not null, expires timestamptz not null);
create index mutua_cache_expires on mutua_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    # whoever keeps a history or knows a user may rely on the extensions without saying so
    run_before = [("pghistory", "0001_initial"), ("identity", "0001_initial"), ("contenttypes", "0001_initial")]
    operations = [
        migrations.RunSQL("create extension if not exists pg_trgm schema public", migrations.RunSQL.noop),
        migrations.RunSQL("create extension if not exists unaccent schema public", migrations.RunSQL.noop),
        migrations.RunSQL("create extension if not exists btree_gin schema public", migrations.RunSQL.noop),
        migrations.RunSQL("create extension if not exists citext schema public", migrations.RunSQL.noop),
        migrations.RunSQL(WRAPPER, "drop function if exists public.mutua_unaccent(text)"),
        migrations.RunSQL(CACHE, "drop table if exists mutua_cache"),
    ]
