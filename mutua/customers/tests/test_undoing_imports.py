"""An import is undone: afterwards everything is as in a database in which it never ran, but for the conflicts that are listed."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

import pghistory
import pytest
from django.db import transaction

from mutua.customers.actions.add_contact_point import add_contact_point as _add_contact_point
from mutua.customers.actions.edit_account import edit_account as _edit_account
from mutua.customers.actions.edit_person import edit_person as _edit_person
from mutua.customers.actions.merge_records import merge_records as _merge_records
from mutua.customers.actions.undo_merge import undo_merge as _undo_merge
from mutua.customers.models import (
    Account,
    Affiliation,
    Consent,
    ContactPoint,
    Department,
    Household,
    HouseholdMember,
    Merge,
    Person,
)
from mutua.customers.tests.making import make_account, make_need
from mutua.foundation.events.models import EventRow
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.imports.actions.undo_now import undo_now, would_undo
from mutua.foundation.imports.models import ImportChange, ImportIssue, ImportRun, ImportTrace, SourceRow
from mutua.foundation.imports.undoing import undoing
from mutua.foundation.timeline.models import TimelineEntry
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


def by_hand(act):
    """As a page does it. A test is one transaction, so that otherwise the context of the last import would go on."""

    def done(*given, **more):
        with pghistory.context(path="/"):
            return act(*given, **more)

    return done


edit_account, edit_person, add_contact_point = by_hand(_edit_account), by_hand(_edit_person), by_hand(_add_contact_point)
merge_records, undo_merge = by_hand(_merge_records), by_hand(_undo_merge)

TABLES = (
    Account,
    Person,
    Department,
    Household,
    ContactPoint,
    Affiliation,
    HouseholdMember,
    Consent,
    SourceRow,
    TimelineEntry,
    ImportIssue,
)
# Numbers and times differ from one world to the next, and so does who was first to find out.
APART = {"id", "version", "created_at", "updated_at", "recorded_at", "at", "event_id", "begun_at", "closed_at", "link", "merge_id"}

World = dict[tuple[str, ...], dict[str, Any]]


def bring_in(actor, kind, text, name, source="crm"):
    return import_now(actor, kind, BytesIO(text.encode()), file_name=name, source=source)


def called(kind: str, number: int | None) -> str:
    """A record by what it is called in both worlds."""
    if number is None:
        return ""
    record = {"account": Account, "person": Person, "household": Household, "department": Department}[kind]._base_manager.get(pk=number)
    return f"{record.source}:{record.source_key}" if getattr(record, "source_key", "") else str(record)


def world() -> World:
    """Every row of the tables by its name, each value as it stands; references by the names of what they point to."""
    runs = dict(ImportRun.objects.values_list("pk", "file_name"))
    found: World = {}
    for model in TABLES:
        for row in model._base_manager.order_by("pk"):
            if model is ImportIssue and (row.run.undone_at is not None or row.level != "refused"):
                continue  # those of the undone one are dismissed
            values = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields if field.attname not in APART}
            for name in list(values):
                if name.removesuffix("_id") in ("account", "person", "household", "department", "parent") and name.endswith("_id"):
                    values[name] = called(name.removesuffix("_id").replace("parent", "account"), values[name])
                elif name in ("run_id", "closed_in_id"):
                    values[name] = runs.get(values[name])
            if model is Affiliation:
                values["source_key"] = row.source_key.split("@")[0]
            if values.get("deleted_at"):
                values["deleted_at"] = "in the bin"
            if model is SourceRow:
                values["record_id"] = called({"accounts": "account", "people": "person"}[row.kind], row.record_id)
            if model is TimelineEntry:
                values["subject_id"] = called(row.subject_kind, row.subject_id)
                values["params"] = {name: value for name, value in row.params.items() if name != "run"}
            place = _place(model, values)
            while place in found:
                place = (*place, "again")
            found[place] = values
    return found


def _place(model: Any, values: dict[str, Any]) -> tuple[str, ...]:
    names = {
        Account: ("source", "source_key") if values.get("source_key") else ("name",),
        Person: ("source", "source_key") if values.get("source_key") else ("given_name", "family_name"),
        Department: ("account_id", "name"),
        Household: ("source", "source_key"),
        ContactPoint: ("person_id", "account_id", "kind", "normalised"),
        Affiliation: ("person_id", "account_id"),
        HouseholdMember: ("household_id", "person_id"),
        Consent: ("person_id", "purpose", "channel"),
        SourceRow: ("kind", "source_key", "run_id"),
        TimelineEntry: ("subject_kind", "subject_id", "sentence"),
        ImportIssue: ("run_id", "row_number"),
    }[model]
    return (model.__name__, *(str(values[name]) for name in names))


def in_a_world(story, *, first: bool) -> tuple[World, ImportRun | None]:
    """What stands after the story, with the first import and its undoing, or without it; nothing of it stays."""
    with transaction.atomic():
        run = story(first)
        if first:
            undo_now(run[0], run[1].pk)
        stands = world()
        kept = [(one.model.rsplit(".", 1)[-1], one.name, one.column, one.why) for one in run[1].conflicts.all()] if first else []
        transaction.set_rollback(True)
    return stands, kept


def differences(story) -> tuple[list[tuple[Any, ...]], list[tuple[str, ...]]]:
    """(place, column, value in the world in which it was undone, in the one in which it never ran), and the conflicts that were listed."""
    undone, kept = in_a_world(story, first=True)
    never, _none = in_a_world(story, first=False)
    found: list[tuple[Any, ...]] = []
    for place in sorted(undone.keys() | never.keys()):
        left, right = undone.get(place), never.get(place)
        if left is None or right is None:
            found.append((place, "", left, right))
        else:
            found += [(place, name, left[name], right[name]) for name in left if left[name] != right[name]]
    return found, kept


BEFORE = "id,name,industry,country,tier\n1,Alder,retail,Kenya,1\n2,Birch,retail,Peru,2\n3,Castell,retail,Japan,3\n4,Dunmore,paper,Japan,3\n"
FIRST = (
    "id,name,industry,country,parent,website,trading names\n"
    "1,Alder Ltd,food,Kenya,,alder.example,\n2,Birch,energy,Norway,,,\n4,Dunmore,food,Japan,5,,\n"
    "5,Elm,food,Peru,,elm.example,Elms\n6,Fir,paper,Peru,5,,\n7,Gorse,paper,Peru,,,\n8,Hazel,paper,,,,\n10,Ivy,,,,,\n,,nobody,,,,\n"
)
SECOND = "id,name,industry,country\n2,Birch,energy,Zambia\n5,Elm,energy,Peru\n9,Juniper,food,Peru\n,,nobody,\n"
THIRD = "id,name,industry,country,parent,website,trading names\n10,Ivy,,,,,\n"


def test_two_overlapping_imports_a_merge_and_hand_edits_in_between(cast):
    def story(first):
        bring_in(cast.root, "accounts", BEFORE, "before.csv")
        one, two = make_account(name="Hand made"), make_account(name="Hand made too")
        run = bring_in(cast.ada, "accounts", FIRST, "first.csv") if first else None
        castell = Account.objects.get(name="Castell")
        edit_account(cast.root, castell.pk, version=castell.version, note="Called them.", industry="furniture")
        merge_records(cast.root, "account", one.pk, two.pk, version=one.version, merged_version=two.version)
        bring_in(cast.root, "accounts", SECOND, "second.csv")
        bring_in(cast.root, "accounts", THIRD, "third.csv")
        dunmore = Account.objects.get(source_key="4")
        edit_account(cast.root, dunmore.pk, version=dunmore.version, note="Visited.")
        return cast.ada, run

    found, kept = differences(story)
    assert found == []
    assert kept == []


def test_what_people_did_with_it_since_is_kept_and_listed(cast):
    bring_in(cast.root, "accounts", BEFORE, "before.csv")
    run = bring_in(cast.ada, "accounts", FIRST, "first.csv")
    account = {one.source_key: one for one in Account.objects.all()}
    edit_account(cast.root, account["1"].pk, version=account["1"].version, industry="toys")
    edit_account(cast.root, account["7"].pk, version=account["7"].version, note="Called them.")
    make_need(account=account["8"])
    merge = merge_records(
        cast.root, "account", account["3"].pk, account["6"].pk, version=account["3"].version, merged_version=account["6"].version
    )
    looked = would_undo(cast.ada, run.pk)
    with nothing_changes():
        would_undo(cast.ada, run.pk)
    told = undo_now(cast.ada, run.pk)
    assert (looked.taken_out, looked.put_back, looked.kept) == (told.taken_out, told.put_back, told.kept) == (1, 3, 5)
    listed = {(one.name, one.column, one.kept, one.other, one.why) for one in told.conflicts}
    assert listed == {
        ("Alder", "industry", "toys", "retail", "edited"),
        ("Gorse", "note", "Called them.", "", "edited"),
        ("Hazel", "", "", "", "used"),
        ("Fir", "", "", "", "merged"),
        ("Elm", "", "", "", "used"),
    }
    assert next(one.detail for one in told.conflicts if one.name == "Hazel").startswith("needs: 1")
    alder = Account.objects.get(source_key="1")
    assert (alder.name, alder.industry, alder.website) == ("Alder", "toys", "")
    assert set(Account.everything.filter(source_key__in=["5", "6", "10"]).values_list("source_key", flat=True)) == {"5", "6"}

    merge.refresh_from_db()
    undo_merge(cast.root, merge.pk, version=merge.version)
    again = undo_now(cast.ada, run.pk)
    assert {one.name for one in again.conflicts} == {"Alder", "Gorse", "Hazel"}
    assert not Account.everything.filter(source_key__in=["5", "6"]).exists()


PEOPLE = (
    "id,first name,last name,email,phone,company,department,title,household,newsletter\n"
    "p1,Grace,Banda,grace@example.org,,Alder,Buying,Lead,Banda,yes\np2,Joseph,Phiri,joseph@example.org,+260 211 123456,Alder,Buying,,,\n"
)
PEOPLE_FIRST = (
    "id,first name,last name,email,phone,company,department,title,household,newsletter\n"
    "p1,Grace,Banda-Ware,grace@new.example,+260 211 654321,Birch,Buying,Boss,Banda,yes\np2,Joseph,Phiri,joseph@example.org,,Alder,Buying,Buyer,Phiri,no\n"
    "p3,Mary,Zulu,mary@example.org,+260 211 777777,Alder,Stores,,Zulu,yes\np4,Tom,Ware,tom@example.org,,Birch,Stores,Clerk,Zulu,\n"
    "p5,Ann,Soko,ann@example.org,,Birch,Stores,Clerk,Zulu,no\n"
)
PEOPLE_SECOND = (
    "id,first name,last name,email,phone,company,department,title\n"
    "p3,Mary,Zulu,mary@second.example,+260211777777,Alder,Buying,\np6,New,Comer,new@example.org,,Alder,Stores,Clerk\n"
)
PEOPLE_THIRD = (
    "id,first name,last name,email,phone,company,department,title,household,newsletter\n"
    "p5,Ann,Soko,ann@example.org,,Birch,Stores,Clerk,Zulu,no\n"
)


def test_people_with_where_they_work_how_to_reach_them_and_what_they_allow(cast):
    bring_in(cast.root, "accounts", BEFORE, "before.csv")

    def story(first):
        bring_in(cast.root, "people", PEOPLE, "people.csv")
        run = bring_in(cast.root, "people", PEOPLE_FIRST, "first.csv") if first else None
        joseph = Person.objects.get(source_key="p2")
        edit_person(cast.root, joseph.pk, version=joseph.version, note="Prefers calls.")
        add_contact_point(cast.root, joseph, kind="mail", value="joseph@home.example")
        bring_in(cast.root, "people", PEOPLE_SECOND, "second.csv")
        bring_in(cast.root, "people", PEOPLE_THIRD, "third.csv")
        return cast.root, run

    found, kept = differences(story)
    assert found == []
    assert kept == []


def test_a_part_that_somebody_corrected_keeps_the_person(cast):
    bring_in(cast.root, "accounts", BEFORE, "before.csv")
    run = bring_in(cast.root, "people", PEOPLE_FIRST, "first.csv")
    point = ContactPoint.objects.get(normalised="mary@example.org")
    point.bounced = True
    by_hand(point.save)()
    told = undo_now(cast.root, run.pk)
    assert [(one.name, one.why) for one in told.conflicts] == [("Mary Zulu", "used")]
    assert set(Person.objects.values_list("given_name", flat=True)) == {"Mary"}
    assert ContactPoint.objects.count() == 2
    assert Consent.objects.count() == 1
    assert Affiliation.objects.get().department.name == "Stores"
    assert set(Household.objects.values_list("name", flat=True)) == {"Zulu"}


def test_undoing_one_after_the_other_leaves_nothing(cast):
    bring_in(cast.root, "accounts", BEFORE, "accounts.csv")
    empty = world()
    runs = [bring_in(cast.root, "people", text, f"{n}.csv") for n, text in enumerate((PEOPLE, PEOPLE_FIRST, PEOPLE_SECOND, PEOPLE_THIRD))]
    for n in (1, 3, 0, 2):
        assert undo_now(cast.root, runs[n].pk).kept == 0
    assert world() == empty
    assert not ImportChange.objects.filter(run__in=runs).exists()
    assert not ImportTrace.objects.filter(run__in=runs).exists()
    assert EventRow.objects.filter(name="imports.run.undone").count() == 4


def test_an_undo_that_is_killed_goes_on(cast, monkeypatch):
    monkeypatch.setattr(undoing, "CHUNK", 2)
    bring_in(cast.root, "accounts", BEFORE, "before.csv")
    before = world()
    run = bring_in(cast.root, "accounts", FIRST, "first.csv")

    class Killed(Exception):
        pass

    def killed(_rows):
        raise Killed

    for _times in range(30):
        try:
            undo_now(cast.root, run.pk, killed)
            break
        except Killed:
            continue
    run.refresh_from_db()
    assert (run.state, run.taken_out, run.put_back) == ("undone", 5, 3)
    assert {place: row for place, row in world().items() if place[0] != "ImportIssue"} == before


def test_rows_refused_by_another_import_wait_for_repair_again(cast):
    earlier = bring_in(cast.root, "accounts", "id,name,roles\n1,Alder,friend\n", "earlier.csv")
    run = bring_in(cast.root, "accounts", "id,name,roles\n1,Alder,partner\n2,,partner\n", "mended.csv")
    undo_now(cast.root, run.pk)
    earlier.refresh_from_db()
    assert (earlier.refused, earlier.repaired) == (1, 0)
    assert list(ImportIssue.objects.filter(state="open").values_list("run", flat=True)) == [earlier.pk]


@pytest.mark.parametrize("seed", [3, 11, 12, 13, 14, 15, 16])
def test_random_imports_and_edits(cast, seed):
    def story(first):
        dice = random.Random(seed)

        def some_file():
            columns = ["name", *dice.sample(["industry", "country", "parent", "website", "note", "tier"], 3)]
            keys = dice.sample(range(12), dice.randint(3, 9))
            words = {"name": "ABCDE", "industry": "xyz", "country": "pqr", "website": "uvw", "note": "klm", "tier": "123"}
            rows = [
                ",".join([str(key), *(str(dice.choice(keys)) if name == "parent" else f"{dice.choice(words[name])}" for name in columns)])
                for key in keys
            ]
            return f"id,{','.join(columns)}\n" + "\n".join(rows) + "\n"

        run, files = None, [some_file() for _n in range(4)]
        for place, text in enumerate(files):
            if place != 1 or first:
                made = bring_in(cast.root, "accounts", text, f"{place}.csv")
                run = made if place == 1 else run
            if place == 2:
                made = bring_in(cast.root, "accounts", files[1], "the same.csv") if dice.random() < 0.3 else made
            for key in dice.sample(range(12), 2):
                value = dice.choice(["by hand", "also by hand"])
                account = Account.objects.filter(source_key=str(key)).first()
                if account is not None:
                    edit_account(cast.root, account.pk, version=account.version, industry=value)
        return cast.root, run

    found, kept = differences(story)
    listed = {(name, column) for _model, name, column, _why in kept}
    unexplained = [one for one in found if not _explained(one, listed)]
    assert unexplained == []


def _explained(difference, listed):
    (model, *_key), column, undone, never = difference
    if model == "TimelineEntry" or column == "parent_id":
        return True  # what somebody did to a record that would not have been there; a parent that could only be found because of it
    if model != "Account":
        return bool(listed)
    names = {name for name, _column in listed}
    row = undone if isinstance(undone, dict) else None
    return (
        (row is not None and never is None and row["name"] in names)
        or any(column == at for _name, at in listed)
        or (column == "parent_id" and bool(names))
    )


def test_who_may_and_what_cannot_be_undone(cast):
    from mutua.foundation.access import NotAllowed, NotFound
    from mutua.foundation.records.errors import Refused

    run = bring_in(cast.ada, "accounts", BEFORE, "before.csv")
    with pytest.raises(NotFound), nothing_changes():
        undo_now(cast.eve, run.pk)
    with pytest.raises((NotAllowed, NotFound)), nothing_changes():
        undo_now(cast.executive, run.pk)
    undo_now(cast.ada, run.pk)
    with pytest.raises(Refused, match="undone already"), nothing_changes():
        undo_now(cast.ada, run.pk)
    old = ImportRun.objects.get(pk=bring_in(cast.ada, "accounts", BEFORE, "again.csv").pk)
    old.steps.all().delete()
    with pytest.raises(Refused, match="before imports left a trace"), nothing_changes():
        undo_now(cast.ada, old.pk)
    assert Merge.objects.count() == 0
