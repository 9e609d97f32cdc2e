"""Two records that may be one, with the evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mutua.customers.matching.columns import Kind
from mutua.customers.matching.comparisons import CAUTIONS, gettext_noop, words_of

TOTAL = gettext_noop("%(bits)s bits")


@dataclass(frozen=True)
class Evidence:
    """What one comparison said. bits: how much likelier that is for one record kept twice than for two; below 0 it speaks against."""

    kind: Kind
    comparison: str
    step: str
    bits: float

    def words(self, *, translate: Callable[[str], str] = str) -> str:
        return translate(words_of(self.kind, self.comparison, self.step))


@dataclass(frozen=True)
class Pair:
    """left_id < right_id, unless two files were linked. bits: base-2 logarithm of the odds that belong to `probability`."""

    left_id: str
    right_id: str
    probability: float
    bits: float
    evidence: tuple[Evidence, ...]

    @property
    def cautions(self) -> tuple[Evidence, ...]:
        """What says that these may be two all the same, however likely the pair: a shared mailbox, a parent and its subsidiary."""
        return tuple(one for one in self.evidence if (one.comparison, one.step) in CAUTIONS)

    def words(self, *, translate: Callable[[str], str] = str) -> str:
        """ "same phone; surname differs by one letter; +7.2 bits": cautions first, then what tells most."""
        ordered = sorted(self.evidence, key=lambda one: (one not in self.cautions, -abs(one.bits), one.comparison))
        said = [one.words(translate=translate) for one in ordered]
        return "; ".join([*said, translate(TOTAL) % {"bits": f"{self.bits:+.1f}"}])


def cluster(pairs: Iterable[Pair]) -> list[tuple[str, ...]]:
    """Records that are one, directly or through others: each group sorted, the groups by their first record."""
    above: dict[str, str] = {}

    def top(record: str) -> str:
        above.setdefault(record, record)
        while above[record] != record:
            above[record] = above[above[record]]
            record = above[record]
        return record

    for pair in pairs:
        left, right = top(pair.left_id), top(pair.right_id)
        above[max(left, right)] = min(left, right)
    groups: dict[str, list[str]] = {}
    for record in sorted(above):
        groups.setdefault(top(record), []).append(record)
    return sorted(tuple(group) for group in groups.values())
