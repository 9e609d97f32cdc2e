"""The joint session from both sides: who may put what, and what comes of it."""

from __future__ import annotations

import html
from decimal import Decimal
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.test import Client

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import NotFound
from mutua.foundation.records.errors import Refused
from mutua.portals.rules.tokens import digest_of
from mutua.portals.tests.visiting import Visit, make_open_link
from mutua.portals.visitor import behind_the_wall
from mutua.relationships.actions.close_session import close_session
from mutua.relationships.actions.open_session import open_session
from mutua.relationships.actions.propose import propose
from mutua.relationships.models import JointProposal, JointSession, Profile, Touchpoint
from mutua.relationships.tests.making import make_catalogue, make_profile
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
WISH = "Two days shorter from order to delivery"


@pytest.fixture
def alder(cast: Cast) -> Account:
    make_catalogue()
    return make_account(name="Alder Markets", owner=cast.ada)


def read(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def test_what_both_say_becomes_the_joint_profile_and_the_rest_stays_a_conflict(cast: Cast, alder: Account) -> None:
    mia = Visit(make_open_link(alder)[1])
    session = open_session(cast.ada, alder.pk)
    propose(cast.ada, session.pk, "physical-delivery", activity_keys=["cpfr"])
    assert mia.post(f"/session/{session.pk}/physical-delivery/", {"wish": WISH}).status_code == 302
    mia.post(f"/session/{session.pk}/order-management/", {"activity": ["edi-orders"]})
    propose(cast.ada, session.pk, "order-management", activity_keys=["edi-orders"])
    assert "you want different things" in read(mia.get(f"/session/{session.pk}/cells/"))
    closed = close_session(cast.ada, session.pk)
    profile = closed.profile
    assert profile is not None
    assert (profile.perspective, profile.confidence, profile.visibility) == ("joint", Decimal("0.90"), "shared")
    assert profile.participants == "Mia Santos, Ada Lindqvist"
    [cell] = profile.cells.all()
    assert (cell.touchpoint.key, [activity.key for activity in cell.activities.all()]) == ("order-management", ["edi-orders"])
    assert "you want different things" in read(mia.get(f"/session/{session.pk}/cells/"))


def test_where_nothing_is_left_open_both_have_agreed(cast: Cast, alder: Account) -> None:
    mia = Visit(make_open_link(alder)[1])
    session = open_session(cast.ada, alder.pk)
    mia.post(f"/session/{session.pk}/physical-delivery/", {"wish": WISH})
    propose(cast.ada, session.pk, "physical-delivery", wish=WISH)
    profile = close_session(cast.ada, session.pk).profile
    assert profile is not None
    assert (profile.visibility, profile.state) == ("agreed", "validated")
    page = read(mia.get("/"))
    assert WISH in page
    assert "agreed by both" in page


def test_other_words_for_the_same_activities_are_no_agreement(cast: Cast, alder: Account) -> None:
    """What they wish is theirs: we do not take it for agreed because the boxes are the same."""
    mia = Visit(make_open_link(alder)[1])
    session = open_session(cast.ada, alder.pk)
    mia.post(f"/session/{session.pk}/order-management/", {"activity": ["edi-orders"], "wish": "Not before May"})
    propose(cast.ada, session.pk, "order-management", activity_keys=["edi-orders"], wish="At once")
    with nothing_changes(), pytest.raises(Refused, match="Nothing is agreed yet"):
        close_session(cast.ada, session.pk)


def test_nothing_of_a_draft_is_in_the_session_or_on_the_page(cast: Cast, alder: Account) -> None:
    make_profile(
        alder, {"physical-delivery": ["cpfr"]}, perspective="surrogate", confidence=Decimal("0.4"), as_of=days.today(), note="guess"
    )
    mia = Visit(make_open_link(alder)[1])
    session = open_session(cast.ada, alder.pk)
    for address in ("/", f"/session/{session.pk}/cells/"):
        page = read(mia.get(address))
        assert "guess" not in page
        assert "account team" not in page
        assert "CPFR" not in page
    profile = Profile.objects.get(perspective="surrogate")
    profile.visibility = "shared"
    profile.save()
    assert "as our account team understands you" in read(mia.get("/"))
    assert "surrogate" not in read(mia.get("/")).lower()


def test_nobody_of_ours_speaks_for_the_customer_nor_the_customer_for_us(cast: Cast, alder: Account) -> None:
    session = open_session(cast.ada, alder.pk)
    touchpoint = Touchpoint.objects.get(key="physical-delivery")
    values = {"session_id": session.pk, "touchpoint_id": touchpoint.pk, "by": "Mia Santos", "at": days.now(), "activities": [], "wish": "x"}
    with nothing_changes(), pytest.raises(Error), transaction.atomic():
        JointProposal.objects.create(side="customer", **values)
    _link, token = make_open_link(alder)
    for wrong in ({"side": "us"}, {"side": "customer", "by": "Ada Lindqvist"}):
        with nothing_changes(), pytest.raises(Error), behind_the_wall(digest_of(token)):
            JointProposal.objects.create(**{**values, **wrong})
    with behind_the_wall(digest_of(token)):
        JointProposal.objects.create(side="customer", **values)


def test_another_customers_session_is_not_there(cast: Cast, alder: Account) -> None:
    session = open_session(cast.ada, make_account(owner=cast.ada).pk)
    mia = Visit(make_open_link(alder)[1])
    with nothing_changes():
        assert mia.get(f"/session/{session.pk}/").status_code == 404
        assert mia.get(f"/session/{session.pk}/cells/").status_code == 404
        assert mia.post(f"/session/{session.pk}/physical-delivery/", {"wish": "x"}).status_code == 404


def test_a_closed_session_takes_nothing_more(cast: Cast, alder: Account) -> None:
    mia = Visit(make_open_link(alder)[1])
    session = open_session(cast.ada, alder.pk)
    mia.post(f"/session/{session.pk}/physical-delivery/", {"wish": WISH})
    with nothing_changes(), pytest.raises(Refused, match="Nothing is agreed yet"):
        close_session(cast.ada, session.pk)
    propose(cast.ada, session.pk, "physical-delivery", wish=WISH)
    close_session(cast.ada, session.pk)
    with nothing_changes():
        assert mia.post(f"/session/{session.pk}/physical-delivery/", {"wish": "y"}).status_code == 422
        for act in (lambda: propose(cast.ada, session.pk, "physical-delivery", wish="y"), lambda: close_session(cast.ada, session.pk)):
            with pytest.raises(Refused):
                act()


def test_wrong_words_are_refused_on_both_sides(cast: Cast, alder: Account) -> None:
    mia = Visit(make_open_link(alder)[1])
    session = open_session(cast.ada, alder.pk)
    with nothing_changes():
        for sent in ({"activity": ["edi-orders"]}, {"wish": "x" * 241}, {"activity": ["no-such"]}):
            assert mia.post(f"/session/{session.pk}/physical-delivery/", sent).status_code == 422
        with pytest.raises(Refused):
            propose(cast.ada, session.pk, "physical-delivery", activity_keys=["edi-orders"])
        assert mia.post(f"/session/{session.pk}/nowhere/", {"wish": "x"}).status_code == 404


def test_one_session_at_a_time_and_none_by_strangers(cast: Cast, alder: Account) -> None:
    session = open_session(cast.ada, alder.pk)
    with nothing_changes():
        with pytest.raises(Refused, match="open already"):
            open_session(cast.ada, alder.pk)
        for act in (lambda: open_session(cast.eve, alder.pk), lambda: propose(cast.eve, session.pk, "physical-delivery", wish="x"), lambda: close_session(cast.eve, session.pk)):  # fmt: skip
            with pytest.raises(NotFound):
                act()
    assert JointSession.objects.count() == 1


def test_our_page_shows_what_they_put(cast: Cast, alder: Account, client: Client) -> None:
    client.force_login(cast.user("ada"))
    assert client.post(f"/accounts/{alder.pk}/session/open/").status_code == 302
    session = JointSession.objects.get()
    Visit(make_open_link(alder)[1]).post(f"/session/{session.pk}/physical-delivery/", {"wish": WISH})
    page = read(client.get(f"/sessions/{session.pk}/"))
    assert WISH in page
    assert "Agree to this" in page
    assert WISH in read(client.get(f"/sessions/{session.pk}/cells/"))


def test_nothing_of_it_is_written_over(cast: Cast, alder: Account) -> None:
    session = open_session(cast.ada, alder.pk)
    propose(cast.ada, session.pk, "physical-delivery", wish=WISH)
    for statement in ("update relationships_jointproposal set wish = 'x'", "delete from relationships_jointproposal"):
        with nothing_changes(), pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_what_both_said_before_stays_where_nobody_speaks_of_it(cast: Cast, alder: Account) -> None:
    mia = Visit(make_open_link(alder)[1])

    def both_say(key: str, activity: str) -> None:
        mia.post(f"/session/{session.pk}/{key}/", {"activity": [activity]})
        propose(cast.ada, session.pk, key, activity_keys=[activity])

    def wanted() -> set[tuple[str, str]]:
        profile = Profile.objects.exclude(state="superseded").get(account=alder, perspective="joint")
        return {(cell.touchpoint.key, activity.key) for cell in profile.cells.all() for activity in cell.activities.all()}

    session = open_session(cast.ada, alder.pk)
    both_say("physical-delivery", "cpfr")
    both_say("order-management", "edi-orders")
    close_session(cast.ada, session.pk)
    session = open_session(cast.ada, alder.pk)
    both_say("order-management", "order-calendar")
    close_session(cast.ada, session.pk)
    assert wanted() == {("physical-delivery", "cpfr"), ("order-management", "order-calendar")}
    session = open_session(cast.ada, alder.pk)
    both_say("order-management", "edi-orders")
    mia.post(f"/session/{session.pk}/physical-delivery/", {"wish": WISH})
    close_session(cast.ada, session.pk)
    assert wanted() == {("order-management", "edi-orders")}, "what one of them no longer says is agreed no more"


def test_what_we_alone_wrote_down_is_not_taken_for_agreed(cast: Cast, alder: Account) -> None:
    mia = Visit(make_open_link(alder)[1])
    make_profile(alder, {"physical-delivery": ["cpfr"]}, perspective="joint")
    session = open_session(cast.ada, alder.pk)
    mia.post(f"/session/{session.pk}/order-management/", {"activity": ["edi-orders"]})
    propose(cast.ada, session.pk, "order-management", activity_keys=["edi-orders"])
    profile = close_session(cast.ada, session.pk).profile
    assert profile is not None
    assert [cell.touchpoint.key for cell in profile.cells.all()] == ["order-management"]
