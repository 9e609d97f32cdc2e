from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.agree_profile import agree_profile
from mutua.relationships.actions.draft_profile import draft_profile
from mutua.relationships.actions.move_profile import move_profile
from mutua.relationships.actions.set_desired import set_desired
from mutua.relationships.actions.share_profile import share_profile
from mutua.relationships.models import Profile, ProfileVersion
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
    draft_profile(cast.ada, account.pk, perspective="joint", participants="Tess Holloway")
    assert [profile.perspective for profile in profiles_of(cast.ada, account.pk)] == ["joint", "surrogate"]


def test_a_new_draft_supersedes_the_old_one_and_begins_where_it_ended(cast: Cast, account: Account) -> None:
    old = draft_profile(cast.ada, account.pk, perspective="joint", participants="Tess Holloway")
    set_desired(cast.ada, old.pk, "physical-delivery", ["edi-asn", "crp"], version=1)
    new = draft_profile(cast.ada, account.pk, perspective="joint", participants="Tess Holloway")
    assert Profile.objects.get(pk=old.pk).state == "superseded"
    assert set(*wanted_by(cast.ada, new).values()) == {"edi-asn", "crp"}


def test_what_the_customer_has_validated_is_not_changed_any_more(cast: Cast, account: Account) -> None:
    profile = draft_profile(cast.ada, account.pk, perspective="joint", participants="Tess Holloway")
    for state in ("reviewed", "validated"):
        move_profile(cast.ada, profile.pk, version=None, to=state)
    with pytest.raises(Refused, match="Start a new draft"), nothing_changes():
        set_desired(cast.ada, profile.pk, "physical-delivery", ["crp"], version=None)


def test_what_the_customer_was_shown_is_not_changed_under_its_eyes(cast: Cast, account: Account) -> None:
    """P13: nothing leaves the house but by sharing it."""
    profile = draft_profile(cast.ada, account.pk, perspective="surrogate")
    share_profile(cast.ada, profile.pk, version=None)
    with pytest.raises(Refused, match="has been shown this profile"), nothing_changes():
        set_desired(cast.ada, profile.pk, "physical-delivery", ["crp"], version=None, wish="they would never ask for it")


def test_a_profile_skips_no_state(cast: Cast, account: Account) -> None:
    profile = draft_profile(cast.ada, account.pk, perspective="joint", participants="Tess Holloway")
    with pytest.raises(Refused), nothing_changes():
        move_profile(cast.ada, profile.pk, version=1, to="baselined")


def test_an_activity_of_another_touchpoint_is_refused(cast: Cast, account: Account) -> None:
    profile = draft_profile(cast.ada, account.pk, perspective="joint", participants="Tess Holloway")
    with pytest.raises(Refused, match="does not belong to Physical delivery"), nothing_changes():
        set_desired(cast.ada, profile.pk, "physical-delivery", ["crp", "e-invoice"], version=1)


def validated(cast: Cast, account: Account) -> Profile:
    profile = draft_profile(cast.ada, account.pk, perspective="joint", participants="Tess Holloway")
    for state in ("reviewed", "validated"):
        move_profile(cast.ada, profile.pk, version=None, to=state)
    return profile


def test_both_agree_to_what_was_shown_and_validated_and_then_it_stands(cast: Cast, account: Account) -> None:
    profile = draft_profile(cast.ada, account.pk, perspective="joint", participants="Tess Holloway")
    with pytest.raises(Refused, match="share it first"), nothing_changes():
        agree_profile(cast.ada, profile.pk, version=None, how="By mail")
    share_profile(cast.ada, profile.pk, version=None)
    with pytest.raises(Refused, match="validate it before"), nothing_changes():
        agree_profile(cast.ada, profile.pk, version=None, how="By mail")
    for state in ("reviewed", "validated"):
        move_profile(cast.ada, profile.pk, version=None, to=state)
    with pytest.raises(Refused, match="who of theirs"), nothing_changes():
        agree_profile(cast.ada, profile.pk, version=None, how=" ")
    assert agree_profile(cast.ada, profile.pk, version=None, how="Tess Holloway, by mail").visibility == "agreed"
    with pytest.raises(Refused, match="share it first"), nothing_changes():
        agree_profile(cast.ada, profile.pk, version=None, how="Again")


def test_how_sure_it_is_has_a_reason(cast: Cast, account: Account) -> None:
    assert "nobody of theirs was asked" in draft_profile(cast.ada, account.pk, perspective="surrogate").confidence_reason
    with pytest.raises(Refused, match=r"usual \(0\.40\)"), nothing_changes():
        draft_profile(cast.ada, account.pk, perspective="surrogate", confidence=Decimal("0.70"))
    given = {"confidence": Decimal("0.70"), "confidence_reason": "Their planner sat with us"}
    profile = draft_profile(cast.ada, account.pk, perspective="surrogate", **given)
    assert (profile.confidence, profile.confidence_reason) == (Decimal("0.70"), "Their planner sat with us")


def test_a_joint_one_that_we_write_down_names_who_was_there_and_is_less_sure(cast: Cast, account: Account) -> None:
    with pytest.raises(Refused, match="who of theirs was there"), nothing_changes():
        draft_profile(cast.ada, account.pk, perspective="joint", participants=" ")
    profile = draft_profile(cast.ada, account.pk, perspective="joint", participants="Tess Holloway")
    assert Decimal("0.40") < profile.confidence < Decimal("0.90")
    assert "One of ours wrote down" in profile.confidence_reason


def test_what_one_of_ours_writes_down_as_agreed_says_who_did(cast: Cast, account: Account) -> None:
    profile = validated(cast, account)
    share_profile(cast.ada, profile.pk, version=None)
    agreed = agree_profile(cast.ada, profile.pk, version=None, how="Tess Holloway, by mail")
    assert agreed.agreement == f"Written down by {cast.ada.name}: Tess Holloway, by mail"


def test_a_wish_may_be_a_measure_that_moves(cast: Cast, account: Account) -> None:
    profile = draft_profile(cast.ada, account.pk, perspective="joint", participants="Tess Holloway")
    wish = {"wish": "Two days shorter, order to delivery", "measure": "order-to-delivery-days", "change": Decimal(-2)}
    set_desired(cast.ada, profile.pk, "physical-delivery", [], version=None, **wish)
    [cell] = profile.cells.all()
    assert (cell.wish, cell.measure, cell.change) == (wish["wish"], "order-to-delivery-days", -2)
    for wrong in ({"measure": "days-to-pay", "change": Decimal(-2)}, {"measure": "order-to-delivery-days"}, {"change": Decimal(-2)}):
        with pytest.raises(Refused, match="Nothing was changed"), nothing_changes():
            set_desired(cast.ada, profile.pk, "physical-delivery", [], version=None, **wrong)
    set_desired(cast.ada, profile.pk, "physical-delivery", [], version=None)
    assert not profile.cells.exists()


def test_every_act_keeps_the_profile_as_it_stood(cast: Cast, account: Account) -> None:
    profile = draft_profile(cast.ada, account.pk, perspective="joint", participants="Tess Holloway")
    set_desired(cast.ada, profile.pk, "physical-delivery", ["edi-asn"], version=None)
    set_desired(cast.ada, profile.pk, "physical-delivery", ["edi-asn", "crp"], version=None)
    share_profile(cast.ada, profile.pk, version=None)
    move_profile(cast.ada, profile.pk, version=None, to="reviewed")
    draft_profile(cast.ada, account.pk, perspective="joint", participants="Tess Holloway")
    told = [
        (kept.state, kept.visibility, kept.wanted.get("physical-delivery", {}).get("activities"))
        for kept in profile.versions.order_by("pk")
    ]
    both = ["crp", "edi-asn"]
    assert told == [
        ("draft", "internal", None),
        ("draft", "internal", ["edi-asn"]),
        ("draft", "internal", both),
        ("draft", "shared", both),
        ("reviewed", "shared", both),
        ("superseded", "shared", both),
    ]


def test_what_was_kept_is_never_rewritten(cast: Cast, account: Account) -> None:
    draft_profile(cast.ada, account.pk, perspective="joint", participants="Tess Holloway")
    with pytest.raises(IntegrityError, match="written for ever"), transaction.atomic():
        ProfileVersion.objects.update(confidence=1)
    with pytest.raises(IntegrityError, match="Nothing is deleted"), transaction.atomic():
        ProfileVersion.objects.all().delete()
    assert ProfileVersion.objects.get().confidence == Decimal("0.65")


def test_what_somebody_reviewed_stands_above_a_surer_draft(cast: Cast, account: Account) -> None:
    guess = draft_profile(cast.ada, account.pk, perspective="surrogate")
    move_profile(cast.ada, guess.pk, version=None, to="reviewed")
    ours = draft_profile(cast.ada, account.pk, perspective="ours")
    assert ours.confidence > guess.confidence
    assert [profile.pk for profile in profiles_of(cast.ada, account.pk)] == [guess.pk, ours.pk]
