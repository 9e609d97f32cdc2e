"""The administrator's pages of teams, and of what each role may do."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mutua.foundation.access import may, needs
from mutua.foundation.identity.actions.add_team import add_team
from mutua.foundation.identity.actions.edit_team import edit_team
from mutua.foundation.identity.forms import TeamForm
from mutua.foundation.identity.lists import TEAMS
from mutua.foundation.identity.queries.roles import roles_told
from mutua.foundation.identity.queries.users import team_for
from mutua.foundation.lists import list_page
from mutua.foundation.ui.toasts import toast


@require_http_methods(["GET", "POST"])
@needs("identity.user.view")
def teams(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, TEAMS, template="identity/teams.html")


@require_http_methods(["GET", "POST"])
@needs("identity.team.create")
def team_new(request: HttpRequest) -> HttpResponse:
    form = TeamForm(request.actor, request.POST or None)
    if request.method == "POST" and (made := form.carried_out(partial(add_team, request.actor))):
        toast(request, _("%(name)s was added.") % {"name": made})
        return redirect("identity:teams")
    context = {"form": form, "title": _("Add a team"), "save_label": _("Add team"), "cancel_url": reverse("identity:teams")}
    return render(request, "identity/team.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("identity.user.view")
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    one = team_for(request.actor, team_id)
    if not may(request.actor, "identity.team.edit"):
        return render(request, "identity/team_shown.html", {"team": one})
    form = TeamForm(request.actor, request.POST or None, instance=one)
    if request.method == "POST" and (saved := form.carried_out(partial(edit_team, request.actor, one.pk))):
        toast(request, _("%(name)s was saved.") % {"name": saved})
        return redirect("identity:teams")
    context = {"form": form, "title": one.name, "cancel_url": reverse("identity:teams")}
    return render(request, "identity/team.html", context, status=422 if form.errors else 200)


@require_GET
@needs("identity.user.view")
def roles(request: HttpRequest) -> HttpResponse:
    return render(request, "identity/roles.html", {"roles": roles_told(request.actor)})
