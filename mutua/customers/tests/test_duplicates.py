"""Pairs that may be one: found by a scan and by changes, seen by whoever sees both, decided once."""

from __future__ import annotations

import pytest
from django.test import Client

from mutua.customers.actions.judge_pair import judge_pair
from mutua.customers.actions.keep_pairs import close_pairs_of, judge_changed
from mutua.customers.actions.merge_many import merge_pairs, undo_merges_of_pairs
from mutua.customers.actions.rank_sources import rank_sources
from mutua.customers.models import Account, DuplicatePair, MatchingKey, MatchingModel, Merge
from mutua.customers.queries.comparing import compare_records, pair_words
from mutua.customers.queries.duplicates import pairs_seen
from mutua.customers.tasks import scan_duplicates
from mutua.customers.tests.making import make_account, make_contact_point, make_person
from mutua.foundation import days
from mutua.foundation.access import NotAllowed, NotFound, flow_actor
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.records.errors import Refused, StaleVersion
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
FLOW = flow_actor("test")


def make_pair(left: Account, right: Account, **values: object) -> DuplicatePair:
    given = {"probability": 0.99, "bits": 6.6, "found_by": "scan", "found_at": days.now(), "evidence": [["phone", "same", 6.6]], **values}
    return DuplicatePair.objects.create(kind="account", left_account=left, right_account=right, **given)


def twins(cast: Cast) -> tuple[Account, Account]:
    """One company twice, among others that have nothing in common with it."""
    for number, name in enumerate(
        ["Borealis Foods", "Cormorant Steel", "Dunlin Textiles", "Egret Plastics", "Fulmar Paper", "Gannet Rail"]
    ):
        make_account(name=name, country="GB", website=f"{name.split()[0].lower()}.example", owner=cast.ada)
        make_contact_point(account=Account.objects.latest("pk"), kind="phone", value=f"+4420794600{number:02}")
    pair = [
        make_account(name=name, country="GB", website="acme-tools.example", owner=cast.ada)
        for name in ("Acme Tools Ltd", "ACME Tools Limited")
    ]
    for one in pair:
        make_contact_point(account=one, kind="phone", value="+442079460999")
    return pair[0], pair[1]


def scan(kind: str = "account") -> None:
    scan_duplicates.defer(kind=kind)
    run_waiting()


@pytest.mark.django_db(transaction=True)
def test_a_scan_finds_the_pair_with_its_evidence_and_twice_is_once(cast: Cast) -> None:
    left, right = twins(cast)
    scan()
    pair = DuplicatePair.objects.get()
    assert (pair.left_id, pair.right_id, pair.state, pair.found_by) == (left.pk, right.pk, "open", "scan")
    words = "; ".join(said for said, _bits in pair_words(pair, cast.root))
    assert "same phone" in words or "same telephone" in words
    scan()
    assert DuplicatePair.objects.count() == 1
    assert MatchingModel.objects.get().records == 8
    assert MatchingKey.objects.filter(record_id=left.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_a_changed_record_is_judged_by_what_the_scan_learned(cast: Cast) -> None:
    left, _right = twins(cast)
    assert judge_changed(FLOW, "account", [left.pk]) == 0  # nothing was learned yet
    scan()
    third = make_account(name="Acme Tools", country="GB", website="acme-tools.example")
    make_contact_point(account=third, kind="phone", value="+442079460999")
    assert judge_changed(FLOW, "account", [third.pk]) == 2
    found = DuplicatePair.objects.filter(right_account=third)
    assert set(found.values_list("found_by", flat=True)) == {"change"}
    assert judge_changed(FLOW, "account", [third.pk]) == 2
    assert found.count() == 2
    Account.objects.filter(pk=third.pk).update(name="Whimbrel Shipping", website="whimbrel.example")
    third.contact_points.all().delete()
    judge_changed(FLOW, "account", [third.pk])
    assert not found.exists()


@pytest.mark.django_db(transaction=True)
def test_a_subsidiary_is_not_proposed_without_saying_so(cast: Cast) -> None:
    left, right = twins(cast)
    Account.objects.filter(pk=right.pk).update(parent=left)
    scan()
    for pair in DuplicatePair.objects.filter(left_account=left, right_account=right):
        assert pair.cautioned
        assert "parent" in pair_words(pair, cast.root)[0][0]


@pytest.mark.django_db(transaction=True)
def test_two_people_of_one_mailbox_are_not_proposed_without_saying_so(cast: Cast) -> None:
    for given, family in (("Anna", "Berg"), ("Olaf", "Lund"), ("Kim", "Sato"), ("Ines", "Prado"), ("Amadou", "Diallo")):
        make_contact_point(person=make_person(given_name=given, family_name=family), value="office@berg.example")
    scan("person")
    assert [pair for pair in DuplicatePair.objects.all() if not pair.cautioned] == []


def test_only_who_sees_both_sees_the_pair(cast: Cast) -> None:
    mine, hers = make_account(owner=cast.ada), make_account(owner=cast.eve)
    pair = make_pair(mine, hers)
    own = make_pair(mine, make_account(owner=cast.ada))
    assert list(pairs_seen(cast.ada)) == [own]
    assert list(pairs_seen(cast.eve)) == []
    assert set(pairs_seen(cast.root)) == {pair, own}
    with pytest.raises(NotFound), nothing_changes():
        judge_pair(cast.ada, pair.pk, "different", version=1)


def test_what_was_decided_is_taken_back_and_a_stale_answer_is_refused(cast: Cast) -> None:
    pair = make_pair(make_account(), make_account())
    assert judge_pair(cast.root, pair.pk, "different", version=1).state == "different"
    with pytest.raises(StaleVersion), nothing_changes():
        judge_pair(cast.root, pair.pk, "open", version=1)
    assert judge_pair(cast.root, pair.pk, "open", version=2).decided_at is None
    with pytest.raises(Refused), nothing_changes():
        judge_pair(cast.root, pair.pk, "merged", version=3)


def test_a_record_in_the_bin_closes_its_pairs_until_it_comes_back(cast: Cast) -> None:
    left = make_account()
    pair = make_pair(left, make_account())
    close_pairs_of(FLOW, "account", left.pk, gone=True)
    assert DuplicatePair.objects.get(pk=pair.pk).state == "gone"
    close_pairs_of(FLOW, "account", left.pk, gone=False)
    assert DuplicatePair.objects.get(pk=pair.pk).state == "open"


def test_many_pairs_are_merged_at_once_but_not_the_cautioned_and_all_is_undone(cast: Cast) -> None:
    one, two, three, four, five = (make_account() for _ in range(5))
    pairs = [make_pair(one, two), make_pair(two, three, bits=5.0), make_pair(four, five, cautioned=True)]
    began = days.now()
    merges = merge_pairs(cast.root, [pair.pk for pair in pairs])
    # The second pair went with its record, the third waits for a person.
    assert len(merges) == 1
    assert [DuplicatePair.objects.get(pk=pair.pk).state for pair in pairs] == ["merged", "gone", "open"] or Merge.objects.count() == 1
    assert undo_merges_of_pairs(cast.root, [pair.pk for pair in pairs], began) == 1
    assert Account.objects.count() == 5


def test_the_more_trusted_source_is_proposed_and_amounts_stay_together(cast: Cast) -> None:
    rank_sources(cast.root, ["erp", "crm"], version=0)
    left = make_account(source="crm", source_key="1", industry="Steel", currency="USD", spend_per_year=5)
    right = make_account(source="erp", source_key="1", industry="Metal", currency="EUR", spend_per_year=7, category_spend=9, note="Hello")
    compared = compare_records("account", left, right)
    lines = {line.name: line for line in compared.lines}
    assert compared.survivor == "right"
    assert (lines["industry"].choice, lines["industry"].why) == ("right", "trusted")
    assert {lines[name].choice for name in ("currency", "spend_per_year", "category_spend")} == {"right"}
    assert lines["note"].choice == "right"
    with pytest.raises(StaleVersion), nothing_changes():
        rank_sources(cast.root, ["crm"], version=0)
    with pytest.raises(Refused), nothing_changes():
        rank_sources(cast.root, ["crm", "crm"], version=1)
    with pytest.raises(NotAllowed), nothing_changes():
        rank_sources(cast.ada, ["crm"], version=1)


def test_a_pair_is_merged_on_its_page_and_taken_back(cast: Cast, client: Client, django_assert_max_num_queries) -> None:
    left, right = (
        make_account(name="Acme", industry="Steel", owner=cast.ada),
        make_account(name="ACME Ltd", industry="Metal", owner=cast.ada),
    )
    pair = make_pair(left, right)
    client.force_login(cast.user("ada"))
    with django_assert_max_num_queries(25):
        listed = client.get("/duplicates/").content.decode()
    assert "ACME Ltd" in listed
    with django_assert_max_num_queries(25):
        page = client.get(f"/duplicates/{pair.pk}/").content.decode()
    assert "kept out of sight until the merge is undone" in page
    assert "Metal" in page
    sent = {"version": 1, "other_version": 1, "survivor": "left", "field.industry": "right", "field.name": "left"}
    with nothing_changes():
        assert client.post(f"/duplicates/{pair.pk}/", {**sent, "survivor": ""}).status_code == 422
        assert client.post(f"/duplicates/{pair.pk}/", {**sent, "other_version": 9}).status_code == 409
        assert client.post(f"/duplicates/{pair.pk}/", {**sent, "field.owner": "both"}).status_code == 422
    assert client.post(f"/duplicates/{pair.pk}/", sent)["Location"] == f"/accounts/{left.pk}/"
    left.refresh_from_db()
    assert (left.name, left.industry) == ("Acme", "Metal")
    merge = Merge.objects.get()
    with django_assert_max_num_queries(25):
        assert "Undo the merge" in client.get(f"/merges/{merge.pk}/").content.decode()
    client.post(f"/merges/{merge.pk}/undo/?version=1")
    left.refresh_from_db()
    assert left.industry == "Steel"
    assert client.get(f"/accounts/{right.pk}/").status_code == 200


def test_two_records_are_merged_by_hand_from_the_page_of_one(cast: Cast, client: Client) -> None:
    left, right = make_account(owner=cast.ada), make_account(owner=cast.ada)
    client.force_login(cast.user("ada"))
    assert client.get(f"/accounts/{left.pk}/merge/").status_code == 200
    chosen = client.post(f"/accounts/{left.pk}/merge/", {"other": f"{right.name} (#{right.pk})"})
    assert chosen["Location"] == f"/accounts/{left.pk}/merge/?with={right.pk}"
    assert "Are these one?" in client.get(chosen["Location"]).content.decode()
    client.post(f"/accounts/{left.pk}/merge/", {"with": right.pk, "version": 1, "other_version": 1, "survivor": "right"})
    assert Merge.objects.get().survivor_id == right.pk


def test_two_chosen_rows_of_the_list_are_merged(cast: Cast, client: Client) -> None:
    left, right, third = (make_account(owner=cast.ada) for _ in range(3))
    client.force_login(cast.user("ada"))
    with nothing_changes():
        refused = client.post("/accounts/", {"act": "bulk:merge", "ids": [left.pk, right.pk, third.pk], "sure": "yes"})
    assert refused.status_code == 422
    client.post("/accounts/", {"act": "bulk:merge", "ids": [left.pk, right.pk], "sure": "yes"})
    assert Merge.objects.count() == 1


def test_a_scan_is_asked_for_on_its_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.user("ben"))
    assert client.get("/duplicates/scan/").status_code == 200
    with nothing_changes():
        assert client.post("/duplicates/scan/", {"kind": "orders"}).status_code == 422
    assert client.post("/duplicates/scan/", {"kind": "account"}).status_code == 302
    client.post("/duplicates/sources/", {"sources": "erp\ncrm", "version": 0})
    assert "erp\ncrm" in client.get("/duplicates/scan/").content.decode()
