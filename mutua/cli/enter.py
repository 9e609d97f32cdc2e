"""`mutua enter practice|figure|readiness|value`"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from mutua.cli.finding import account_meant
from mutua.cli.opening import opened

if TYPE_CHECKING:
    from mutua.foundation.access import Actor

DAY = click.DateTime(formats=["%Y-%m-%d"])


class Number(click.ParamType):
    """A decimal number with a point, without thousands."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            found = Decimal(str(value))
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite():
            self.fail(f"“{value}” is not a number. Write it with a point, such as 1250.50.", param, ctx)
        return found


NUMBER = Number()


@click.group("enter", epilog='Example: mutua enter practice "Alder Markets" physical-delivery crp --state pilot --as ada@alder.example')
def command() -> None:
    """Enter what is practised, what a customer reports, how ready somebody is, and what each side gets.

    The same acts as on the pages, with the same refusals. What the customer answers (verified, disputed) nobody enters here.
    """


def _in_a_name(act: Callable[..., None]) -> Callable[..., None]:
    """Adds --as, and hands the actor to the command as its first argument; a refusal is one sentence and exit code 1."""

    @click.option(
        "--as", "mail", metavar="MAIL", default="", help="In whose name: a user's mail address. Without it, the command line's own."
    )
    @wraps(act)
    def command_of(mail: str, **given: Any) -> None:
        with opened(), _refusals():
            act(_acting(mail), **given)

    return command_of


def _acting(mail: str) -> Actor:
    from mutua.foundation.access import flow_actor
    from mutua.foundation.access.people import actor_of
    from mutua.foundation.identity.models import User

    if not mail:
        return flow_actor("command line")
    user = User.objects.filter(email__iexact=mail, is_active=True).first()
    if user is None:
        raise click.UsageError(f"Nobody who may sign in has the mail address “{mail}”. `mutua user list` shows who has one.")
    return actor_of(user)


@contextmanager
def _refusals() -> Iterator[None]:
    from mutua.foundation.access import NotAllowed, NotFound
    from mutua.foundation.records.errors import Refused

    try:
        yield
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    except NotAllowed:
        raise click.ClickException("This person may not do that. Nothing was written.") from None
    except NotFound:
        raise click.ClickException("There is no such thing there, or it is not this person's to see. Nothing was written.") from None


@command.command("practice", epilog='Example: mutua enter practice "Alder Markets" physical-delivery crp --state full --since 2026-03-01')
@click.argument("account")
@click.argument("touchpoint")
@click.argument("activity")
@click.option("--state", type=click.Choice(["planned", "pilot", "partial", "full", "retired"]), default="planned", show_default=True)
@click.option("--since", type=DAY, help="The first day; today, where it is practised and nobody says.")
@click.option("--evidence", default="", help="How it is known.")
@_in_a_name
def practice(actor: Actor, account: str, touchpoint: str, activity: str, state: str, since: datetime | None, evidence: str) -> None:
    """Say that ACTIVITY is practised at TOUCHPOINT with ACCOUNT (keys of the catalogue). A touchpoint that is not open yet is opened."""
    from django.db import transaction

    from mutua.relationships.actions.open_touchpoint import open_touchpoint
    from mutua.relationships.actions.record_engagement import record_engagement

    with transaction.atomic():
        at = open_touchpoint(actor, account_meant(actor, account).pk, touchpoint)
        made = record_engagement(actor, at.pk, activity, state=state, since=since.date() if since else None, evidence=evidence)
    click.echo(f"{made.activity.name}: {made.state}, engagement {made.pk}.")


@command.command("figure", epilog="Example: mutua enter figure 12 2026-01-01 2026-03-31 180 200")
@click.argument("measure_id", type=click.IntRange(1, 10**18))
@click.argument("since", type=DAY)
@click.argument("until", type=DAY)
@click.argument("numerator", type=NUMBER)
@click.argument("denominator", type=NUMBER)
@click.option("--reason", default="", help="Why it differs from what was reported before.")
@_in_a_name
def figure(actor: Actor, measure_id: int, since: datetime, until: datetime, numerator: Decimal, denominator: Decimal, reason: str) -> None:
    """Note what the customer reports of MEASURE_ID from SINCE to UNTIL: NUMERATOR of DENOMINATOR. `mutua measure` shows the numbers."""
    from mutua.relationships.actions.report_figure import report_figure

    report_figure(actor, measure_id, since=since.date(), until=until.date(), numerator=numerator, denominator=denominator, reason=reason)
    click.echo(f"Noted: {numerator} of {denominator}. What was known before stays, and can be shown as of any day.")


@command.command("readiness", epilog='Example: mutua enter readiness data=3 will=2.5 --account "Alder Markets" --evidence "Audit of May"')
@click.argument("levels", nargs=-1, required=True, metavar="DIMENSION=LEVEL …")
@click.option("--account", default="", help="Whose, by name or number; without it, our own company's.")
@click.option("--evidence", default="", help="How it is known.")
@_in_a_name
def readiness(actor: Actor, levels: tuple[str, ...], account: str, evidence: str) -> None:
    """Assess readiness: data, systems, people, process or will, each 0.0 to 4.0; what is left out stays."""
    from mutua.relationships.actions.assess_readiness import assess_readiness

    told: dict[str, Decimal | None] = {}
    for pair in levels:
        name, equals, level = pair.partition("=")
        if not equals or name in told:
            raise click.UsageError(f"“{pair}” is not a dimension and its level. Write each once, as data=3.")
        told[name] = NUMBER.convert(level, None, None)
    made = assess_readiness(actor, account_meant(actor, account).pk if account else None, told, evidence=evidence)
    click.echo(f"Assessed: {', '.join(f'{one.dimension} {one.level}' for one in made) or 'nothing new'}.")


@command.command(
    "value",
    epilog='Example: mutua enter value "Alder Markets" customer service 84000 2026-03-01 --kind claimed --evidence "Pilot of slots"',
)
@click.argument("account")
@click.argument("side", type=click.Choice(["us", "customer", "partner"]))
@click.argument("component", type=click.Choice(["product", "service", "price", "communication"]))
@click.argument("amount", type=NUMBER)
@click.argument("period", type=DAY)
@click.option("--kind", type=click.Choice(["expected", "claimed"]), default="expected", show_default=True)
@click.option("--currency", default="", help="The account's own without it.")
@click.option("--item", "item_id", type=click.IntRange(1, 10**18), help="The roadmap item that brings it.")
@click.option("--evidence", default="", help="How it is known.")
@_in_a_name
def value(
    actor: Actor,
    account: str,
    side: str,
    component: str,
    amount: Decimal,
    period: datetime,
    kind: str,
    currency: str,
    item_id: int | None,
    evidence: str,
) -> None:
    """Enter what SIDE gets of COMPONENT in the quarter of PERIOD; below zero: what it gives. Only the customer verifies it, on its own page."""
    from mutua.relationships.actions.enter_value import enter_value

    meant = account_meant(actor, account)
    made = enter_value(
        actor,
        meant.pk,
        side=side,
        component=component,
        amount=amount,
        currency=currency or meant.currency,
        period=period.date(),
        kind=kind,
        item_id=item_id,
        evidence=evidence,
    )
    click.echo(f"Entry {made.pk}: {made.amount} {made.currency}, {made.kind}.")
