"""Questions for the portfolio tests, and an independent count of what is best: every combination of starts, looked at.

Works from the candidates as they are written, and shares no code with the method under test.
"""

from __future__ import annotations

import tomllib
from itertools import chain
from pathlib import Path

import numpy as np

from mutua.methods.portfolio import Candidate

DATA = Path(__file__).parent / "data"
NEVER = -1


def ten_candidates(*, gated=True):
    """The ten of the two worked scenarios: money in thousands, one team, one period."""
    return [
        Candidate(
            row["key"],
            row["account"],
            [row["return"]],
            [row["cost"]],
            {"account team": [row["hours"]]},
            requires=row["requires"],
            ready_from=0 if row["ready"] or not gated else None,
        )
        for row in tomllib.loads((DATA / "portfolio_ten.toml").read_text())["items"]
    ]


def knapsacks():
    """[(best known value, candidates, budgets, capacity)]: the first of five limits is the budget, the others are teams."""
    found = []
    for line in (DATA / "multiknapsack_5_100.txt").read_text().splitlines():
        if line.startswith("#"):
            continue
        (best,), values, *weights, limits = ([int(number) for number in part.split()] for part in line.split("|"))
        candidates = [
            Candidate(
                f"item {j:03}", "one", [values[j] + weights[0][j]], [weights[0][j]], {f"team {i}": [weights[i][j]] for i in range(1, 5)}
            )
            for j in range(len(values))
        ]
        found.append((best, candidates, [limits[0]], {f"team {i}": [limits[i]] for i in range(1, 5)}))
    return found


def random_question(seed):
    """(candidates, arguments of choose): up to 16 candidates; several periods, teams, gates, prerequisites, levers, customers."""
    dice = np.random.default_rng(seed)
    periods = int(dice.integers(1, 4))
    count = int(dice.integers(1, {1: 17, 2: 11, 3: 9}[periods]))
    cents = int(dice.integers(0, 3))
    teams = ["north", "south", "support"][: dice.integers(0, 4)]

    def row(low, high, longest):
        # Thirds are not finite decimals: they take the road of rounded numbers.
        thirds = 3 if seed % 5 == 0 else 1
        return [round(float(value), cents) / thirds for value in dice.uniform(low, high, dice.integers(1, longest + 1))]

    candidates = []
    for place in range(count):
        earlier = [f"c{other:02}" for other in range(place) if dice.random() < 1.2 / count]
        candidates.append(
            Candidate(
                f"c{place:02}",
                "AB"[int(dice.integers(2))],
                row(0, 60, 4),
                row(0, 45, 3),
                {team: row(0, 30, 2) for team in teams if dice.random() < 0.7},
                requires=earlier,
                lasts=int(dice.integers(0, 3)) if dice.random() < 0.6 else 0,
                ready_from=None if dice.random() < 0.08 else int(dice.choice([0, 0, 0, 1, 2])) % (periods + 1),
                customer_returns=row(-25, 30, 2) if dice.random() < 0.8 else None,
                lever="xyz"[int(dice.integers(3))] if dice.random() < 0.7 else None,
            )
        )
    share = dice.uniform(0.15, 0.7)
    arguments = {
        "budgets": [round(share * count * 25 / periods) for _ in range(periods)],
        "capacity": {team: [round(share * count * 12 / periods) for _ in range(periods)] for team in teams},
        "discount_rate": float(dice.choice([0.0, 0.0, 0.07, 0.25])),
        "max_levers": int(dice.integers(0, 3)) if dice.random() < 0.4 else None,
        "customer_must_gain": bool(dice.random() < 0.4),
    }
    return candidates, arguments


def wide_question(accounts, *, touchpoints=8, activities=6, quarters=4, teams=4, seed=1):
    """(candidates, arguments of choose): each account × touchpoint a ladder of activities, of which many need the one before."""
    dice = np.random.default_rng(seed)
    names = [f"team {number}" for number in range(1, teams + 1)]
    candidates = []
    for account in range(accounts):
        for touchpoint in range(touchpoints):
            for activity in range(activities):
                ladder = f"{account:03}/{touchpoint}/"
                cost, last = float(dice.integers(5, 120)), int(dice.integers(1, 7))
                spread = int(dice.integers(1, 3))
                candidates.append(
                    Candidate(
                        f"{ladder}{activity}",
                        f"{account:03}",
                        [round(cost * dice.uniform(0.9, 2.2) / last, 2)] * last,
                        [round(cost / spread, 2)] * spread,
                        {
                            str(team): dice.integers(5, 60, spread).tolist()
                            for team in dice.choice(names, dice.integers(1, 3), replace=False)
                        },
                        requires=[f"{ladder}{activity - 1}"] if activity and dice.random() < 0.5 else (),
                        lasts=int(dice.integers(0, 2)),
                        ready_from=[0, 0, 0, 1, 2, None][dice.integers(6)],
                    )
                )
    share = 0.3 / quarters
    arguments = {
        "budgets": [round(share * sum(sum(candidate.costs) for candidate in candidates))] * quarters,
        "capacity": {
            team: [round(share * sum(sum(candidate.hours.get(team, ())) for candidate in candidates))] * quarters for team in names
        },
        "discount_rate": 0.02,
    }
    return candidates, arguments


def combinations(candidates, periods):
    """Every combination of starts, one a row; NEVER for those left out."""
    grids = np.meshgrid(*[np.arange(NEVER, periods, dtype=np.int8)] * len(candidates), indexing="ij")
    return np.stack([grid.ravel() for grid in grids], axis=1)


def is_allowed(candidates, starts, budgets, capacity, discount_rate=0.0, max_levers=None, customer_must_gain=False, ignoring=()):
    """Which rows of starts (combinations × candidates) keep every promise; `ignoring` drops "gates" or "prerequisites"."""
    starts = np.atleast_2d(starts)
    place = {candidate.key: column for column, candidate in enumerate(candidates)}
    good = np.ones(len(starts), dtype=bool)
    for column, candidate in enumerate(candidates):
        chosen = starts[:, column] != NEVER
        if "gates" not in ignoring:
            good &= ~chosen | (candidate.ready_from is not None and starts[:, column] >= (candidate.ready_from or 0))
        for key in candidate.requires if "prerequisites" not in ignoring else ():
            other = starts[:, place[key]]
            good &= ~chosen | ((other != NEVER) & (starts[:, column] >= other + candidates[place[key]].lasts))
    for team, limits in chain([(None, budgets)], capacity.items()):
        rows = [candidate.costs if team is None else candidate.hours.get(team, ()) for candidate in candidates]
        for period, limit in enumerate(limits):
            spent = sum(_flow(row, period - starts[:, column], starts[:, column] != NEVER) for column, row in enumerate(rows))
            good &= spent <= limit + 1e-9
    if max_levers is not None:
        pulled = [
            (starts[:, [c.lever == lever for c in candidates]] != NEVER).any(axis=1) for lever in {c.lever for c in candidates} - {None}
        ]
        good &= sum(pulled, np.zeros(len(starts), dtype=int)) <= max_levers
    if customer_must_gain:
        for account in {candidate.account for candidate in candidates}:
            rows = [candidate.customer_returns or () if candidate.account == account else () for candidate in candidates]
            good &= worth(rows, starts, discount_rate) >= -1e-9
    return good


def net_worth(candidates, starts, discount_rate=0.0):
    """Discounted returns minus costs of each row of starts."""
    starts = np.atleast_2d(starts)
    return worth([c.returns for c in candidates], starts, discount_rate) - worth([c.costs for c in candidates], starts, discount_rate)


def worth(rows, starts, discount_rate):
    total = np.zeros(len(starts))
    for column, row in enumerate(rows):
        at = starts[:, column].astype(float)
        for position, amount in enumerate(row):
            total += np.where(at == NEVER, 0.0, amount / (1 + discount_rate) ** (at + position))
    return total


def row_of(candidates, choice):
    return np.array([choice.start.get(candidate.key, NEVER) for candidate in candidates])


def _flow(row, position, chosen):
    padded = np.array([*row, 0.0])
    inside = chosen & (position >= 0) & (position < len(row))
    return np.where(inside, padded[np.where(inside, position, 0)], 0.0)
