"""The second wall: what the portal's role may read in PostgreSQL, whatever the code in front of it asks for.

Portal pages run in a process of their own that signs in as `mutua_portal`. That role has no right on any table but for the columns named
here, and sees of those only the rows of the account whose link was opened: `mutua.link` holds the digest of the link's token, and the database
itself looks whether such a link is open and whose it is. A wrong, expired or revoked one sees nothing at all.

Tables that are filled by COPY cannot have row-level security, which PostgreSQL refuses there; a view of the same name in the schema `portal`,
which stands first on the role's search path, shows the permitted columns and rows instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from psycopg import sql

from mutua.foundation.database.embedded import ROLES
from mutua.portals.form_walls import FORM_FUNCTIONS

PORTAL = ROLES["portal"]
SCHEMA = "portal"
SEARCH_PATH = "portal, public"
LINK = "mutua.link"  # the setting of a session: the digest of the token that was shown
MINE = "account_id = (select portal.account_id())"
TOLD_FOR = timedelta(days=90)  # a withdrawn promise: what will not be done does not vanish unsaid


@dataclass(frozen=True)
class Door:
    """One table that the portal reads or adds to. columns: those it may read. rows: which of them, as SQL. adds: columns it may fill in a new row, and only where `new` holds."""

    columns: tuple[str, ...]
    rows: str
    adds: tuple[str, ...] = ()
    new: str = ""
    # Rows that only the portal adds: nobody else may, the owner of the table included
    theirs: str = "true"


@dataclass(frozen=True)
class Pane:
    """One table that is shown through a view of its name."""

    columns: tuple[str, ...]
    rows: str


PANES: dict[str, Pane] = {
    "customers_account": Pane(("id", "name", "currency", "deleted_at"), "id = (select portal.account_id())"),
    "backoffice_shipment": Pane(
        ("id", "account_id", "number", "promised_on", "shipped_on", "delivered_on", "recorded_on", "quantity_ordered", "quantity_delivered", "deleted_at"),
        MINE,
    ),
}  # fmt: skip
AS_VISITOR = "(link_number, person_id, signer_name, signer_email, invited_by) = (select link_id, person_id, name, email, invited_by from portal.visit())"
OF_MY_TOUCHPOINTS = "account_touchpoint_id in (select id from relationships_accounttouchpoint)"
DOORS: dict[str, Door] = {
    "relationships_touchpoint": Door(("id", "key", "name", "position", "deleted_at"), "true"),
    "relationships_accounttouchpoint": Door(("id", "account_id", "touchpoint_id", "deleted_at"), MINE),
    "relationships_performancemeasure": Door(
        ("id", "account_touchpoint_id", "key", "kind", "unit", "better", "name", "counted_from", "early_days", "late_days", "completeness", "target", "tolerance", "is_proxy", "deleted_at"),
        OF_MY_TOUCHPOINTS,
    ),
    "relationships_measurefigure": Door(
        ("id", "measure_id", "numerator", "denominator", "since", "until"), "measure_id in (select id from relationships_performancemeasure)"
    ),
    "relationships_observation": Door(
        ("id", "measure_id", "since", "until", "numerator", "denominator", "recorded_at", "deleted_at"), "measure_id in (select id from relationships_performancemeasure)"
    ),
    "relationships_activity": Door(("id", "touchpoint_id", "key", "name", "position", "retired_at", "deleted_at"), "true"),
    "relationships_profile": Door(
        ("id", "account_id", "perspective", "as_of", "state", "visibility", "participants", "agreement", "deleted_at"),
        "id in (select portal.profile_ids())",
    ),
    "relationships_profilecell": Door(
        ("id", "profile_id", "touchpoint_id", "performance", "wish", "measure", "change"), "profile_id in (select id from relationships_profile)"
    ),
    "relationships_profilecell_activities": Door(
        ("id", "profilecell_id", "activity_id"), "profilecell_id in (select id from relationships_profilecell)"
    ),
    "relationships_jointsession": Door(("id", "account_id", "opened_at", "closed_at"), MINE),
    "relationships_jointproposal": Door(
        ("id", "session_id", "touchpoint_id", "side", "activities", "wish", "by", "at"),
        "session_id in (select id from relationships_jointsession)",
        adds=("session_id", "touchpoint_id", "side", "activities", "wish", "by", "at"),
        new="side = 'customer' and by = (select name from portal.visit()) and session_id in (select id from relationships_jointsession where closed_at is null)",
        theirs="side = 'us'",
    ),
    "relationships_valueentry": Door(
        ("id", "account_id", "side", "component", "kind", "amount", "currency", "period", "evidence", "edition", "is_current", "objected_before", "signed_by", "deleted_at"),
        f"{MINE} and kind <> 'expected' and side <> 'partner' and deleted_at is null",
    ),
    "relationships_valuesignature": Door(
        ("id", "account_id", "entry_ids", "answer", "reason", "signer_name", "signer_email", "signer_address", "invited_by", "at", "words", "digest"),
        MINE,
        adds=("account_id", "entry_ids", "answer", "reason", "person_id", "signer_name", "signer_email", "signer_address", "link_number", "invited_by", "at", "words", "digest"),
        new=f"{MINE} and {AS_VISITOR}",
        theirs="false",
    ),
    "portals_promise": Door(
        ("id", "account_id", "words", "due_on", "kept_on", "withdrawn_at", "withdrawn_why"),
        f"{MINE} and (withdrawn_at is null or withdrawn_at > now() - interval '{TOLD_FOR.days} days')",
    ),
}  # fmt: skip

FUNCTIONS = (
    """
    create or replace function portal.link_id() returns bigint language sql stable security definer set search_path = pg_catalog as $$
        select link.id from public.portals_portallink link
        join public.customers_account account on account.id = link.account_id join public.customers_person person on person.id = link.person_id
        where link.digest = nullif(current_setting('mutua.link', true), '') and link.revoked_at is null and link.expires_at > now()
        and account.deleted_at is null and person.deleted_at is null and exists (select from public.customers_affiliation works
            where works.person_id = link.person_id and works.account_id = link.account_id and works.deleted_at is null
            and (works.until is null or works.until >= current_date))
    $$
    """,
    """
    create or replace function portal.account_id() returns bigint language sql stable security definer set search_path = pg_catalog as $$
        select account_id from public.portals_portallink where id = portal.link_id()
    $$
    """,
    """
    create or replace function portal.visit(out link_id bigint, out account_id bigint, out person_id bigint, out name text, out email text, out expires_at timestamptz, out invited_by text)
    language sql stable security definer set search_path = pg_catalog as $$
        select link.id, link.account_id, link.person_id, btrim(person.given_name || ' ' || person.family_name), link.email, link.expires_at, link.created_name
        from public.portals_portallink link join public.customers_person person on person.id = link.person_id where link.id = portal.link_id()
    $$
    """,
    # Of each perspective the last that was shared: a draft that is begun after it takes nothing away from what the customer was shown
    """
    create or replace function portal.profile_ids() returns setof bigint language sql stable security definer set search_path = pg_catalog as $$
        select distinct on (shown.perspective) shown.id from public.relationships_profile shown
        where shown.account_id = portal.account_id() and shown.visibility in ('shared', 'agreed') and shown.deleted_at is null
        and (shown.state <> 'superseded' or exists (select from public.relationships_profile living where living.account_id = shown.account_id
            and living.perspective = shown.perspective and living.state <> 'superseded' and living.deleted_at is null))
        order by shown.perspective, shown.id desc
    $$
    """,
    """
    create or replace function portal.opened(came_from inet) returns void language sql security definer set search_path = pg_catalog as $$
        insert into public.portals_portalopening (link_id, at, address) select portal.link_id(), now(), came_from
        where portal.link_id() is not null and not exists
            (select from public.portals_portalopening where link_id = portal.link_id() and at > now() - interval '1 minute')
    $$
    """,
)


def lower_walls(plan: Any = (), **_told: Any) -> None:
    """Before migrations change tables: nothing may hang on their columns. The portal sees nothing meanwhile."""
    if plan:
        with connection.cursor() as cursor:
            cursor.execute("drop schema if exists portal cascade")


def raise_walls(**_told: Any) -> None:
    """Build all of it anew; safe to repeat. A server without the role gets the walls without a door."""
    with connection.cursor() as cursor:
        cursor.execute("create schema if not exists portal")
        for function in (*FUNCTIONS, *FORM_FUNCTIONS):
            cursor.execute(function)
        cursor.execute("revoke all on all functions in schema portal from public")
        cursor.execute("select 1 from pg_roles where rolname = %s", [PORTAL])
        has_portal = cursor.fetchone() is not None
        for statement in _statements(cursor, has_portal):
            cursor.execute(statement)


def gaps_in_walls() -> list[str]:
    """What is missing or too much in the database, each in a few words; empty is good."""
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_roles where rolname = %s", [PORTAL])
        if cursor.fetchone() is None:
            return [f"there is no role {PORTAL}"]
        cursor.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity and relforcerowsecurity"
        )
        forced = {name for (name,) in cursor.fetchall()}
        cursor.execute("select tablename from pg_policies where policyname = 'customer' and cmd = 'SELECT' and %s = any(roles)", [PORTAL])
        walled = {name for (name,) in cursor.fetchall()}
        cursor.execute(
            "select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid where c.relnamespace = 'public'::regnamespace "
            "and c.relkind in ('r', 'p', 'v', 'm') and a.attnum > 0 and not a.attisdropped and has_column_privilege(%s, c.oid, a.attnum, 'select')",
            [PORTAL],
        )
        readable = set(cursor.fetchall())
    meant = {(table, column) for table, door in DOORS.items() for column in door.columns}
    return [
        *(f"{table} is not forced" for table in sorted(DOORS.keys() - forced)),
        *(f"{table} has no policy" for table in sorted(DOORS.keys() - walled)),
        *(f"{table}.{column} can be read" for table, column in sorted(readable - meant)),
        *(f"{table}.{column} cannot be read" for table, column in sorted(meant - readable)),
    ]


def _statements(cursor: Any, has_portal: bool) -> list[sql.Composable]:
    made: list[sql.Composable] = []
    for table, pane in PANES.items():
        made += _pane(table, pane)
    for table, door in DOORS.items():
        made += _door(table, door, _house(cursor, table))
    if has_portal:
        portal = sql.Identifier(PORTAL)
        made += [
            sql.SQL("grant usage on schema portal to {0}").format(portal),
            sql.SQL("grant execute on all functions in schema portal to {0}").format(portal),
        ]
        for table in PANES:
            made.append(sql.SQL("grant select on portal.{} to {}").format(sql.Identifier(table), portal))
        for table, door in DOORS.items():
            made += _opened(table, door, portal)
    return made


def _pane(table: str, pane: Pane) -> list[sql.Composable]:
    name = sql.Identifier(table)
    return [
        sql.SQL("drop view if exists portal.{}").format(name),
        sql.SQL("create view portal.{0} with (security_barrier) as select {1} from public.{0} where {2}").format(
            name, _names(pane.columns), sql.SQL(pane.rows)
        ),
    ]


def _door(table: str, door: Door, house: list[str]) -> list[sql.Composable]:
    """For our own roles everything stays as it is: a policy that is always true leaves no trace in a plan."""
    name, ours = sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, house))
    return [
        sql.SQL("alter table {} enable row level security, force row level security").format(name),
        sql.SQL("drop policy if exists house on {}").format(name),
        sql.SQL("drop policy if exists house_adds on {}").format(name),
        sql.SQL("create policy house on {} for select to {} using (true)").format(name, ours),
        sql.SQL("drop policy if exists house_changes on {}").format(name),
        sql.SQL("create policy house_changes on {} for update to {} using (true)").format(name, ours),
        sql.SQL("drop policy if exists house_deletes on {}").format(name),
        sql.SQL("create policy house_deletes on {} for delete to {} using (true)").format(name, ours),
        sql.SQL("create policy house_adds on {} for insert to {} with check ({})").format(name, ours, sql.SQL(door.theirs)),
        sql.SQL("drop policy if exists customer on {}").format(name),
        sql.SQL("drop policy if exists customer_adds on {}").format(name),
    ]


def _opened(table: str, door: Door, portal: sql.Identifier) -> list[sql.Composable]:
    name = sql.Identifier(table)
    made: list[sql.Composable] = [
        sql.SQL("revoke all on {} from {}").format(name, portal),
        sql.SQL("grant select ({}) on {} to {}").format(_names(door.columns), name, portal),
        sql.SQL("create policy customer on {} for select to {} using ({})").format(name, portal, sql.SQL(door.rows)),
    ]
    if door.adds:
        made += [
            sql.SQL("grant insert ({}) on {} to {}").format(_names(door.adds), name, portal),
            sql.SQL("create policy customer_adds on {} for insert to {} with check ({})").format(name, portal, sql.SQL(door.new)),
        ]
    return made


def _house(cursor: Any, table: str) -> list[str]:
    """Every role that has a right on the table, but for the portal's."""
    cursor.execute(
        "select distinct r.rolname from pg_class c cross join lateral aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a "
        "join pg_roles r on r.oid = a.grantee or r.oid = c.relowner where c.oid = %s::regclass and r.rolname <> %s",
        [f"public.{table}", PORTAL],
    )
    return sorted(name for (name,) in cursor.fetchall())


def _names(columns: tuple[str, ...]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, columns))
