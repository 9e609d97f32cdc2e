"""What each step of each comparison tells, learned from the pairs themselves: expectation maximisation without any label.

Fellegi and Sunter (1969), "A theory for record linkage"; Winkler (1988) for the estimation. What two records share by chance is counted
among random pairs; what true pairs share is learned among the candidates. Both begin at the assumptions of `comparisons.py`, which weigh as
much as `STRENGTH` pairs, so that a file of fifty rows is still judged soundly and a large one by itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from mutua.customers.matching.columns import Kind
from mutua.customers.matching.comparisons import Comparison

if TYPE_CHECKING:
    import numpy

STRENGTH = 30.0  # true pairs that an assumption is worth
CHANCE_STRENGTH = 200.0  # random pairs that an assumption is worth
ROUNDS, CLOSE = 200, 1e-6
SHARE_AT_FIRST = 0.05  # true pairs for each record, before anything is known
RAREST = 0.1  # nothing is taken to happen by chance more rarely than this, divided by the number of records

Learned = dict[str, dict[str, tuple[float, float]]]


@dataclass(frozen=True)
class Model:
    """What was learned. prior: share of true pairs among all; learned: {comparison: {step: (share of true pairs, of random ones)}};
    common: {column: {value: share of the records}} of values that many share."""

    kind: Kind
    records: int
    prior: float
    learned: Learned
    common: dict[str, dict[str, float]] = field(default_factory=dict)

    def to_json(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Model:
        told = json.loads(text)
        learned = {name: {step: (pair[0], pair[1]) for step, pair in steps.items()} for name, steps in told["learned"].items()}
        return cls(told["kind"], told["records"], told["prior"], learned, told["common"])


@dataclass(frozen=True)
class Counted:
    """How often each pattern of steps was seen. patterns: one row a pattern, one column a comparison, the number of the step from above,
    -1 where nothing is known; times: how often. of: how many pairs they stand for."""

    patterns: numpy.ndarray
    times: numpy.ndarray
    of: float


def train(kind: Kind, comparisons: Sequence[Comparison], candidates: Counted, chance: Counted, *, records: int, pairs: float) -> Model:
    """candidates, chance: patterns among (a sample of) the candidates and among random pairs. pairs: how many there could be at all."""
    import numpy

    match = [numpy.array([step.match for step in one.steps]) for one in comparisons]
    random = [numpy.array([step.chance for step in one.steps]) for one in comparisons]
    at_first = (match, random)
    seen = [
        numpy.bincount(column[column >= 0], chance.times[column >= 0], len(one.steps))
        for one, column in zip(comparisons, chance.patterns.T, strict=True)
    ]
    scale, rarest = (candidates.of / max(candidates.times.sum(), 1.0)), RAREST / max(records, 1)
    sampled = chance.times.sum() / pairs
    prior = min(max(SHARE_AT_FIRST * records, 1.0) / pairs, 0.5)
    for _round in range(ROUNDS):
        bits = _bits(candidates.patterns, match, random)
        odds = prior / (1 - prior) * numpy.exp2(bits)
        true = odds / (1 + odds) * candidates.times * scale
        match, random = _again(comparisons, candidates.patterns, true, seen, sampled, at_first, rarest)
        before, prior = prior, float(min((true.sum() + 1) / (pairs + 1), 0.5))
        if abs(prior - before) < CLOSE * before:
            break
    learned: Learned = {}
    for one, matches, randoms in zip(comparisons, match, random, strict=True):
        learned[one.name] = {step.code: (float(matches[place]), float(randoms[place])) for place, step in enumerate(one.steps)}
    return Model(kind, records, prior, learned)


def _again(
    comparisons: Sequence[Comparison],
    patterns: numpy.ndarray,
    true: numpy.ndarray,
    seen: list[numpy.ndarray],
    sampled: float,
    at_first: tuple[list[numpy.ndarray], list[numpy.ndarray]],
    rarest: float,
) -> tuple[list[numpy.ndarray], list[numpy.ndarray]]:
    """The shares that follow from which pairs are taken for true. true: expected true pairs of each pattern."""
    import numpy

    match, random = [], []
    for place, one in enumerate(comparisons):
        column, first_match, first_random = patterns[:, place], at_first[0][place], at_first[1][place]
        among = numpy.bincount(column[column >= 0], true[column >= 0], len(one.steps))
        # What the true pairs put among the random ones is not chance.
        by_chance = numpy.maximum(seen[place] - among * sampled, 0)
        matches = (among + STRENGTH * first_match) / (among.sum() + STRENGTH)
        most = numpy.array([step.most for step in one.steps])
        matches = numpy.where(matches > most, most, matches * (1 - most[-1]) / (1 - matches[-1]) if matches[-1] > most[-1] else matches)
        randoms = numpy.maximum((by_chance + CHANCE_STRENGTH * first_random) / (by_chance.sum() + CHANCE_STRENGTH), rarest)
        fixed = numpy.array([step.fixed for step in one.steps])
        match.append(numpy.where(fixed, first_match, matches))
        random.append(numpy.where(fixed, first_random, randoms))
    return match, random


def _bits(patterns: numpy.ndarray, match: list[numpy.ndarray], random: list[numpy.ndarray]) -> numpy.ndarray:
    import numpy

    total = numpy.zeros(len(patterns))
    for place, (matches, randoms) in enumerate(zip(match, random, strict=True)):
        column = patterns[:, place]
        total += numpy.where(column >= 0, numpy.log2(matches / randoms)[numpy.maximum(column, 0)], 0.0)
    return total
