"""The lists of users and of teams."""

from __future__ import annotations

from html import escape
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mutua.foundation.identity.models import Team, User
from mutua.foundation.identity.queries.users import teams_seen, users_seen
from mutua.foundation.lists import Blank, Column, ListSpec, Starter
from mutua.foundation.ui.formats import ago
from mutua.foundation.ui.templatetags.mutua import face, label


def by_name_or_address(queryset: QuerySet[User], text: str) -> QuerySet[User]:
    return queryset.filter(Q(name__icontains=text) | Q(email__icontains=text))


def by_name(queryset: QuerySet[Team], text: str) -> QuerySet[Team]:
    return queryset.filter(name__icontains=text)


def _named(row: Any) -> SafeString:
    return SafeString(f'<a class="name" href="{row.get_absolute_url()}">{face(row.name)}<span>{escape(row.name)}</span></a>')


def _state(row: User) -> SafeString:
    if not row.is_active:
        return label(_now("Ended"))
    return label(_now("Active")) if row.last_login else label(_now("Not yet signed in"))


USERS = ListSpec(
    kind="user",
    model=User,
    title=_("Users"),
    noun=_("users"),
    base=users_seen,
    columns=[
        Column("name", _("User"), text=_named, value=lambda row: row.name, sort="name", phone=True, css="c-name"),
        Column("email", _("Mail address"), text=lambda row: row.email, sort="email"),
        Column("roles", _("Roles"), text=lambda row: ", ".join(role.name for role in row.roles.all())),
        Column("teams", _("Teams"), text=lambda row: ", ".join(team.name for team in row.teams.all())),
        Column("state", _("State"), text=_state, value=lambda row: row.is_active, sort="is_active", phone=True),
        Column("last_login", _("Last sign-in"), text=lambda row: ago(row.last_login) if row.last_login else "–", value=lambda row: row.last_login, sort="last_login", numeric=True),
    ],
    default_sort="name",
    link=lambda row: row.get_absolute_url(),
    prefetch_related=("roles", "teams"),
    search=by_name_or_address,
    starters=[
        Starter("active", _("Active"), lambda actor: {"field": "is_active", "op": "is", "value": True}),
        Starter("administrators", _("Administrators"), lambda actor: {"field": "role", "op": "contains", "value": "administrator"}),
        Starter("ended", _("Ended"), lambda actor: {"field": "is_active", "op": "is", "value": False}),
    ],
    new=("identity:user-new", _("Add a user"), "identity.user.create"),
    export="identity.user.view",
    blank=Blank(_("No users yet"), _("A user is somebody who signs in: one of ours, a partner’s or a customer’s.")),
)  # fmt: skip

TEAMS = ListSpec(
    kind="team",
    model=Team,
    title=_("Teams"),
    noun=_("teams"),
    base=teams_seen,
    columns=[
        Column("name", _("Team"), text=lambda row: row.name, sort="name", phone=True, css="c-name"),
        Column("lead", _("Lead"), text=lambda row: row.lead.name if row.lead else "–", sort="lead__name", phone=True),
        Column("parent", _("Stands under"), text=lambda row: row.parent.name if row.parent else "–", sort="parent__name"),
        Column("size", _("Members"), text=lambda row: row.size, sort="size", numeric=True),
    ],
    default_sort="name",
    link=lambda row: row.get_absolute_url(),
    select_related=("lead", "parent"),
    search=by_name,
    new=("identity:team-new", _("Add a team"), "identity.team.create"),
    blank=Blank(
        _("No teams yet"), _("A team is people who work on the same customers. Whoever leads one sees what its members look after.")
    ),
)  # fmt: skip
