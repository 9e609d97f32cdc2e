"""The pages of the catalogue: nothing is saved before it was shown whose derived types would move."""

from __future__ import annotations

import html
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mutua.customers.tests.making import make_account
from mutua.foundation.access import flow_actor
from mutua.relationships.actions.load_catalogue import CONSUMER_GOODS
from mutua.relationships.models import Activity, CatalogueVersion, Touchpoint
from mutua.relationships.queries.catalogue_versions import standing_book
from mutua.relationships.tests.making import make_account_touchpoint, make_catalogue, make_engagement, make_item
from tests.cast import Cast, nothing_changes, way_back

pytestmark = pytest.mark.django_db
CATALOGUE = "/relationships/catalogue/"
EDI = f"{CATALOGUE}physical-delivery/activities/edi-asn/"


@pytest.fixture
def root(client: Client, cast: Cast) -> Client:
    make_catalogue()
    client.force_login(cast.user("root"))
    return client


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def edi(**values: Any) -> dict[str, Any]:
    """The form of EDI as it stands, with these values."""
    activity = Activity.objects.get(key="edi-asn")
    names = ("name", "type", "slot", "cost", "hours", "lead_days", "requires", "version", "moves", "effects_from")
    form = {name: getattr(activity, name) for name in names} | {f"effect_{measure}": size for measure, size in activity.effects.items()}
    needs = {f"need_{dimension}": level for dimension, level in activity.needs.items()}
    return {**form, "place": activity.position + 1, **needs, **values}


def test_an_edit_is_shown_with_its_consequences_and_saved_only_when_confirmed(root: Client, cast: Cast) -> None:
    for owner, name in ((cast.ada, "Alder Markets"), (cast.eve, "Brightwater")):
        make_engagement(make_account_touchpoint(make_account(owner=owner, name=name)), "edi-asn")
    with nothing_changes():
        shown = root.post(EDI, edi(type="strategic"))
    page = text(shown)
    assert shown.status_code == 200
    assert "2 touchpoints of accounts would have another type" in page
    assert "Alder Markets" in page
    saved = root.post(EDI, edi(type="strategic", sure="yes", on=1), follow=True)
    assert "This is version 2 of the catalogue" in text(saved)
    assert Activity.objects.get(key="edi-asn").type == "strategic"
    assert CatalogueVersion.objects.count() == 2
    root.post(way_back(saved.content.decode()))
    assert Activity.objects.get(key="edi-asn").type == "cooperative"
    assert CatalogueVersion.objects.latest("number").number == 3


def test_usual_effects_are_changed_with_a_look_at_whose_roadmap_expects_something_else(root: Client, cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    make_item(account, "edi-asn")
    make_item(account, "edi-asn", state="done")
    other = {"effect_on-time-in-full": "0.0125", "effect_order-to-delivery-days": "-1.5", "moves": [], "effects_from": "Evaluation of 2026"}
    with nothing_changes():
        page = text(root.post(EDI, edi(**other)))
    assert "1 item on a roadmap would be expected to bring something else." in page
    assert "No touchpoint of any account would have another type." in page
    assert re.search(
        r"Usual effects:</span> On time in full \+0.005 → <span class=\"b\">On time in full \+0.0125, Order to delivery days .1.50", page
    )
    root.post(EDI, edi(**other, sure="yes", on=1))
    activity = Activity.objects.get(key="edi-asn")
    assert activity.sizes == {"on-time-in-full": Decimal("0.0125"), "order-to-delivery-days": Decimal("-1.5")}
    assert "(Evaluation of 2026)" in text(root.get(f"{CATALOGUE}physical-delivery/"))
    assert (
        "effects = { on-time-in-full = 0.0125, order-to-delivery-days = -1.5 }"
        in root.get("/relationships/catalogue-export/").content.decode()
    )
    body = root.get("/api/v1/catalogue").json()["touchpoint"][0]["activity"]
    assert next(one for one in body if one["key"] == "edi-asn")["effects"] == {
        "on-time-in-full": "0.0125",
        "order-to-delivery-days": "-1.5",
    }
    with nothing_changes():
        wrong = root.post(EDI, edi(**{"moves": ["damage-free"], "effect_on-time-in-full": "0.01"}, sure="yes", on=2))
    assert wrong.status_code == 422
    assert "no measure that the activity moves" in text(wrong)


def test_only_accounts_that_the_reader_sees_are_named(root: Client, cast: Cast) -> None:
    cast.users["ada"].roles.add(editor())
    for owner, name in ((cast.ada, "Alder Markets"), (cast.eve, "Brightwater")):
        make_engagement(make_account_touchpoint(make_account(owner=owner, name=name)), "edi-asn")
    root.force_login(cast.user("ada"))
    page = text(root.post(EDI, edi(type="strategic")))
    assert "2 touchpoints of accounts would have another type" in page
    assert "1 of them belongs to an account that you do not see" in page
    assert "Alder Markets" in page
    assert "Brightwater" not in page


def editor() -> Any:
    from mutua.foundation.identity.models import Role

    return Role.objects.create(key="editor", name="Editor", permissions=["relationships.catalogue.edit"])


def test_who_saw_another_version_sees_anew_what_would_change(root: Client) -> None:
    root.post(EDI, edi(hours=11, sure="yes", on=1))
    with nothing_changes():
        form = {"name": "Deliveries", "our_departments": "Logistics", "their_departments": "Receiving", "version": 1}
        form["measures"] = "\n".join(Touchpoint.objects.get(key="physical-delivery").measures)
        answer = root.post(f"{CATALOGUE}physical-delivery/edit/", {**form, "sure": "yes", "on": 1})
    assert answer.status_code == 409
    assert "Somebody else changed the catalogue meanwhile" in text(answer)
    assert 'name="on" value="2"' in text(answer)


def test_a_circle_is_refused_beside_its_field_with_the_path(root: Client) -> None:
    with nothing_changes():
        answer = root.post(EDI, edi(requires=["crp"], sure="yes", on=1))
    assert answer.status_code == 422
    names = [Activity.objects.get(key=key).name for key in ("edi-asn", "crp", "edi-asn")]
    assert " → ".join(names) in text(answer)


def test_from_the_preview_back_to_the_form_keeps_what_was_typed(root: Client) -> None:
    answer = root.post(EDI, edi(name="EDI everywhere", again="yes"))
    assert 'value="EDI everywhere"' in text(answer)


def test_a_new_touchpoint_and_its_first_activity(root: Client) -> None:
    new = {
        "name": "Returns and recycling",
        "our_departments": "Logistics",
        "their_departments": "Store\nWarehouse",
        "measures": "days-to-settle",
    }
    root.post("/relationships/catalogue-new/", {**new, "sure": "yes", "on": 1})
    touchpoint = Touchpoint.objects.get(key="returns-and-recycling")
    assert touchpoint.their_departments == ["Store", "Warehouse"]
    form = {"name": "Joint recycling", "type": "collaborative", "cost": "1200.50", "need_will": "2.5", "moves": ["days-to-settle"]}
    root.post(f"{CATALOGUE}returns-and-recycling/activities/new/", {**form, "sure": "yes", "on": 2})
    activity = Activity.objects.get(key="joint-recycling")
    assert (activity.touchpoint, activity.cost, activity.needs, activity.moves) == (
        touchpoint, Decimal("1200.50"), {"will": 2.5}, ["days-to-settle"],
    )  # fmt: skip
    assert "Joint recycling" in text(root.get(f"{CATALOGUE}returns-and-recycling/"))
    root.post(
        f"{CATALOGUE}returns-and-recycling/activities/new/", {"name": "Return by post", "type": "independent", "sure": "yes", "on": 3}
    )
    assert Activity.objects.get(key="return-by-post").cost == 0  # what is left empty costs nothing


def test_retiring_shows_first_what_it_means_and_can_be_brought_back(root: Client, cast: Cast) -> None:
    at = make_account_touchpoint(make_account(owner=cast.ada, name="Alder Markets"))
    make_engagement(at, "edi-asn")
    with nothing_changes():
        assert "Alder Markets" in text(root.get(f"{EDI}retire/"))
    root.post(f"{EDI}retire/", {"version": 1, "sure": "yes", "on": 1})
    assert Activity.objects.get(key="edi-asn").retired_at
    assert "edi-asn" not in Activity.objects.get(key="crp").requires
    assert "Retired activities" in text(root.get(f"{CATALOGUE}physical-delivery/"))
    assert root.get(at.get_absolute_url()).status_code == 200
    root.post(f"{EDI}retire/", {"version": Activity.objects.get(key="edi-asn").version, "sure": "yes", "on": 2})
    assert Activity.objects.get(key="edi-asn").retired_at is None


def test_a_file_is_shown_before_it_is_taken_and_its_text_goes_along(root: Client) -> None:
    changed = CONSUMER_GOODS.read_text().replace('name = "Physical delivery"', 'name = "Deliveries"')
    with nothing_changes():
        shown = text(root.post("/relationships/catalogue-import/", {"file": SimpleUploadedFile("ours.toml", changed.encode())}))
    assert "Deliveries" in shown
    root.post("/relationships/catalogue-import/", {"text": changed, "name": "ours.toml", "sure": "yes", "on": 1})
    assert Touchpoint.objects.get(key="physical-delivery").name == "Deliveries"
    assert CatalogueVersion.objects.latest("number").note == "Import ours.toml"


def test_a_wrong_file_names_its_line(root: Client) -> None:
    broken = CONSUMER_GOODS.read_text().replace("hours = 160", "hours = -160", 1)
    line = broken.splitlines().index("hours = -160") + 1
    with nothing_changes():
        answer = root.post(
            "/relationships/catalogue-import/", {"file": SimpleUploadedFile("ours.toml", broken.encode()), "sure": "yes", "on": 1}
        )
    assert answer.status_code == 422
    assert f"ours.toml, line {line}:" in text(answer)


def test_what_is_exported_and_imported_again_changes_nothing(root: Client) -> None:
    exported = root.get("/relationships/catalogue-export/").content
    with nothing_changes():
        answer = root.post(
            "/relationships/catalogue-import/",
            {"file": SimpleUploadedFile("again.toml", exported), "retire_missing": "on", "sure": "yes", "on": 1},
            follow=True,
        )
    assert answer.status_code == 200


def test_versions_are_listed_compared_and_gone_back_to(root: Client) -> None:
    root.post(EDI, edi(hours=11, sure="yes", on=1))
    root.post(EDI, edi(hours=12, sure="yes", on=2))
    assert "EDI and advance ship notice" in text(root.get("/relationships/catalogue-versions/"))
    page = text(root.get("/relationships/catalogue-versions/3/?against=1"))
    assert "What differs from version 1" in page
    root.post("/relationships/catalogue-versions/1/back/", {"sure": "yes", "on": 3})
    assert CatalogueVersion.objects.get(number=4).book == CatalogueVersion.objects.get(number=1).book
    assert standing_book(flow_actor("test")) == CatalogueVersion.objects.get(number=1).book


@pytest.mark.parametrize("name", ["ada", "ben", "cleo"])
def test_who_may_only_look_finds_no_way_to_change(client: Client, cast: Cast, name: str) -> None:
    make_catalogue()
    client.force_login(cast.user(name))
    assert "New touchpoint" not in text(client.get(CATALOGUE))
    assert "Bring back" not in text(client.get(f"{CATALOGUE}physical-delivery/"))
    for address in ("/relationships/catalogue-new/", "/relationships/catalogue-import/", EDI, f"{EDI}retire/"):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    ("address", "most"),
    [(CATALOGUE, 12), (f"{CATALOGUE}physical-delivery/", 30), (EDI, 30), ("/relationships/catalogue-versions/", 12), ("/relationships/catalogue-versions/1/", 30)],
)  # fmt: skip
def test_each_page_keeps_its_budget_of_queries(root: Client, django_assert_max_num_queries: Any, address: str, most: int) -> None:
    root.get(address)
    with django_assert_max_num_queries(most):
        assert root.get(address).status_code == 200


def test_the_api_shows_first_and_saves_when_asked(root: Client) -> None:
    read = root.get("/api/v1/catalogue")
    body = {name: read.json()[name] for name in ("catalogue", "touchpoint")}
    body["touchpoint"][0]["activity"][0]["hours"] = 99
    send = {"content_type": "application/json", "headers": {"If-Match": read["ETag"]}}
    with nothing_changes():
        tried = root.put("/api/v1/catalogue?dry_run=true", json.dumps(body), **send).json()
    assert (tried["saved"], tried["differences"][0]["fields"], tried["moved"]) == (False, ["hours"], 0)
    saved = root.put("/api/v1/catalogue", json.dumps({**body, "note": "By hand"}), **send)
    assert (saved.json()["number"], saved["ETag"]) == (2, '"2"')
    assert root.get("/api/v1/catalogue/versions").json()[0]["note"] == "By hand"
    assert root.get("/api/v1/catalogue/versions/1").json()["touchpoint"][0]["activity"][0]["hours"] == 0
    with nothing_changes():
        assert root.put("/api/v1/catalogue", json.dumps(body), **send).status_code == 412
        wrong = {**body, "touchpoint": [{"key": "x", "name": "X", "colour": "red"}]}
        answer = root.put("/api/v1/catalogue", json.dumps(wrong), content_type="application/json", headers={"If-Match": '"2"'})
    assert answer.status_code == 422
    assert "colour" in answer.json()["detail"]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, db: None) -> Any:
    from contextlib import nullcontext

    from mutua.cli import catalogue

    monkeypatch.setattr(catalogue, "opened", lambda: nullcontext())
    make_catalogue()
    return lambda *words: CliRunner().invoke(catalogue.command, [str(word) for word in words])


def test_the_command_line_exports_and_imports_the_same(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "catalogue.toml"
    assert run("export", file).exit_code == 0
    with nothing_changes():
        again = run("import", file, "--retire-missing", "--yes", "--json")
    assert again.exit_code == 0
    assert json.loads(again.stdout)["saved"] is False
    file.write_text(file.read_text().replace('name = "Physical delivery"', 'name = "Deliveries"'))
    with nothing_changes():
        assert run("import", file).exit_code == 1  # nobody was there to say yes
        assert run("import", file, "--dry-run").exit_code == 0
    assert run("import", file, "--yes").exit_code == 0
    assert "Deliveries" in run("show").stdout
    assert [row["number"] for row in json.loads(run("versions", "--json").stdout)] == [2, 1]
    [difference] = json.loads(run("compare", 1, 2, "--json").stdout)
    assert difference["fields"] == {"name": {"was": "Physical delivery", "now": "Deliveries"}}


def test_the_command_line_says_which_line_is_wrong(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    file.write_text(CONSUMER_GOODS.read_text().replace('type = "cooperative"', 'type = "friendly"', 1))
    line = file.read_text().splitlines().index('type = "friendly"') + 1
    with nothing_changes():
        done = run("import", file, "--yes")
    assert done.exit_code == 1
    assert f"broken.toml, line {line}:" in done.stderr
    assert run("show", "--version", 9).exit_code == 1
    assert run("import", tmp_path / "none.toml").exit_code == 2


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [("currency", "ZZZ", "No currency has the code"), ("name", "A\x00B", "a character in it"), ("lead_days", 3_651, "from 0 to 3,650")],
)
def test_what_is_shown_first_is_refused_as_it_would_be(root: Client, name: str, value: Any, why: str) -> None:
    read = root.get("/api/v1/catalogue")
    body = {part: read.json()[part] for part in ("catalogue", "touchpoint")}
    (body["catalogue"] if name == "currency" else body["touchpoint"][0]["activity"][0])[name] = value
    for address in ("/api/v1/catalogue?dry_run=true", "/api/v1/catalogue"):
        with nothing_changes():
            answer = root.put(address, json.dumps(body), content_type="application/json", headers={"If-Match": read["ETag"]})
        assert answer.status_code == 422, address
        assert why in answer.json()["detail"]
