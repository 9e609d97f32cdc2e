"""Lifetime values against the published figures, against integrals worked out by brute force, and against made-up customers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest
from scipy.integrate import dblquad, quad
from scipy.special import beta as beta_function
from scipy.special import gamma, hyp2f1

from mutua.methods.lifetime_value import (
    BgNbd,
    GammaGamma,
    ParetoNbd,
    TooFew,
    fit_bg_nbd,
    fit_gamma_gamma,
    fit_pareto_nbd,
    lifetime_value,
    summarise,
)
from mutua.methods.lifetime_value.pareto_nbd import _left
from mutua.methods.tests.purchases import bought, cdnow

# Fader, Hardie & Lee 2005: their parameters, so that these tests do not depend on the fit
PUBLISHED = BgNbd(0.243, 4.414, 0.793, 2.426, -9582.4, {}, 2357)
MODELS = [PUBLISHED, BgNbd(0.9, 2.0, 1.6, 1.1, 0, {}, 0), BgNbd(2.5, 9.0, 0.4, 0.3, 0, {}, 0)]
HISTORIES = [(0, 0.0, 10.0), (1, 3.0, 10.0), (4, 9.5, 10.0), (7, 2.0, 30.0)]


def test_cdnow_as_published():
    sample = cdnow()
    assert len(sample) == 2357
    assert round(float(sample.age[0]), 2) == 38.86
    model = fit_bg_nbd(sample.frequency, sample.recency, sample.age)
    assert [round(value, 3) for value in (model.r, model.alpha, model.a, model.b)] == [0.243, 4.414, 0.793, 2.426]
    assert round(model.log_likelihood, 1) == -9582.4
    assert [round(float(n), 4) for n in model.expected_purchases([0.1429, 1, 3, 32])] == [0.0078, 0.0532, 0.1506, 1.0437]
    assert [round(float(p), 3) for p in model.probability_alive([7, 7], [36, 12], [38.86, 38.86])] == [0.866, 0.009]


def test_cdnow_by_pareto_as_published():
    """Fader, Hardie & Lee 2005, table 2."""
    sample = cdnow()
    model = fit_pareto_nbd(sample.frequency, sample.recency, sample.age)
    assert [round(value, 3) for value in (model.r, model.alpha, model.s)] == [0.553, 10.578, 0.606]
    assert model.beta == pytest.approx(11.669, abs=0.002)
    assert round(model.log_likelihood, 1) == -9595.0


def test_cdnow_repeat_buyers_as_published():
    sample = cdnow()
    again = sample.frequency > 0
    assert again.sum() == 946
    model = fit_gamma_gamma(sample.frequency[again], sample.mean_value[again])
    assert [round(value, 2) for value in (model.p, model.q, model.v)] == [6.25, 3.74, 15.44]


def test_purchases_become_histories_as_counted_by_hand():
    random = Random(4)
    rows = [(f"c{random.randrange(30)}", date(2026, 1, 1) + timedelta(random.randrange(200)), random.randrange(1, 90)) for _ in range(400)]
    days = defaultdict(lambda: defaultdict(float))
    for who, when, amount in rows:
        days[who][when] += amount
    summary = summarise(*zip(*rows, strict=True), until=date(2026, 8, 1), unit="D")
    assert list(summary.customer) == sorted(days)
    for place, who in enumerate(sorted(days)):
        first, *again = sorted(days[who])
        last = again[-1] if again else first
        spent = [days[who][day] for day in again]
        assert summary.frequency[place] == len(again)
        assert summary.recency[place] == (last - first).days
        assert summary.age[place] == (date(2026, 8, 1) - first).days
        assert summary.mean_value[place] == pytest.approx(sum(spent) / len(spent) if spent else 0)
    weeks = summarise(*zip(*rows, strict=True), until="2026-08-01")
    assert weeks.age == pytest.approx(summary.age / 7)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(("x", "last", "age"), HISTORIES)
def test_what_a_customer_will_buy_is_the_mean_over_all_that_it_may_be(model, x, last, age):
    """By brute force over rate and probability of leaving, weighed by how well each explains the history."""

    def prior(p, q, rate):  # q = 1 − p; with what both ways of explaining a history have in common
        return rate ** (model.r + x - 1) * p ** (model.a - 1) * q ** (model.b - 1)

    def stayed(p, q, rate):
        return prior(p, q, rate) * q**x * np.exp(-rate * (model.alpha + age))

    def left(p, q, rate):
        return prior(p, q, rate) * p * q ** (x - 1) * np.exp(-rate * (model.alpha + last)) if x else 0.0

    def over_all(of):
        # From both ends in sixth powers, since the densities may be infinite there
        half = 0.5 ** (1 / 6)
        below = dblquad(lambda u, rate: of(u**6, 1 - u**6, rate) * 6 * u**5, 0, np.inf, 0, half, epsabs=0, epsrel=1e-7)[0]
        above = dblquad(lambda u, rate: of(1 - u**6, u**6, rate) * 6 * u**5, 0, np.inf, 0, half, epsabs=0, epsrel=1e-7)[0]
        return below + above

    span, still = 8.0, over_all(stayed)
    evidence = still + over_all(left)
    alive = still / evidence
    more = over_all(lambda p, q, rate: stayed(p, q, rate) * -np.expm1(-rate * p * span) / p) / evidence
    assert model.probability_alive([x], [last], [age])[0] == pytest.approx(alive, rel=1e-4)
    assert model.expected_purchases_of([x], [last], [age], span)[0] == pytest.approx(more, rel=1e-4)


def test_a_new_customer_is_one_without_a_history():
    spans = [0.0, 1.0, 30.0]
    for model in (*MODELS, ParetoNbd(0.553, 10.578, 0.606, 11.669, 0, {}, 0)):
        assert model.expected_purchases(spans) == pytest.approx(model.expected_purchases_of([0] * 3, [0] * 3, [0] * 3, spans))
        assert float(model.expected_purchases(1.0)) == pytest.approx(model.expected_purchases(spans)[1])
        assert model.expected_purchases(0.0) == pytest.approx(0)


@pytest.mark.parametrize("a", [0.3, 0.793, 0.999, 1.4])
@pytest.mark.parametrize(("x", "age", "span"), [(0, 0.0, 1.0), (0, 0.0, 52.0), (3, 20.0, 26.0), (60, 40.0, 10.0)])
def test_the_mean_is_what_the_hypergeometric_function_says(a, x, age, span):
    """Fader, Hardie & Lee 2005, formula (10) without its denominator."""
    r, alpha, b = 0.243, 4.414, 2.426
    z = span / (alpha + age + span)
    published = (a + b + x - 1) / (a - 1) * (1 - ((alpha + age) / (alpha + age + span)) ** (r + x) * hyp2f1(r + x, b + x, a + b + x - 1, z))
    found = BgNbd(r, alpha, a, b, 0, {}, 0).still_to_come(np.array([float(x)]), np.array([age]), np.array([span]))
    assert found[0] == pytest.approx(published, rel=1e-7)


@pytest.mark.parametrize(("a", "b"), [(1.0, 2.0), (0.4, 0.6), (400.0, 900.0), (1e5, 1.5e5), (0.01, 0.02)])
def test_customers_who_are_all_alike_and_formulas_that_are_nought_by_nought(a, b):
    """Between what would be with a little less and a little more; and of one known probability of leaving, where all are alike."""
    found = [
        BgNbd(2e5, 1e5, a * factor, b, 0, {}, 0).still_to_come(np.zeros(1), np.zeros(1), np.full(1, 3.0))[0] for factor in (0.99, 1, 1.01)
    ]
    assert found[0] > found[1] > found[2] > 0
    if a > 1e4:
        leaving = a / (a + b)
        assert found[1] == pytest.approx((1 - np.exp(-2 * 3 * leaving)) / leaving, rel=1e-4)


@pytest.mark.parametrize(("alpha", "beta"), [(10.6, 11.7), (3.0, 40.0), (25.0, 0.4), (5.0, 5.0), (0.02, 30.0)])
@pytest.mark.parametrize(("r", "s"), [(0.55, 0.61), (3.0, 1.0), (0.2, 4.0)])
def test_pareto_sums_over_the_moment_of_leaving(alpha, beta, r, s):
    model = ParetoNbd(r, alpha, s, beta, 0, {}, 0)
    for x, last, age in [*HISTORIES, (60, 45.0, 52.0), (250, 10.0, 52.0)]:

        def left(y, x=x, last=last):
            return ((alpha + last) / (alpha + y)) ** (r + x) * ((beta + last) / (beta + y)) ** (s + 1)

        # In the logarithm of time: the integrand may fall steeply at its beginning
        whole = quad(lambda u, last=last: left(last + np.expm1(u)) * np.exp(u), 0, np.log1p(age - last), epsabs=0, epsrel=1e-11, limit=500)[
            0
        ]
        found, _slopes = _left(np.array([r, alpha, s, beta]), *(np.array([float(value)]) for value in (x, last, age)))
        begun = -(r + x) * np.log(alpha + last) - (s + 1) * np.log(beta + last)
        assert found[0] - begun == pytest.approx(np.log(s * whole), abs=1e-8)
        stayed = np.exp(-(r + x) * np.log(alpha + age) - s * np.log(beta + age) - begun)
        assert model.probability_alive([x], [last], [age])[0] == pytest.approx(stayed / (stayed + s * whole), abs=1e-8)


@pytest.mark.parametrize("model", [ParetoNbd(0.6, 10.0, 1.0, 12.0, 0, {}, 0), ParetoNbd(2.0, 4.0, 0.5, 30.0, 0, {}, 0)])
def test_what_pareto_expects_is_the_mean_over_all_that_a_customer_may_be(model):
    x, last, age, span = 3, 8.0, 10.0, 6.0

    def alive(leaving, buying):
        prior = buying ** (model.r - 1) * np.exp(-model.alpha * buying) * leaving ** (model.s - 1) * np.exp(-model.beta * leaving)
        return prior * buying**x * np.exp(-(buying + leaving) * age)

    more = dblquad(lambda m, k: alive(m, k) * k * -np.expm1(-m * span) / m, 0, np.inf, 1e-12, np.inf, epsabs=0, epsrel=1e-7)[0]
    still = dblquad(alive, 0, np.inf, 1e-12, np.inf, epsabs=0, epsrel=1e-7)[0]
    found = model.expected_purchases_of([x], [last], [age], span)[0] / model.probability_alive([x], [last], [age])[0]
    assert found == pytest.approx(more / still, rel=1e-4)


def test_what_a_repeat_buyer_will_spend_is_the_mean_over_all_means():
    p, q, v, x, mean = 6.25, 3.74, 15.44, 3, 40.0
    model = GammaGamma(p, q, v, 0, {}, 0)

    def weight(rate):  # of the rate of this customer: prior times likelihood of its mean
        return rate ** (q - 1) * np.exp(-v * rate) * rate ** (p * x) * np.exp(-rate * x * mean)

    expected = quad(lambda rate: weight(rate) * p / rate, 0, 3, epsabs=0)[0] / quad(weight, 0, 3, epsabs=0)[0]
    assert model.expected_value([x, 0], [mean, 0]) == pytest.approx([expected, p * v / (q - 1)], rel=1e-6)
    with pytest.raises(ValueError, match="not finite"):
        GammaGamma(p, 0.8, v, 0, {}, 0).expected_value([0], [0])


def test_the_likelihood_is_the_published_formula():
    """Fader, Hardie & Lee 2005, formula (6), and Fader & Hardie 2013, (1a), term by term."""
    x, tx, age = bought(300, 8, r=0.8, alpha=5.0, a=0.9, b=2.5)
    model = fit_bg_nbd(x, tx, age)
    r, alpha, a, b = model.r, model.alpha, model.a, model.b
    likelihood = gamma(r + x) * alpha**r / gamma(r) * beta_function(a, b + x) / beta_function(a, b) / (alpha + age) ** (r + x)
    likelihood += (
        (x > 0)
        * beta_function(a + 1, b + x - 1 + (x == 0))
        / beta_function(a, b)
        * gamma(r + x)
        * alpha**r
        / gamma(r)
        / (alpha + tx) ** (r + x)
    )
    assert model.log_likelihood == pytest.approx(np.log(likelihood).sum(), rel=1e-9)
    times, means = np.tile([1.0, 2, 5, 3], 30), np.tile([4.0, 9, 6, 30], 30) * np.linspace(0.5, 2, 120)
    money = fit_gamma_gamma(times, means)
    p, q, v = money.p, money.q, money.v
    density = means ** (p * times - 1) * times ** (p * times) * v**q / (v + times * means) ** (p * times + q) / beta_function(p * times, q)
    assert money.log_likelihood == pytest.approx(np.log(density).sum(), rel=1e-9)


def test_no_parameters_near_by_are_more_likely():
    sample = cdnow()
    columns = (sample.frequency, sample.recency, sample.age)
    for fit, names in ((fit_bg_nbd, ("r", "alpha", "a", "b")), (fit_pareto_nbd, ("r", "alpha", "s", "beta"))):
        model = fit(*columns)
        # The curvature that gives the errors: one of these away, with the others as they are, half a unit is lost at least
        assert all(0 < model.standard_errors[name] < getattr(model, name) * 2 for name in names)
        shuffled = np.random.default_rng(1).permutation(len(sample))
        again = fit(*(column[shuffled] for column in columns))
        assert [getattr(again, name) for name in names] == pytest.approx([getattr(model, name) for name in names], rel=1e-6)


def test_equal_rows_counted_once_are_as_good_as_counted_each():
    columns = (cdnow().frequency, cdnow().recency, cdnow().age)
    for fit in (fit_bg_nbd, fit_pareto_nbd):
        once, thrice = fit(*columns), fit(*(np.tile(column, 3) for column in columns))
        assert thrice.log_likelihood == pytest.approx(3 * once.log_likelihood, rel=1e-9)
        assert (thrice.r, thrice.alpha) == pytest.approx((once.r, once.alpha), rel=1e-4)
        assert thrice.standard_errors["r"] == pytest.approx(once.standard_errors["r"] / 3**0.5, rel=1e-3)


@pytest.mark.slow
def test_known_parameters_are_found_again_within_their_errors():
    """100 samples of 600 customers: the true value lies within two standard errors in about 95 of them. Seeds 0 to 99."""
    truth = {"r": 0.9, "alpha": 6.0, "a": 0.8, "b": 2.2}
    within = dict.fromkeys(truth, 0)
    for seed in range(100):
        model = fit_bg_nbd(*bought(600, seed, **truth))
        for name, value in truth.items():
            # In logarithms, in which the search is and the errors are even
            within[name] += abs(np.log(getattr(model, name) / value)) <= 2 * model.standard_errors[name] / getattr(model, name)
    assert all(88 <= count <= 100 for count in within.values()), within


def test_worth_is_what_comes_discounted_at_the_end_of_each_period():
    money = GammaGamma(6.25, 3.74, 15.44, 0, {}, 0)
    history = ([2.0, 0.0], [30.43, 0.0], [38.86, 38.86])
    each = money.expected_value(history[0], [22.35, 0.0])
    bought_by = [PUBLISHED.expected_purchases_of(*history, float(week)) for week in range(4)]
    by_hand = sum((bought_by[k] - bought_by[k - 1]) / 1.01**k for k in (1, 2, 3)) * each
    assert lifetime_value(PUBLISHED, money, *history, [22.35, 0.0], periods=3, discount_rate=0.01) == pytest.approx(by_hand)
    with pytest.raises(ValueError, match="whole number of at least 1"):
        lifetime_value(PUBLISHED, money, *history, [22.35, 0.0], periods=0, discount_rate=0.01)
    with pytest.raises(ValueError, match="above -1"):
        lifetime_value(PUBLISHED, money, *history, [22.35, 0.0], periods=3, discount_rate=-1)


@pytest.mark.parametrize("fit", [fit_bg_nbd, fit_pareto_nbd])
def test_a_small_cohort_is_too_few_to_say(fit):
    columns = bought(100, 2, r=0.8, alpha=5.0, a=0.9, b=2.5)
    assert fit(*columns).customers == 100
    with pytest.raises(TooFew, match="99 customers are too few to say: 100 are needed"):
        fit(*(column[:99] for column in columns))
    with pytest.raises(TooFew, match="2 repeat buyers are too few to say"):
        fit_gamma_gamma([1, 2], [3.0, 4.0])


@pytest.mark.parametrize(
    ("frequency", "recency", "age", "sentence"),
    [
        ([1, 2], [1.0], [2.0, 2.0], "2 of frequency, 1 of recency, 2 of age"),
        ([], [], [], "one customer at least"),
        ([1], [3.0], [2.0], "recency must not exceed age, but of customer 0 it is 3 of 2"),
        ([0], [1.0], [2.0], "recency is 0 without a repeat purchase"),
        ([1.5], [1.0], [2.0], "must be a whole number of purchases, but number 0 is 1.5"),
        ([-1], [0.0], [2.0], "frequency must be at least 0, but number 0 is -1"),
        ([1], [float("nan")], [2.0], "recency must hold finite numbers, but number 0"),
        ([1], [1.0], [float("inf")], "age must hold finite numbers"),
        (["once"], [1.0], [2.0], "frequency must hold numbers only"),
        ([[1]], [1.0], [2.0], "one dimension"),
    ],
)
def test_histories_that_cannot_be_are_refused(frequency, recency, age, sentence):
    for use in (fit_bg_nbd, fit_pareto_nbd, PUBLISHED.probability_alive):
        with pytest.raises(ValueError, match=sentence):
            use(frequency, recency, age)


@pytest.mark.parametrize(
    ("customer", "when", "amount", "unit", "sentence"),
    [
        (["a"], ["2026-02-30"], [1.0], "W", "when must hold days"),
        (["a"], ["NaT"], [1.0], "W", "number 0 is none"),
        (["a"], ["2026-12-01"], [1.0], "W", "1 purchases are later than 2026-11-30"),
        (["a"], ["2026-11-01"], [-1.0], "W", "amount must be at least 0"),
        (["a", "b"], ["2026-11-01"], [1.0], "W", "2 of customer, 1 of when"),
        (["a"], ["2026-11-01"], [1.0], "fortnight", "must be one of D, W, M, Y"),
    ],
)
def test_purchases_that_cannot_be_are_refused(customer, when, amount, unit, sentence):
    with pytest.raises(ValueError, match=sentence):
        summarise(customer, when, amount, until="2026-11-30", unit=unit)


def test_only_repeat_buyers_tell_how_much_they_spend():
    with pytest.raises(ValueError, match="leave out the 1 with frequency 0"):
        fit_gamma_gamma([0, 1], [1.0, 2.0])
    with pytest.raises(ValueError, match="leave out the 1 with mean_value 0"):
        fit_gamma_gamma([1, 1], [0.0, 2.0])


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ([1.0, np.nan, 1.0], "number 1 has none"),
        ([None, 1, 1], "number 0 has none"),
        ([1, (2, 3), 1], "key"),
        ([[1], [2], [3]], "one dimension"),
    ],
)
def test_a_purchase_without_a_key_is_nobodys(keys, sentence):
    with pytest.raises(ValueError, match=sentence):
        summarise(keys, ["2026-01-01"] * 3, [1, 1, 1], until="2026-02-01")


@pytest.mark.parametrize("periods", [np.inf, np.nan, 1.5, 0, None, "three", [3]])
def test_periods_are_counted(periods):
    with pytest.raises(ValueError, match="whole number of at least 1"):
        lifetime_value(PUBLISHED, GammaGamma(6.25, 3.74, 15.44, 0, {}, 0), [1], [1], [2], [5], periods=periods, discount_rate=0.1)


def test_spans_are_one_for_all_or_one_a_customer():
    with pytest.raises(ValueError, match="there are 2 for 3"):
        PUBLISHED.expected_purchases_of([0, 1, 2], [0, 1, 2], [5, 5, 5], [1, 2])


def test_whoever_bought_again_did_so_after_the_first_time():
    with pytest.raises(ValueError, match="of customer 1 with 3 of them it is 0"):
        fit_bg_nbd([0, 3, *[1] * 100], [0, 0, *[1] * 100], [5] * 102)


@pytest.mark.parametrize("fit", [fit_bg_nbd, fit_pareto_nbd])
def test_a_cohort_in_which_nothing_happened_tells_nothing(fit):
    with pytest.raises(TooFew, match="None of 200 customers bought again"):
        fit([0] * 200, [0] * 200, [10] * 200)


@pytest.mark.parametrize("rate", [np.inf, np.nan, -1, None, "a tenth"])
def test_a_discount_rate_is_a_number(rate):
    with pytest.raises(ValueError, match="must be a number above -1"):
        lifetime_value(PUBLISHED, GammaGamma(6.25, 3.74, 15.44, 0, {}, 0), [1], [1], [2], [5], periods=np.int64(2), discount_rate=rate)
