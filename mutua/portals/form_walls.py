"""What the portal's role may do with web forms: call these functions. It reads no table of theirs, and writes into none by itself.

Whoever calls them is a stranger: each looks the form up itself, bounds what it takes, and tells the house by a job in the same transaction.
"""

from __future__ import annotations

MOST_AN_HOUR = 10  # from one address, over all forms
LONGEST = 8_000  # characters of all that was sent

_HEAD = "language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$"
_TELL = """perform procrastinate_defer_jobs_v1(array[row('default', 'mutua.portals.tasks.take_in_form', 0, null, null,
            jsonb_build_object('submission_id', number), null)]::procrastinate_job_to_defer_v1[]);"""

_FUNCTIONS = (
    """
    create or replace function portal.web_form(asked text, out title text, out asks text[], out wording text, out thanks text, out double_opt_in boolean)
    returns setof record language sql stable security definer set search_path = pg_catalog as $$
        select form.title, form.asks::text[], wording.text, form.thanks, form.double_opt_in from public.portals_webform form
        left join public.customers_wording wording on wording.id = form.wording_id
        where form.key = asked and form.open and form.deleted_at is null
    $$
    """,
    """
    create or replace function portal.refuse_form(asked text, reason text) returns void HEAD
    begin
        insert into portals_formrefusal (form_id, day, why, times)
        select id, current_date, reason, 1 from portals_webform where key = asked and open and deleted_at is null and reason in ('trap', 'token', 'rate')
        on conflict (form_id, day, why) do update set times = portals_formrefusal.times + 1;
    end $$
    """,
    """
    create or replace function portal.send_form(asked text, what jsonb, yes boolean, came_from inet) returns boolean HEAD
    declare form portals_webform%rowtype; number bigint;
    begin
        select * into form from portals_webform where key = asked and open and deleted_at is null;
        if not found or jsonb_typeof(what) <> 'object' or length(what::text) > LONGEST then return false; end if;
        perform pg_advisory_xact_lock(hashtext('web form'), hashtext(coalesce(host(came_from), '')));
        if (select count(*) from portals_formsubmission where address is not distinct from came_from and at > now() - interval '1 hour') >= MOST_AN_HOUR then
            perform portal.refuse_form(asked, 'rate');
            return false;
        end if;
        insert into portals_formsubmission (form_id, at, sent, address, consented, wording_id, digest)
        values (form.id, now(), what, came_from, yes and form.wording_id is not null, form.wording_id, '') returning id into number;
        TELL_THE_HOUSE
        return true;
    end $$
    """,
    """
    create or replace function portal.form_waits(asked text) returns boolean language sql stable security definer set search_path = pg_catalog as $$
        select exists (select from public.portals_formsubmission where digest = asked and digest <> '' and confirmed_at is null and at > now() - interval '30 days')
    $$
    """,
    """
    create or replace function portal.confirm_form(asked text) returns text HEAD
    declare number bigint; said text;
    begin
        update portals_formsubmission sent set confirmed_at = now() from portals_webform form
        where form.id = sent.form_id and sent.digest = asked and sent.digest <> '' and sent.confirmed_at is null and sent.at > now() - interval '30 days'
        returning sent.id, form.thanks into number, said;
        if number is not null then
            TELL_THE_HOUSE
        end if;
        return said;
    end $$
    """,
)  # fmt: skip


def _whole(statement: str) -> str:
    """With what all of them begin with, and the bounds."""
    words = {"HEAD": _HEAD, "TELL_THE_HOUSE": _TELL, "LONGEST": str(LONGEST), "MOST_AN_HOUR": str(MOST_AN_HOUR)}
    for word, meaning in words.items():
        statement = statement.replace(word, meaning)
    return statement


FORM_FUNCTIONS = tuple(map(_whole, _FUNCTIONS))
