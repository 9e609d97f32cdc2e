"""Merging two records and taking it back: nothing is lost, nothing is counted twice, and a refusal changes nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from mutua.customers.actions.edit_account import edit_account
from mutua.customers.actions.merge_records import merge_records
from mutua.customers.actions.undo_merge import undo_merge
from mutua.customers.models import Account, Affiliation, ContactPoint, DuplicatePair, Merge, TradingLink
from mutua.customers.queries.merges import survivors_of
from mutua.customers.queries.named import accounts_named
from mutua.customers.tests.making import (
    make_account,
    make_affiliation,
    make_contact_point,
    make_department,
    make_need,
    make_person,
    make_trading_link,
)
from mutua.foundation import days
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.events.models import EventRow
from mutua.foundation.records.actions.restore import restore
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.foundation.timeline.models import TimelineEntry
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


def merged(cast: Cast, survivor: Account, other: Account, **more: object) -> Merge:
    survivor.refresh_from_db()
    other.refresh_from_db()
    return merge_records(cast.root, "account", survivor.pk, other.pk, version=survivor.version, merged_version=other.version, **more)  # type: ignore[arg-type]


def undone(cast: Cast, merge: Merge) -> Merge:
    merge.refresh_from_db()
    return undo_merge(cast.root, merge.pk, version=merge.version)


def test_what_hangs_on_the_merged_account_hangs_on_the_survivor(cast: Cast) -> None:
    stays, goes = make_account(name="Acme Ltd"), make_account(name="ACME Limited")
    person, need = make_person(account=goes), make_need(goes)
    merge = merged(cast, stays, goes)
    assert person.affiliations.get().account_id == stays.pk
    need.refresh_from_db()
    assert need.account_id == stays.pk
    goes.refresh_from_db()
    assert goes.deleted_at is not None
    assert (merge.survivor_id, merge.merged_id) == (stays.pk, goes.pk)
    stays.refresh_from_db()
    assert stays.trading_names == ["ACME Limited"]
    assert survivors_of("account", [goes.pk, stays.pk]) == {goes.pk: stays.pk}


def test_both_timelines_tell_of_it_and_the_old_lines_stand_with_the_survivor(cast: Cast) -> None:
    stays, goes = make_account(), make_account()
    TimelineEntry.objects.create(at=days.now(), subject_kind="account", subject_id=goes.pk, sentence="customers.account.created")
    merged(cast, stays, goes)
    assert set(TimelineEntry.objects.filter(subject_id=stays.pk).values_list("sentence", flat=True)) == {
        "customers.account.created",
        "customers.account.merged",
    }
    assert TimelineEntry.objects.get(subject_id=goes.pk).sentence == "customers.account.merged"
    assert EventRow.objects.filter(name="customers.account.merged").count() == 1


def test_an_address_of_both_is_kept_once_and_only_one_is_preferred(cast: Cast) -> None:
    stays, goes = make_account(), make_account()
    for account in (stays, goes):
        make_contact_point(account=account, value="office@example.org")
    make_contact_point(account=stays, value="one@example.org", preferred=True)
    make_contact_point(account=goes, value="two@example.org", preferred=True)
    merge = merged(cast, stays, goes)
    assert sorted(stays.contact_points.values_list("value", "preferred")) == [
        ("office@example.org", False),
        ("one@example.org", True),
        ("two@example.org", False),
    ]
    undone(cast, merge)
    assert sorted(goes.contact_points.values_list("value", "preferred")) == [("office@example.org", False), ("two@example.org", True)]


def test_people_of_the_same_department_of_both_are_in_one_department(cast: Cast) -> None:
    stays, goes = make_account(), make_account()
    kept, other = make_department(stays, name="Receiving"), make_department(goes, name="Receiving")
    there = make_affiliation(account=goes, department=other)
    merge = merged(cast, stays, goes)
    there.refresh_from_db()
    assert (there.account_id, there.department_id) == (stays.pk, kept.pk)
    undone(cast, merge)
    there.refresh_from_db()
    assert (there.account_id, there.department_id) == (goes.pk, other.pk)


def test_trade_between_the_two_does_not_become_trade_with_oneself(cast: Cast) -> None:
    stays, goes, third = make_account(), make_account(), make_account()
    between = make_trading_link(supplier=goes, buyer=stays)
    outward = make_trading_link(supplier=goes, buyer=third)
    merged(cast, stays, goes)
    between.refresh_from_db()
    assert between.supplier_id == goes.pk
    assert TradingLink.objects.get(pk=outward.pk).supplier_id == stays.pk


@pytest.mark.parametrize("chain", [("goes", "stays"), ("stays", "goes"), ("goes", "middle", "stays"), ("stays", "middle", "goes")])
def test_no_account_stands_below_itself_afterwards(cast: Cast, chain: tuple[str, ...]) -> None:
    accounts = {name: make_account(name=name) for name in ("stays", "goes", "middle", "top")}
    above = accounts["top"]
    for name in chain:
        Account.objects.filter(pk=accounts[name].pk).update(parent=above)
        above = accounts[name]
    merge = merged(cast, accounts["stays"], accounts["goes"], choices={"parent_id": "merged"})
    accounts["stays"].refresh_from_db()
    assert accounts["stays"].parent_id == accounts["top"].pk
    if "middle" in chain:
        accounts["middle"].refresh_from_db()
        assert accounts["middle"].parent_id == accounts["stays"].pk
    undone(cast, merge)
    above = accounts["top"]
    for name in chain:
        accounts[name].refresh_from_db()
        assert accounts[name].parent_id == above.pk
        above = accounts[name]


def test_a_later_edit_stays_and_is_listed_when_the_merge_is_undone(cast: Cast) -> None:
    stays, goes = make_account(name="Acme", industry="Steel"), make_account(name="Acme Co", industry="Metal")
    need = make_need(goes)
    merge = merged(cast, stays, goes, choices={"industry": "merged"})
    stays.refresh_from_db()
    assert stays.industry == "Metal"
    edit_account(cast.root, stays.pk, version=stays.version, industry="Wire")
    made_later = make_need(stays)
    need.delete()
    done = undone(cast, merge)
    assert {(one["model"], one["column"], one["why"]) for one in done.conflicts} == {
        ("customers.Account", "industry", "changed"),
        ("customers.Need", "account_id", "gone"),
    }
    stays.refresh_from_db()
    made_later.refresh_from_db()
    assert (stays.industry, stays.trading_names, made_later.account_id) == ("Wire", [], stays.pk)
    assert survivors_of("account", [goes.pk]) == {}


def test_a_merge_into_what_was_merged_later_is_undone_first(cast: Cast) -> None:
    first, second, third = make_account(), make_account(), make_account()
    need = make_need(third)
    inner = merged(cast, second, third)
    outer = merged(cast, first, second)
    assert survivors_of("account", [third.pk, second.pk]) == {third.pk: first.pk, second.pk: first.pk}
    with pytest.raises(Refused, match="undo that one first"), nothing_changes():
        undone(cast, inner)
    undone(cast, outer)
    undone(cast, inner)
    need.refresh_from_db()
    assert need.account_id == third.pk


def test_two_merges_into_one_are_undone_in_either_order(cast: Cast) -> None:
    stays, one, two = make_account(), make_account(), make_account()
    needs = make_need(one), make_need(two)
    first, second = merged(cast, stays, one), merged(cast, stays, two)
    with pytest.raises(Refused):
        undone(cast, first)  # both added a name to the same list
    undone(cast, second)
    undone(cast, first)
    for need, account in zip(needs, (one, two), strict=True):
        need.refresh_from_db()
        assert need.account_id == account.pk


def test_a_person_moves_with_where_they_work_and_how_to_reach_them(cast: Cast) -> None:
    account = make_account()
    stays, goes = make_person(account=account), make_person(account=account)
    make_contact_point(person=goes, value="thandi@example.org")
    merge = merge_records(cast.root, "person", stays.pk, goes.pk, version=1, merged_version=1)
    assert stays.contact_points.get().value == "thandi@example.org"
    assert Affiliation.objects.filter(person=stays).count() == 1
    undone(cast, merge)
    assert ContactPoint.objects.get().person_id == goes.pk


@pytest.mark.parametrize(("who", "error"), [("cleo", NotAllowed), ("executive", NotAllowed), ("eve", NotFound), ("mia", NotAllowed)])
def test_only_who_may_and_sees_both_merges(cast: Cast, who: str, error: type[Exception]) -> None:
    stays, goes = make_account(owner=cast.ada), make_account(owner=cast.ada)
    with pytest.raises(error), nothing_changes():
        merge_records(getattr(cast, who), "account", stays.pk, goes.pk, version=1, merged_version=1)


def test_whoever_sees_only_one_of_the_two_cannot_merge_them(cast: Cast) -> None:
    mine, hers = make_account(owner=cast.ada), make_account(owner=cast.eve)
    for pair in ((mine.pk, hers.pk), (hers.pk, mine.pk)):
        with pytest.raises(NotFound), nothing_changes():
            merge_records(cast.ada, "account", *pair, version=1, merged_version=1)


@pytest.mark.parametrize("versions", [(2, 1), (1, 2)])
def test_a_stale_version_of_either_is_refused(cast: Cast, versions: tuple[int, int]) -> None:
    stays, goes = make_account(), make_account()
    with pytest.raises(StaleVersion), nothing_changes():
        merge_records(cast.root, "account", stays.pk, goes.pk, version=versions[0], merged_version=versions[1])


def test_a_record_is_not_merged_with_itself(cast: Cast) -> None:
    account = make_account()
    with pytest.raises(Refused, match="itself"), nothing_changes():
        merge_records(cast.root, "account", account.pk, account.pk, version=1, merged_version=1)


def test_amounts_of_two_currencies_are_not_mixed(cast: Cast) -> None:
    stays, goes = make_account(currency="USD", spend_per_year=5), make_account(currency="EUR", spend_per_year=7)
    with pytest.raises(Refused, match="same record"), nothing_changes():
        merged(cast, stays, goes, choices={"spend_per_year": "merged"})


def test_pairs_of_the_two_close_and_open_again(cast: Cast) -> None:
    stays, goes, third = make_account(), make_account(), make_account()
    common = {"kind": "account", "probability": 0.9, "bits": 3.0, "found_by": "scan", "found_at": days.now()}
    pair = DuplicatePair.objects.create(left_account=stays, right_account=goes, **common)
    other = DuplicatePair.objects.create(left_account=goes, right_account=third, state="later", **common)
    merge = merged(cast, stays, goes)
    assert [DuplicatePair.objects.get(pk=one.pk).state for one in (pair, other)] == ["merged", "gone"]
    undone(cast, merge)
    assert [DuplicatePair.objects.get(pk=one.pk).state for one in (pair, other)] == ["open", "later"]


def test_a_merged_record_does_not_come_out_of_the_bin_by_itself(cast: Cast) -> None:
    stays, goes = make_account(), make_account()
    merged(cast, stays, goes)
    goes.refresh_from_db()
    with pytest.raises(Refused, match="undo the merge"), nothing_changes():
        restore(cast.root, goes)


def test_the_old_number_leads_to_the_survivor(cast: Cast, client: Client) -> None:
    stays, goes = make_account(owner=cast.ada), make_account(owner=cast.ada)
    merge = merged(cast, stays, goes)
    client.force_login(cast.user("ada"))
    assert client.get(f"/accounts/{goes.pk}/people/")["Location"] == f"/accounts/{stays.pk}/people/"
    answer = client.get(f"/accounts/{goes.pk}/", headers={"accept": "text/html"}, follow=True)
    assert answer.redirect_chain == [(f"/accounts/{stays.pk}/", 302)]
    assert f"{merge.merged_name} was merged into this record." in answer.content.decode()
    looked = client.get(f"/api/v1/accounts/{goes.pk}")
    assert (looked.status_code, looked["Location"]) == (301, f"/api/v1/accounts/{stays.pk}")
    with nothing_changes():
        written = client.delete(f"/api/v1/accounts/{goes.pk}", headers={"if-match": '"1"'})
    assert (written.status_code, written["Location"]) == (410, f"/api/v1/accounts/{stays.pk}")
    client.force_login(cast.user("eve"))
    assert client.get(f"/accounts/{goes.pk}/").status_code == 404
    assert client.get(f"/api/v1/accounts/{goes.pk}").status_code == 404


def test_the_old_key_of_a_source_means_the_survivor(cast: Cast) -> None:
    stays, goes = make_account(source="crm", source_key="1"), make_account(source="crm", source_key="2")
    merged(cast, stays, goes)
    assert accounts_named(cast.root, "crm", {"1", "2"}) == {"1": stays.pk, "2": stays.pk}
