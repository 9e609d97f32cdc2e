"""How an account stands in plain values: its touchpoints, its gap and its roadmap, for other programs and for the command line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from mutua.foundation.access import Actor
from mutua.relationships.models import Activity
from mutua.relationships.queries.profile_page import Row, profile_page
from mutua.relationships.queries.readiness import Gate, gates_of
from mutua.relationships.queries.roadmaps import roadmap_of
from mutua.relationships.queries.touchpoints import Meeting, meetings_of


def touchpoints_told(actor: Actor, account_id: int) -> list[dict[str, Any]]:
    """Each touchpoint of the account: the derived type with the coverage of all four, what is practised, a type set by hand, and every measure."""
    return [touchpoint_told(meeting) for meeting in meetings_of(actor, account_id)]


def touchpoint_told(meeting: Meeting) -> dict[str, Any]:
    """Shares between 0 and 1; figures in the unit of their measure, None where nothing is known."""
    at, derived = meeting.at, meeting.derived
    return {
        "account_touchpoint_id": at.pk,
        "version": at.version,
        "touchpoint": meeting.entry.touchpoint.key,
        "name": meeting.entry.touchpoint.name,
        "type": derived.type,
        "emerging": derived.emerging,
        "mixed_with": derived.mixed_with,
        "coverage": {
            row.type.value: {"share": float(row.share), "engaged": list(row.engaged), "missing": list(row.missing)}
            for row in derived.coverage
        },
        "activities": {engagement.activity.key: engagement.state for engagement in meeting.engagements},
        "label": at.label,
        "label_reason": at.label_reason,
        "label_by": at.label_by,
        "measures": [
            {
                "measure_id": one.measure.pk,
                "name": one.measure.name,
                "unit": one.measure.unit,
                "value": None if one.value is None else float(one.value),
                "standing": one.standing.value,
            }
            for one in meeting.measured
        ],
    }


def gap_told(actor: Actor, account_id: int, perspective: str = "") -> dict[str, Any]:
    """The desired profile (of that perspective, else the surest) against what is practised; of touchpoints of which it says nothing there is no row.

    profile: None where nobody has drafted one.
    """
    page = profile_page(actor, account_id, perspective)
    profile = page.chosen
    told = None
    if profile is not None:
        told = {name: getattr(profile, name) for name in ("id", "perspective", "state", "visibility", "confidence", "as_of")}
    return {"profile": told, "touchpoints": [_wanted(row) for row in page.rows if row.desired is not None]}


def _wanted(row: Row) -> dict[str, Any]:
    desired, cell = row.desired, row.cell
    assert desired is not None
    return {
        "touchpoint": row.entry.touchpoint.key,
        "now": row.meeting.derived.type if row.meeting else None,
        "wanted": desired.type.type,
        "add": _keys(desired.add),
        "drop": _keys(desired.drop),
        "change": [{"from": old.key, "to": new.key} for old, new in desired.change],
        "to_plan": _keys(desired.to_plan),
        "investment": desired.investment,
        "currency": desired.currency,
        "performance": cell.performance if cell is not None else None,
        "wish": cell.wish if cell is not None else "",
        "conflicts": row.conflicts,
    }


def _keys(activities: list[Activity]) -> list[str]:
    return [activity.key for activity in activities]


def roadmap_told(actor: Actor, account_id: int) -> list[dict[str, Any]]:
    """Every item of the account, in the order of its roadmap, with its money for both sides and its gate."""
    items = roadmap_of(actor, account_id)
    gates = gates_of(actor, items)
    return [_item(gates[item.pk]) for item in items]


def _item(gate: Gate) -> dict[str, Any]:
    item = gate.item
    return {
        "item_id": item.pk,
        "version": item.version,
        "name": item.name,
        "activity": item.activity.key,
        "touchpoint": item.activity.touchpoint.key,
        "state": item.state,
        "currency": item.currency,
        "investment": {"us": item.cost, "them": item.their_cost},
        "returns": {"us": item.gain, "them": item.their_gain},
        "hours": item.total_hours,
        "lasts": item.lasts,
        "not_before": item.not_before,
        "ready": float(gate.ready.ratio),
        "gate": item.gate,
        "passable": gate.is_passable,
        "expected_loss": None if gate.is_past_foretelling else Decimal(gate.expected_loss),
        "waits_for": [before.pk for before in item.requires.all()],
        "owner": item.owner.name if item.owner else "",
    }
