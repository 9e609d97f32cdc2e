"""`mutua user list|create|password|role|end|back`"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from mutua.cli.opening import opened

if TYPE_CHECKING:
    from mutua.foundation.access import Actor
    from mutua.foundation.identity.models import Role, User

MOST = 10_000


@click.group("user", epilog="Example: mutua user create ben@example.com --name 'Ben Arnold' --role manager")
def command() -> None:
    """Add users, change their roles, end them, and set passwords."""


@command.command("list", epilog="Example: mutua user list --json")
@click.option("--role", help="Only those with this role, by its key.")
@click.option("--ended", is_flag=True, help="Only those who were ended.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def list_users(role: str | None, ended: bool, as_json: bool) -> None:
    """List who can sign in, by name."""
    with _acting() as actor:
        from mutua.foundation.identity.queries.users import users_seen

        asked = users_seen(actor)
        if role:
            asked = asked.filter(roles__in=_roles((role,)))
        asked = asked.filter(is_active=False) if ended else asked
        rows = [_told(user) for user in asked.order_by("name", "pk").prefetch_related("roles", "teams")[:MOST]]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    if not rows:
        click.echo("Nobody fits. `mutua user list` shows everybody.")
    for row in rows:
        click.echo(f"{row['email']:<36} {row['name']:<28} {', '.join(row['roles']) or '–':<24} {'active' if row['active'] else 'ended'}")


@command.command("create", epilog="Example: mutua user create ben@example.com --name 'Ben Arnold' --role manager")
@click.argument("email")
@click.option("--name", required=True, help="Name as others see it.")
@click.option("--role", "roles", multiple=True, default=("representative",), show_default=True, help="Key of a role; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def create(email: str, name: str, roles: tuple[str, ...], as_json: bool) -> None:
    """Create a user with a generated password, which is printed once."""
    with _acting() as actor:
        from mutua.foundation.identity.actions.add_user import add_user
        from mutua.foundation.identity.queries.users import user_with_address

        _check_address(email)
        given = _roles(roles)
        known = user_with_address(actor, email)
        if known is not None:
            how = "password" if known.is_active else "back"
            raise click.ClickException(
                f"There is a user {known.email} already. Nothing was made; `mutua user {how} {known.email}` goes on."
            )
        password = secrets.token_urlsafe(12)
        made = add_user(actor, email=email, name=name, roles=given, password=password)
    _print_password(made.email, password, as_json)


@command.command("password", epilog="Example: mutua user password ben@example.com")
@click.argument("email")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def password(email: str, as_json: bool) -> None:
    """Set a new generated password, which is printed once. Sessions of the user end."""
    with _acting() as actor:
        from mutua.foundation.identity.actions.replace_password import replace_password

        new = secrets.token_urlsafe(12)
        user = replace_password(actor, _user(actor, email).pk, new)
    _print_password(user.email, new, as_json)


@command.command("role", epilog="Example: mutua user role ben@example.com manager executive")
@click.argument("email")
@click.argument("roles", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def role(email: str, roles: tuple[str, ...], as_json: bool) -> None:
    """Give a user exactly these roles, in place of those it has."""
    with _acting() as actor:
        from mutua.foundation.identity.actions.edit_user import edit_user

        given = _roles(roles)
        told = _told(edit_user(actor, _user(actor, email).pk, version=None, roles=given))
    click.echo(json.dumps(told) if as_json else f"{told['email']} has: {', '.join(told['roles'])}")


@command.command("end", epilog="Example: mutua user end ben@example.com")
@click.argument("email")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def end(email: str, as_json: bool) -> None:
    """End a user: sessions, keys and second factors die at once; what the user looks after stays, and is counted."""
    with _acting() as actor:
        from mutua.foundation.identity.actions.end_user import end_user
        from mutua.foundation.identity.owned import holdings

        user = end_user(actor, _user(actor, email).pk, version=None)
        kept = {str(one.title): one.count for one in holdings(actor, user.pk)}
    if as_json:
        click.echo(json.dumps({**_told(user), "looks_after": kept}))
        return
    click.echo(f"{user.email} was ended.")
    if kept:
        click.echo(f"Still under this name: {', '.join(f'{title} {count}' for title, count in kept.items())}. Hand them over on the lists.")


@command.command("back", epilog="Example: mutua user back ben@example.com")
@click.argument("email")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def back(email: str, as_json: bool) -> None:
    """Bring a user back that was ended; the password is still to be set."""
    with _acting() as actor:
        from mutua.foundation.identity.actions.bring_user_back import bring_user_back

        told = _told(bring_user_back(actor, _user(actor, email).pk, version=None))
    click.echo(json.dumps(told) if as_json else f"{told['email']} is back. `mutua user password {told['email']}` sets a password.")


@contextmanager
def _acting() -> Iterator[Actor]:
    """The house opened, and who acts in it. A refusal is its sentence, and exit code 1."""
    with opened():
        from mutua.foundation.access import flow_actor
        from mutua.foundation.records.errors import Refused

        try:
            yield flow_actor("command line")
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from None


def _user(actor: Actor, email: str) -> User:
    from mutua.foundation.identity.queries.users import user_with_address

    user = user_with_address(actor, email)
    if user is None:
        raise click.ClickException(f"There is no user {email}. Nothing was changed; `mutua user list` shows who there is.")
    return user


def _roles(keys: tuple[str, ...]) -> list[Role]:
    from mutua.foundation.identity.models import Role

    known = {role.key: role for role in Role.objects.all()}
    unknown = [key for key in keys if key not in known]
    if unknown:
        raise click.BadParameter(f"There is no role {unknown[0]!r}. Roles: {', '.join(sorted(known))}.")
    return [known[key] for key in keys]


def _check_address(email: str) -> None:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(email)
    except ValidationError:
        raise click.BadParameter(f"{email!r} is not a mail address.") from None


def _told(user: User) -> dict[str, Any]:
    return {
        "email": user.email,
        "name": user.name,
        "roles": sorted(role.key for role in user.roles.all()),
        "teams": sorted(team.name for team in user.teams.all()),
        "active": user.is_active,
        "last_sign_in": user.last_login.isoformat() if user.last_login else None,
    }


def _print_password(email: str, new: str, as_json: bool) -> None:
    click.echo(json.dumps({"email": email, "password": new}) if as_json else f"{email}  {new}")
