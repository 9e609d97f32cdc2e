"""What hangs on an account or a person and is edited on its own: one entry a kind, read by pages, actions and the bin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.customers.events import DetailChanged
from mutua.customers.models import (
    Account,
    Affiliation,
    Assignment,
    ContactPoint,
    Department,
    Household,
    HouseholdMember,
    Identifier,
    Need,
    Person,
    TradingLink,
    ValueRating,
)
from mutua.foundation.access import Actor, NotFound
from mutua.foundation.events import announce
from mutua.foundation.records.bin import binned
from mutua.foundation.records.models import Record


@dataclass(frozen=True)
class Detail:
    """fields: what may be changed afterwards, besides custom values. permission: who may add, change and remove one."""

    key: str
    model: type[Record]
    title: Any
    plural: Any
    permission: str
    fields: tuple[str, ...]


DETAILS: dict[str, Detail] = {
    detail.key: detail
    for detail in (
        Detail("department", Department, _("department"), _("Departments"), "customers.account.edit", ("name", "function")),
        Detail("assignment", Assignment, _("colleague"), _("Colleagues"), "customers.account.edit", ("department", "duty")),
        Detail(
            "affiliation", Affiliation, _("affiliation"), _("Affiliations"), "customers.person.edit",
            ("department", "job_title", "buying_role", "since", "until"),
        ),
        Detail("contact-point", ContactPoint, _("contact point"), _("Contact points"), "customers.person.edit", ("value", "preferred", "verified", "bounced")),
        Detail(
            "need", Need, _("need"), _("Needs"), "customers.account.edit",
            ("words", "importance", "satisfaction", "satisfied_by", "origin", "noted_on", "closed_on"),
        ),
        Detail(
            "value-rating", ValueRating, _("rating"), _("Ratings"), "customers.account.edit",
            ("component", "ours", "next_best", "next_best_name", "rated_on", "origin"),
        ),
        Detail("household-member", HouseholdMember, _("member"), _("Members of households"), "customers.person.edit", ("role", "since", "until")),
        Detail("identifier", Identifier, _("number elsewhere"), _("Numbers elsewhere"), "customers.account.edit", ("system", "kind", "value")),
        Detail("trading-link", TradingLink, _("trading partner"), _("Trading partners"), "customers.account.edit", ("kind", "value_per_year", "currency")),
    )
}  # fmt: skip


def detail_kind(key: str) -> Detail:
    """Raises NotFound: the key comes from an address."""
    try:
        return DETAILS[key]
    except KeyError:
        raise NotFound(key) from None


def parties_of(record: Record) -> dict[str, int | None]:
    """The account and the person that a detail hangs on; of a trading link, the buyer."""
    account_id = getattr(record, "account_id", None) or getattr(record, "buyer_id", None)
    return {"account_id": account_id, "person_id": getattr(record, "person_id", None)}


def party_of(record: Record) -> Account | Person | Household | None:
    """Whose page shows the detail; None for a department of our own."""
    if isinstance(record, TradingLink):
        return record.buyer
    if isinstance(record, HouseholdMember):
        return record.household
    if isinstance(record, Affiliation):
        return record.account
    return getattr(record, "account", None) or getattr(record, "person", None)


def told(act: str, key: str) -> Callable[[Actor, Any], None]:
    def announce_it(actor: Actor, record: Any) -> None:
        announce(DetailChanged(kind=key, detail_id=record.pk, act=act, **parties_of(record)), actor=actor)

    return announce_it


_PARTIES = ("account", "person", "household", "supplier", "buyer")
# What the bin calls one of which the usual words name others, whom not everybody sees.
_SAID: dict[str, Callable[[Any], Any]] = {
    "affiliation": lambda one: one.job_title or one._meta.verbose_name,
    "assignment": lambda one: one.user,
    "value-rating": lambda one: one.get_component_display(),
    "household-member": lambda one: one.get_role_display(),
    "trading-link": lambda one: one.get_kind_display(),
}
for _detail in DETAILS.values():
    binned(
        _detail.key, _detail.model, title=_detail.plural, permission=_detail.permission,
        deleted=told("removed", _detail.key), restored=told("restored", _detail.key),
        whole=False, said=_SAID.get(_detail.key, str), on=tuple(name for name in _PARTIES if hasattr(_detail.model, name)),
    )  # fmt: skip
