"""The value ledger as the customer reads it: what it gains first, what we gain beside it, and what waits for its word."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from mutua.portals.queries.customers_page import currency_of
from mutua.portals.visitor import Visitor
from mutua.relationships.models import ValueEntry, ValueSignature
from mutua.relationships.queries.ledger_page import Answer
from mutua.relationships.queries.values import Line
from mutua.relationships.rules.mutual import Both, joint
from mutua.relationships.rules.signing import ANSWERABLE, Claim, digest_of

MOST = 200


@dataclass(frozen=True)
class Entry:
    """One amount with what the customer said to it. kind: claimed, verified, disputed. reason: why it objected."""

    claim: Claim
    kind: str
    side: str
    component: str
    signed_by: str
    reason: str

    @property
    def waits(self) -> bool:
        return self.kind in ANSWERABLE

    @property
    def digest(self) -> str:
        return digest_of([self.claim])


@dataclass(frozen=True)
class CustomersLedger:
    currency: str
    entries: tuple[Entry, ...]
    answers: tuple[Answer, ...]

    @property
    def waiting(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.waits]

    @property
    def digest(self) -> str:
        """Of everything that waits together: what signing the whole statement signs."""
        return digest_of(entry.claim for entry in self.waiting)

    @cached_property
    def lines(self) -> list[Line]:
        found: dict[str, dict[str, Decimal]] = {}
        for entry in self.entries:
            if entry.kind != ValueEntry.Kind.DISPUTED and entry.claim.currency == self.currency:
                sides = found.setdefault(entry.claim.component, {})
                sides[entry.claim.side] = sides.get(entry.claim.side, Decimal(0)) + entry.claim.amount
        return [Line(one.value, str(one.label), Both(**found[one.value]), Both()) for one in ValueEntry.Component if one.value in found]

    @property
    def got(self) -> Both:
        return joint(line.got for line in self.lines)

    @property
    def scale(self) -> Decimal:
        return max((abs(side) for line in self.lines for side in (line.got.us, line.got.customer)), default=Decimal(0)) or Decimal(1)


def ledger_of(visitor: Visitor) -> CustomersLedger:
    """The current entries, the newest quarter first, and all answers: three queries."""
    columns = ("id", "edition", "side", "component", "amount", "currency", "period", "evidence", "kind", "signed_by")
    rows = list(ValueEntry.objects.filter(is_current=True).order_by("-period", "side", "component", "-pk").values(*columns)[:MOST])
    answers = answers_of()
    reasons = {number: answer.reason for answer in reversed(answers) for number in answer.entry_ids}
    return CustomersLedger(currency_of(visitor), tuple(_entry(dict(row), reasons) for row in rows), tuple(answers))


def answers_of() -> list[Answer]:
    """The newest first."""
    rows = ValueSignature.objects.order_by("-at", "-pk").values("answer", "signer_name", "at", "entry_ids", "reason", "words", "digest")
    return [
        Answer(row["answer"], row["signer_name"], row["at"], tuple(row["entry_ids"]), row["reason"], row["words"], row["digest"])
        for row in rows[:MOST]
    ]


def _entry(row: dict[str, object], reasons: dict[int, str]) -> Entry:
    kind, signed_by = str(row.pop("kind")), str(row.pop("signed_by"))
    claim = Claim(**row)  # type: ignore[arg-type]
    sides, components = dict(ValueEntry.Side.choices), dict(ValueEntry.Component.choices)
    reason = reasons.get(claim.id, "") if kind == ValueEntry.Kind.DISPUTED else ""
    return Entry(claim, kind, str(sides[claim.side]), str(components[claim.component]), signed_by, reason)
