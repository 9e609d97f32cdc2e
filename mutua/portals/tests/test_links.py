"""Giving, opening and taking back a signed link."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client, override_settings

from mutua.customers.actions.create_person import create_person
from mutua.customers.actions.delete_person import delete_person
from mutua.customers.actions.edit_detail import edit_detail
from mutua.customers.details import DETAILS
from mutua.customers.models import Affiliation
from mutua.customers.tests.making import make_account, make_person
from mutua.foundation import days
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.identity.models import User
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.records.errors import Refused
from mutua.foundation.timeline.models import TimelineEntry
from mutua.portals.actions.close_promise import close_promise
from mutua.portals.actions.make_link import make_link
from mutua.portals.actions.promise import promise
from mutua.portals.actions.revoke_link import revoke_link
from mutua.portals.models import PortalLink, PortalOpening
from mutua.portals.queries.links import links_of
from mutua.portals.rules.tokens import digest_of
from mutua.portals.tests.visiting import OUTSIDE, Visit, make_guest, make_open_link
from mutua.relationships.tests.making import make_item
from tests.cast import Cast, nothing_changes
from tests.rights.planting import found_in_database

pytestmark = pytest.mark.django_db
SENTENCE = "This link opens nothing, or nothing any more"


@pytest.fixture(autouse=True)
def nobody_has_tried_before() -> None:
    caches["process"].clear()


def test_the_link_goes_out_by_mail_and_only_its_digest_is_kept(cast: Cast, mailoutbox: list[Any]) -> None:
    account = make_account(name="Alder Markets", owner=cast.ada)
    guest = make_guest(account)
    with override_settings(PORTAL_URL=OUTSIDE["PORTAL_URL"]):
        link = make_link(cast.ada, account.pk, person_id=guest.pk, open_days=30)
    mail = OutgoingMail.objects.get(key=f"portal-link-{link.pk}")
    assert "http://localhost:9000/open/••••••••/" in mail.text
    run_waiting()
    [sent] = mailoutbox
    [token] = set(re.findall(r"http://localhost:9000/open/([\w-]{43})/", sent.body + str(sent.alternatives[0])))
    assert mail.to == "mia@alder.example"
    assert link.digest == digest_of(token)
    assert found_in_database(token) == {}
    assert found_in_database("••••••••") == {"mail_outgoingmail": 1}
    assert (link.expires_at - days.now()).days in (29, 30)
    assert TimelineEntry.objects.filter(sentence="portals.link.made", subject_id=account.pk).count() == 1


def test_whoever_makes_it_does_not_see_it(cast: Cast, client: Client) -> None:
    """Our people cannot sign for the customer: the link, which could, is shown nowhere but in the mail."""
    account = make_account(owner=cast.ada)
    guest = make_guest(account)
    client.force_login(cast.user("ada"))
    with override_settings(PORTAL_URL=OUTSIDE["PORTAL_URL"]):
        answer = client.post(f"/accounts/{account.pk}/portal/links/new/", {"person_id": guest.pk, "open_days": 90}, follow=True)
    page = answer.content.decode()
    assert "mia@alder.example" in page
    assert f"{OUTSIDE['PORTAL_URL']}/open/" not in page
    assert PortalLink.objects.get().digest not in page


def test_a_person_of_another_account_is_refused(cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    elsewhere = make_guest(make_account(owner=cast.ada))
    with override_settings(PORTAL_URL=OUTSIDE["PORTAL_URL"]), nothing_changes(), pytest.raises(Refused, match="works for this account"):
        make_link(cast.ada, account.pk, person_id=elsewhere.pk)


def test_a_person_without_an_address_is_refused(cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    person = make_person(account=account)
    with override_settings(PORTAL_URL=OUTSIDE["PORTAL_URL"]), nothing_changes(), pytest.raises(Refused, match="no mail address"):
        make_link(cast.ada, account.pk, person_id=person.pk)


def test_an_address_of_the_house_is_refused(cast: Cast) -> None:
    """A customer's link in our own mailbox would let one of ours sign."""
    account = make_account(owner=cast.ada)
    guests = [make_guest(account, email=cast.user("ben").email.upper()), make_guest(account, email="somebody@meridian.example")]
    for guest in guests:
        with (
            override_settings(PORTAL_URL=OUTSIDE["PORTAL_URL"], DEFAULT_FROM_EMAIL="Meridian <crm@meridian.example>"),
            nothing_changes(),
            pytest.raises(Refused, match="address of this house"),
        ):
            make_link(cast.ada, account.pk, person_id=guest.pk)


def test_who_wrote_the_address_down_does_not_send_the_link_to_it(cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    guest = create_person(cast.ada, account=account, given_name="Mia", family_name="Santos", mail="mia@private.example")
    with override_settings(PORTAL_URL=OUTSIDE["PORTAL_URL"]):
        with nothing_changes(), pytest.raises(Refused, match="wrote down the address"):
            make_link(cast.ada, account.pk, person_id=guest.pk)
        assert make_link(cast.root, account.pk, person_id=guest.pk).email == "mia@private.example"


def test_who_changed_the_address_does_not_send_the_link_either(cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    guest = make_guest(account)
    point = guest.contact_points.get()
    edit_detail(cast.ada, point.pk, DETAILS["contact-point"], version=None, value="mia@private.example")
    with override_settings(PORTAL_URL=OUTSIDE["PORTAL_URL"]), nothing_changes(), pytest.raises(Refused, match="wrote down the address"):
        make_link(cast.ada, account.pk, person_id=guest.pk)


def test_where_nobody_else_could_send_it_whoever_is_there_does(cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    guest = create_person(cast.ada, account=account, given_name="Mia", family_name="Santos", mail="mia@alder.example")
    User.objects.exclude(pk=cast.ada.user_id).update(is_active=False)
    with override_settings(PORTAL_URL=OUTSIDE["PORTAL_URL"]):
        assert make_link(cast.ada, account.pk, person_id=guest.pk).email == "mia@alder.example"


@pytest.mark.parametrize("leaving", ["ends", "is deleted"])
def test_a_link_closes_when_its_person_leaves(cast: Cast, leaving: str) -> None:
    account = make_account(owner=cast.ada)
    link, token = make_open_link(account)
    mia = Visit(token)
    assert mia.get("/").status_code == 200
    if leaving == "ends":
        Affiliation.objects.filter(person=link.person_id).update(until=days.today() - timedelta(days=2))
    else:
        delete_person(cast.ada, link.person_id, version=None)
    assert [mia.get(page).status_code for page in ("/", "/value/", f"/open/{token}/")] == [404, 404, 404]
    assert [row.is_open for row in links_of(cast.ada, account.pk)] == [False]


def test_strangers_give_no_link_and_take_none_back(cast: Cast) -> None:
    link, _token = make_open_link(make_account(owner=cast.ada))
    with nothing_changes():
        with pytest.raises(NotFound):
            make_link(cast.eve, link.account_id, person_id=link.person_id)
        with pytest.raises(NotFound):
            revoke_link(cast.eve, link.account_id, link.pk)
        with pytest.raises(NotAllowed):
            revoke_link(cast.executive, link.account_id, link.pk)


def test_a_link_and_a_promise_are_closed_from_their_own_account_alone(cast: Cast) -> None:
    """By the page of another account that she sees as well: the number in the address is compared, not believed."""
    mine, other = make_account(owner=cast.ada), make_account(owner=cast.ada)
    link, _token = make_open_link(mine)
    kept = promise(cast.ada, mine.pk, words="Ship notices for every order")
    item = make_item(mine, "edi-asn")
    with nothing_changes():
        for act in (
            lambda: revoke_link(cast.ada, other.pk, link.pk),
            lambda: close_promise(cast.ada, other.pk, kept.pk, kept=True),
            lambda: promise(cast.ada, other.pk, words="Ship notices", item_id=item.pk),
        ):
            with pytest.raises(NotFound):
                act()


def test_opening_it_leads_to_the_page_and_is_noted_once_a_minute(cast: Cast) -> None:
    link, token = make_open_link(make_account(name="Alder Markets", owner=cast.ada))
    mia = Visit()
    for _time in range(2):
        answer = mia.get(f"/open/{token}/")
        assert answer.status_code == 302
    assert "Alder Markets" in mia.get("/").content.decode()
    assert [opening.address for opening in PortalOpening.objects.filter(link=link)] == ["127.0.0.1"]
    cookie = mia.cookies["mutua_portal"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_scanner_that_opens_it_changes_nothing_but_the_log(cast: Cast) -> None:
    _link, token = make_open_link(make_account(owner=cast.ada))
    Visit().get(f"/open/{token}/")
    with nothing_changes():
        for method in ("get", "head"):
            getattr(Visit(), method)(f"/open/{token}/")
        assert Visit().post(f"/open/{token}/").status_code == 405


def test_wrong_expired_and_revoked_say_the_same_sentence(cast: Cast) -> None:
    link, token = make_open_link(make_account(owner=cast.ada))
    revoked, revoked_token = make_open_link(make_account(owner=cast.ada))
    revoke_link(cast.ada, revoked.account_id, revoked.pk)
    PortalLink.objects.filter(pk=link.pk).update(created_at=days.now() - timedelta(days=9), expires_at=days.now() - timedelta(seconds=1))
    with nothing_changes():
        answers = [Visit().get(f"/open/{one}/") for one in (token, revoked_token, "x" * 43, "x", "ä" * 43, f"{token[:-1]}A")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert SENTENCE in answers[0].content.decode()


def test_a_page_that_was_open_closes_with_its_link(cast: Cast) -> None:
    link, token = make_open_link(make_account(owner=cast.ada))
    mia = Visit(token)
    assert mia.get("/").status_code == 200
    revoke_link(cast.ada, link.account_id, link.pk)
    assert mia.get("/").status_code == 404


def test_who_tries_too_often_waits(cast: Cast) -> None:
    with days.as_of(days.now()):
        codes = [Visit().get(f"/open/{'x' * 43}/").status_code for _time in range(31)]
    assert codes == [404] * 30 + [429]


def test_the_link_is_made_of_the_settings_and_not_of_the_host_that_was_asked(cast: Cast, client: Client) -> None:
    account = make_account(owner=cast.ada)
    guest = make_guest(account)
    client.force_login(cast.user("ada"))
    with override_settings(PORTAL_URL=OUTSIDE["PORTAL_URL"]):
        client.post(f"/accounts/{account.pk}/portal/links/new/", {"person_id": guest.pk, "open_days": 9}, headers={"host": "evil.example"})
    mail = OutgoingMail.objects.get()
    assert "http://localhost:9000/open/" in mail.text
    assert "evil" not in mail.text + mail.html


def test_who_brought_the_address_in_by_a_file_does_not_send_the_link_either(cast: Cast) -> None:
    make_account(name="Alder Markets", owner=cast.ada)
    file = b"given name,family name,mail,account\nMia,Santos,mia@private.example,Alder Markets\n"
    assert import_now(cast.root, "people", BytesIO(file), file_name="people.csv", source="crm").created == 1
    [works] = Affiliation.objects.all()
    with override_settings(PORTAL_URL=OUTSIDE["PORTAL_URL"]):
        with nothing_changes(), pytest.raises(Refused, match="wrote down the address"):
            make_link(cast.root, works.account_id, person_id=works.person_id)
        assert make_link(cast.ada, works.account_id, person_id=works.person_id).email == "mia@private.example"
