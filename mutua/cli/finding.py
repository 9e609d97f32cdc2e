"""Which account a person at a terminal means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mutua.customers.models import Account
    from mutua.foundation.access import Actor


def account_meant(actor: Actor, text: str) -> Account:
    """text: the account's number, or its name, which has to be one account's alone. Raises UsageError."""
    from mutua.customers.queries.accounts import account_for
    from mutua.customers.queries.named import accounts_named
    from mutua.foundation.access import NotFound

    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else accounts_named(actor, "", [text]).get(text, 0)
    if number is None:
        raise click.UsageError(f"Several accounts are called “{text}”. Give the number of one: it is in the address of its page.")
    try:
        return account_for(actor, number)
    except NotFound:
        raise click.UsageError(f"There is no account “{text}”. Give its name as Mutua has it, or its number.") from None
