"""The list of territories."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.fields.registry import fields_of
from mutua.foundation.filters import describe, fields_named
from mutua.foundation.lists import Blank, Column, ListSpec
from mutua.foundation.ui.formats import number
from mutua.sales.actions.edit_territory import edit_territory
from mutua.sales.models import Territory, TerritoryMember
from mutua.sales.queries.territories import members_on, territories_seen

CONCEALED = _("A rule over fields that you do not see.")


def rule_in_words(actor: Actor, territory: Territory) -> str:
    """The rule as a sentence, as far as the actor knows its fields; "" where there is none."""
    if not territory.predicate:
        return ""
    known = fields_of("account", actor)
    return describe(territory.predicate, known) if fields_named(territory.predicate) <= known.keys() else str(CONCEALED)


def _with_people(actor: Actor, rows: list[Any]) -> None:
    people: dict[int, list[TerritoryMember]] = {}
    for member in members_on(actor, [row.pk for row in rows], days.today()):
        people.setdefault(member.territory_id, []).append(member)
    for row in rows:
        mine = people.get(row.pk, [])
        row.managed_by = ", ".join(one.user.name for one in mine if one.role == TerritoryMember.Role.MANAGER)
        row.sold_by = ", ".join(one.user.name for one in mine if one.role == TerritoryMember.Role.SELLER)
        row.said = rule_in_words(actor, row)


TERRITORIES = ListSpec(
    kind="territory",
    model=Territory,
    title=_("Territories"),
    noun=_("territories"),
    base=lambda actor: territories_seen(actor).annotate(size=Count("accounts")),
    columns=[
        Column("name", _("Territory"), text=lambda row: row.name, sort="name", phone=True, css="c-name"),
        Column("parent", _("Stands under"), text=lambda row: row.parent.name if row.parent else "", sort="parent__name"),
        Column("manager", _("Manager"), text=lambda row: row.managed_by, phone=True),
        Column("sellers", _("Representatives"), text=lambda row: row.sold_by),
        Column("size", _("Accounts"), text=lambda row: number(row.size), value=lambda row: row.size, sort="size", numeric=True, phone=True),
        Column("rule", _("Which accounts lie in it"), text=lambda row: row.said),
    ],
    default_sort="name",
    prepare=_with_people,
    link=lambda row: row.get_absolute_url(),
    select_related=("parent",),
    search=lambda queryset, text: queryset.filter(name__icontains=text),
    new=("sales:territory-new", _("New territory"), "sales.territory.edit"),
    export="sales.territory.view",
    custom_edit=("sales.territory.edit", edit_territory),
    blank=Blank(
        _("No territories yet"),
        _("A territory is a part of the market that somebody answers for. Its rule says which accounts lie in it; those below it count with it."),
        steps=[
            (_("Draw the first one"), _("A rule such as: country is Zambia; or name the accounts.")),
            (_("Say who works there"), _("A manager sees what belongs to all who work there and below.")),
            (_("Read the forecast by territory"), _("Each adds up what lies below it.")),
        ],
    ),
)  # fmt: skip
