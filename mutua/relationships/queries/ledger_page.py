"""The value ledger of an account as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mutua.customers.models import Account, ValueRating
from mutua.customers.queries.needs import latest_ratings
from mutua.foundation.access import Actor, visible_to
from mutua.relationships.models import RoadmapItem, ValueEntry, ValueSignature
from mutua.relationships.queries.values import Balance, balance_of
from mutua.relationships.rules.worth import Dated, Worth, worth_of

MOST = 200
YEARLY_RATE = 0.10


@dataclass(frozen=True)
class Answer:
    """What the customer signed or objected to, as its own page shows it, too."""

    answer: str
    signer: str
    at: datetime
    entry_ids: tuple[int, ...]
    reason: str
    words: str
    digest: str


@dataclass(frozen=True)
class ItemWorth:
    """What one item of the roadmap is worth by the ledger."""

    item: RoadmapItem
    worth: Worth


@dataclass(frozen=True)
class LedgerPage:
    """worth: of all entries that stand in the account's currency, but for those that are disputed; items: the same by roadmap item."""

    balance: Balance | None
    worth: Worth | None
    items: Sequence[ItemWorth]
    entries: Sequence[ValueEntry]
    answers: Sequence[Answer]
    ratings: Sequence[ValueRating]

    @property
    def waiting(self) -> int:
        return sum(1 for entry in self.entries if entry.kind == ValueEntry.Kind.CLAIMED and entry.is_current)


def ledger_page(actor: Actor, account: Account, *, rate: float = YEARLY_RATE) -> LedgerPage:
    """rate: a year. A fixed number of queries."""
    entries = list(
        visible_to(actor, ValueEntry.objects.filter(account=account)).select_related("item__activity").order_by("-period", "-pk")[:MOST]
    )
    counted = [
        entry for entry in entries if entry.is_current and entry.kind != ValueEntry.Kind.DISPUTED and entry.currency == account.currency
    ]
    return LedgerPage(
        balance=balance_of(actor, account.pk, account.currency),
        worth=worth_of(map(_dated, counted), rate),
        items=_by_item(counted, rate),
        entries=entries,
        answers=answers_to(actor, account.pk),
        ratings=latest_ratings(actor, account.pk),
    )


def answers_to(actor: Actor, account_id: int) -> list[Answer]:
    """Signatures and objections, the newest first."""
    rows = visible_to(actor, ValueSignature.objects.filter(account=account_id))[:MOST]
    return [Answer(row.answer, row.signer_name, row.at, tuple(row.entry_ids), row.reason, row.words, row.digest) for row in rows]


def _by_item(entries: Sequence[ValueEntry], rate: float) -> list[ItemWorth]:
    of: dict[int, list[ValueEntry]] = {}
    for entry in entries:
        if entry.item_id is not None:
            of.setdefault(entry.item_id, []).append(entry)
    found = [(rows[0].item, worth_of(map(_dated, rows), rate)) for rows in of.values()]
    return [ItemWorth(item, worth) for item, worth in found if item is not None and worth is not None]


def _dated(entry: ValueEntry) -> Dated:
    return entry.side, entry.period, entry.amount
