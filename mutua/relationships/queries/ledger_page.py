"""The value ledger of an account as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, Q, Sum, Value, When

from mutua.customers.models import Account, ValueRating
from mutua.customers.queries.needs import latest_ratings
from mutua.foundation.access import Actor, visible_to
from mutua.relationships.models import RoadmapItem, ValueEntry, ValueSignature
from mutua.relationships.models.value_entry import COUNTS, UNANSWERED
from mutua.relationships.queries.roadmaps import items_seen
from mutua.relationships.queries.values import Balance, balance_of
from mutua.relationships.rules.mutual import Both, by_currency
from mutua.relationships.rules.worth import Dated, Worth, worth_of

MOST = 200
YEARLY_RATE = 0.10
ANSWERED = ("answer", "signer_name", "at", "entry_ids", "reason", "words", "digest", "signer_email", "signer_address", "invited_by")


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
    email: str
    address: str | None
    invited_by: str


@dataclass(frozen=True)
class ItemWorth:
    """What one item of the roadmap is worth by the ledger."""

    item: RoadmapItem
    worth: Worth


@dataclass(frozen=True)
class LedgerPage:
    """worth: of all entries in the account's currency that count (COUNTS); items: the same by roadmap item.

    entries: the newest, at most MOST of `total`. waiting: claims that nobody of the customer has answered. elsewhere: by currency, what is in no
    figure because it is in another one than the account's.
    """

    balance: Balance | None
    worth: Worth | None
    items: Sequence[ItemWorth]
    entries: Sequence[ValueEntry]
    total: int
    waiting: int
    elsewhere: Sequence[tuple[str, Both]]
    answers: Sequence[Answer]
    ratings: Sequence[ValueRating]

    @property
    def older(self) -> int:
        """Entries that count and are not listed."""
        return self.total - len(self.entries)


def ledger_page(actor: Actor, account: Account, *, rate: float = YEARLY_RATE) -> LedgerPage:
    """rate: a year. A fixed number of queries."""
    seen = visible_to(actor, ValueEntry.objects.filter(account=account))
    counts = seen.order_by().aggregate(total=Count("pk"), waiting=Count("pk", filter=Q(kind=ValueEntry.Kind.CLAIMED, is_current=True)))
    sums = _sums(actor, account)
    own = [one for one in sums if one.currency == account.currency]
    return LedgerPage(
        balance=balance_of(actor, account.pk, account.currency),
        worth=worth_of([one.dated for one in own], rate),
        items=_by_item(actor, own, rate),
        entries=list(seen.select_related("item__activity").order_by("-period", "-pk")[:MOST]),
        total=counts["total"],
        waiting=counts["waiting"],
        elsewhere=by_currency((one.currency, one.side, one.amount) for one in sums if one.currency != account.currency),
        answers=answers_to(actor, account.pk),
        ratings=latest_ratings(actor, account.pk),
    )


@dataclass(frozen=True)
class KindTotal:
    """What the standing entries of one kind add up to in one currency."""

    kind: str
    currency: str
    value: Both


def totals_by_kind(actor: Actor, account_id: int) -> list[KindTotal]:
    """The most certain first; two currencies are never added. One query, however many entries."""
    standing = visible_to(actor, ValueEntry.objects.filter(account=account_id, is_current=True)).order_by()
    again = Q(objected_before=True, kind__in=UNANSWERED)  # it counts no more than what it took the place of
    told = standing.annotate(as_kind=Case(When(again, then=Value(ValueEntry.Kind.DISPUTED)), default="kind"))
    rows = list(told.values_list("as_kind", "currency", "side").annotate(amount=Sum("amount")))
    kinds = (ValueEntry.Kind.VERIFIED, ValueEntry.Kind.CLAIMED, ValueEntry.Kind.EXPECTED, ValueEntry.Kind.DISPUTED)
    return [
        KindTotal(str(kind.label), currency, value)
        for kind in kinds
        for currency, value in by_currency((code, side, amount) for one, code, side, amount in rows if one == kind)
    ]


def answers_to(actor: Actor, account_id: int) -> list[Answer]:
    """Signatures and objections, the newest first."""
    rows = visible_to(actor, ValueSignature.objects.filter(account=account_id))
    return [answer_of(row) for row in rows.values(*ANSWERED)[:MOST]]


def answer_of(row: Mapping[str, Any]) -> Answer:
    """row: the columns of `ANSWERED`."""
    words = (row["answer"], row["signer_name"], row["at"], tuple(row["entry_ids"]), row["reason"], row["words"], row["digest"])
    return Answer(*words, row["signer_email"], row["signer_address"], row["invited_by"])


@dataclass(frozen=True)
class _Sum:
    """What one side gets of one item (None: of none) in one quarter, added up by the database over however many entries."""

    currency: str
    item_id: int | None
    side: str
    period: date
    amount: Decimal

    @property
    def dated(self) -> Dated:
        return self.side, self.period, self.amount


def _sums(actor: Actor, account: Account) -> list[_Sum]:
    counted = ValueEntry.objects.filter(COUNTS, account=account)
    by = ("currency", "item_id", "side", "period")
    rows = visible_to(actor, counted).order_by().values_list(*by).annotate(amount=Sum("amount")).order_by("-period", *by[:3])
    return [_Sum(*row) for row in rows]


def _by_item(actor: Actor, sums: Sequence[_Sum], rate: float) -> list[ItemWorth]:
    """Those with the newest quarter first."""
    of: dict[int, list[Dated]] = {}
    for one in sums:
        if one.item_id is not None:
            of.setdefault(one.item_id, []).append(one.dated)
    items = items_seen(actor).in_bulk(list(of)[:MOST]) if of else {}
    found = [(items[number], worth_of(dated, rate)) for number, dated in of.items() if number in items]
    return [ItemWorth(item, worth) for item, worth in found if worth is not None]
