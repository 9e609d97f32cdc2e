"""Loading a catalogue of touchpoints: found again by key, so that loading twice changes nothing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from django.core.cache import caches
from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.relationships.models import Activity, Touchpoint
from mutua.relationships.queries.catalogue import NAMES_KEY
from mutua.relationships.rules.kinds import Dimension, RelationshipType

M = TypeVar("M", Touchpoint, Activity)

CONSUMER_GOODS = Path(__file__).parent.parent / "catalogue" / "consumer-goods.toml"


@dataclass(frozen=True)
class Loaded:
    """touchpoints, activities: how many stand in the file; changed: how many of both were new or other than before."""

    touchpoints: int
    activities: int
    changed: int


@transaction.atomic
def load_catalogue(actor: Actor, path: Path = CONSUMER_GOODS) -> Loaded:
    """Bring the catalogue in step with a TOML file. What the file no longer names is kept: engagements may hang on it.

    Raises NotAllowed; Refused, with the line that is wrong, and then nothing is changed.
    """
    require(actor, "relationships.catalogue.edit")
    document = _read(path)
    _check(document)

    touchpoints, activities = ({record.key: record for record in model.everything.all()} for model in (Touchpoint, Activity))
    changed = 0
    for position, row in enumerate(document["touchpoint"]):
        touchpoint, new = _kept(
            touchpoints.setdefault(row["key"], Touchpoint(key=row["key"])), _touchpoint(document["catalogue"], position, row)
        )
        changed += new
        for place, activity in enumerate(row["activity"]):
            record = activities.setdefault(activity["key"], Activity(key=activity["key"]))
            changed += _kept(record, _activity(document["catalogue"], touchpoint, place, activity))[1]

    transaction.on_commit(lambda: caches["process"].delete(NAMES_KEY))
    return Loaded(len(document["touchpoint"]), sum(len(row["activity"]) for row in document["touchpoint"]), changed)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise Refused(_("%(file)s is not a TOML file that can be read: %(reason)s.") % {"file": path.name, "reason": error}) from error


def _check(document: dict[str, Any]) -> None:
    kinds, dimensions = {kind.value for kind in RelationshipType}, {dimension.value for dimension in Dimension}
    for touchpoint in document.get("touchpoint", ()):
        keys = {activity["key"] for activity in touchpoint["activity"]}
        for activity in touchpoint["activity"]:
            wrong = {*({activity["type"]} - kinds), *(set(activity["needs"]) - dimensions), *(set(activity["requires"]) - keys)}
            if wrong:
                words = {"activity": activity["key"], "touchpoint": touchpoint["key"], "words": ", ".join(sorted(wrong))}
                raise Refused(
                    _("%(activity)s at %(touchpoint)s names what the catalogue does not know: %(words)s. Nothing was loaded.") % words
                )


def _touchpoint(catalogue: dict[str, Any], position: int, row: dict[str, Any]) -> dict[str, Any]:
    names = ("name", "our_departments", "their_departments", "involves_sales", "contacts_per_year", "measures")
    return {"catalogue": catalogue["key"], "position": position, **{name: row[name] for name in names}}


def _activity(catalogue: dict[str, Any], touchpoint: Touchpoint, position: int, row: dict[str, Any]) -> dict[str, Any]:
    names = ("name", "type", "slot", "needs", "requires", "hours", "lead_days")
    plain = {name: row[name] for name in names}
    return {"touchpoint_id": touchpoint.pk, "position": position, "currency": catalogue["currency"], "cost": Decimal(row["cost"]), **plain}


def _kept(record: M, values: dict[str, Any]) -> tuple[M, bool]:
    """The record with these values, and whether it had to be written."""
    if record.pk and all(getattr(record, name) == value for name, value in values.items()):
        return record, False
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
    return record, True
