"""The lists of what happened with customers and of meetings with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.customers.queries.people import people_seen
from mutua.daybook import cells
from mutua.daybook.actions.correct_touchpoint import correct_meetings_touchpoint, correct_touchpoint
from mutua.daybook.actions.edit_interaction import edit_interaction
from mutua.daybook.actions.edit_meeting import edit_meeting
from mutua.daybook.models import Interaction, Meeting
from mutua.daybook.queries.daybook import interactions_seen, meetings_seen
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.lists import Blank, BulkAct, CellEdit, Column, Done, Earlier, ListSpec, Starter
from mutua.foundation.records.actions.restore import restore_chosen
from mutua.foundation.records.actions.soft_delete_many import soft_delete_many
from mutua.foundation.ui.formats import moment
from mutua.relationships.models import Touchpoint


def _touchpoints(actor: Actor) -> Sequence[tuple[str, Any]]:
    return list(visible_to(actor, Touchpoint.objects.order_by("position")).values_list("key", "name"))


def _whom(actor: Actor, rows: list[Any]) -> None:
    """Who sees a contact need not see whom it was with."""
    known = {one.pk: one for one in people_seen(actor).filter(pk__in={row.person_id for row in rows if row.person_id})}
    for row in rows:
        row.met = known.get(row.person_id)


def _set_channel(actor: Actor, number: int, version: int | None, text: str) -> None:
    edit_interaction(actor, number, version=version, channel=text)


def _set_touchpoint(actor: Actor, number: int, version: int | None, text: str) -> None:
    correct_touchpoint(actor, number, text, version=version)


def _set_meetings_touchpoint(actor: Actor, number: int, version: int | None, text: str) -> None:
    correct_meetings_touchpoint(actor, number, text, version=version)


def _set_title(actor: Actor, number: int, version: int | None, text: str) -> None:
    edit_meeting(actor, number, version=version, title=" ".join(text.split())[:200])


def delete_interactions(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> Done:
    return Done(*soft_delete_many(actor, interactions_seen(actor).filter(pk__in=ids)))


def delete_meetings(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> Done:
    return Done(*soft_delete_many(actor, meetings_seen(actor).filter(pk__in=ids)))


def bring_interactions_back(actor: Actor, ids: list[int], earlier: Earlier) -> int:
    return restore_chosen(actor, Interaction, ids, earlier.since)


def bring_meetings_back(actor: Actor, ids: list[int], earlier: Earlier) -> int:
    return restore_chosen(actor, Meeting, ids, earlier.since)


def _said_by_me(actor: Actor) -> dict[str, Any] | None:
    return {"field": "owner", "op": "is", "value": actor.user_id} if actor.user_id else None


_TOUCHPOINT: dict[str, Any] = {
    "title": _("Touchpoint"),
    "text": cells.touchpoint,
    "value": lambda row: row.touchpoint.name,
    "sort": "touchpoint__position",
}

INTERACTIONS = ListSpec(
    kind="interaction",
    model=Interaction,
    title=_("Interactions"),
    noun=_("interactions"),
    base=interactions_seen,
    columns=[
        Column("body", _("What was said"), text=cells.linked, value=lambda row: row.body, phone=True, css="c-name"),
        Column("account", _("Account"), text=cells.account, value=lambda row: row.account.name if row.account else "", sort="account__sort_key"),
        Column("person", _("With whom"), text=cells.person, value=lambda row: row.met.name if row.met else ""),
        Column(
            "channel", _("Channel"), text=lambda row: row.get_channel_display(), sort="channel",
            edit=CellEdit("daybook.interaction.edit", _set_channel, current=lambda row: row.channel, choices=lambda actor: Interaction.Channel.choices),
        ),
        Column("touchpoint", **_TOUCHPOINT, edit=CellEdit("daybook.interaction.edit", _set_touchpoint, current=lambda row: row.touchpoint.key, choices=_touchpoints)),
        Column("owner", _("Noted by"), text=lambda row: cells.of_ours(row.owner), value=lambda row: row.owner.name if row.owner else "", sort="owner__name"),
        Column("on", _("When"), text=lambda row: moment(row.at), value=lambda row: row.at, sort="at", numeric=True, phone=True),
    ],
    default_sort="-on",
    link=lambda row: row.get_absolute_url(),
    select_related=("account", "touchpoint", "owner"),
    prepare=_whom,
    starters=[
        Starter("mine", _("Noted by me"), _said_by_me),
        Starter("inferred", _("Touchpoint inferred"), lambda actor: {"field": "inferred", "op": "is", "value": True}),
    ],
    custom_edit=("daybook.interaction.edit", edit_interaction),
    new=("daybook:quick", _("Note something"), "daybook.interaction.create"),
    bulk=[BulkAct("delete", _("Delete"), icon="trash", needs="daybook.interaction.edit", run=delete_interactions, danger=True, take_back=bring_interactions_back)],
    export="daybook.interaction.view",
    blank=Blank(_("Nothing was noted yet"), _("An interaction is one contact that happened: a call, a mail, a visit. It always has a touchpoint; where nobody says which, it is inferred.")),
)  # fmt: skip

MEETINGS = ListSpec(
    kind="meeting",
    model=Meeting,
    title=_("Meetings"),
    noun=_("meetings"),
    base=meetings_seen,
    columns=[
        Column("title", _("About"), text=cells.linked, value=lambda row: row.title, sort="title", phone=True, css="c-name", edit=CellEdit("daybook.meeting.edit", _set_title, current=lambda row: row.title)),
        Column("account", _("Account"), text=cells.account, value=lambda row: row.account.name, sort="account__sort_key"),
        Column("touchpoint", **_TOUCHPOINT, edit=CellEdit("daybook.meeting.edit", _set_meetings_touchpoint, current=lambda row: row.touchpoint.key, choices=_touchpoints)),
        Column("colleagues", _("Our people"), text=lambda row: ", ".join(one.name for one in row.colleagues.all())),
        Column("place", _("Where"), text=lambda row: row.place),
        Column("on", _("Begins"), text=lambda row: moment(row.begins_at), value=lambda row: row.begins_at, sort="begins_at", numeric=True, phone=True),
    ],
    default_sort="-on",
    link=lambda row: row.get_absolute_url(),
    select_related=("account", "touchpoint"),
    prefetch_related=("colleagues",),
    custom_edit=("daybook.meeting.edit", edit_meeting),
    new=("daybook:quick", _("Plan a meeting"), "daybook.meeting.edit"),
    bulk=[BulkAct("delete", _("Delete"), icon="trash", needs="daybook.meeting.edit", run=delete_meetings, danger=True, take_back=bring_meetings_back)],
    export="daybook.meeting.view",
    blank=Blank(_("No meeting yet"), _("A meeting has its hour, its people of both sides and its touchpoint.")),
)  # fmt: skip
