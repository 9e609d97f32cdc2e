"""Cases that an address alone does not ask: forms that name somebody else's record, searches, lists with a filter.

Each is asked as Ada, names Eve's records, and must find nothing of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.test import Client

from tests.cast import tables
from tests.guarding import guarded
from tests.matrix.asking import Answer, rows_written
from tests.matrix.world import World

Probe = Callable[[Client, dict[str, str]], Answer]


def probes(world: World) -> list[Probe]:
    mark, hers, mine = (
        world.marks["eve"],
        {name: ids["eve"] for name, ids in world.ids.items()},
        {name: ids["ada"] for name, ids in world.ids.items()},
    )
    their_account, their_person = f"{mark} Markets (#{hers['account_id']})", f"Thandiwe {mark}son (#{hers['person_id']})"
    return [
        # The palette and the boxes that offer records
        *(get(f"/search/palette?q={text}") for text in (mark, f"{mark}-PO", f"{mark}-ASN", f"{mark}-SN1", f"{mark} deal", f"{mark} lead", f"{mark} task")),
        post(f"/notes/order/{hers['order_id']}/", body="Hello"),
        get(f"/accounts/options/?q={mark}"),
        get(f"/people/options/?q={mark}"),
        # Forms that name a record of Eve's
        post("/deals/new/", account=their_account, product=mine["product_id"], currency="USD"),
        post("/accounts/new/", name="Mine", roles="customer", currency="USD", parent=their_account),
        post(f"/accounts/{mine['account_id']}/edit/", version=1, name="Mine", roles="customer", currency="USD", parent=their_account),
        post("/people/new/", given_name="A", family_name="B", account=their_account),
        post(f"/accounts/{mine['account_id']}/new/affiliation/", other=their_person, job_title="x"),
        post(f"/accounts/{mine['account_id']}/new/trading-link/", kind="supplies", currency="USD", partner=their_account, direction="from"),
        post(f"/affiliations/{mine['affiliation_id']}/move/", version=1, to=their_account, on="2026-11-01"),
        post(f"/accounts/{mine['account_id']}/compose/", kind="call", body="Hello", person=hers["person_id"], side="us"),
        post(f"/people/{mine['person_id']}/compose/", kind="call", body="Hello", account=hers["account_id"], side="us"),
        post(f"/people/{hers['person_id']}/compose/", kind="call", body="Hello", account=hers["account_id"], side="us"),
        post(f"/households/{hers['household_id']}/compose/", kind="call", body="Hello", side="us"),
        *(post("/quick/", kind=kind, body="Hello", account=their_account) for kind in ("call", "task")),
        post("/quick/", kind="call", body="Hello", person=their_person),
        post("/quick/", kind="call", body="Hello", account=f"(#{mine['account_id']})", person=their_person),
        post(f"/meetings/{hers['meeting_id']}/touchpoint/", version=1, touchpoint="claims-service"),
        post(f"/households/{mine['household_id']}/members/new/", person=their_person, role="child"),
        get(f"/timeline/account/{hers['account_id']}/?kind=interaction&person={hers['person_id']}"),
        get(f"/files/{hers['attachment_id']}/?show=1"),
        post("/pipeline/move/", card=hers["deal_id"], version=1, to=_stage()),
        post(f"/accounts/{mine['account_id']}/touchpoints/physical-delivery/edit/", version=1, their_departments=hers["department"], their_person=hers["person_id"]),
        post(f"/accounts/{hers['account_id']}/compose/", kind="note", body="Hello", side="us"),
        post(f"/deals/{hers['deal_id']}/win/", version=1, closed_on="2026-03-01"),
        post(f"/deals/{hers['deal_id']}/lose/", version=1, closed_on="2026-03-01", reason="x"),
        post(f"/deals/{hers['deal_id']}/strategy/", version=1, strategy=hers["strategy_id"]),
        post(f"/leads/{hers['lead_id']}/disqualify/", version=1, reason="x"),
        post(f"/interactions/{hers['interaction_id']}/touchpoint/", version=1, touchpoint="claims-service"),
        post(f"/accounts/{hers['account_id']}/touchpoints/physical-delivery/label/", version=1, label="collaborative", reason="x"),
        # Bulk acts over numbers that somebody typed
        *(post(f"/{page}/", act="bulk:delete", ids=hers[name], sure="yes") for page, name in (("accounts", "account_id"), ("people", "person_id"), ("households", "household_id"), ("deals", "deal_id"), ("leads", "lead_id"), ("tasks/all", "task_id"), ("interactions", "interaction_id"), ("meetings", "meeting_id"))),
        *(post(f"/{page}/", act="bulk:tag", ids=hers[name], sure="yes", add="Mine") for page, name in (("accounts", "account_id"), ("people", "person_id"), ("deals", "deal_id"), ("leads", "lead_id"))),
        # Other ways to look
        *(get(f"/{page}/?q={mark}") for page in ("accounts", "people", "households", "deals", "leads", "deliveries", "orders", "invoices", "credit", "assets")),
        *(get(f"/{page}/?export=csv") for page in ("accounts", "people", "deals", "leads", "deliveries", "orders", "invoices", "credit", "assets", "tasks/all", "interactions", "meetings")),
        *(get(f"/{page}/?{ask}") for page in ("measures", "reconciliation") for ask in (f"q={mark}", "export=csv")),
        *(post("/reconciliation/", act=f"bulk:{act}", ids=hers["difference_id"], sure="yes", note="x") for act in ("explain", "reopen")),
        get(f"/accounts/{hers['account_id']}/touchpoints/physical-delivery/measures/new/?kind=fill-rate"),
        get("/?whose=team"),
        get("/tasks/?whose=team"),
        get("/pipeline/?whose=mine"),
        get("/relationships/?q=" + mark),
        *(probe for one in guarded() if one.probes for probe in one.probes(world)),
    ]  # fmt: skip


def _stage() -> int:
    from mutua.sales.tests.making import stage

    return stage("prospecting").pk


def get(address: str) -> Probe:
    return lambda client, before: _asked(lambda: client.get(address), before)


def post(address: str, **sent: Any) -> Probe:
    return lambda client, before: _asked(lambda: client.post(address, sent), before)


def _asked(send: Callable[[], Any], before: dict[str, str]) -> Answer:
    with transaction.atomic():
        writes = rows_written()
        response = send()
        body = b"".join(response.streaming_content) if response.streaming else response.content
        after = tables() if rows_written() != writes else before
        transaction.set_rollback(True)
    changed = tuple(sorted(name for name in after if after[name] != before.get(name) and name not in ("django_session", "mutua_cache")))
    # A refused form shows what was typed: only what the house itself adds is a leak.
    return Answer(
        response.status_code,
        body.decode(errors="replace") if response.status_code == 200 and response.request["REQUEST_METHOD"] == "GET" else "",
        response.get("Location", ""),
        changed,
    )
