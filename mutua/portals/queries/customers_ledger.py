"""The value ledger as the customer reads it: what it gains first, what we gain beside it, and what waits for its word."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from mutua.portals.queries.customers_page import currency_of
from mutua.portals.visitor import Visitor
from mutua.relationships.models import ValueEntry, ValueSignature
from mutua.relationships.models.value_entry import COUNTS
from mutua.relationships.queries.ledger_page import ANSWERED, Answer, answer_of
from mutua.relationships.queries.values import Line
from mutua.relationships.rules.mutual import Both, by_currency, joint
from mutua.relationships.rules.signing import ANSWERABLE, Claim, digest_of

MOST = 200


@dataclass(frozen=True)
class Entry:
    """One amount with what the customer said to it. kind: claimed, verified, disputed. reason: why it objected. objected_before: to the edition before."""

    claim: Claim
    kind: str
    side: str
    component: str
    signed_by: str
    reason: str
    objected_before: bool

    @property
    def waits(self) -> bool:
        return self.kind in ANSWERABLE

    @property
    def digest(self) -> str:
        return digest_of([self.claim])


@dataclass(frozen=True)
class CustomersLedger:
    """lines: sums over all entries that nobody objects to, nor objected to before they were changed. entries: those listed, at most MOST of `total`; of more, those that wait come first.

    elsewhere: by currency, what is in no sum because it is in another one than the account's. to_answer: how many wait, listed or not.
    """

    currency: str
    lines: tuple[Line, ...]
    elsewhere: tuple[tuple[str, Both], ...]
    entries: tuple[Entry, ...]
    total: int
    to_answer: int
    answers: tuple[Answer, ...]

    @property
    def waiting(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.waits]

    @property
    def digest(self) -> str:
        """Of everything listed that waits: what signing the whole statement signs."""
        return digest_of(entry.claim for entry in self.waiting)

    @property
    def older(self) -> int:
        """Entries that count and are not listed."""
        return self.total - len(self.entries)

    @property
    def waiting_longer(self) -> int:
        """Entries that wait and are listed once those that are listed now have been answered."""
        return self.to_answer - len(self.waiting)

    @property
    def got(self) -> Both:
        return joint(line.got for line in self.lines)

    @property
    def scale(self) -> Decimal:
        return max((abs(side) for line in self.lines for side in (line.got.us, line.got.customer)), default=Decimal(0)) or Decimal(1)


def ledger_of(visitor: Visitor) -> CustomersLedger:
    """The current entries, the newest quarter first, and all answers: five queries."""
    currency = currency_of(visitor)
    current = ValueEntry.objects.filter(is_current=True).order_by()
    counts = current.aggregate(total=Count("pk"), to_answer=Count("pk", filter=Q(kind__in=ANSWERABLE)))
    by = ("currency", "component", "side")
    sums = list(current.filter(COUNTS).values_list(*by).annotate(amount=Sum("amount")))
    answers = answers_of()
    return CustomersLedger(
        currency=currency,
        lines=_lines([(component, side, amount) for code, component, side, amount in sums if code == currency]),
        elsewhere=tuple(by_currency((code, side, amount) for code, _component, side, amount in sums if code != currency)),
        entries=_entries(answers),
        total=counts["total"],
        to_answer=counts["to_answer"],
        answers=tuple(answers),
    )


def _lines(sums: list[tuple[str, str, Decimal]]) -> tuple[Line, ...]:
    found: dict[str, dict[str, Decimal]] = {}
    for component, side, amount in sums:
        found.setdefault(component, {})[side] = amount
    return tuple(Line(one.value, str(one.label), Both(**found[one.value]), Both()) for one in ValueEntry.Component if one.value in found)


def _entries(answers: list[Answer]) -> tuple[Entry, ...]:
    """The newest quarter first. Where not all can be listed, what waits goes before what was answered: else it could never be answered."""
    columns = ("id", "edition", "side", "component", "amount", "currency", "period", "evidence", "kind", "signed_by", "objected_before")
    current = ValueEntry.objects.filter(is_current=True).annotate(waits=Q(kind__in=ANSWERABLE))
    rows = current.order_by(F("waits").desc(), "-period", "side", "component", "-pk").values(*columns)[:MOST]
    listed = sorted(rows, key=lambda row: (-row["period"].toordinal(), row["side"], row["component"], -row["id"]))
    reasons = {number: answer.reason for answer in reversed(answers) for number in answer.entry_ids}
    return tuple(_entry(dict(row), reasons) for row in listed)


def answers_of() -> list[Answer]:
    """The newest first."""
    return [answer_of(row) for row in ValueSignature.objects.order_by("-at", "-pk").values(*ANSWERED)[:MOST]]


def _entry(row: dict[str, object], reasons: dict[int, str]) -> Entry:
    kind, signed_by, objected_before = str(row.pop("kind")), str(row.pop("signed_by")), bool(row.pop("objected_before"))
    claim = Claim(**row)  # type: ignore[arg-type]
    sides, components = dict(ValueEntry.Side.choices), dict(ValueEntry.Component.choices)
    reason = reasons.get(claim.id, "") if kind == ValueEntry.Kind.DISPUTED else ""
    return Entry(claim, kind, str(sides[claim.side]), str(components[claim.component]), signed_by, reason, objected_before)
