"""`mutua user create|password`"""

from __future__ import annotations

import json
import secrets

import click

from mutua.cli.opening import opened


@click.group("user", epilog="Example: mutua user create ben@example.com --name 'Ben Arnold' --role manager")
def command() -> None:
    """Create users and set passwords."""


@command.command("create", epilog="Example: mutua user create ben@example.com --name 'Ben Arnold' --role manager")
@click.argument("email")
@click.option("--name", required=True, help="Name as others see it.")
@click.option("--role", "roles", multiple=True, default=("representative",), show_default=True, help="Key of a role; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def create(email: str, name: str, roles: tuple[str, ...], as_json: bool) -> None:
    """Create a user with a generated password, which is printed once."""
    with opened():
        from django.core.exceptions import ValidationError
        from django.core.validators import validate_email
        from django.db import transaction

        from mutua.foundation.identity.models import Role, User

        try:
            validate_email(email)
        except ValidationError:
            raise click.BadParameter(f"{email!r} is not a mail address.") from None
        if User.objects.filter(email__iexact=email).exists():
            raise click.ClickException(f"There is a user {email} already; `mutua user password {email}` sets a new password.")
        known = {role.key: role for role in Role.objects.all()}
        unknown = [key for key in roles if key not in known]
        if unknown:
            raise click.BadParameter(f"There is no role {unknown[0]!r}. Roles: {', '.join(sorted(known))}.")
        password = secrets.token_urlsafe(12)
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name)
            user.roles.set([known[key] for key in roles])
    _print(email, password, as_json)


@command.command("password", epilog="Example: mutua user password ben@example.com")
@click.argument("email")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def password(email: str, as_json: bool) -> None:
    """Set a new generated password, which is printed once. Sessions of the user end."""
    with opened():
        from mutua.foundation.identity.models import User

        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise click.ClickException(f"There is no user {email}. Nothing was changed.")
        new = secrets.token_urlsafe(12)
        user.set_password(new)
        user.save(update_fields=["password"])
    _print(email, new, as_json)


def _print(email: str, new: str, as_json: bool) -> None:
    click.echo(json.dumps({"email": email, "password": new}) if as_json else f"{email}  {new}")
