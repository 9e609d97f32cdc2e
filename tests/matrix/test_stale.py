"""The slower of two writers is told, and loses nothing: asked of every address that writes, read from the resolver."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import pytest
from django.test import Client

from tests.cast import tables
from tests.guarding import named
from tests.matrix.asking import Answer, Case, ask, body_of, cases
from tests.matrix.routes import routes
from tests.matrix.sending import DETAIL, filled
from tests.matrix.world import World, make_world

# What asks for no version, and why.
NEW = {
    "accounts/new/", "people/new/", "our-side/departments/new/", DETAIL, "products/new/", "offerings/new/", "segments/new/", "api/v1/segments", "strategies/new/", "api/v1/strategies",
    "api/v1/strategy-versions/<int:version_id>/objections", "api/v1/strategy-versions/<int:version_id>/assumptions",
    "strategies/<int:strategy_id>/draft/", "strategies/versions/<int:version_id>/objectives/new/",
    "strategies/versions/<int:version_id>/assumptions/new/", "strategies/versions/<int:version_id>/swot/new/", "api/v1/strategy-versions/<int:version_id>/swot", "api/v1/strategy-versions/<int:version_id>/objectives",
    "strategies/versions/<int:version_id>/objections/new/", "accounts/<int:account_id>/open-touchpoint/",
    "accounts/<int:account_id>/touchpoints/<slug:key>/engagements/new/", "accounts/<int:account_id>/touchpoints/<slug:key>/blockages/new/",
    "accounts/<int:account_id>/touchpoints/<slug:key>/measures/new/", "measures/<int:measure_id>/figures/new/", "accounts/<int:account_id>/profile/new/", "accounts/<int:account_id>/profile/to-roadmap/",
    "accounts/<int:account_id>/profile/keep/", "accounts/<int:account_id>/write-up/",
    "accounts/<int:account_id>/portal/links/new/", "sessions/<int:session_id>/<slug:key>/", "accounts/<int:account_id>/portal/promises/new/",
    "accounts/<int:account_id>/value/new/", "plans/new/", "accounts/<int:account_id>/compose/", "people/<int:person_id>/compose/", "households/<int:household_id>/compose/", "tasks/new/", "quick/", "calendar/feed/", "settings/fields/new/",
    "accounts/<int:account_id>/roadmap/<int:item_id>/outlays/new/", "plans/segments/new/", "api/v1/roadmap-items", "api/v1/plans",
    "plans/approvals/new/", "api/v1/approval-rules",
    "web-forms/new/",
    "imports/new/", "mail/trial/", "settings/people/new/", "settings/people/<int:user_id>/link/", "settings/teams/new/", "api/v1/accounts", "api/v1/people", "api/v1/accounts/<int:account_id>/roadmap-items", "api/v1/accounts/<int:account_id>/value-entries", "api/v1/accounts/<int:account_id>/measures", "api/v1/accounts/<int:account_id>/profiles", "api/v1/measures/<int:measure_id>/observations",
    "households/new/", "households/<int:household_id>/members/new/", "api/v1/households", "api/v1/households/<int:household_id>/members", "api/v1/accounts/<int:account_id>/affiliations",
    "people/<int:person_id>/consents/new/", "people/wordings/new/", "api/v1/people/<int:person_id>/consents",
    "evaluations/<int:evaluation_id>/propose/<int:account_id>/", "api/v1/evaluations/<int:evaluation_id>/propose", "plans/<int:plan_id>/evaluation/run/",
    "files/<slug:kind>/<int:subject_id>/", "api/v1/files/<kind>/<int:subject_id>",
    "notes/<slug:kind>/<int:subject_id>/", "api/v1/notes/<kind>/<int:subject_id>",
    "api/v1/interactions", "api/v1/tasks", "api/v1/meetings", "api/v1/quick-entries", "api/v1/accounts/<int:account_id>/write-up",
    "api/v1/accounts/<int:account_id>/touchpoints", "api/v1/account-touchpoints/<int:touchpoint_id>/engagements", "api/v1/account-touchpoints/<int:touchpoint_id>/blockages", "api/v1/roadmap-items/<int:item_id>/outlays", "api/v1/segment-items", "api/v1/accounts/<int:account_id>/profiles/keep", "api/v1/accounts/<int:account_id>/portal-links", "api/v1/accounts/<int:account_id>/promises", "api/v1/accounts/<int:account_id>/needs", "api/v1/accounts/<int:account_id>/ratings",
    "relationships/catalogue-new/", "relationships/catalogue/<slug:key>/activities/new/",
}  # fmt: skip
# Twice is once, or the state that it needs is gone after the first time.
ONCE = {
    "strategies/summary/",  # what one has seen, and the same again
    "api/v1/alarms/<int:alarm_id>/acknowledge", "api/v1/joint-sessions/<int:session_id>/close", "api/v1/joint-sessions/<int:session_id>/touchpoints/<slug:key>", "api/v1/accounts/<int:account_id>/joint-sessions", "api/v1/accounts/<int:account_id>/portal-links/<int:link_id>/revoke", "api/v1/accounts/<int:account_id>/promises/<int:promise_id>/close",
    "calendar/feed/close/", "api/v1/calendar-feed",  # one's own, and gone after the first time
    "measures/<int:measure_id>/reconcile/", "api/v1/measures/<int:measure_id>/reconcile",  # the same list again
    "duplicates/scan/",
    "people/<int:person_id>/erase/",  # the name is typed again
    "people/<int:person_id>/consents/withdraw/",
    "bin/<slug:kind>/<int:record_id>/restore/", "bin/<slug:kind>/restore-together/<int:moment>/", "jobs/<int:job_id>/retry/",
    "jobs/<int:job_id>/dismiss/", "jobs/progress/<progress_key:key>/cancel/", "mail/<int:mail_id>/again/", "settings/fields/<int:field_id>/retire/",
    "settings/fields/<int:field_id>/bring-back/", "imports/repair/<int:issue_id>/", "imports/repair/dismiss/", "imports/<int:run_id>/mapping/",
    "imports/<int:run_id>/mapping/use/", "imports/<int:run_id>/begin/", "imports/<int:run_id>/stop/", "imports/<int:run_id>/undo/", "alarms/<int:alarm_id>/",
    "accounts/<int:account_id>/portal/links/<int:link_id>/revoke/", "sessions/<int:session_id>/close/", "accounts/<int:account_id>/session/open/",
    "accounts/<int:account_id>/portal/promises/<int:promise_id>/close/",
    "strategies/objections/<int:objection_id>/answer/", "api/v1/objections/<int:objection_id>/answer",  # answered once
    "api/v1/assumptions/<int:assumption_id>/check", "api/v1/strategies/<int:strategy_id>/draft",
    "plans/approvals/<int:rule_id>/back/",  # stands again after the first time
    "strategies/assumptions/<int:assumption_id>/check/", "settings/fields/<int:field_id>/",
    # The catalogue as a whole: whoever saw another version of it is shown anew what would change (test_catalogue_pages.py).
    "relationships/catalogue-import/", "relationships/catalogue-versions/<int:number>/back/", "relationships/catalogue-versions/<int:number>/take-back/",
}  # fmt: skip
# Many rows at once, as the list shows them now; each has its way back.
LISTS = {
    "households/",
    "accounts/",
    "people/",
    "products/",
    "offerings/",
    "tasks/all/",
    "interactions/",
    "meetings/",
    "duplicates/",
    "deliveries/",
    "orders/",
    "invoices/",
    "assets/",
    "credit/",
    "segments/",
    "relationships/",
    "measures/",
    "reconciliation/",
    "settings/people/",
    "settings/teams/",
}
# One person's own.
OWN = {
    "lists/views/<int:view_id>/bring-back/", "lists/runs/<int:bulk_id>/take-back/", "today/put-off/", "today/put-off/<int:line_id>/take-back/",
    "settings/keys/", "settings/keys/<int:key_id>/revoke/", "look/", "me/",
}  # fmt: skip
# A new assessment, entered beside the one before.
ASSESSED = {
    "leads/<int:lead_id>/criteria/<int:criterion_id>/", "api/v1/leads/<int:lead_id>/answers",
    "forecast/quotas/", "forecast/call/", "forecast/stages/", "settings/rates/", "api/v1/quotas", "api/v1/forecast/calls", "api/v1/exchange-rates",
    "strategies/weights/", "strategies/business-case/write/", "api/v1/strategies/weights", "api/v1/business-case",
    "relationships/readiness/", "accounts/<int:account_id>/readiness/",
    "api/v1/readiness", "api/v1/accounts/<int:account_id>/readiness",
    "api/v1/readiness/proposals/<slug:figure>", "api/v1/accounts/<int:account_id>/readiness/proposals/<slug:figure>",
    "relationships/readiness/assess/", "accounts/<int:account_id>/readiness/assess/",
    "relationships/readiness/proposals/<slug:figure>/", "accounts/<int:account_id>/readiness/proposals/<slug:figure>/",
}  # fmt: skip
WITHOUT = NEW | ONCE | LISTS | OWN | ASSESSED | {"api/v1/openapi.json", "api/v1/"} | named("makes") | named("once") | named("lists")


@pytest.fixture
def world(cast):
    return make_world(cast)


@pytest.fixture
def root(world):
    client = Client(raise_request_exception=False)
    client.force_login(world.cast.user("root"))
    return client


def written(world: World) -> list[Case]:
    """Every write but those that need no version."""
    found = [case for case in cases(routes(), world, whose=("ada",)) if case.method != "get" and case.route.pattern not in WITHOUT]
    assert len(found) > 60
    return found


def sent_with(world: World, case: Case, version: str | None) -> dict[str, Any]:
    body = body_of(world, case)
    if case.route.is_api:
        return {**body, "headers": {} if version is None else {"If-Match": f'"{version}"'}}
    data = {name: value for name, value in body["data"].items() if name != "version"}
    return {"data": data if version is None else {**data, "version": version}}


def shows_both(world: World, case: Case, answer: Answer) -> bool:
    """Whether what was sent and the version that stands are in the answer."""
    if case.route.is_api:
        told = json.loads(answer.body)
        return (told["your_version"], told["version"]) == (99, 1)
    its = {name: numbers["ada"] for name, numbers in world.ids.items()}
    typed = [value for value in filled(case.route.pattern)(its).values() if isinstance(value, str)]
    return "now version 1" in answer.body and all(escape(text) in answer.body for text in typed)


def test_a_stale_version_changes_nothing_and_shows_both(world, root):
    before, wrong = tables(), []
    for case in written(world):
        answer = ask(root, world, case, before, body=sent_with(world, case, "99"))
        if answer.status == 405:
            continue
        if answer.status not in (409, 412) or answer.changed or not shows_both(world, case, answer):
            wrong.append((str(case), answer.status, answer.changed))
    assert wrong == []


def test_who_names_no_version_is_refused(world, root):
    before, wrong = tables(), []
    for case in written(world):
        answer = ask(root, world, case, before, body=sent_with(world, case, None))
        if answer.status not in (405, 409, 422, 428) or answer.changed:
            wrong.append((str(case), answer.status, answer.changed))
    assert wrong == []
