"""The customer's page: what is on it, what is not, and that nothing else can be reached from there."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from mutua.backoffice.models import Shipment
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.records.errors import Refused
from mutua.foundation.timeline.reading import entries_for
from mutua.portals import outside
from mutua.portals.actions.close_promise import close_promise
from mutua.portals.actions.promise import promise
from mutua.portals.actions.propose_for_customer import propose_for_customer
from mutua.portals.models import Promise
from mutua.portals.tests.visiting import Visit, make_open_link
from mutua.portals.walls import TOLD_FOR
from mutua.relationships.actions.agree_profile import agree_profile
from mutua.relationships.actions.draft_profile import draft_profile
from mutua.relationships.actions.move_profile import move_profile
from mutua.relationships.actions.open_session import open_session
from mutua.relationships.actions.report_figure import report_figure
from mutua.relationships.actions.set_desired import set_desired
from mutua.relationships.actions.share_profile import share_profile
from mutua.relationships.models import AccountTouchpoint, JointProposal, PerformanceMeasure
from mutua.relationships.queries.touchpoints import performances
from mutua.relationships.tests.making import make_catalogue
from mutua.relationships.tests.scene import make_scene
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


def read(answer: object) -> str:
    return html.unescape(answer.content.decode())  # type: ignore[attr-defined]


def deliveries(account: Account, good: int, late: int) -> None:
    on = days.today() - timedelta(days=60)
    Shipment.objects.bulk_create(
        Shipment(account=account, number=f"S{number}", currency="USD", value=4_000, promised_on=on, delivered_on=on + timedelta(days=9 if number < late else 0), quantity_ordered=10, quantity_delivered=10)
        for number in range(good + late)
    )  # fmt: skip


def test_the_scorecard_is_of_their_measures_and_their_deliveries(cast: Cast) -> None:
    alder, other = make_scene(cast), make_account(owner=cast.ada)
    # Of the 66 of the scene those from the 46th on with an odd number came four days late: 47, 49 … 65
    late = len([number for number in range(66) if number > 45 and number % 2])
    deliveries(other, good=500, late=0)
    page = read(Visit(make_open_link(alder)[1]).get("/"))
    assert late == 10
    assert f"{66 - late} of 66 as you ask, {late} not." in page
    assert "191 of 198 as you ask" in page
    assert "500" not in page


def test_a_measure_that_is_no_share_and_one_by_proxy_are_told_as_what_they_are(cast: Cast) -> None:
    alder = make_scene(cast)
    meeting = AccountTouchpoint.objects.get(account=alder, touchpoint__key="physical-delivery")
    days_of = {"key": "their-days", "kind": "order-to-delivery-days", "unit": "days", "better": "lower", "target": 5, "tolerance": 7}
    their = PerformanceMeasure.objects.create(
        account_touchpoint=meeting, name="Order to delivery", counted_from="reported", is_proxy=False, **days_of
    )
    until = days.today() - timedelta(days=1)
    report_figure(cast.ada, their.pk, since=until - timedelta(days=30), until=until, numerator=Decimal(630), denominator=Decimal(100))
    page = read(Visit(make_open_link(alder)[1]).get("/"))
    assert "Order to delivery" in page
    assert "6.3 days" in page
    assert "Target 5 days, at most 7 days." in page
    assert "Your own figures" in page
    assert "stand-in" not in page
    PerformanceMeasure.objects.filter(key="on-time-in-full").update(is_proxy=True, proxy_name="Ada’s guess")
    page = read(Visit(make_open_link(alder)[1]).get("/"))
    assert "56 of 66 by our count, 10 not." in page
    assert "a stand-in until you tell us how you count" in page
    assert "Your window" not in page
    assert "guess" not in page


def test_one_figure_is_the_newest_wherever_it_is_told(client: Client, cast: Cast) -> None:
    """The month that ended last, and not the quarter that ended on the same day, though that was reported later."""
    alder = make_scene(cast)
    meeting = AccountTouchpoint.objects.get(account=alder, touchpoint__key="invoicing-payment")
    their = PerformanceMeasure.objects.create(
        account_touchpoint=meeting, key="accuracy", name="Right invoices", counted_from="reported", is_proxy=False
    )
    PerformanceMeasure.objects.filter(account_touchpoint=meeting).exclude(pk=their.pk).delete()
    until = days.today() - timedelta(days=1)
    for long, good in ((30, 90), (90, 10)):
        figures = {"numerator": Decimal(good), "denominator": Decimal(100)}
        report_figure(cast.ada, their.pk, since=until - timedelta(days=long), until=until, **figures)
    assert performances(cast.ada, [meeting.pk])[meeting.pk].value == Fraction(9, 10)
    assert "90 of 100" in read(Visit(make_open_link(alder)[1]).get("/"))
    client.force_login(cast.user("ada"))
    assert client.get(f"/api/v1/measures/{their.pk}/figure").json()["value"] == 0.9


def test_a_draft_that_is_begun_takes_nothing_away_from_what_was_agreed(cast: Cast) -> None:
    alder = make_account(owner=cast.ada)
    make_catalogue()
    given = {"perspective": "joint", "participants": "Mia Santos"}
    agreed = draft_profile(cast.ada, alder.pk, **given)
    set_desired(cast.ada, agreed.pk, "physical-delivery", ["edi-asn"], version=None, wish="Two days shorter")
    share_profile(cast.ada, agreed.pk, version=None)
    for state in ("reviewed", "validated"):
        move_profile(cast.ada, agreed.pk, version=None, to=state)
    agree_profile(cast.ada, agreed.pk, version=None, how="By mail")
    mia = Visit(make_open_link(alder)[1])
    before = read(mia.get("/"))
    assert "Two days shorter" in before
    assert f"Written down by {cast.ada.name}: By mail" in before
    draft = draft_profile(cast.ada, alder.pk, **given)
    set_desired(cast.ada, draft.pk, "physical-delivery", ["edi-asn"], version=None, wish="Three days longer")
    assert "Two days shorter" in read(mia.get("/"))
    assert "Three days longer" not in read(mia.get("/"))
    share_profile(cast.ada, draft.pk, version=None)
    assert "Three days longer" in read(mia.get("/"))
    assert "Two days shorter" not in read(mia.get("/"))
    move_profile(cast.ada, draft.pk, version=None, to="superseded")
    assert "Where we want to be" not in read(mia.get("/"))


def test_nothing_internal_is_on_it(cast: Cast) -> None:
    alder = make_scene(cast)
    page = read(Visit(make_open_link(alder)[1]).get("/"))
    for word in ("CPFR", "Collaborative planning", "90,000", "220,000", "surrogate", "Ada Lindqvist", "Strategic", "Independent"):
        assert word not in page, word


def test_promises_stand_there_with_their_day_until_they_are_taken_off(cast: Cast) -> None:
    alder = make_account(name="Alder Markets", owner=cast.ada)
    token = make_open_link(alder)[1]
    kept = promise(cast.ada, alder.pk, words="Ship notices for every order", due_on=days.today())
    gone = promise(cast.ada, alder.pk, words="A pallet pool by spring")
    with days.as_of(days.today() - timedelta(days=10)):
        promise(cast.ada, alder.pk, words="Standing appointments", due_on=days.today() + timedelta(days=7))
    promise(cast.ada, make_account(owner=cast.ada).pk, words="Something for others")
    close_promise(cast.ada, alder.pk, kept.pk, kept=True)
    with pytest.raises(Refused, match="Say why"), nothing_changes():
        close_promise(cast.ada, alder.pk, gone.pk, kept=False, why=" ")
    close_promise(cast.ada, alder.pk, gone.pk, kept=False, why="The pool was sold")
    page = read(Visit(token).get("/"))
    assert "Ship notices for every order" in page
    assert "kept on" in page
    assert "was due on" in page
    assert re.search(r"A pallet pool by spring\s*<br>.*The pool was sold.*withdrawn on", page)
    assert "others" not in page
    Promise.objects.filter(pk=gone.pk).update(withdrawn_at=days.now() - TOLD_FOR - timedelta(hours=1))
    assert "pallet pool" not in read(Visit(token).get("/"))


def test_the_timeline_tells_what_becomes_of_a_promise(cast: Cast, client: Client) -> None:
    alder = make_account(name="Alder Markets", owner=cast.ada)
    kept, gone = (promise(cast.ada, alder.pk, words=words) for words in ("Ship notices", "A pallet pool"))
    close_promise(cast.ada, alder.pk, kept.pk, kept=True)
    client.force_login(cast.user("ada"))
    address = f"/accounts/{alder.pk}/portal/promises/{gone.pk}/close/"
    with nothing_changes():
        assert client.post(address, {"how": "withdrawn"}).status_code == 422
    assert client.post(address, {"how": "withdrawn", "why": "The pool was sold"}).status_code == 302
    told = {entry.sentence: entry.params for entry in entries_for(cast.ada, "account", alder.pk).entries}
    assert told["portals.promise.kept"]["words"] == "Ship notices"
    assert told["portals.promise.withdrawn"]["why"] == "The pool was sold"
    door = f"/accounts/{alder.pk}/portal/"
    assert "withdrawn on" in read(client.get(door))
    assert "Nobody of theirs has an open link yet" in read(client.get(door))
    make_open_link(alder)
    assert "Nobody of theirs has an open link yet" not in read(client.get(door))


def test_nothing_is_promised_by_a_day_that_is_over(cast: Cast) -> None:
    alder = make_account(owner=cast.ada)
    with pytest.raises(Refused) as refused, nothing_changes():
        promise(cast.ada, alder.pk, words="Sooner", due_on=days.today() - timedelta(days=1))
    assert refused.value.field == "due_on"


def addresses(number: int) -> list[str]:
    """Every address of the portal, with this number where one has a number."""
    found = []
    for pattern in outside.urlpatterns:
        assert isinstance(pattern, URLPattern)
        text = "/" + str(pattern.pattern)
        for name in pattern.pattern.converters:
            text = (
                text.replace(f"<int:{name}>", str(number)).replace(f"<str:{name}>", "x" * 43).replace(f"<slug:{name}>", "physical-delivery")
            )
        assert "<" not in text, text
        found.append(text)
    return found


def test_every_address_says_who_may_enter() -> None:
    assert [str(one.pattern) for one in outside.urlpatterns if not hasattr(one.callback, "policy")] == []


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_nobody_gets_further_than_a_sentence(cast: Cast, method: str) -> None:
    alder = make_scene(cast)
    for address in addresses(alder.pk):
        if address == "/leave/":
            continue
        with nothing_changes():
            answer = getattr(Visit(), method)(address)
        assert answer.status_code in (404, 405, 429), address
        assert "Alder" not in read(answer)


def test_an_answer_that_refuses_keeps_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """P18, in the portal's own process: what was written before the refusal goes with it."""
    alder = make_account(owner=cast.ada)
    make_catalogue()
    session = open_session(cast.ada, alder.pk)
    mia = Visit(make_open_link(alder)[1])

    def refuse_late(*told: Any, **more: Any) -> None:
        propose_for_customer(*told, **more)
        raise Refused("Too late")

    monkeypatch.setattr("mutua.portals.views.joint.propose_for_customer", refuse_late)
    with nothing_changes():
        assert mia.post(f"/session/{session.pk}/physical-delivery/", {"wish": "Two days shorter"}).status_code == 422
    assert not JointProposal.objects.exists()


def test_no_page_of_the_house_is_served_here(cast: Cast) -> None:
    alder = make_scene(cast)
    mia = Visit(make_open_link(alder)[1])
    inside = ("/accounts/", f"/accounts/{alder.pk}/", f"/accounts/{alder.pk}/profile/", f"/accounts/{alder.pk}/value/", "/sign-in/", "/api/v1/roadmap-items", "/mail/", "/plans/", f"/accounts/{alder.pk}/portal/")  # fmt: skip
    for address in inside:
        answer = mia.get(address)
        assert answer.status_code == 404, address
        assert "Your own page begins" in read(answer)


def test_a_form_from_elsewhere_is_refused(cast: Cast) -> None:
    mia = Visit(make_open_link(make_account(owner=cast.ada))[1], enforce_csrf_checks=True)
    with nothing_changes():
        answer = mia.post("/leave/")
    assert answer.status_code == 403
    assert "not sent from your page" in read(answer)


def test_the_page_asks_the_same_however_much_there_is(cast: Cast, django_assert_max_num_queries: object) -> None:
    alder = make_scene(cast)
    token = make_open_link(alder)[1]
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        Visit(token).get("/")


def test_amounts_of_their_window_are_said(cast: Cast) -> None:
    alder = make_scene(cast)
    page = read(Visit(make_open_link(alder)[1]).get("/"))
    assert "Your window: up to 0 days early, up to 1 days late." in page
