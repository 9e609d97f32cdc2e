"""Tags: one word is one tag, on any record, for one or many, with every way back."""

from __future__ import annotations

import pytest

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account, make_person
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.filters import apply_filter
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.foundation.tags.actions import settle_tags
from mutua.foundation.tags.actions.change_tag import delete_tag, merge_tag, rename_tag
from mutua.foundation.tags.actions.tag_record import tag_many, tag_record
from mutua.foundation.tags.models import Tag
from mutua.sales.tests.making import make_opportunity
from tests.cast import nothing_changes, way_back


@pytest.fixture
def account(cast):
    return make_account(owner=cast.ada, name="Alder")


def tags_of(record):
    return type(record).objects.get(pk=record.pk).tags


def test_capitals_make_no_new_tag_and_the_list_says_how_it_is_written(cast, account):
    tag_record(cast.ada, "account", account.pk, version=1, add=["Cold chain", "VIP"])
    other = make_account(owner=cast.ada)
    tag_record(cast.ada, "account", other.pk, version=1, add=["cold CHAIN", "#vip"])
    assert tags_of(other) == ["Cold chain", "VIP"]
    assert Tag.objects.count() == 2


def test_accounts_people_and_deals_have_tags_and_each_is_found_by_them(client, cast, account):
    client.force_login(cast.user("ada"))
    for kind, record, address in (
        ("account", account, "/accounts/"),
        ("person", make_person(owner=cast.ada), "/people/"),
        ("opportunity", make_opportunity(owner=cast.ada, account=account), "/deals/"),
    ):
        client.post(f"/tagged/{kind}/{record.pk}/", {"version": 1, "add": "Seasonal, Key"})
        assert tags_of(record) == ["Key", "Seasonal"]
        tree = {"field": "tags", "op": "contains", "value": "Key"}
        assert list(apply_filter(type(record).objects.all(), kind, tree)) == [record]
        page = client.get(record.get_absolute_url()).content.decode()
        assert "Take the tag Seasonal away" in page
        assert "Key, Seasonal" in b"".join(client.get(f"{address}?export=csv&cols=name,tags").streaming_content).decode()


def test_a_tag_is_added_and_taken_away_with_a_way_back(client, cast, account):
    client.force_login(cast.user("ada"))
    client.post(f"/tagged/account/{account.pk}/", {"version": 1, "add": "Key"}, follow=True)
    page = client.post(f"/tagged/account/{account.pk}/", {"version": 2, "remove": "Key"}, follow=True).content.decode()
    assert tags_of(account) == []
    client.post(way_back(page))
    assert tags_of(account) == ["Key"]


@pytest.mark.parametrize(
    ("actor", "values", "error"),
    [
        ("eve", {"add": ["x"], "version": 1}, NotFound),
        ("executive", {"add": ["x"], "version": 1}, NotAllowed),
        ("ada", {"add": ["x"], "version": 9}, StaleVersion),
        ("ada", {"add": ["x" * 41], "version": 1}, Refused),
        ("ada", {"add": [f"t{n}" for n in range(31)], "version": 1}, Refused),
    ],
)
def test_what_is_refused_leaves_no_tag_behind(cast, account, actor, values, error):
    with pytest.raises(error), nothing_changes():
        tag_record(getattr(cast, actor), "account", account.pk, **values)


def test_the_list_of_tags_is_bounded(cast, account, monkeypatch):
    monkeypatch.setattr(settle_tags, "MOST", 2)
    tag_record(cast.ada, "account", account.pk, version=1, add=["a", "b"])
    with pytest.raises(Refused, match="no room for “c”"), nothing_changes():
        tag_record(cast.ada, "account", account.pk, version=2, add=["c"])


def test_many_rows_are_tagged_and_it_is_taken_back_but_where_somebody_changed_it_since(client, cast, account):
    others = [make_account(owner=cast.ada, name=f"Birch {n}", tags=["Old"]) for n in range(3)]
    Tag.objects.create(name="Old", key="old")
    client.force_login(cast.user("ada"))
    sent = {"act": "bulk:tag", "ids": [one.pk for one in [account, *others]], "add": "New", "remove": "old"}
    preview = client.post("/accounts/", sent).content.decode()
    assert "its other tags stay" in preview
    assert tags_of(account) == []
    page = client.post("/accounts/", {**sent, "sure": "yes"}, follow=True).content.decode()
    assert [tags_of(one) for one in [account, *others]] == [["New"]] * 4
    client.post(f"/tagged/account/{others[0].pk}/", {"version": 2, "add": "Mine", "remove": "New"})
    client.post(way_back(page))
    run_waiting()
    assert [tags_of(one) for one in [account, *others]] == [[], ["Mine"], ["Old"], ["Old"]]


def test_nothing_to_add_and_nothing_to_take_away_is_said(client, cast, account):
    client.force_login(cast.user("ada"))
    with nothing_changes():
        answer = client.post("/accounts/", {"act": "bulk:tag", "ids": [account.pk], "sure": "yes"})
    assert "Name a tag to add or to take away" in answer.content.decode()


def test_who_may_not_see_a_row_tags_none(cast, account):
    hers = make_account(owner=cast.eve)
    with pytest.raises(NotFound), nothing_changes():
        tag_many(cast.ada, "account", [account.pk, hers.pk], add=["x"])


def test_a_renamed_tag_is_followed_by_its_records_and_can_be_named_back(cast, account):
    tag_record(cast.ada, "account", account.pk, version=1, add=["Old", "VIP"])
    binned = make_account(owner=cast.ada, tags=["Old"], deleted_at="2026-01-01T00:00Z")
    tag = Tag.objects.get(name="Old")
    rename_tag(cast.root, tag.pk, version=1, name="New")
    for _twice in range(2):
        run_waiting()
        assert tags_of(account) == ["New", "VIP"]
    assert Account.everything.get(pk=binned.pk).tags == ["New"]
    assert account.events.latest("pgh_id").tags == ["Old", "VIP"], "the history says what stood there"
    rename_tag(cast.root, tag.pk, version=2, name="Old")
    run_waiting()
    assert tags_of(account) == ["Old", "VIP"]


def test_an_administrator_renames_merges_and_deletes_on_pages_and_a_name_has_a_way_back(client, cast):
    one, two = (Tag.objects.create(name=name, key=name) for name in ("one", "two"))
    client.force_login(cast.user("root"))
    page = client.post(f"/settings/tags/{one.pk}/", {"version": 1, "name": "Uno"}, follow=True).content.decode()
    assert Tag.objects.get(pk=one.pk).name == "Uno"
    client.post(way_back(page))
    assert Tag.objects.get(pk=one.pk).name == "one"
    assert client.post(f"/settings/tags/{one.pk}/merge/", {"version": 3, "into_id": two.pk}).status_code == 302
    assert client.post(f"/settings/tags/{two.pk}/delete/", {"version": 1}).status_code == 302
    assert not Tag.objects.exists()


def test_merging_leaves_one_and_deleting_none(cast, account):
    both = make_account(owner=cast.ada)
    tag_record(cast.ada, "account", account.pk, version=1, add=["Client"])
    tag_record(cast.ada, "account", both.pk, version=1, add=["Client", "Customer"])
    client_tag, customer = Tag.objects.get(name="Client"), Tag.objects.get(name="Customer")
    merge_tag(cast.root, client_tag.pk, version=1, into_id=customer.pk)
    run_waiting()
    assert (tags_of(account), tags_of(both)) == (["Customer"], ["Customer"])
    delete_tag(cast.root, customer.pk, version=1)
    run_waiting()
    assert (tags_of(account), tags_of(both)) == ([], [])
    assert not Tag.objects.exists()


@pytest.mark.parametrize("act", [rename_tag, merge_tag, delete_tag])
def test_only_an_administrator_changes_the_list(cast, act):
    tag, other = (Tag.objects.create(name=name, key=name) for name in ("one", "two"))
    more = {"name": "three"} if act is rename_tag else {"into_id": other.pk} if act is merge_tag else {}
    for actor in (cast.ada, cast.ben, cast.executive):
        with pytest.raises((NotAllowed, NotFound)), nothing_changes():
            act(actor, tag.pk, version=1, **more)
    with pytest.raises(StaleVersion), nothing_changes():
        act(cast.root, tag.pk, version=7, **more)


def test_a_name_that_is_taken_and_a_merge_with_itself_are_refused(cast):
    tag, other = (Tag.objects.create(name=name, key=name) for name in ("one", "two"))
    for name in ("TWO", "", "x" * 41):
        with pytest.raises(Refused), nothing_changes():
            rename_tag(cast.root, tag.pk, version=1, name=name)
    with pytest.raises(Refused, match="into itself"), nothing_changes():
        merge_tag(cast.root, other.pk, version=1, into_id=other.pk)


def test_the_page_of_tags_asks_as_few_queries_for_many(client, cast, django_assert_max_num_queries):
    Tag.objects.bulk_create(Tag(name=f"t{n}", key=f"t{n}") for n in range(200))
    client.force_login(cast.user("root"))
    with django_assert_max_num_queries(12):
        assert client.get("/settings/tags/").status_code == 200


def test_another_program_reads_and_writes_tags(client, cast, account):
    client.force_login(cast.user("ada"))
    address = f"/api/v1/accounts/{account.pk}"
    answer = client.patch(address, {"tags": ["Key"]}, content_type="application/json", headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["tags"]) == (200, ["Key"])
