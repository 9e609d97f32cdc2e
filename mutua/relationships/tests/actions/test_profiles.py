from __future__ import annotations

from decimal import Decimal

import pytest

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.draft_profile import draft_profile
from mutua.relationships.actions.move_profile import move_profile
from mutua.relationships.actions.set_desired import set_desired
from mutua.relationships.actions.share_profile import share_profile
from mutua.relationships.models import Profile
from mutua.relationships.queries.profiles import profiles_of, wanted_by
from mutua.relationships.tests.making import make_catalogue
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast: Cast) -> Account:
    make_catalogue()
    return make_account(owner=cast.ada)


def test_a_draft_is_internal_until_somebody_shares_it(cast: Cast, account: Account) -> None:
    """P13."""
    profile = draft_profile(cast.ada, account.pk, perspective="surrogate")
    assert (profile.visibility, profile.confidence) == ("internal", Decimal("0.40"))
    assert share_profile(cast.ada, profile.pk, version=1).visibility == "shared"
    with pytest.raises(Refused, match="shared already"), nothing_changes():
        share_profile(cast.ada, profile.pk, version=None)


def test_a_joint_session_stands_above_the_guess_and_both_stay(cast: Cast, account: Account) -> None:
    draft_profile(cast.ada, account.pk, perspective="surrogate")
    draft_profile(cast.ada, account.pk, perspective="joint")
    assert [profile.perspective for profile in profiles_of(cast.ada, account.pk)] == ["joint", "surrogate"]


def test_a_new_draft_supersedes_the_old_one_and_begins_where_it_ended(cast: Cast, account: Account) -> None:
    old = draft_profile(cast.ada, account.pk, perspective="joint")
    set_desired(cast.ada, old.pk, "physical-delivery", ["edi-asn", "crp"], version=1)
    new = draft_profile(cast.ada, account.pk, perspective="joint")
    assert Profile.objects.get(pk=old.pk).state == "superseded"
    assert set(*wanted_by(cast.ada, new).values()) == {"edi-asn", "crp"}


def test_what_the_customer_has_validated_is_not_changed_any_more(cast: Cast, account: Account) -> None:
    profile = draft_profile(cast.ada, account.pk, perspective="joint")
    for state in ("reviewed", "validated"):
        move_profile(cast.ada, profile.pk, version=None, to=state)
    with pytest.raises(Refused, match="Start a new draft"), nothing_changes():
        set_desired(cast.ada, profile.pk, "physical-delivery", ["crp"], version=None)


def test_a_profile_skips_no_state(cast: Cast, account: Account) -> None:
    profile = draft_profile(cast.ada, account.pk, perspective="joint")
    with pytest.raises(Refused), nothing_changes():
        move_profile(cast.ada, profile.pk, version=1, to="baselined")


def test_an_activity_of_another_touchpoint_is_refused(cast: Cast, account: Account) -> None:
    profile = draft_profile(cast.ada, account.pk, perspective="joint")
    with pytest.raises(Refused, match="does not belong to Physical delivery"), nothing_changes():
        set_desired(cast.ada, profile.pk, "physical-delivery", ["crp", "e-invoice"], version=1)
