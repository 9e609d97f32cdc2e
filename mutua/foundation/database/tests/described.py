"""Everything that stands in a database, as lines that can be compared with those of another one."""

from __future__ import annotations

import psycopg
from psycopg import sql

OURS = "n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and not exists (select from pg_depend d where d.objid = {}.oid and d.deptype = 'e')"

# What is asked of the catalogue: kind, and a query whose rows name the thing and say what it is
CATALOGUE = {
    "extension": "select extname, extversion from pg_extension",
    "relation": f"""
        select c.oid::regclass, c.relkind, c.relpersistence, c.reloptions, c.relacl, c.relrowsecurity, c.relreplident, pg_get_viewdef(c.oid)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace where {OURS.format("c")}""",
    "column": f"""
        select c.oid::regclass, row_number() over (partition by c.oid order by a.attnum), a.attname, format_type(a.atttypid, a.atttypmod),
               a.attnotnull, a.attidentity, a.attgenerated, a.attcollation::regcollation, pg_get_expr(e.adbin, e.adrelid)
        from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        left join pg_attrdef e on e.adrelid = a.attrelid and e.adnum = a.attnum
        where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'c') and {OURS.format("c")}""",
    "constraint": f"""
        select k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid), k.convalidated
        from pg_constraint k join pg_namespace n on n.oid = k.connamespace where {OURS.format("k")}""",
    "index": f"""
        select c.oid::regclass, pg_get_indexdef(c.oid), i.indisvalid
        from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace where {OURS.format("c")}""",
    "trigger": "select pg_get_triggerdef(oid), tgenabled from pg_trigger where not tgisinternal",
    "function": f"""
        select pg_get_functiondef(p.oid), p.proacl
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prokind in ('f', 'p') and {OURS.format("p")}""",
    "sequence": "select schemaname, sequencename, data_type, start_value, increment_by, cycle, last_value from pg_sequences",
    "value of an enumeration": "select enumtypid::regtype, enumlabel, enumsortorder from pg_enum",
    "comment": "select pg_describe_object(classoid, objoid, objsubid), description from pg_description where objoid >= 16384",
}


def describe(url: str) -> set[str]:
    """One line for each relation, column, constraint, index, trigger, function, sequence, comment and row. Moments are left out of rows."""
    with psycopg.connect(url) as connection:
        return described(connection)


def described(connection: psycopg.Connection) -> set[str]:
    lines = {f"{kind}: {row}" for kind, query in CATALOGUE.items() for row in connection.execute(query)}  # type: ignore[call-overload]
    tables = connection.execute("select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace").fetchall()
    for (table,) in tables:
        moments = connection.execute(
            "select coalesce(array_agg(attname::text), '{}') from pg_attribute "
            "where attrelid = %s::regclass and atttypid in ('timestamptz'::regtype, 'timestamp'::regtype)",
            [f'"{table}"'],
        ).fetchone()
        rows = connection.execute(sql.SQL("select (to_jsonb(t) - %s::text[])::text from {} t").format(sql.Identifier(table)), moments)
        lines |= {f"row of {table}: {row}" for (row,) in rows}
    return lines
