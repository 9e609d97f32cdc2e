"""Notes on any record that has a page: read by whoever sees the record and by nobody else, whole, with a way back."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from mutua.backoffice.tests.making import make_asset, make_invoice, make_order, make_shipment
from mutua.catalog.tests.making import make_offering, make_product
from mutua.customers.actions.merge_records import merge_records
from mutua.customers.tests.making import make_account, make_household, make_person
from mutua.daybook.actions.edit_note import edit_note
from mutua.daybook.actions.take_back import take_back
from mutua.daybook.actions.write_note import write_note
from mutua.daybook.models import Note
from mutua.daybook.queries.notes import notes_on
from mutua.daybook.tests.making import make_interaction, make_note, make_task
from mutua.foundation import days
from mutua.foundation.access import NotAllowed, NotFound, flow_actor
from mutua.foundation.files.actions.sweep_files import sweep_lost
from mutua.foundation.files.holding import holder_named, holders
from mutua.foundation.records.actions.put_value_back import put_value_back
from mutua.foundation.records.actions.restore import restore
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.foundation.records.returning import home_of, old_values_kind
from mutua.foundation.timeline.models import TimelineEntry
from mutua.relationships.actions.load_catalogue import load_catalogue
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement, make_item, make_plan
from mutua.sales.tests.making import make_opportunity
from mutua.strategy.models import CustomerStrategy
from mutua.strategy.tests.making import make_segment, make_strategy, make_version
from tests.browser import well_made
from tests.cast import nothing_changes, way_back
from tests.guarding import made

FLOW = flow_actor("tests")


@pytest.fixture
def account(cast):
    load_catalogue(FLOW)
    return make_account(owner=cast.ada, name="Harbour Grocers")


def everything(cast, account):
    """{kind: one record of it}, all of them Ada's, or the whole company's."""
    at = make_account_touchpoint(account)
    product = make_product(name="GTX Pro")
    segment = make_segment(name="Grocers")
    offering = make_offering(name="Shelf care", products=[product])
    person = make_person(owner=cast.ada, account=account)
    return {
        "account": account,
        "person": person,
        "household": make_household(person, owner=cast.ada),
        "product": product,
        "offering": offering,
        "order": make_order(account),
        "invoice": make_invoice(account),
        "shipment": make_shipment(account),
        "asset": make_asset(account),
        "segment": segment,
        "strategy": make_version(make_strategy(segment=segment, offering=offering), active=True).strategy,
        "customer-strategy": CustomerStrategy.objects.create(account=account, statement="Grow with them."),
        "account-touchpoint": at,
        "engagement": make_engagement(at, "edi-asn"),
        "roadmap-item": make_item(account),
        "plan": make_plan(),
        "interaction": make_interaction(owner=cast.ada, account=account),
        "meeting": make_meeting(cast, account),
        "task": make_task(owner=cast.ada, account=account),
        **made("noted", cast, account),
    }


def make_meeting(cast, account):
    from mutua.daybook.actions.plan_meeting import plan_meeting

    return plan_meeting(cast.ada, account.pk, title="Review", begins_at=days.now())


# What belongs to the whole company is seen by whoever may see such things at all.
COMPANYS = {"product", "offering", "segment", "strategy"}


def test_every_kind_of_record_takes_notes_and_shows_them_to_whoever_sees_it(client, cast, account):
    records = everything(cast, account)
    assert records.keys() == {holder.kind for holder in holders()}, "a kind that holds papers is asked here"
    for kind, record in records.items():
        who = "ben" if kind == "plan" else "ada"  # a representative sees no plan of the year
        write_note(getattr(cast, who), kind, record.pk, body=f"About the {kind}")
        panel = reverse("panels:panel", args=[kind, record.pk, "notes"])
        client.force_login(cast.user(who))
        assert f"About the {kind}" in client.get(panel).content.decode(), kind
        client.force_login(cast.user("eve"))
        assert client.get(panel).status_code == (200 if kind in COMPANYS else 404), kind
        if kind not in COMPANYS:
            with pytest.raises(NotFound), nothing_changes():
                write_note(cast.eve, kind, record.pk, body="Mine")
            with pytest.raises(NotFound):
                notes_on(cast.eve, kind, record.pk)
    with pytest.raises(NotFound), nothing_changes():
        write_note(cast.ada, "role", 1, body="On what has no page")


def test_the_pages_of_records_ask_for_their_notes(client, cast, account):
    records = everything(cast, account)
    client.force_login(cast.user("root"))
    for kind, record in records.items():
        page = client.get(home_of(record)).content.decode()
        assert reverse("panels:panel", args=[kind, record.pk, "notes"]) in page, kind
        shown_elsewhere = kind in ("account", "person", "opportunity", "lead")
        assert shown_elsewhere or reverse("panels:panel", args=[kind, record.pk, "files"]) in page, kind


def test_written_on_a_page_it_stands_there_and_undo_takes_it_away(client, cast, account):
    order = make_order(account)
    client.force_login(cast.user("ada"))
    page = client.post(f"/notes/order/{order.pk}/", {"body": "  Call before\nunloading  "}, follow=True)
    assert page.redirect_chain[0][0] == order.get_absolute_url()
    note = Note.objects.get()
    assert (note.body, note.account_id, note.owner_id) == ("Call before\nunloading", account.pk, cast.ada.user_id)
    assert client.post(way_back(page.content.decode())).url == order.get_absolute_url()
    assert not Note.objects.exists()
    restore(cast.ada, Note.everything.get())
    assert Note.objects.get() == note


def test_what_is_refused_comes_back_as_it_was_typed(client, cast, account):
    order = make_order(account)
    client.force_login(cast.user("ada"))
    with nothing_changes():
        answer = client.post(f"/notes/order/{order.pk}/", {"body": "x" * 20_001})
    assert answer.status_code == 422
    assert "x" * 20_001 in answer.content.decode()
    with pytest.raises(Refused, match="nothing was saved"), nothing_changes():
        write_note(cast.ada, "order", order.pk, body=" \n ")
    with pytest.raises((NotAllowed, NotFound)), nothing_changes():
        write_note(cast.mia, "order", order.pk, body="May not")


def test_what_stands_in_it_is_text(client, cast, account):
    note = make_note(make_order(account), owner=cast.ada, body="<script>alert(1)</script>\n{{ settings.SECRET_KEY }}")
    client.force_login(cast.user("ada"))
    for address in (note.get_absolute_url(), reverse("panels:panel", args=["order", note.subject_id, "notes"])):
        page = client.get(address).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script>alert" not in page
        assert "{{ settings.SECRET_KEY }}" in page


def test_the_words_before_are_kept_and_put_back(cast, account):
    note = make_note(make_order(account), owner=cast.ada, body="Gate 3")
    edit_note(cast.ada, note.pk, version=1, body="Gate 4")
    with pytest.raises(StaleVersion), nothing_changes():
        edit_note(cast.ada, note.pk, version=1, body="Gate 5")
    put_value_back(cast.ada, old_values_kind("note"), note.pk, version=2, write=note.events.get().pk, field="body")
    note.refresh_from_db()
    assert note.body == "Gate 3"


def test_it_is_told_where_the_record_has_a_timeline_and_only_there(cast, account):
    deal = make_opportunity(owner=cast.ada, account=account)
    note = write_note(cast.ada, "opportunity", deal.pk, body="They want a second offer")
    write_note(cast.ada, "order", make_order(account).pk, body="Call before")
    lines = TimelineEntry.objects.filter(sentence="daybook.note.written")
    assert [(line.subject_kind, line.subject_id) for line in lines] == [("opportunity", deal.pk)], "others see the account"
    assert "second offer" not in json.dumps(lines[0].params)
    take_back(cast.ada, "note", note.pk, version=1)
    assert not lines.all().exists()
    restore(cast.ada, Note.everything.get(pk=note.pk))
    assert lines.all().count() == 1


def test_the_account_shows_what_was_written_around_it_as_far_as_one_sees_it(client, cast, account):
    deal = make_opportunity(owner=cast.eve, account=account, name="Of Eve")
    make_note(make_order(account), owner=cast.ada, body="Call before unloading")
    make_note(deal, owner=cast.eve, body="Nobody else's matter")
    client.force_login(cast.user("ada"))
    panel = client.get(reverse("panels:panel", args=["account", account.pk, "notes"])).content.decode()
    assert "Call before unloading" in panel
    assert "Nobody else" not in panel, "Ada sees the account and not the deal"


def test_the_palette_finds_words_in_notes_of_records_that_one_sees(client, cast, account):
    make_note(make_order(account), owner=cast.ada, body="Rampe 7, Größe prüfen")
    for who, found in (("ada", True), ("eve", False)):
        client.force_login(cast.user(who))
        assert ("Rampe 7" in client.get("/search/palette?q=grosse").content.decode()) is found


def test_pages_cost_the_same_for_one_note_and_for_many(client, cast, account, django_assert_max_num_queries):
    order = make_order(account)
    for number in range(30):
        make_note(order, owner=cast.ada, body=f"Note {number}")
    client.force_login(cast.user("ada"))
    client.get("/tasks/")
    with django_assert_max_num_queries(10):
        page = client.get(f"/notes/order/{order.pk}/").content.decode()
    assert "Note 29" in page
    assert "Note 9<" not in page
    older = page.partition("?after=")[2].partition('"')[0]
    assert "Note 9<" in client.get(f"/notes/order/{order.pk}/?after={older}").content.decode()


def test_a_merge_takes_notes_along(cast, account):
    other = make_account(owner=cast.ada, name="Harbour Grocer")
    note = make_note(other, owner=cast.ada, body="Same house")
    merge_records(cast.ada, "account", account.pk, other.pk, version=1, merged_version=1)
    note.refresh_from_db()
    assert (note.subject_id, note.account_id) == (account.pk, account.pk)


def test_notes_of_records_that_are_gone_for_good_go_at_night(cast, account):
    stays, goes = make_order(account), make_order(account, number="PO-2")
    for order in (stays, goes):
        make_note(order, owner=cast.ada)
    goes.delete()
    assert sweep_lost(FLOW, holder_named("order")) == 1
    assert [note.subject_id for note in Note.everything.all()] == [stays.pk]


def test_other_programs_read_and_write_them(client, cast, account):
    order = make_order(account)
    client.force_login(cast.user("ada"))
    address = f"/api/v1/notes/order/{order.pk}"

    def send(verb, to, body, **headers):
        return getattr(client, verb)(to, json.dumps(body), content_type="application/json", headers=headers)

    made = send("post", address, {"body": "Call before"})
    assert (made.status_code, made.json()["account_id"], made.json()["by"]) == (201, account.pk, "Ada Lindqvist")
    one = f"/api/v1/notes/{made.json()['id']}"
    assert send("patch", one, {"body": "Do not call"}).status_code == 428
    changed = send("patch", one, {"body": "Do not call"}, **{"If-Match": made["ETag"]})
    assert changed.json()["body"] == "Do not call"
    with nothing_changes():
        assert send("patch", one, {"body": "Late"}, **{"If-Match": made["ETag"]}).status_code == 412
        assert send("post", address, {"body": "x", "owner_id": 1}).status_code == 422
        assert send("post", f"/api/v1/notes/role/{order.pk}", {"body": "x"}).status_code == 404
    make_note(order, owner=cast.ada, body="The second")
    first = client.get(f"{address}?limit=1").json()
    second = client.get(f"{address}?limit=1&after={first['next']}").json()
    assert [first["items"][0]["body"], second["items"][0]["body"], second["next"]] == ["The second", "Do not call", ""]
    assert client.delete(one, headers={"If-Match": changed["ETag"]}).status_code == 204
    assert client.get(one).status_code == 404
    client.force_login(cast.user("eve"))
    assert client.get(address).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_notes_on_an_order_are_well_made_and_written_without_a_mouse(cast, visit, look):
    load_catalogue(FLOW)
    order = make_order(make_account(owner=cast.ada, name="Harbour Grocers"))
    make_note(
        order, owner=cast.ada, body="Call before unloading: the dock is shared with the baker, and its lift takes one pallet at a time."
    )
    page = visit(cast.user("ada"), order.get_absolute_url(), look=look)
    box = page.get_by_role("textbox", name="Note", exact=True)
    box.scroll_into_view_if_needed() if box.count() else page.locator("[data-panel=notes]").scroll_into_view_if_needed()
    box.wait_for()
    page.locator("[data-panel=files]").scroll_into_view_if_needed() if page.locator("[data-panel=files]").count() else None
    page.get_by_text("No files yet").wait_for()
    assert well_made(page, f"order-notes-{look}") == []
    box.focus()
    page.keyboard.type("And ring twice.")
    page.keyboard.press("Control+Enter")
    page.get_by_text("And ring twice.").wait_for()
    assert Note.objects.count() == 2
    page.goto(page.url.partition("/orders/")[0] + Note.objects.first().get_absolute_url())
    assert well_made(page, f"note-{look}") == []
