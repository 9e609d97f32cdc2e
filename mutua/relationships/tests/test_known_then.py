"""P12: a profile as of a date shows what was known then, whatever was written since. Replayed here step by step, not asked of the product."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.assess_readiness import assess_readiness
from mutua.relationships.actions.draft_profile import draft_profile
from mutua.relationships.actions.move_profile import move_profile
from mutua.relationships.actions.set_desired import set_desired
from mutua.relationships.actions.share_profile import share_profile
from mutua.relationships.models import Profile
from mutua.relationships.queries.assessments import assessments_of, known_on
from mutua.relationships.queries.profiles_compared import known_profiles
from mutua.relationships.tests.making import make_catalogue
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ACTIVITIES = ["edi-asn", "crp", "vmi", "cpfr", "pool-load"]
START = date(2025, 1, 1)
Told = dict[str, tuple[str, str, frozenset[str], str]]


def living(account_id: int, perspective: str) -> Profile | None:
    return Profile.objects.filter(account=account_id, perspective=perspective).exclude(state="superseded").first()


def act(dice: random.Random, cast: Cast, account_id: int, naive: Told) -> None:
    """One random act upon the world, and the same upon a dictionary."""
    perspective = dice.choice(["ours", "surrogate", "joint"])
    profile = living(account_id, perspective)
    if profile is None or dice.random() < 0.2:
        draft_profile(cast.ada, account_id, perspective=perspective, participants="Tess Holloway")
        before = naive.get(perspective)
        naive[perspective] = ("draft", "internal", before[2] if before else frozenset(), before[3] if before else "")
        return
    state, visibility, wanted, wish = naive[perspective]
    which = dice.choice(["set", "set", "set", "share", "review"])
    if which == "set" and visibility != "internal":
        with pytest.raises(Refused, match="has been shown"):
            set_desired(cast.ada, profile.pk, "physical-delivery", ["crp"], version=None)
    elif which == "set":
        wanted, wish = frozenset(dice.sample(ACTIVITIES, dice.randint(0, 4))), dice.choice(["", "Sooner", "Two days shorter"])
        set_desired(cast.ada, profile.pk, "physical-delivery", sorted(wanted), version=None, wish=wish)
    elif which == "share" and visibility == "internal":
        share_profile(cast.ada, profile.pk, version=None)
        visibility = "shared"
    elif which == "review":
        state = "reviewed" if state == "draft" else "draft"
        move_profile(cast.ada, profile.pk, version=None, to=state)
    naive[perspective] = (state, visibility, wanted, wish)


def shown(cast: Cast, account_id: int, day: date) -> Told:
    found: Told = {}
    for perspective, known in known_profiles(cast.ada, account_id, day).items():
        cell = known.cells.get("physical-delivery")
        found[perspective] = (known.state, known.visibility, cell.activities if cell else frozenset(), cell.wish if cell else "")
    return found


@pytest.mark.parametrize("seed", range(6))
def test_a_profile_as_of_a_date_is_what_was_known_then(cast: Cast, seed: int) -> None:
    dice = random.Random(seed)
    make_catalogue()
    account = make_account(owner=cast.ada)
    naive: Told = {}
    stood: list[tuple[date, Told]] = []
    day = START
    for _step in range(30):
        day += timedelta(days=dice.choice([0, 0, 1, 3, 20]))
        with days.as_of(day):
            act(dice, cast, account.pk, naive)
        stood.append((day, dict(naive)))
    assert len({str(told) for _day, told in stood}) > 15, "the dice made nothing to look at"
    for number in range((day - START).days + 2):
        looked = START + timedelta(days=number)
        expected: Any = next((told for on, told in reversed(stood) if on <= looked), {})
        assert shown(cast, account.pk, looked) == expected, looked


@pytest.mark.parametrize("seed", range(4))
def test_readiness_as_of_a_date_is_what_was_known_then(cast: Cast, seed: int) -> None:
    dice = random.Random(seed)
    account = make_account(owner=cast.ada)
    naive: dict[str, Decimal] = {}
    stood: list[tuple[date, dict[str, Decimal]]] = []
    day = START
    for step in range(25):
        day += timedelta(days=dice.choice([0, 1, 4, 30]))
        said = {
            dimension: Decimal(dice.randint(0, 40)) / 10 for dimension in dice.sample(["data", "systems", "people", "process", "will"], 2)
        }
        with days.as_of(day):
            assess_readiness(cast.ada, account.pk, said, evidence=f"Step {step}")
        naive |= said
        stood.append((day, dict(naive)))
    told = assessments_of(cast.ada, account.pk)
    for number in range((day - START).days + 2):
        looked = START + timedelta(days=number)
        expected = next((levels for on, levels in reversed(stood) if on <= looked), {})
        assert {key.value: one.level for key, one in known_on(told, looked).items()} == expected, looked
