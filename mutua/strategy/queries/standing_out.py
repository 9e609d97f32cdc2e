"""All versions in force looked at together: among many, one looks unfit by chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mutua.methods.sequential import MeanSequence, e_bh
from mutua.strategy.evidence import Judged
from mutua.strategy.models import Evidence, Objective, StrategyVersion
from mutua.strategy.queries.judging import judged_by

ALPHA = 0.05  # of the versions called unfit, in the mean at most this share wrongly


@dataclass(frozen=True)
class Together:
    """of: versions in force; out: numbers of those that stand out as unfit even so; evidence: the e-value of each, by number.

    judged: the objectives of all of them, with what these are judged by.
    """

    of: int
    out: frozenset[int]
    evidence: Mapping[int, float]
    judged: Sequence[tuple[Objective, Judged]] = ()


def standing_out() -> Together:
    """Of the whole company, whoever looks: how many there are decides how much each must show. Two queries.

    A version's e-value is the mean over its objectives, each against being at break-even or better; one without outcomes says nothing (1).
    """
    versions = StrategyVersion.objects.filter(state=StrategyVersion.State.ACTIVE, strategy__deleted_at=None)
    numbers = list(versions.order_by("pk").values_list("pk", flat=True))
    objectives = list(Objective.objects.filter(version_of__in=numbers).select_related("version_of", "evidence").order_by("pk"))
    judged = judged_by(objectives, whole=True)
    found: dict[int, list[float]] = {number: [] for number in numbers}
    for one in objectives:
        evidence = getattr(one, "evidence", None)
        found[one.version_of_id].append(_against(evidence, judged[one.pk].break_even, judged[one.pk].metric.better) if evidence else 1.0)
    each = {number: sum(values) / len(values) if values else 1.0 for number, values in found.items()}
    called = e_bh(each.values(), alpha=ALPHA)
    return Together(
        len(numbers),
        frozenset(number for number, out in zip(each, called, strict=True) if out),
        each,
        [(one, judged[one.pk]) for one in objectives],
    )


def _against(evidence: Evidence, break_even: float, better: str) -> float:
    sequence = MeanSequence.from_state(evidence.state)
    return sequence.evidence_that_below(break_even) if better == "higher" else sequence.evidence_that_above(break_even)
