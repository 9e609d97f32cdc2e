"""A strategy written, challenged, approved and weighed over the API alone, by the same acts as on the pages."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from mutua.catalog.tests.making import make_offering
from mutua.customers.models import TradingLink
from mutua.customers.tests.making import make_account, make_need
from mutua.foundation import days
from mutua.strategy.models import BoardWeights, CustomerStrategy, GenericStrategy, Objective, StrategyVersion
from mutua.strategy.queries.board_figures import CRITERIA
from mutua.strategy.tests.making import STATEMENT, make_objective, make_segment, make_strategy, make_version
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


class Door:
    """Another program: JSON in and out, with the version that it has read last of each address."""

    def __init__(self, client):
        self.client = client

    def send(self, method, address, sent=None, *, read=None, status=200):
        tag = {} if read is None else {"HTTP_IF_MATCH": f'"{read}"'}
        answer = getattr(self.client, method)(f"/api/v1/{address}", json.dumps(sent), content_type="application/json", **tag)
        assert answer.status_code == status, (address, answer.status_code, answer.content)
        return answer.json() if answer.content else None

    def get(self, address, status=200, **asked):
        answer = self.client.get(f"/api/v1/{address}", asked)
        assert answer.status_code == status, (address, answer.content)
        return answer.json()

    def version(self, number):
        return self.get(f"strategy-versions/{number}")["version"]


@pytest.fixture
def door(client, cast):
    client.force_login(cast.user("executive"))
    return Door(client)


def test_a_strategy_goes_from_nothing_into_force(door, cast):
    account = make_account(owner=cast.ada)
    segment, offering = make_segment(members=[account]), make_offering()
    need = make_need(account=account, words="New goods sooner")
    made = door.send("post", "strategies", {"name": "Sooner", "segment_id": segment.pk, "offering_id": offering.pk}, status=201)
    (version,) = (one["id"] for one in door.get(f"strategies/{made['id']}/versions"))
    at = f"strategy-versions/{version}"

    door.send("patch", at, STATEMENT, read=door.version(version))
    levers = door.send("put", f"{at}/levers", [{"name": "Slots", "contribution": "5", "is_chosen": True}], read=door.version(version))
    (slots,) = levers["levers"]
    assert (slots["name"], slots["is_chosen"], levers["warning"]) == ("Slots", True, "")
    door.send("put", f"{at}/positions", [{"year": 2026, "share": "0.12", "size": "1000", "rank": 2}], read=door.version(version))
    assert door.send("put", f"{at}/needs", {"need_ids": [need.pk]}, read=door.version(version)) == {"need_ids": [need.pk]}
    strong = door.send("post", f"{at}/swot", {"kind": "strength", "sentence": "Depots", "link": "/deliveries/"}, status=201)
    door.send("post", f"{at}/swot", {"kind": "opportunity", "sentence": "New shops", "need_id": need.pk}, status=201)
    changed = door.send("patch", f"swot/{strong['id']}", {"sentence": "Depots near them"}, read=door.version(version))
    assert (changed["sentence"], changed["link"]) == ("Depots near them", "/deliveries/")
    (option,) = door.send("post", f"{at}/options", {}, read=door.version(version))
    assert option["kind"] == "SO"
    kept = door.send("patch", f"options/{option['id']}", {"state": "kept", "lever_id": slots["id"]}, read=door.version(version))
    assert (kept["state"], kept["lever_id"]) == ("kept", slots["id"])
    assumed = door.send("post", f"{at}/assumptions", {"sentence": "Fuel stays cheap", "due": "2027-01-01"}, status=201)
    objective = {"name": "Won", "metric": "deal.won", "target": 0.4, "break_even": 0.2}
    door.send("post", f"{at}/objectives", objective, status=201)
    second = door.send("post", f"{at}/objectives", {**objective, "name": "x", "metric": "delivery.on_time_in_full"}, status=201)
    door.send("delete", f"objectives/{second['id']}", read=second["version"], status=204)

    door.send("post", f"{at}/move", {"to": "challenged"}, read=door.version(version))
    objection = door.send("post", f"{at}/objections", {"sentence": "Too dear"}, status=201)
    assert "not answered" in door.send("post", f"{at}/move", {"to": "approved"}, read=door.version(version), status=422)["detail"]
    assert door.send("post", f"objections/{objection['id']}/answer", {"answer": "They asked"})["answer"] == "They asked"
    for to in ("approved", "active"):
        door.send("post", f"{at}/move", {"to": to}, read=door.version(version))
    assert door.send("post", f"assumptions/{assumed['id']}/check", {"holds": "yes"})["holds"] == "yes"
    whole = door.get(at)
    assert (whole["state"], [one["metric"] for one in door.get(f"{at}/objectives")]) == ("active", ["deal.won"])
    assert (len(whole["positions"]), whole["need_ids"], whole["options"][0]["state"], whole["assumptions"][0]["holds"]) == (
        1, [need.pk], "kept", "yes",
    )  # fmt: skip


def test_a_version_somebody_changed_meanwhile_is_not_overwritten(door):
    draft = make_version()
    for address, sent in (("levers", []), ("positions", []), ("needs", {"need_ids": []}), ("options", {})):
        method = "post" if address == "options" else "put"
        with nothing_changes():
            door.send(method, f"strategy-versions/{draft.pk}/{address}", sent, status=428)
            door.send(method, f"strategy-versions/{draft.pk}/{address}", sent, read=99, status=412)
    draft.refresh_from_db()
    assert draft.version == 1


def test_a_finding_is_struck_out_and_put_back(door):
    draft = make_version()
    found = door.send("post", f"strategy-versions/{draft.pk}/swot", {"kind": "threat", "sentence": "x", "link": "/deliveries/"}, status=201)
    struck = door.send("post", f"swot/{found['id']}/strike", {}, read=door.version(draft.pk))
    assert struck["is_struck"]
    assert not door.send("post", f"swot/{found['id']}/put-back", {}, read=door.version(draft.pk))["is_struck"]
    assert "path in Mutua" in door.send("patch", f"swot/{found['id']}", {"link": "/\\x"}, read=door.version(draft.pk), status=422)["detail"]


def test_the_thirteenth_lever_is_refused_and_the_eleventh_warned_of(door):
    draft = make_version()
    wanted = [{"name": f"Lever {n}", "is_chosen": True} for n in range(13)]
    door.send("put", f"strategy-versions/{draft.pk}/levers", wanted, read=1, status=422)
    assert not draft.levers.exists()
    assert "11 levers are chosen" in door.send("put", f"strategy-versions/{draft.pk}/levers", wanted[:11], read=1)["warning"]


def test_a_strategy_is_renamed_drafted_anew_compared_and_binned(door, cast):
    strategy = make_strategy(name="Sooner")
    first = make_version(strategy, active=True)
    make_objective(first)
    renamed = door.send("patch", f"strategies/{strategy.pk}", {"name": "Surer"}, read=strategy.version)
    assert renamed["name"] == "Surer"
    draft = door.send("post", f"strategies/{strategy.pk}/draft", {})
    assert door.send("post", f"strategies/{strategy.pk}/draft", {})["id"] == draft["id"]
    door.send("patch", f"strategy-versions/{draft['id']}", {"what_we_do": "deliver by standing appointment"}, read=draft["version"])
    sections = {one["title"]: one["rows"] for one in door.get(f"strategies/{strategy.pk}/compare")}
    changed = [row for row in sections["Statement"] if row["status"] == "changed"]
    assert [(row["left"], row["right"]) for row in changed] == [(STATEMENT["what_we_do"], "deliver by standing appointment")]
    door.send("delete", f"strategies/{strategy.pk}", read=renamed["version"], status=422)
    unused = make_version().strategy
    door.send("delete", f"strategies/{unused.pk}", read=unused.version, status=204)
    assert not GenericStrategy.objects.filter(pk=unused.pk).exists()


def test_a_day_and_the_trade_of_a_version_are_told(door, cast):
    alder = make_account(owner=cast.ada, name="Alder", currency="USD", spend_per_year=40, category_spend=100)
    rival = make_account(owner=cast.ada, name="Rival", currency="USD")
    TradingLink.objects.create(supplier=rival, buyer=alder, value_per_year=Decimal(60), currency="USD")
    version = make_version(make_strategy(segment=make_segment(members=[alder]), offering=make_offering(currency="USD")), active=True)
    found = door.get(f"strategy-versions/{version.pk}/value-map")
    (customer,) = found["customers"]
    assert (customer["name"], customer["spend"], customer["of_their_spend"], found["taken_on"]) == ("Alder", "40.00", "0.4", None)
    assert {(one["from_account_id"], one["to_account_id"]) for one in found["flows"]} == {(None, alder.pk), (rival.pk, alder.pk)}
    then = door.get(f"strategies/{version.strategy_id}/then", on="2026-02-01")
    assert (then["state"], then["number"], then["statement"]) == ("active", 1, STATEMENT["statement"])
    door.get(f"strategies/{version.strategy_id}/then", on="2026-01-04", status=404)


def test_the_board_is_weighed(door, cast):
    account = make_account(owner=cast.ada, category_spend=1000, spend_per_year=100)
    strategy = make_strategy(segment=make_segment(members=[account]))
    make_version(strategy, active=True)
    (square,) = door.get("strategies/board")["squares"]
    assert (square["strategy_id"], square["members"], square["state"]) == (strategy.pk, 1, "active")
    even = door.get("strategies/weights")
    assert (even["number"], set(even["weights"])) == (0, set(CRITERIA))
    sent = {"weights": {**even["weights"], "size": 80}, "reason": "Size first"}
    assert door.send("put", "strategies/weights", sent, read=0)["weights"]["size"] == 80
    assert "meanwhile" in door.send("put", "strategies/weights", {**sent, "reason": "Again"}, read=0, status=422)["detail"]
    door.send("put", "strategies/weights", {**sent, "weights": {**even["weights"], "size": 101}}, read=1, status=422)
    assert BoardWeights.objects.count() == 1


def test_the_strategy_for_a_customer_is_drafted_and_written(client, cast):
    client.force_login(cast.user("ada"))
    door = Door(client)
    account = make_account(owner=cast.user("ada"), name="Alder", spend_per_year=40, category_spend=100, currency="USD")
    version = make_version(make_strategy(name="Sooner", segment=make_segment(members=[account])), active=True)
    draft = door.get(f"accounts/{account.pk}/strategy/draft")
    assert draft["version_ids"] == [version.pk]
    assert "“Sooner” serves Alder" in draft["statement"]
    door.get(f"accounts/{account.pk}/strategy", status=404)
    sent = {"statement": draft["statement"], "version_ids": [], "is_active": True}
    assert "stands on a strategy in force" in door.send("put", f"accounts/{account.pk}/strategy", sent, status=422)["detail"]
    assert not CustomerStrategy.objects.exists()
    written = door.send("put", f"accounts/{account.pk}/strategy", {**sent, "version_ids": [version.pk]})
    assert (written["state"], written["version_ids"], written["abandoned"]) == ("active", [version.pk], [])
    door.send("put", f"accounts/{account.pk}/strategy", sent, status=428)
    StrategyVersion.objects.filter(pk=version.pk).update(state="abandoned", ended_on=days.today())
    assert door.get(f"accounts/{account.pk}/strategy")["abandoned"] == [version.pk]
    other = make_account(owner=cast.eve)
    door.get(f"accounts/{other.pk}/strategy/draft", status=404)


def test_the_business_case_is_told_and_read(door):
    door.get("business-case", status=404)
    line = {"title": "On time", "metric": "delivery.on_time_in_full", "baseline": 0.9, "expected": 0.95, "worth": "1000"}
    used = str(days.today() - timedelta(30))
    case = {"used_since": used, "cost_per_year": "20", "reason": "To know", "lines": [line]}
    told = door.send("put", "business-case", case, read=0)
    assert (told["number"], told["expected"], told["verified"]) == (1, "50.00", None)
    for wrong in ({**line, "worth": "NaN"}, {**line, "expected": 0.8}, {**line, "metric": "x"}):
        door.send("put", "business-case", {**case, "lines": [wrong]}, read=1, status=422)
    assert door.get("business-case")["number"] == 1


def test_what_serves_and_what_is_off_strategy_is_counted_alike(door, cast):
    strategy = make_version(make_strategy(segment=make_segment()), active=True).strategy
    for one in door.get(f"strategies/{strategy.pk}/rows"):
        assert door.get(f"strategies/{strategy.pk}/rows/{one['kind']}")["count"] == one["count"]
    whole = door.get("strategies/under-way")
    for kind, share in whole["kinds"].items():
        assert door.get(f"strategies/off/{kind}")["count"] == share["off"]
    door.get("strategies/off/nonsense", status=404)


def test_the_evidence_of_other_domains_leads_to_its_rows(door, cast):
    objective = make_objective(make_version(make_strategy(segment=make_segment(members=[make_account(owner=cast.ada)])), active=True))
    panels = door.get(f"objectives/{objective.pk}/evidence")
    assert {one["panel"] for one in panels} >= {"deliveries", "deals", "accounts"}
    numbers = {(one["panel"], count["count"]): count["number"] for one in panels for count in one["counts"]}
    assert numbers["accounts", "silent"] == 1
    for (panel, count), number in numbers.items():
        assert door.get(f"objectives/{objective.pk}/evidence/{panel}/{count}")["number"] == number
    door.get(f"objectives/{objective.pk}/evidence/deliveries/nonsense", status=404)
    assert door.get(f"objectives/{make_objective(make_version()).pk}/evidence") == []
    assert Objective.objects.count() == 2
