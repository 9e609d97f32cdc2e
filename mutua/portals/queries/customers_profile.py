"""The desired profile as the customer reads it: what was shared, and the joint session that is open. Drafts are not there to be asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import NotFound
from mutua.relationships.models import JointProposal, JointSession, Profile, ProfileCell, Touchpoint
from mutua.relationships.queries.joint_session import COLUMNS, Table, table

# Whose wish it is, as the customer reads it: "surrogate" is a word of ours.
AS_THEY_READ_IT = {
    Profile.Perspective.OURS: _("what we propose"),
    Profile.Perspective.CUSTOMER: _("what you told us"),
    Profile.Perspective.SURROGATE: _("as our account team understands you"),
    Profile.Perspective.JOINT: _("what both said"),
}


@dataclass(frozen=True)
class Wanted:
    touchpoint: str
    activities: tuple[str, ...]
    wish: str


@dataclass(frozen=True)
class SharedProfile:
    perspective: str
    is_agreed: bool
    as_of: date
    participants: str
    agreement: str
    cells: Sequence[Wanted]


@dataclass(frozen=True)
class OpenSession:
    id: int
    is_open: bool


def shared_profiles() -> list[SharedProfile]:
    """Every profile that was shared and stands, agreed ones first: three queries."""
    columns = ("pk", "perspective", "visibility", "as_of", "participants", "agreement")
    profiles = list(Profile.objects.order_by("visibility", "-as_of", "-pk").values(*columns)[:10])
    cells: dict[int, list[Wanted]] = {}
    names = _names([profile["pk"] for profile in profiles])
    rows = ProfileCell.objects.filter(profile__in=[profile["pk"] for profile in profiles]).order_by("touchpoint__position", "pk")
    for row in rows.values("pk", "profile_id", "touchpoint__name", "wish"):
        cells.setdefault(row["profile_id"], []).append(Wanted(row["touchpoint__name"], tuple(names.get(row["pk"], ())), row["wish"]))
    return [
        SharedProfile(
            str(AS_THEY_READ_IT[row["perspective"]]),
            row["visibility"] == Profile.Visibility.AGREED,
            row["as_of"],
            row["participants"],
            row["agreement"],
            cells.get(row["pk"], ()),
        )
        for row in profiles
    ]


def _names(profile_ids: list[int]) -> dict[int, list[str]]:
    links: Any = ProfileCell.activities.through.objects.filter(profilecell__profile__in=profile_ids)
    found: dict[int, list[str]] = {}
    for cell, name in links.order_by("activity__position").values_list("profilecell_id", "activity__name"):
        found.setdefault(cell, []).append(name)
    return found


def open_session() -> OpenSession | None:
    number = JointSession.objects.filter(closed_at=None).values_list("pk", flat=True).first()
    return None if number is None else OpenSession(number, True)


def session_numbered(session_id: int) -> OpenSession:
    """Raises NotFound, also for another customer's."""
    found = JointSession.objects.filter(pk=session_id).values("pk", "closed_at").first()
    if found is None:
        raise NotFound
    return OpenSession(found["pk"], found["closed_at"] is None)


def table_of_session(session_id: int) -> Table:
    return table(JointProposal.objects.filter(session=session_id).order_by("pk").values(*COLUMNS))


def touchpoint_number(key: str) -> int:
    """Raises NotFound."""
    number = Touchpoint.objects.filter(key=key).values_list("pk", flat=True).first()
    if number is None:
        raise NotFound
    return int(number)
