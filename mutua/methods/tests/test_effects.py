"""Group-time effects: the published table, means counted by hand on random panels, a second regression, simulation of coverage."""

from __future__ import annotations

import csv
import math
import os
import random
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
import pytest

from mutua.methods.effects import GroupTimeEffects, group_time_effects, shrink, two_way_fixed_effects
from mutua.methods.effects.each import unit_effects
from mutua.methods.tests.panels import Panel, cell_by_means, random_panel

MPDTA = Path(os.environ.get("MUTUA_SHARED_DATA") or "../shared/data") / "causal" / "mpdta.csv"
# Callaway & Sant'Anna 2021 and the tables of their package: by group, periods 2004–2007
PUBLISHED = {
    2004: (-0.0105, -0.0704, -0.1373, -0.1008),
    2006: (0.0065, -0.0028, -0.0046, -0.0412),
    2007: (0.0305, -0.0027, -0.0311, -0.0261),
}


@pytest.fixture(scope="module")
def counties() -> Panel:
    if not MPDTA.exists():
        pytest.skip(f"the published panel is not at {MPDTA}")
    with MPDTA.open() as file:
        rows = list(csv.DictReader(file))
    first = [float(row["first.treat"]) or math.inf for row in rows]
    given = {"unit": "countyreal", "period": "year", "outcome": "lemp"}
    return {name: [float(row[column]) for row in rows] for name, column in given.items()} | {"first_treated": first}


def test_the_published_effects_of_minimum_wages(counties: Panel) -> None:
    found = {(row.group, row.period): round(row.effect, 4) for row in group_time_effects(**counties).table()}
    assert found == {(group, 2004 + at): effect for group, effects in PUBLISHED.items() for at, effect in enumerate(effects)}


@pytest.mark.parametrize(("how", "effect"), [("simple", -0.0400), ("dynamic", -0.0772), ("group", -0.0310), ("calendar", -0.0417)])
def test_the_published_overall_effects(counties: Panel, how: Any, effect: float) -> None:
    assert round(group_time_effects(**counties).overall(how).effect, 4) == effect


def test_the_published_standard_error_and_pre_trend_and_naive_answer(counties: Panel) -> None:
    found = group_time_effects(**counties)
    assert round(found.overall("simple").standard_error, 4) == 0.0120
    assert round(found.pre_trend().p_value, 3) == 0.168
    assert found.pre_trend().degrees == 5
    assert round(two_way_fixed_effects(**counties).effect, 4) == -0.0365


@pytest.mark.parametrize("control", ["never_treated", "not_yet_treated"])
@pytest.mark.parametrize("seed", range(12))
def test_every_cell_is_the_difference_of_four_means(seed: int, control: Any) -> None:
    panel = random_panel(random.Random(seed))
    found = group_time_effects(**panel, control=control)
    for row in found.table():
        assert row.effect == pytest.approx(cell_by_means(panel, row.group, row.period, never=control == "never_treated"), abs=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_overall_effects_are_weighted_as_named(seed: int) -> None:
    panel = random_panel(random.Random(100 + seed), units=20)
    found = group_time_effects(**panel)
    first = dict(zip(panel["unit"], panel["first_treated"], strict=True))
    size = {group: sum(one == group for one in first.values()) for group in set(first.values())}
    after = [row for row in found.table() if row.period >= row.group]

    def mean(rows: Any) -> float:
        rows = list(rows)
        return sum(size[row.group] * row.effect for row in rows) / sum(size[row.group] for row in rows)

    assert found.overall("simple").effect == pytest.approx(mean(after))
    by_time = [mean(row for row in after if row.period - row.group == since) for since in sorted({row.period - row.group for row in after})]
    assert found.overall("dynamic").effect == pytest.approx(fmean(by_time))
    by_period = [mean(row for row in after if row.period == when) for when in sorted({row.period for row in after})]
    assert found.overall("calendar").effect == pytest.approx(fmean(by_period))
    groups = sorted({row.group for row in after})
    of_group = [fmean(row.effect for row in after if row.group == group) for group in groups]
    weighted = sum(size[group] * effect for group, effect in zip(groups, of_group, strict=True)) / sum(size[group] for group in groups)
    assert found.overall("group").effect == pytest.approx(weighted)


def test_who_is_left_to_compare_with_is_said() -> None:
    panel = random_panel(random.Random(3), never=False, units=12)
    found = group_time_effects(**panel, control="not_yet_treated")
    assert found.without_control
    assert not {*found.cells} & {*found.without_control}
    for group, period in found.without_control:
        assert cell_by_means(panel, group, period, never=False) is None


@pytest.mark.parametrize(("few", "many"), [(7, 21), (30, 30)])
def test_that_the_sizes_of_groups_are_those_of_a_sample_adds_to_the_error(few: int, many: int) -> None:
    """Nothing varies within a group: one gains 1, the other 3. What is left is the error of a proportion, √(p(1−p)/n), times the 2 between them."""
    rows = [
        (unit, period, first, gain * (period >= first))
        for group, (first, gain, size) in enumerate([(2.0, 1.0, few), (3.0, 3.0, many), (math.inf, 0.0, 25)])
        for unit in range(1000 * group, 1000 * group + size)
        for period in (1.0, 2.0, 3.0)
    ]
    unit, period, first_treated, outcome = zip(*rows, strict=True)
    found = group_time_effects(unit=unit, period=period, outcome=outcome, first_treated=first_treated).overall("group")
    share, treated = few / (few + many), few + many
    assert found.effect == pytest.approx(share * 1 + (1 - share) * 3)
    assert found.standard_error == pytest.approx(2 * math.sqrt(share * (1 - share) / treated))


@pytest.mark.parametrize("seed", range(4))
def test_two_way_fixed_effects_is_the_regression_on_dummies(seed: int) -> None:
    panel = random_panel(random.Random(200 + seed))
    units, periods = sorted(set(panel["unit"])), sorted(set(panel["period"]))
    rows = zip(panel["unit"], panel["period"], panel["first_treated"], strict=True)
    design = np.array([[w >= f, *(u == one for one in units), *(w == one for one in periods[1:])] for u, w, f in rows], dtype=float)
    coefficients = np.linalg.lstsq(design, np.array(panel["outcome"]), rcond=None)[0]
    assert two_way_fixed_effects(**panel).effect == pytest.approx(coefficients[0])


def _simulated(
    seed: int, *, units: int = 120, effect: float = 1.0, size_matters: float = 0.0
) -> tuple[Panel, np.ndarray[Any, Any], dict[str, float]]:
    """Who begins depends on size; with size_matters the large also grow by themselves. Effects differ from unit to unit."""
    rng = np.random.default_rng(seed)
    size = rng.normal(size=units)
    first = np.where(rng.random(units) < 1 / (1 + np.exp(-0.8 * size)), rng.choice([3.0, 4.0], size=units), np.inf)
    own = effect + rng.normal(0, 0.5, size=units)
    periods = np.arange(1, 6)
    noise = rng.normal(0, 1, (units, 5)).cumsum(axis=1) * 0.5
    outcome = size[:, None] + size_matters * size[:, None] * periods + 0.2 * periods + noise + own[:, None] * (periods >= first[:, None])
    rows = {"unit": np.repeat(np.arange(units), 5), "period": np.tile(periods, units), "outcome": outcome.ravel()}
    truth = {"effect": effect, "theirs": float(own[np.isfinite(first)].mean())}
    return rows | {"first_treated": np.repeat(first, 5)}, np.repeat(size, 5), truth  # type: ignore[dict-item]


@pytest.mark.parametrize("how", ["simple", "dynamic", "group", "calendar"])
def test_intervals_hold_as_often_as_they_say(how: Any) -> None:
    held = []
    for seed in range(400):
        panel, _size, truth = _simulated(seed)
        found = group_time_effects(**panel).overall(how)
        held.append(found.lower <= truth["effect"] <= found.upper)
    assert 0.92 <= np.mean(held) <= 0.975  # four standard errors of 400 draws around 95 %


def test_covariates_take_out_what_the_size_does() -> None:
    biased, held = [], []
    for seed in range(300):
        panel, size, truth = _simulated(1000 + seed, size_matters=0.6)
        biased.append(group_time_effects(**panel).overall("group").effect - truth["effect"])
        found = group_time_effects(**panel, covariates=size).overall("group")
        held.append((found.effect - truth["effect"], found.lower <= truth["effect"] <= found.upper))
    assert np.mean(biased) > 0.5
    assert abs(np.mean([error for error, _ in held])) < 0.05
    assert 0.90 <= np.mean([inside for _, inside in held]) <= 0.98


def test_it_is_right_where_only_who_is_treated_is_modelled_right() -> None:
    """Growth bends with the size, so that least squares are wrong; who begins follows a logit in it, and that is enough."""
    errors = []
    for seed in range(200):
        panel, size, truth = _simulated(9000 + seed, units=300)
        panel["outcome"] = np.array(panel["outcome"]) + 0.3 * size**2 * np.array(panel["period"])  # type: ignore[assignment]
        errors.append(group_time_effects(**panel, covariates=size).overall("group").effect - truth["effect"])
    assert abs(np.mean(errors)) < 0.06


def test_covariates_that_say_nothing_leave_the_difference_of_means() -> None:
    panel = random_panel(random.Random(9), units=40)
    plain = group_time_effects(**panel)
    with pytest.raises(ValueError, match="too few units to compare with for so many covariates, or two covariates say the same"):
        group_time_effects(**panel, covariates=[1.0] * len(panel["unit"]))
    # a covariate that is balanced exactly: each unit stands there twice, with +1 and −1
    twice = {name: [*values, *values] for name, values in panel.items()}
    twice["unit"] = [*panel["unit"], *(f"{unit}'" for unit in panel["unit"])]
    signs = [1.0] * len(panel["unit"]) + [-1.0] * len(panel["unit"])
    assert group_time_effects(**twice, covariates=signs).effects == pytest.approx(plain.effects)


def test_a_healthy_pre_trend_is_refused_as_often_as_chance_says_and_a_sick_one_is_seen() -> None:
    def p_value(seed: int, drift: float) -> float:
        panel, _size, _truth = _simulated(5000 + seed)
        panel["outcome"] = np.array(panel["outcome"]) + drift * np.isfinite(panel["first_treated"]) * np.array(panel["period"])  # type: ignore[assignment]
        return group_time_effects(**panel).pre_trend().p_value

    assert np.mean([p_value(seed, 0.0) < 0.05 for seed in range(300)]) <= 0.10
    assert np.mean([p_value(seed, 0.5) < 0.05 for seed in range(100)]) >= 0.9


@pytest.mark.parametrize("seed", range(4))
def test_the_effects_of_single_units_average_to_the_group_mean(seed: int) -> None:
    panel = random_panel(random.Random(300 + seed), units=24)
    if sum(math.isinf(first) for first in dict(zip(panel["unit"], panel["first_treated"], strict=True)).values()) < 3:
        pytest.skip("too few are never treated in this draw")
    each = unit_effects(**panel)
    assert fmean(one.effect for one in each) == pytest.approx(group_time_effects(**panel).overall("group").effect)


@pytest.mark.parametrize(("controls", "control"), [(4, "never_treated"), (30, "never_treated"), (12, "not_yet_treated")])
def test_the_interval_of_a_single_unit_holds_as_often_as_it_says(controls: int, control: Any) -> None:
    rng = np.random.default_rng(7)
    held = []
    for _run in range(1500):
        units, periods = controls + 1, 12
        first = np.full(units, np.inf)
        first[0] = 7
        if control == "not_yet_treated":
            first[8:] = rng.choice([9, 11], size=units - 8)
        outcome = rng.normal(0, 3, (units, 1)) + rng.normal(0, 1, (1, periods)) + rng.normal(0, 1, (units, periods))
        outcome[0, 6:] += 2
        found = unit_effects(
            np.repeat(np.arange(units), periods),
            np.tile(np.arange(1, periods + 1), units),
            outcome.ravel(),
            np.repeat(first, periods),
            control=control,
            before=6,
        )
        held.append(found[0].estimate.lower <= 2 <= found[0].estimate.upper)
    assert np.mean(held) >= 0.93
    if control == "never_treated":
        assert np.mean(held) <= 0.97


BAD: list[tuple[str, dict[str, Any]]] = [
    ("one number for each of the 6 rows", {"outcome": [1.0]}),
    ("outcome has to be a finite number", {"outcome": [1, 2, 3, 4, 5, math.nan]}),
    ("at least one row", {"unit": [], "period": [], "outcome": [], "first_treated": []}),
    ("Unit b has no row in one of the periods", {"unit": ["a", "a", "a", "b", "b", "c"], "period": [1, 2, 3, 1, 2, 3]}),
    ("Unit b has more than one row", {"period": [1, 2, 3, 1, 1, 2]}),
    ("Unit a has more than one first_treated", {"first_treated": [2, 2, 3, math.inf, math.inf, math.inf]}),
    ("first_treated has to be a period, or inf", {"first_treated": [math.nan] * 6}),
    ("Unit a is treated from the first period on", {"first_treated": [1, 1, 1, math.inf, math.inf, math.inf]}),
    ("No unit begins to be treated", {"first_treated": [math.inf] * 6}),
    ("No unit is never treated", {"first_treated": [2, 2, 2, 3, 3, 3]}),
    ("covariates have to be one row of numbers", {"covariates": [1.0]}),
    ("control has to be", {"control": "everybody"}),
]


@pytest.mark.parametrize(("sentence", "wrong"), BAD, ids=[sentence for sentence, _ in BAD])
def test_bad_input_is_refused_with_one_sentence(sentence: str, wrong: dict[str, Any]) -> None:
    good: dict[str, Any] = {
        "unit": ["a", "a", "a", "b", "b", "b"],
        "period": [1, 2, 3, 1, 2, 3],
        "outcome": [1.0, 2, 3, 4, 5, 6],
        "first_treated": [2, 2, 2, math.inf, math.inf, math.inf],
    }
    assert isinstance(group_time_effects(**good), GroupTimeEffects)
    with pytest.raises(ValueError, match=sentence):
        group_time_effects(**{**good, **wrong})


def test_an_unknown_mean_is_refused() -> None:
    panel = random_panel(random.Random(1))
    with pytest.raises(ValueError, match="simple"):
        group_time_effects(**panel).overall("best")  # type: ignore[arg-type]


# --- shrinking

FIVE, ERRORS = [12, -3, 8, 25, 4], [4, 5, 2.5, 12, 2]


def test_the_published_example_shrinks_and_the_luckiest_is_not_the_best() -> None:
    found = shrink(FIVE, ERRORS)
    assert [round(effect, 2) for effect in found.effects] == [9.30, 2.71, 7.59, 8.41, 4.48]
    assert FIVE.index(max(FIVE)) != found.effects.index(max(found.effects)) == found.probability_best.index(max(found.probability_best))


@pytest.mark.parametrize("seed", range(5))
def test_the_probability_of_being_best_is_that_of_a_simulation(seed: int) -> None:
    rng = np.random.default_rng(seed)
    effects, errors = rng.normal(0, 3, 6), rng.uniform(0.5, 3, 6)
    found = shrink(effects, errors)
    if found.between_variance == 0:
        assert found.probability_best == pytest.approx([1 / 6] * 6)
        return
    pull = errors**2 / (errors**2 + found.between_variance)
    means = found.mean + rng.normal(size=(200_000, 1)) / np.sqrt((1 / (errors**2 + found.between_variance)).sum())
    draws = pull * means + (1 - pull) * effects + np.sqrt(found.between_variance * pull) * rng.normal(size=(200_000, 6))
    assert found.probability_best == pytest.approx(np.bincount(draws.argmax(axis=1), minlength=6) / 200_000, abs=0.005)
    assert found.standard_errors == pytest.approx(draws.std(axis=0), rel=0.02)
    assert sum(found.probability_best) == pytest.approx(1)


def test_the_between_variance_is_that_of_dersimonian_and_laird() -> None:
    weights = [error**-2 for error in ERRORS]
    mean = sum(w * e for w, e in zip(weights, FIVE, strict=True)) / sum(weights)
    scatter = sum(w * (e - mean) ** 2 for w, e in zip(weights, FIVE, strict=True))
    expected = (scatter - 4) / (sum(weights) - sum(w * w for w in weights) / sum(weights))
    assert shrink(FIVE, ERRORS).between_variance == pytest.approx(expected)


def test_shrunk_effects_err_less_than_what_was_measured() -> None:
    rng = np.random.default_rng(11)
    measured, shrunk = [], []
    for _run in range(300):
        truth, errors = rng.normal(5, 2, 8), rng.uniform(1, 4, 8)
        seen = truth + errors * rng.normal(size=8)
        measured.append(((seen - truth) ** 2).mean())
        shrunk.append(((np.array(shrink(seen, errors).effects) - truth) ** 2).mean())
    assert np.mean(shrunk) < 0.6 * np.mean(measured)


def test_chance_alone_leaves_one_effect_for_all() -> None:
    found = shrink([5.0, 5.1, 4.9], [2, 2, 2])
    assert found.between_variance == 0
    assert found.effects == pytest.approx([5.0] * 3)
    assert found.probability_best == pytest.approx([1 / 3] * 3)


def test_one_effect_stays_what_it_is() -> None:
    found = shrink([7.0], [2.0])
    assert (found.effects[0], found.standard_errors[0], found.probability_best[0]) == (7.0, 2.0, 1.0)


BAD_EFFECTS: list[tuple[list[float], list[float]]] = [
    ([1.0], [1.0, 2.0]),
    ([1.0, math.nan], [1.0, 2.0]),
    ([], []),
    ([1.0, 2.0], [1.0, 0.0]),
]


@pytest.mark.parametrize(("effects", "errors"), BAD_EFFECTS)
def test_bad_effects_are_refused(effects: list[float], errors: list[float]) -> None:
    with pytest.raises(ValueError, match="standard error"):
        shrink(effects, errors)
