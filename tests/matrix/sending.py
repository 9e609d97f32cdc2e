"""What is sent to an address so that it is carried out for somebody who may: the form of the page itself, and what a person would fill in.

A request that is refused for everybody proves nothing about who may. `test_every_write_succeeds_for_somebody` keeps this true.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from mutua.customers.models import Person
from mutua.foundation import days
from mutua.relationships.models import RoadmapItem
from mutua.strategy.models import BoardWeights, BusinessCase
from mutua.strategy.queries.board_figures import CRITERIA
from tests.guarding import told
from tests.matrix.routes import Route
from tests.matrix.world import World

Sent = dict[str, Any]
DETAIL = r"^(?P<of>accounts|people)/(?P<party_id>\d{1,18})/new/(?P<kind>[a-z-]+)/$"
VERSION = {"version": "1"}


def sent(world: World, route: Route, whose: str) -> Sent:
    """The body of a POST to a page. For an absent record what would be sent for Ada's."""
    whose = whose if whose in world.marks else "ada"
    its = {name: numbers[whose] for name, numbers in world.ids.items()}
    more = filled(route.pattern)(its)
    address = route.address(world, whose)
    if address not in world.forms:
        world.forms[address] = _form_of(world, address)
    return {**VERSION, **world.forms[address], **more}


def sent_to_api(world: World, route: Route, method: str, whose: str) -> Sent:
    its = {name: numbers[whose if whose in world.marks else "ada"] for name, numbers in world.ids.items()}
    return {**JSON, **told("json")}.get((method, route.pattern), lambda its: {})(its)


def filled(pattern: str) -> Callable[[dict[str, int]], Sent]:
    """What a person fills in there, or chooses, beyond what the form holds already."""
    return {**FILLED, **told("sent")}.get(pattern, lambda its: {})


def _form_of(world: World, address: str) -> Sent:
    """The fields of the page's own form with what stands in them, as Root sees it; nothing where there is no such page."""
    answer = world.root.get(address)
    if answer.status_code != 200 or answer.streaming or "text/html" not in answer["Content-Type"]:
        return {}
    reader = _Forms(address)
    reader.feed(answer.content.decode())
    return reader.fields


class _Forms(HTMLParser):
    """Reads the fields of the form that is sent to the page's own address, as a browser would send them untouched."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.fields, self._inside, self._select, self._text = address, {}, False, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            here = not given.get("action") or re.sub(r"\?.*", "", given["action"] or "") == self.address
            self._inside = given.get("method", "").lower() == "post" and here and not self.fields
        if not self._inside:
            return
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in self.fields):
            self.fields[self._select] = value
        elif tag == "textarea":
            self._text, self.fields[name] = name, ""
        elif tag == "input" and name not in ("", "csrfmiddlewaretoken") and given.get("type") != "file":
            if given.get("type") in ("checkbox", "radio"):
                if "checked" in given:
                    self.fields.setdefault(name, []).append(value or "on")
            else:
                self.fields[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._text = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.fields[self._text] += data.removeprefix("\n")


def kept(its: dict[str, int]) -> Sent:
    return {"act": "keep-view", "name": "Mine"}


def binned(number_of: str) -> Callable[[dict[str, int]], Sent]:
    return lambda its: {"act": "bulk:delete", "ids": its[number_of], "sure": "yes"}


def _file(its: dict[str, int]) -> Sent:
    return {"kind": "accounts", "source": "crm", "file": SimpleUploadedFile("accounts.csv", b"name\nAlder Markets\n")}


def _upload(its: dict[str, int]) -> Sent:
    return {"file": SimpleUploadedFile("Offer.pdf", b"%PDF-1.7")}


# The version of the catalogue on which its change was shown, and that somebody has seen it.
SURE = {"sure": "yes", "on": "1"}
IMPORTED = '[catalogue]\nkey = "ours"\nname = "Ours"\ncurrency = "EUR"\n'

# What a person has to fill in, or choose, beyond what the form holds already. Numbers are those of the owner's records.
FILLED: dict[str, Callable[[dict[str, int]], Sent]] = {
    "accounts/": binned("account_id"),
    "people/": binned("person_id"),
    "accounts/<int:account_id>/merge/": lambda its: {"with": its["twin_id"], "other_version": "1", "survivor": "left"},
    "people/<int:person_id>/merge/": lambda its: {"with": its["second_id"], "other_version": "1", "survivor": "left"},
    "people/<int:person_id>/erase/": lambda its: {"typed": str(Person.everything.get(pk=its["person_id"]))},
    "duplicates/": lambda its: {"act": "bulk:merge", "ids": [its["pair_id"]], "sure": "yes"},
    "duplicates/scan/": lambda its: {"kind": "account"},
    "duplicates/sources/": lambda its: {"sources": "erp\ncrm"},
    "duplicates/<int:pair_id>/judge/": lambda its: {"state": "later"},
    "web-forms/new/": lambda its: {"name": "Fair", "asks": ["message"], "thanks": "Thank you."},
    "web-forms/<int:form_id>/edit/": lambda its: {"title": "Write to us"},
    "strategies/versions/<int:version_id>/criteria/": lambda its: {"form-0-question": "Do they decide?", "form-0-aspect": "authority"},
    "tasks/all/": binned("task_id"),
    "interactions/": binned("interaction_id"),
    "meetings/": binned("meeting_id"),
    "products/": binned("product_id"),
    "offerings/": binned("offering_id"),
    **dict.fromkeys(("deliveries/", "orders/", "invoices/", "credit/", "assets/", "segments/", "relationships/", "measures/", "reconciliation/", "strategies/", "settings/people/", "settings/teams/"), kept),
    "settings/people/new/": lambda its: {"name": "Nina Berg", "email": "nina@example.org"},
    "settings/people/<int:user_id>/": lambda its: {"name": "Cleo R."},
    "settings/fields/new/": lambda its: {"record_kind": "account", "label": "Shelves", "kind": "number", "order": 1},
    "settings/keys/": lambda its: {"name": "Till", "scopes": ["customers.account.view"]},
    "imports/new/": _file,
    "tagged/<slug:kind>/<int:record_id>/": lambda its: {"add": "Seasonal"},
    "settings/tags/<int:tag_id>/": lambda its: {"name": "Frozen"},
    "settings/tags/<int:tag_id>/merge/": lambda its: {"into_id": its["other_tag_id"]},
    "files/<slug:kind>/<int:subject_id>/": _upload,
    "files/<int:attachment_id>/rename/": lambda its: {"name": "Renamed"},
    "notes/<slug:kind>/<int:subject_id>/": lambda its: {"body": "Rang"},
    "meetings/<int:meeting_id>/repeat/": lambda its: {"frequency": "daily", "every": 1, "times": 2},
    "notes/<int:note_id>/edit/": lambda its: {"body": "Rang again"},
    "imports/<int:run_id>/mapping/use/": lambda its: {"mapping": its["mapping_id"]},
    "imports/repair/<int:issue_id>/": lambda its: {"name": "Repaired Markets"},
    "imports/repair/dismiss/": lambda its: {"ids": its["issue_id"]},
    "today/put-off/": lambda its: {"source": "promises", "need": f"task-{its['task_id']}", "how": "later"},
    "look/": lambda its: {"theme": "dark"},
    "accounts/new/": lambda its: {"name": "Alder Markets"},
    "accounts/<int:account_id>/edit/": lambda its: {"note": "Rang"},
    "people/new/": lambda its: {"given_name": "Amara"},
    "people/<int:person_id>/edit/": lambda its: {"note": "Rang"},
    "people/<int:person_id>/consents/new/": lambda its: {"given": "yes", "at": "2026-03-01T12:00", "proof": "Form 12"},
    "people/wordings/new/": lambda its: {"text": "We write once a month."},
    "households/": binned("household_id"),
    "households/new/": lambda its: {"name": "The Bandas"},
    "households/<int:household_id>/edit/": lambda its: {"note": "Rang"},
    "households/<int:household_id>/members/new/": lambda its: {"person": f"(#{its['free_person_id']})", "role": "child"},
    "our-side/departments/new/": lambda its: {"name": "Night shift", "function": "logistics"},
    DETAIL: lambda its: {"words": "Sooner", "importance": 5, "satisfaction": 2, "other": f"(#{its['child_id']})"},
    "details/<slug:kind>/<int:detail_id>/": lambda its: {"name": "Receiving 2", "words": "Sooner still", "next_best_name": "Rival", "kind": "carries", "role": "parent", "value": "later@example.org", "system": "erp", "duty": "Helps", "job_title": "Head"},
    "products/new/": lambda its: {"name": "GTX Plus"},
    "offerings/new/": lambda its: {"name": "Overnight", "value_proposition": "Sooner on the shelf"},
    "segments/new/": lambda its: {"name": "Grocers"},
    "strategies/new/": lambda its: {"name": "Shelf", "segment": its["free_segment_id"], "offering": its["offering_id"], "ansoff": "penetration"},
    "strategies/versions/<int:version_id>/move/": lambda its: {"to": "completed"},
    "strategies/versions/<int:version_id>/decide/": lambda its: {"decision": "continue", "reason": "As planned"},
    "strategies/versions/<int:version_id>/levers/": lambda its: {"form-0-name": "Fewer stops", "form-0-contribution": 5, "form-0-is_chosen": "on"},
    "strategies/versions/<int:version_id>/objectives/new/": lambda its: {"name": "On time", "metric": "delivery.on_time_in_full", "target": 0.97, "tolerance": 0.01, "break_even": 0.9, "perspective": "customer"},
    "strategies/versions/<int:version_id>/assumptions/new/": lambda its: {"sentence": "Fuel stays cheap"},
    "strategies/versions/<int:version_id>/objections/new/": lambda its: {"sentence": "They do not want it"},
    "strategies/objections/<int:objection_id>/answer/": lambda its: {"answer": "They asked for it"},
    "strategies/business-case/write/": lambda its: {"used_since": "2026-01-01", "cost_per_year": 5, "reason": "To know", "form-0-title": "On time", "form-0-metric": "delivery.on_time_in_full", "form-0-baseline": 0.8, "form-0-expected": 0.9, "form-0-worth": 100, "version": 0},
    "strategies/weights/": lambda its: {"size": 80, "reason": "Big markets first"},
    "strategies/versions/<int:version_id>/market/": lambda its: {"form-0-year": 2026, "form-0-share": 12},
    "strategies/versions/<int:version_id>/initiatives/": lambda its: {"form-0-name": "Portal", "form-0-year": 2027, "form-0-quarter": 2},
    "strategies/versions/<int:version_id>/swot/new/": lambda its: {"kind": "weakness", "sentence": "Slow", "link": "/deliveries/"},
    "strategies/swot/<int:swot_id>/": lambda its: {"sentence": "Faster"},
    "strategies/options/<int:option_id>/": lambda its: {"state": "dismissed", "reason": "Too dear"},
    "strategies/assumptions/<int:assumption_id>/check/": lambda its: {"holds": "yes"},
    "accounts/<int:account_id>/strategy/": lambda its: {"statement": "Grow with them"},
    "accounts/<int:account_id>/open-touchpoint/": lambda its: {"key": "claims-service"},
    "accounts/<int:account_id>/touchpoints/<slug:key>/label/": lambda its: {"label": "collaborative", "reason": "They say so"},
    "accounts/<int:account_id>/touchpoints/<slug:key>/engagements/new/": lambda its: {"activity": "crp", "state": "full"},
    "accounts/<int:account_id>/touchpoints/<slug:key>/blockages/new/": lambda its: {"side": "us", "what": "Old scanner"},
    "interactions/<int:interaction_id>/edit/": lambda its: {"channel": "call", "side": "us", "body": "They rang"},
    "meetings/<int:meeting_id>/edit/": lambda its: {"title": "Year", "begins_at": "2026-03-01T10:00", "ends_at": "2026-03-01T11:00"},
    "relationships/catalogue-new/": lambda its: {"name": "Recycling", "our_departments": "Logistics", "their_departments": "Store", **SURE},
    "relationships/catalogue/<slug:key>/edit/": lambda its: {"name": "Deliveries", **SURE},
    "relationships/catalogue/<slug:key>/retire/": lambda its: SURE,
    "relationships/catalogue/<slug:key>/activities/new/": lambda its: {"name": "Drones", "type": "strategic", **SURE},
    "relationships/catalogue/<slug:key>/activities/<slug:activity_key>/": lambda its: {"name": "Replenishment", **SURE},
    "relationships/catalogue/<slug:key>/activities/<slug:activity_key>/retire/": lambda its: SURE,
    "relationships/catalogue-import/": lambda its: {"text": IMPORTED, **SURE},
    "relationships/catalogue-versions/<int:number>/back/": lambda its: SURE,
    "blockages/<int:blockage_id>/close/": lambda its: {"item": its["running_item_id"]},
    "engagements/<int:engagement_id>/": lambda its: {"evidence": "They showed us"},
    "engagements/<int:engagement_id>/move/": lambda its: {"to": "retired"},
    "accounts/<int:account_id>/touchpoints/<slug:key>/measures/new/": lambda its: {"kind": "fill-rate", "name": "Fill", "counted_from": "shipments", "window_days": 30, "least_share": 90, "target": 98, "tolerance": 95, "proxy_name": "Ours"},
    "settings/watches/": lambda its: {"false_alarms": 2},
    "measures/<int:measure_id>/figures/new/": lambda its: {"since": "2026-01-01", "until": "2026-01-31", "numerator": 9, "denominator": 10},
    "accounts/<int:account_id>/profile/new/": lambda its: {"perspective": "surrogate", "as_of": "2026-03-01", "confidence": 50, "confidence_reason": "They rang"},
    "accounts/<int:account_id>/profile/keep/": lambda its: {"year": 2032},
    "meetings/<int:meeting_id>/write-up/": lambda its: {"body": "They rang", "channel": "visit"},
    "accounts/<int:account_id>/write-up/": lambda its: {"body": "They rang", "channel": "visit"},
    "profiles/<int:profile_id>/agree/": lambda its: {"how": "They wrote"},
    "accounts/<int:account_id>/readiness/assess/": lambda its: {"data": 3, "data_evidence": "Seen"},
    "relationships/readiness/assess/": lambda its: {"data": 3, "data_evidence": "Seen"},
    "accounts/<int:account_id>/readiness/proposals/<slug:figure>/": lambda its: {"answer": "accepted"},
    "relationships/readiness/proposals/<slug:figure>/": lambda its: {"answer": "accepted"},
    "profiles/<int:profile_id>/touchpoints/<slug:key>/": lambda its: {"activity_keys": ["crp"]},
    "profiles/<int:profile_id>/move/": lambda its: {"to": "reviewed"},
    "accounts/<int:account_id>/roadmap/<int:item_id>/override/": lambda its: {"reason": "They asked", "accepts_loss": "on"},
    "accounts/<int:account_id>/roadmap/<int:item_id>/lower-gate/": lambda its: {"gate": "0.5", "reason": "They asked", "accepts_loss": "on"},
    "accounts/<int:account_id>/roadmap/<int:item_id>/evaluation/compare/": lambda its: {"outcome": "order-value", "margin_share": 25, "actual_cost": 5, "design": "matched"},
    "accounts/<int:account_id>/roadmap/<int:item_id>/evaluation/trial/": lambda its: {"effect": 5, "standard_error": 2, "source_note": "Drawn by lot"},
    "evaluations/<int:evaluation_id>/decide/": lambda its: {"verdict": "stop", "reason": "It did not pay"},
    "accounts/<int:account_id>/value/new/": lambda its: {"amount": 5},
    "sessions/<int:session_id>/<slug:key>/": lambda its: {"wish": "Sooner"},
    "accounts/<int:account_id>/portal/links/new/": lambda its: {"person_id": its["person_id"], "open_days": 30},
    "accounts/<int:account_id>/portal/promises/new/": lambda its: {"words": "Sooner"},
    "accounts/<int:account_id>/portal/promises/<int:promise_id>/close/": lambda its: {"how": "kept"},
    "plans/<int:plan_id>/move/": lambda its: {"to": "in-force"},
    "plans/<int:plan_id>/ask/": lambda its: {"people": [its["approver_id"]]},
    "plans/<int:plan_id>/answer/": lambda its: {"answer": "approved", "reason": "As we said"},
    "plans/approvals/new/": lambda its: {"who": "role-manager", "from_budget": 10**9},
    "accounts/<int:account_id>/roadmap/<int:item_id>/outlays/new/": lambda its: {"on": "2026-03-01", "amount": 5},
    "plans/segments/new/": lambda its: {"segment": its["free_segment_id"], "activity_key": "vmi"},
    "plans/new/": lambda its: {"year": 2031, "budget": "100", "capacity": "Our people: 100", "discount_rate": 0},
    "accounts/<int:account_id>/compose/": lambda its: {"kind": "note", "body": "Rang", "side": "us"},
    "households/<int:household_id>/compose/": lambda its: {"kind": "note", "body": "Rang", "side": "us"},
    "people/<int:person_id>/compose/": lambda its: {"kind": "note", "body": "Rang", "side": "us", "account": its["account_id"]},
    "interactions/<int:interaction_id>/touchpoint/": lambda its: {"touchpoint": "claims-service"},
    "meetings/<int:meeting_id>/touchpoint/": lambda its: {"touchpoint": "claims-service"},
    "quick/": lambda its: {"kind": "note", "body": "Rang", "account": f"(#{its['account_id']})"},
    "tasks/<int:task_id>/strategy/": lambda its: {"strategy": its["strategy_id"]},
    "tasks/new/": lambda its: {"title": "Ring", "due_on": "2026-12-01"},
    "tasks/<int:task_id>/": lambda its: {"title": "Ring again"},
    "settings/rates/": lambda its: {"of": "EUR", "to": "USD", "factor": "1.1", "on": "2026-03-01", "source": "ECB"},
    "settings/fields/<int:field_id>/": lambda its: {"label": "Shops"},
    "settings/people/": kept,
    "settings/teams/": kept,
    "settings/teams/new/": lambda its: {"name": "West"},
    "settings/teams/<int:team_id>/": lambda its: {"name": "Far north"},
}  # fmt: skip


def _all_evaluated() -> None:
    RoadmapItem.objects.filter(state__in=("done", "stopped")).update(state="evaluated")


def _weighed() -> None:
    """Somebody has weighed the board once: version 1, of which the request says that it was read."""
    BoardWeights.objects.create(number=1, weights=dict.fromkeys(CRITERIA, 50), reason="Even", chosen_by_name="Ben", chosen_at=days.now())


def _told() -> None:
    BusinessCase.objects.create(
        number=1, used_since=days.today(), cost_per_year=1, lines=[], reason="Even", told_by_name="Ben", told_at=days.now()
    )


# What has to have happened before, where the world holds a state that stands in the way; taken back with the request.
PREPARED: dict[str, Callable[[], None]] = {
    "plans/<int:plan_id>/begin/": _all_evaluated,
    "api/v1/plans/<int:plan_id>/begin": _all_evaluated,
    "api/v1/strategies/weights": _weighed,
    "api/v1/business-case": _told,
}

JSON: dict[tuple[str, str], Callable[[dict[str, int]], Any]] = {
    ("post", "api/v1/exchange-rates"): lambda its: [{"of": "EUR", "to": "USD", "factor": "1.1", "on": "2026-03-01", "source": "ECB"}],
    ("post", "api/v1/accounts"): lambda its: {"name": "Alder Markets"},
    ("post", "api/v1/accounts/<int:account_id>/value-entries"): lambda its: {
        "side": "us",
        "component": "price",
        "amount": "5.00",
        "currency": "USD",
        "period": "2026-02-01",
    },
    ("patch", "api/v1/value-entries/<int:entry_id>"): lambda its: {"evidence": "Counted"},
    ("patch", "api/v1/accounts/<int:account_id>"): lambda its: {"note": "Rang"},
    ("post", "api/v1/files/<kind>/<int:subject_id>"): _upload,
    ("patch", "api/v1/files/<int:attachment_id>"): lambda its: {"name": "Renamed.txt"},
    ("post", "api/v1/accounts/<int:account_id>/affiliations"): lambda its: {"person_id": its["free_person_id"], "job_title": "Buyer"},
    ("patch", "api/v1/affiliations/<int:affiliation_id>"): lambda its: {"job_title": "Head of buying"},
    ("post", "api/v1/notes/<kind>/<int:subject_id>"): lambda its: {"body": "Rang"},
    ("patch", "api/v1/notes/<int:note_id>"): lambda its: {"body": "Rang again"},
    ("post", "api/v1/people"): lambda its: {"given_name": "Amara"},
    ("patch", "api/v1/people/<int:person_id>"): lambda its: {"note": "Rang"},
    ("post", "api/v1/people/<int:person_id>/consents"): lambda its: {
        "purpose": "offers",
        "channel": "mail",
        "given": True,
        "how": "form",
        "proof": "Form 12",
    },
    ("post", "api/v1/households"): lambda its: {"name": "The Bandas"},
    ("patch", "api/v1/households/<int:household_id>"): lambda its: {"note": "Rang"},
    ("post", "api/v1/households/<int:household_id>/members"): lambda its: {"person_id": its["free_person_id"]},
    ("put", "api/v1/catalogue"): lambda its: {"catalogue": {"key": "ours", "name": "Ours", "currency": "EUR"}, "touchpoint": []},
    ("post", "api/v1/segments"): lambda its: {"name": "Grocers"},
    ("patch", "api/v1/segments/<int:segment_id>"): lambda its: {"description": "Few"},
    ("patch", "api/v1/strategy-versions/<int:version_id>"): lambda its: {"statement": "Sooner"},
    ("post", "api/v1/strategy-versions/<int:version_id>/move"): lambda its: {"to": "completed"},
    ("post", "api/v1/strategy-versions/<int:version_id>/decide"): lambda its: {"decision": "continue", "reason": "One more quarter."},
    ("put", "api/v1/strategy-versions/<int:version_id>/initiatives"): lambda its: [{"name": "Portal", "year": 2027, "quarter": 2}],
    ("put", "api/v1/strategy-versions/<int:version_id>/criteria"): lambda its: [{"question": "Do they decide?", "aspect": "authority"}],
    ("post", "api/v1/strategies"): lambda its: {"name": "Shelf", "segment_id": its["free_segment_id"], "offering_id": its["offering_id"]},
    ("patch", "api/v1/strategies/<int:strategy_id>"): lambda its: {"name": "Sooner"},
    ("put", "api/v1/strategies/weights"): lambda its: {"weights": dict.fromkeys(CRITERIA, 10), "reason": "All alike"},
    ("put", "api/v1/business-case"): lambda its: {
        "used_since": "2026-01-05",
        "cost_per_year": "100",
        "reason": "To know",
        "lines": [{"title": "On time", "metric": "delivery.on_time_in_full", "baseline": 0.9, "expected": 0.95, "worth": "1000"}],
    },
    ("put", "api/v1/accounts/<int:account_id>/strategy"): lambda its: {"statement": "Grow with them", "version_ids": []},
    ("put", "api/v1/strategy-versions/<int:version_id>/levers"): lambda its: [{"name": "Fewer stops", "is_chosen": True}],
    ("put", "api/v1/strategy-versions/<int:version_id>/positions"): lambda its: [{"year": 2026, "share": "0.12"}],
    ("put", "api/v1/strategy-versions/<int:version_id>/needs"): lambda its: {"need_ids": []},
    ("post", "api/v1/strategy-versions/<int:version_id>/objections"): lambda its: {"sentence": "They do not want it"},
    ("post", "api/v1/objections/<int:objection_id>/answer"): lambda its: {"answer": "They asked for it"},
    ("post", "api/v1/strategy-versions/<int:version_id>/assumptions"): lambda its: {"sentence": "Fuel stays cheap"},
    ("post", "api/v1/assumptions/<int:assumption_id>/check"): lambda its: {"holds": "yes"},
    ("patch", "api/v1/swot/<int:swot_id>"): lambda its: {"sentence": "Faster"},
    ("patch", "api/v1/options/<int:option_id>"): lambda its: {"state": "dismissed", "reason": "Too dear"},
    ("post", "api/v1/strategy-versions/<int:version_id>/swot"): lambda its: {
        "kind": "weakness",
        "sentence": "Slow",
        "link": "/deliveries/",
    },
    ("post", "api/v1/strategy-versions/<int:version_id>/objectives"): lambda its: {
        "name": "On time",
        "metric": "delivery.on_time_in_full",
        "target": 0.97,
        "break_even": 0.9,
    },
    ("patch", "api/v1/objectives/<int:objective_id>"): lambda its: {"name": "Sooner"},
    ("patch", "api/v1/account-touchpoints/<int:touchpoint_id>"): lambda its: {"occasions_per_year": 12},
    ("post", "api/v1/accounts/<int:account_id>/measures"): lambda its: {
        "touchpoint": "physical-delivery",
        "kind": "fill-rate",
        "counted_from": "shipments",
        "proxy_name": "Ours",
    },
    ("post", "api/v1/readiness"): lambda its: {"levels": {"data": "3.0"}, "evidence": "Seen"},
    ("post", "api/v1/accounts/<int:account_id>/readiness"): lambda its: {"levels": {"data": "3.0"}, "evidence": "Seen"},
    ("post", "api/v1/accounts/<int:account_id>/profiles"): lambda its: {"perspective": "surrogate"},
    ("put", "api/v1/profiles/<int:profile_id>/touchpoints/<slug:key>"): lambda its: {"activities": ["crp"]},
    ("post", "api/v1/profiles/<int:profile_id>/move"): lambda its: {"to": "reviewed"},
    ("patch", "api/v1/measures/<int:measure_id>"): lambda its: {"name": "Theirs"},
    ("post", "api/v1/measures/<int:measure_id>/observations"): lambda its: {
        "since": "2026-01-01",
        "until": "2026-01-31",
        "numerator": 9,
        "denominator": 10,
    },
    ("patch", "api/v1/differences/<int:difference_id>"): lambda its: {"state": "open"},
    ("patch", "api/v1/roadmap-items/<int:item_id>"): lambda its: {"title": "Sooner"},
    ("post", "api/v1/interactions"): lambda its: {"account_id": its["account_id"], "body": "They rang"},
    ("post", "api/v1/interactions/<int:interaction_id>/touchpoint"): lambda its: {"touchpoint": "claims-service"},
    ("post", "api/v1/tasks"): lambda its: {"title": "Ring them", "account_id": its["account_id"]},
    ("patch", "api/v1/tasks/<int:task_id>"): lambda its: {"title": "Ring them back"},
    ("post", "api/v1/tasks/<int:task_id>/done"): lambda its: {},
    ("patch", "api/v1/interactions/<int:interaction_id>"): lambda its: {"body": "They rang twice"},
    ("post", "api/v1/quick-entries"): lambda its: {"line": "call: they rang", "account_id": its["account_id"]},
    ("patch", "api/v1/meetings/<int:meeting_id>"): lambda its: {"title": "Slots and pallets"},
    ("post", "api/v1/meetings/<int:meeting_id>/touchpoint"): lambda its: {"touchpoint": "claims-service"},
    ("post", "api/v1/meetings/<int:meeting_id>/cancel"): lambda its: {},
    ("post", "api/v1/meetings/<int:meeting_id>/write-up"): lambda its: {"body": "They will take pallets"},
    ("post", "api/v1/accounts/<int:account_id>/write-up"): lambda its: {"body": "They will take pallets"},
    ("post", "api/v1/meetings"): lambda its: {"account_id": its["account_id"], "title": "Slots", "begins_at": "2026-03-02T10:00:00+02:00"},
    ("post", "api/v1/accounts/<int:account_id>/touchpoints"): lambda its: {"touchpoint": "claims-service"},
    ("post", "api/v1/account-touchpoints/<int:touchpoint_id>/engagements"): lambda its: {"activity": "pallet-pooling"},
    ("patch", "api/v1/engagements/<int:engagement_id>"): lambda its: {"evidence": "They showed us"},
    ("put", "api/v1/watch-budget"): lambda its: {"false_alarms": 2},
    ("post", "api/v1/readiness/proposals/<slug:figure>"): lambda its: {"answer": "accepted"},
    ("post", "api/v1/accounts/<int:account_id>/readiness/proposals/<slug:figure>"): lambda its: {"answer": "accepted"},
    ("post", "api/v1/engagements/<int:engagement_id>/move"): lambda its: {"to": "retired"},
    ("put", "api/v1/account-touchpoints/<int:touchpoint_id>/label"): lambda its: {"label": "collaborative", "reason": "They say so"},
    ("post", "api/v1/account-touchpoints/<int:touchpoint_id>/blockages"): lambda its: {"side": "them", "what": "No dock in the morning"},
    ("post", "api/v1/blockages/<int:blockage_id>/close"): lambda its: {"item_id": its["running_item_id"]},
    ("post", "api/v1/alarms/<int:alarm_id>/acknowledge"): lambda its: {"note": "We ring them"},
    ("post", "api/v1/roadmap-items/<int:item_id>/outlays"): lambda its: {"on": "2026-03-01", "amount": "5.00"},
    ("put", "api/v1/joint-sessions/<int:session_id>/touchpoints/<slug:key>"): lambda its: {"wish": "Sooner"},
    ("post", "api/v1/segment-items"): lambda its: {"segment_id": its["segment_id"], "activity": "gdsn"},
    ("patch", "api/v1/segment-items/<int:segment_item_id>"): lambda its: {"title": "Sooner"},
    ("post", "api/v1/profiles/<int:profile_id>/agree"): lambda its: {"how": "By mail"},
    ("post", "api/v1/accounts/<int:account_id>/profiles/keep"): lambda its: {"year": 2033},
    ("post", "api/v1/accounts/<int:account_id>/portal-links"): lambda its: {"person_id": its["person_id"]},
    ("post", "api/v1/accounts/<int:account_id>/promises"): lambda its: {"words": "Two days sooner"},
    ("post", "api/v1/accounts/<int:account_id>/promises/<int:promise_id>/close"): lambda its: {"kept": True},
    ("post", "api/v1/accounts/<int:account_id>/needs"): lambda its: {"words": "Sooner", "importance": 4},
    ("patch", "api/v1/needs/<int:need_id>"): lambda its: {"words": "Sooner still"},
    ("post", "api/v1/accounts/<int:account_id>/ratings"): lambda its: {"component": "price", "ours": 7},
    ("post", "api/v1/roadmap-items/<int:item_id>/override"): lambda its: {"reason": "They asked", "accepts_loss": True},
    ("post", "api/v1/roadmap-items/<int:item_id>/lower-gate"): lambda its: {"gate": "0.5", "reason": "They asked", "accepts_loss": True},
    ("post", "api/v1/roadmap-items/<int:item_id>/evaluate"): lambda its: {"design": "matched"},
    ("post", "api/v1/roadmap-items/<int:item_id>/trial"): lambda its: {"effect": 5, "standard_error": 2, "source_note": "Drawn by lot"},
    ("post", "api/v1/evaluations/<int:evaluation_id>/decide"): lambda its: {"verdict": "stop", "reason": "It did not pay"},
    ("post", "api/v1/evaluations/<int:evaluation_id>/propose"): lambda its: {"account_id": its["account_id"]},
    ("post", "api/v1/roadmap-items"): lambda its: {"items": [{"account_id": its["account_id"], "activity": "backhaul"}]},
    ("post", "api/v1/plans"): lambda its: {"year": 2032, "currency": "USD", "budget": [100]},
    ("put", "api/v1/plans/<int:plan_id>/means"): lambda its: {"budget": [100]},
    ("post", "api/v1/plans/<int:plan_id>/move"): lambda its: {"to": "in-force"},
    ("post", "api/v1/plans/<int:plan_id>/ask"): lambda its: {"user_ids": [its["approver_id"]]},
    ("post", "api/v1/plans/<int:plan_id>/answer"): lambda its: {"answer": "approved"},
    ("post", "api/v1/approval-rules"): lambda its: {"role": "manager", "from_budget": 10**9, "currency": "USD"},
}
