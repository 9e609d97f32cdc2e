"""Two records side by side: what they say, what is proposed to stay, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from mutua.customers.merging.values import AMOUNTS, CUSTOM, fields_of, value_of
from mutua.customers.models import Account, DuplicatePair, Person
from mutua.customers.queries.duplicates import ranks
from mutua.customers.rules.survivorship import Proposal, Told, propose, proposed_survivor
from mutua.foundation.access import Actor
from mutua.foundation.access.hidden import hidden_columns, hidden_keys
from mutua.foundation.fields.registry import Field, custom_fields
from mutua.foundation.fields.showing import in_words
from mutua.foundation.identity.models import User

LAST = 32_000  # the rank of a source that nobody has ranked


@dataclass(frozen=True)
class Line:
    """One field of two records. choice: "left", "right" or "both", as proposed; joins: whether both can be kept."""

    name: str
    label: str
    left: str
    right: str
    choice: str
    why: str
    joins: bool

    @property
    def differs(self) -> bool:
        return self.why != "same"


@dataclass(frozen=True)
class Compared:
    """survivor: "left" or "right", as proposed."""

    kind: str
    left: Any
    right: Any
    lines: list[Line]
    survivor: str

    def choices(self, survivor: str | None = None) -> dict[str, Any]:
        """The proposals as `merge_records` takes them."""
        stays = survivor or self.survivor
        return {line.name: "both" if line.choice == "both" else "survivor" if line.choice == stays else "merged" for line in self.lines}


def compare_records(kind: str, left: Account | Person, right: Account | Person, actor: Actor | None = None) -> Compared:
    """The caller has found both for the one who looks. actor: whose hidden fields are left out."""
    trusted = ranks()
    hidden = hidden_columns(actor, type(left))
    names = [name for name in fields_of(kind, left, right) if name not in hidden]
    told = [
        Told({name: value_of(record, name) for name in names}, trusted.get(record.source, LAST), record.updated_at)
        for record in (left, right)
    ]
    proposals = _as_one(propose(told[0], told[1], names), told)
    users = dict(User.objects.filter(pk__in=[record.owner_id for record in (left, right) if record.owner_id]).values_list("pk", "name"))
    custom = custom_fields(kind) if any(name.startswith(CUSTOM) for name in names) else {}
    lines = [_line(proposal, left, right, users, custom) for proposal in proposals]
    return Compared(kind, left, right, lines, proposed_survivor(*told))


# What a comparison rests on, where that can be hidden
_RESTS_ON = {"mail": "mail", "phone": "phone", "host": "website", "street": "postal", "unit": "postal", "place": "postal"}


def tells_probability(actor: Actor) -> bool:
    """Whether this actor sees all that it is computed of."""
    return "probability" not in hidden_keys(actor, "duplicate")


def pair_words(pair: DuplicatePair, actor: Actor) -> list[tuple[str, float]]:
    """What was compared, in words with its bits: cautions first, then what tells most. Of what is hidden from the actor nothing is said."""
    from mutua.customers.matching import Evidence
    from mutua.customers.matching.comparisons import CAUTIONS

    kind: Any = "company" if pair.kind == "account" else "person"
    hidden = hidden_keys(actor, pair.kind)
    said = [Evidence(kind, comparison, step, bits) for comparison, step, bits in pair.evidence if _RESTS_ON.get(comparison) not in hidden]
    said.sort(key=lambda one: ((one.comparison, one.step) not in CAUTIONS, -abs(one.bits)))
    return [(one.words(translate=_), one.bits) for one in said]


def _as_one(proposals: list[Proposal], told: list[Told]) -> list[Proposal]:
    """Notes are joined; amounts of two currencies follow the side that has more of them."""
    found = {one.name: one for one in proposals}
    if "note" in found and found["note"].why not in ("same", "only"):
        found["note"] = Proposal("note", "both", "united")
    if "currency" in found and found["currency"].why != "same":
        filled = [sum(side.values[name] is not None for name in AMOUNTS[1:]) for side in told]
        side: Any = found["currency"].choice if filled[0] == filled[1] else "left" if filled[0] > filled[1] else "right"
        found |= {name: Proposal(name, side, "only" if filled[0] != filled[1] else found["currency"].why) for name in AMOUNTS}
    return list(found.values())


def _line(proposal: Proposal, left: Any, right: Any, users: dict[int, str], custom: dict[str, Field]) -> Line:
    name = proposal.name
    known = custom.get(name.removeprefix(CUSTOM)) if name.startswith(CUSTOM) else None
    if name.startswith(CUSTOM):
        label = known.label if known else name.removeprefix(CUSTOM)
    else:
        label = str(type(left)._meta.get_field(name).verbose_name)
    shown = [in_words(known, value_of(record, name)) if known else _shown(record, name, users) for record in (left, right)]
    joins = name == "note" or isinstance(value_of(left, name), list)
    return Line(name, label[:1].upper() + label[1:], shown[0], shown[1], proposal.choice, proposal.why, joins)


def _shown(record: Any, name: str, users: dict[int, str]) -> str:
    value = value_of(record, name)
    if name == "owner_id":
        return users.get(value, "")
    if name == "parent_id":
        # Who sees a branch does not therefore see the company above it.
        return f"#{value}" if value else ""
    if name == "tier":
        return str(record.get_tier_display() or "")
    if name == "roles":
        return ", ".join(map(str, record.role_labels))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
