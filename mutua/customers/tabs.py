"""The tabs of an account's page. A tab appears when something fills it: panels registered for it, or a page of another domain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import NoReverseMatch
from django.utils.translation import gettext_lazy as _

from mutua.customers.models import Account
from mutua.foundation.access import Actor, may
from mutua.foundation.panels.registry import panels_of
from mutua.foundation.ui.markup import record_address
from mutua.foundation.ui.tabs import Tab

WHOLE = "whole"


@dataclass(frozen=True)
class AccountTab:
    """url_name: the page of another domain that takes the account's number; without one, the panels of this tab are shown."""

    key: str
    label: Any
    order: int
    url_name: str = ""
    needs: str = "customers.account.view"
    count: Callable[[Actor, Account], int | None] | None = None


_tabs: dict[str, AccountTab] = {
    tab.key: tab
    for tab in (
        AccountTab(WHOLE, _("Whole"), 0),
        AccountTab("touchpoints", _("Touchpoints"), 20),
        AccountTab("profile", _("Profile"), 30),
        AccountTab("roadmap", _("Roadmap"), 40),
        AccountTab("deliveries", _("Deliveries"), 50),
        AccountTab("deals", _("Deals"), 60),
        AccountTab("company", _("Hierarchy"), 65),
        AccountTab("trading", _("Trading partners"), 67, url_name="customers:trading"),
        AccountTab("needs", _("Needs and ratings"), 68),
        AccountTab("people", _("People"), 70),
        AccountTab("files", _("Files"), 75),
        AccountTab("history", _("History"), 80),
    )
}


def account_tab(
    key: str,
    label: Any,
    *,
    order: int,
    url_name: str = "",
    needs: str = "customers.account.view",
    count: Callable[[Actor, Account], int | None] | None = None,
) -> None:
    """Register a tab, or say more about one of the known ones."""
    known = _tabs.get(key, AccountTab(key, label, order))
    _tabs[key] = replace(known, label=label, order=order, url_name=url_name, needs=needs, count=count)


def tabs_of(actor: Actor, account: Account, current: str) -> list[Tab]:
    """The tabs that have something for this actor, in order."""
    shown = []
    for tab in sorted(_tabs.values(), key=lambda tab: tab.order):
        url = _url(tab, account) if may(actor, tab.needs) else None
        if url and (tab.url_name or tab.key == WHOLE or panels_of(actor, "account", tab=tab.key)):
            count = tab.count(actor, account) if tab.count else None
            shown.append(Tab(tab.label, url, current=tab.key == current, count=count))
    return shown


def panel_tab(actor: Actor, key: str) -> AccountTab | None:
    """The tab of this key if it is one that panels fill for this actor."""
    tab = _tabs.get(key)
    return tab if tab and not tab.url_name and key != WHOLE and panels_of(actor, "account", tab=key) else None


class PanelTabConverter:
    """Matches tabs that panels fill; other words under an account's address are pages of other domains."""

    regex = "[a-z-]{1,30}"

    def to_python(self, value: str) -> str:
        tab = _tabs.get(value)
        if tab is None or tab.url_name or tab.key == WHOLE:
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


def _url(tab: AccountTab, account: Account) -> str | None:
    if tab.key == WHOLE:
        return account.get_absolute_url()
    try:
        return record_address(tab.url_name, account.pk) if tab.url_name else record_address("customers:account-tab", account.pk, tab.key)
    except NoReverseMatch:
        return None
