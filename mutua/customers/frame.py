"""The frame of an account's page, for every domain that has a page or panels under an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from mutua.customers.facts import facts_of
from mutua.customers.queries.accounts import account_for, parent_seen
from mutua.customers.tabs import tabs_of

stylesheets: list[str] = ["customers/customers.css"]


def account_style(path: str) -> None:
    """Load a stylesheet of a domain on the pages of accounts and people, where its panels stand. path: below static."""
    if path not in stylesheets:
        stylesheets.append(path)


def account_frame(request: HttpRequest, account_id: int, *, tab: str) -> dict[str, Any]:
    """What `customers/accounts/frame.html` needs: the account, its facts, its tabs and stylesheets. Raises NotFound."""
    actor = request.actor  # type: ignore[attr-defined]
    account = account_for(actor, account_id)
    shown = {"account": account, "parent": parent_seen(actor, account), "stylesheets": stylesheets}
    return {**shown, "facts": facts_of(actor, account), "tab_list": tabs_of(actor, account, tab)}
