from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from mutua.foundation import days
from mutua.foundation.fields.known import Known
from mutua.foundation.fields.models import CustomField
from mutua.foundation.identity.models import User
from mutua.foundation.lists import list_page
from mutua.foundation.lists.chips import adding_first
from mutua.foundation.lists.models import SavedView
from mutua.foundation.lists.tests.making import SPEC, NotAllowed, make_users, request_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(cast):
    def go(who: str = "root", method: str = "get", path: str = "/rows/", **data: Any) -> Any:
        return list_page(request_of(getattr(cast, who), cast.user(who), path, method, **data), SPEC)

    return go


def names(answer: Any) -> list[str]:
    return re.findall(r'class="name" href="/rows/\d+/">(Row \d+)', answer.content.decode())


def test_it_shows_the_first_page_in_order(ask) -> None:
    make_users(25)
    assert names(ask()) == [f"Row {n:05}" for n in range(10)]


def test_the_number_of_queries_does_not_grow_with_the_rows(ask) -> None:
    counts = []
    for more in (3, 200):
        User.objects.filter(email__startswith="row").delete()
        make_users(more)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            ask()
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6


def test_a_stranger_sees_only_its_rows(ask) -> None:
    make_users(6)
    assert names(ask("eve")) == ["Row 00000", "Row 00002", "Row 00004"]


def test_a_filter_in_the_address_is_a_chip_and_a_condition(ask) -> None:
    make_users(12)
    page = ask(f=json.dumps({"field": "name", "op": "contains", "value": "0001"}))
    assert names(page) == ["Row 00001", "Row 00010", "Row 00011"][0:3]
    assert "Name contains <b>0001</b>" in page.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        {"f": "{"},
        {"f": "[1]"},
        {"f": '{"field":"no","op":"is","value":1}'},
        {"sort": "secret"},
        {"after": "x"},
        {"add_field": "name", "add_op": "is"},
    ],
)
def test_an_address_that_cannot_be_read_is_a_400_with_a_sentence(ask, address: dict[str, str]) -> None:
    make_users(1)
    answer = ask(**address)
    assert answer.status_code == 400
    assert "data-sentence" in answer.content.decode()


def test_the_editor_adds_a_condition_to_the_address(ask) -> None:
    answer = ask(add_field="is_active", add_op="is", add_value="true", f='{"field":"name","op":"starts","value":"Row"}')
    assert answer.status_code == 302
    assert "is_active" in answer.url
    assert "starts" in answer.url


def test_an_empty_list_says_what_the_thing_is(ask) -> None:
    assert "A row is a test." in ask().content.decode()


def test_a_filter_that_nothing_fits_offers_to_clear_it(ask) -> None:
    make_users(1)
    assert "Clear the filters" in ask(q="nobody").content.decode()


def test_a_starter_is_a_tab_and_a_filter(ask) -> None:
    make_users(12)
    assert names(ask(view="mine")) == ["Row 00001", "Row 00010", "Row 00011"]


def test_a_kept_view_gives_its_state_again(ask, cast) -> None:
    make_users(12)
    kept = ask(method="post", path="/rows/?q=0001&sort=-name", act="keep-view", name="Ones")
    view = SavedView.objects.get(name="Ones")
    assert kept.url == f"/rows/?view={view.pk}"
    assert names(ask(view=str(view.pk))) == ["Row 00011", "Row 00010", "Row 00001"]
    assert names(ask("ada", view=str(view.pk))) != ["Row 00011", "Row 00010", "Row 00001"]


def test_a_view_that_was_removed_comes_back(ask, cast, client) -> None:
    view = SavedView.objects.create(owner=cast.user("root"), kind=SPEC.kind, name="Ones")
    ask(method="post", act=f"drop-view:{view.pk}")
    assert SavedView.objects.get(pk=view.pk).deleted_at is not None
    client.force_login(cast.user("ada"))
    assert client.post(reverse("lists:bring-back", args=[view.pk])).status_code == 404
    client.force_login(cast.user("root"))
    client.post(reverse("lists:bring-back", args=[view.pk]))
    assert SavedView.objects.get(pk=view.pk).deleted_at is None


def test_a_bulk_act_first_says_what_it_will_do(ask) -> None:
    made = make_users(3)
    page = ask(method="post", act="bulk:off", ids=[made[0].pk, made[1].pk])
    assert "2 rows" in page.content.decode()
    assert User.objects.filter(email__startswith="row", is_active=False).count() == 0


def test_a_confirmed_bulk_act_changes_only_rows_that_are_seen(ask, cast, monkeypatch) -> None:
    made = make_users(4)
    monkeypatch.setattr("mutua.foundation.lists.bulk.require", lambda actor, code: None)
    ask("eve", method="post", act="bulk:off", sure="yes", ids=[row.pk for row in made])
    assert [row.is_active for row in User.objects.filter(email__startswith="row").order_by("email")] == [False, True, False, True]


def test_a_bulk_act_needs_its_permission(ask) -> None:
    made = make_users(1)
    with pytest.raises(NotAllowed):
        ask("ada", method="post", act="bulk:off", sure="yes", ids=[made[0].pk])
    assert User.objects.get(pk=made[0].pk).is_active


def test_a_post_without_an_act_changes_nothing(ask) -> None:
    assert ask(method="post").status_code == 400


def test_the_export_has_the_shown_columns_of_all_fitting_rows(ask) -> None:
    make_users(25)
    lines = b"".join(ask(export="csv", q="0001", sort="-name").streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Name,Score"
    assert [line.split(",")[0] for line in lines[1:]] == [f"Row {n:05}" for n in (19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 1)]


def test_the_export_as_a_spreadsheet_says_the_same(ask) -> None:
    make_users(3)
    file = io.BytesIO(b"".join(ask(export="xlsx", q="0000", sort="-name").streaming_content))
    rows = list(load_workbook(file).active.iter_rows(values_only=True))
    assert rows == [("Name", "Score"), ("Row 00002", 1), ("Row 00001", None), ("Row 00000", 2)]


def test_an_export_that_there_is_not_is_said_so(ask) -> None:
    assert ask(export="pdf").status_code == 400


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_export_needs_its_permission(ask, kind: str) -> None:
    with pytest.raises(NotAllowed):
        ask("ada", export=kind)


def test_a_cell_is_edited_in_place(ask) -> None:
    row = make_users(1)[0]
    assert "cell-edit" in ask(cell="language", row=str(row.pk)).content.decode()
    answer = ask(method="post", act="cell:language", row=str(row.pk), value="New name")
    assert answer.status_code == 200
    assert User.objects.get(pk=row.pk).name == "New name"


def test_a_refused_cell_keeps_the_value_and_says_why(ask) -> None:
    row = make_users(1)[0]
    answer = ask(method="post", act="cell:language", row=str(row.pk), value=" ")
    assert answer.status_code == 422
    assert "A name needs letters" in answer.content.decode()
    assert User.objects.get(pk=row.pk).name == "Row 00000"


def test_a_big_count_is_an_estimate_until_asked_for(ask, monkeypatch) -> None:
    make_users(30)
    monkeypatch.setattr("mutua.foundation.lists.counting.EXACT_UP_TO", 10)
    assert "count them" in ask().content.decode()
    assert ">30</span>" in ask(count="exact").content.decode().replace("\n", "")


def test_the_page_says_it_in_words_and_the_file_in_figures(ask) -> None:
    make_users(1)
    assert "2 pt" in ask().content.decode()
    assert b"Row 00000,2\r\n" in b"".join(ask(export="csv").streaming_content)


def test_a_name_is_never_markup(ask) -> None:
    row = make_users(1)[0]
    User.objects.filter(pk=row.pk).update(name='<img src=x onerror="x">')
    page = ask(cols="name,score,language").content.decode()
    assert "<img" not in page
    assert page.count("&lt;img src=x") >= 4


def test_the_menu_of_fields_is_drawn_once_for_all_who_find_the_same(cast) -> None:
    def menu(who: Any = cast.root) -> str:
        return str(adding_first(Known(who), "account")["fields"])

    assert "Spend per year" in menu()
    assert menu() is menu(cast.ada)
    assert "Spend per year" not in menu(replace(cast.ada, hidden=frozenset({"account.spend"})))
    field = CustomField.objects.create(record_kind="account", name="stores", label="Stores", kind="number")
    assert '<option value="custom.stores">Stores</option>' in menu()
    CustomField.objects.filter(pk=field.pk).update(label="Shops & stores")
    assert '<option value="custom.stores">Shops &amp; stores</option>' in menu()
    CustomField.objects.filter(pk=field.pk).update(retired_at=days.now())
    assert "custom.stores" not in menu()


def test_a_press_on_a_head_turns_the_order_and_the_head_says_which(ask) -> None:
    make_users(3)
    heads = ask(sort="-name", q="Row").content.decode().split("<thead>")[1].split("</thead>")[0]
    assert re.findall(r'<th scope="col"[^>]* aria-sort="(\w+)"><a class="sorter" href="([^"]*)"', heads) == [
        ("descending", "/rows/?q=Row&amp;sort=name")
    ]
