"""The home page."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mutua.foundation.access import signed_in
from mutua.foundation.days import now, today
from mutua.foundation.records.errors import Refused
from mutua.foundation.today.asking import NOTICES, figures_for, groups_for, put_off_by, side_column_for, strips_for
from mutua.foundation.today.models import PutOff
from mutua.foundation.today.registry import notices_for, sources_for
from mutua.foundation.ui.shifted import read_shift
from mutua.foundation.ui.toasts import toast

LATER = timedelta(days=1)


@require_GET
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    team = request.GET.get("whose") == "team"
    actor = request.actor  # type: ignore[attr-defined]
    put_off = put_off_by(actor)
    groups = groups_for(actor, put_off, team=team, everything=request.GET.get("all", ""))
    context = {
        "groups": groups,
        "count": sum(group.count for group in groups),
        "notices": strips_for(actor, put_off),
        "figures": figures_for(actor),
        "side": [render_to_string(template, {"actor": actor, **context}, request=request) for template, context in side_column_for(actor)],
        "team": team,
        "may_see_team": actor.scope != "own",
        "today": today(),
        "shifted": read_shift(),
        "greeting": _greeting(request),
    }
    return render(request, "today/home.html", context)


@require_POST
@signed_in
def put_away(request: HttpRequest) -> HttpResponse:
    """Later (tomorrow it is back) or not mine (it stays away)."""
    source, need, how = (request.POST.get(name, "") for name in ("source", "need", "how"))
    actor = request.actor  # type: ignore[attr-defined]
    known = source in {one.key for one in sources_for(actor)} or (source == NOTICES and need in {one.key for one in notices_for(actor)})
    if not known or not need or len(need) > 200 or how not in ("later", "not-mine"):
        raise Refused(_("Today has no such line. Nothing was changed; load the page again."))
    until = today() + LATER if how == "later" else None
    line, _made = PutOff.objects.update_or_create(user_id=actor.user_id, source=source, need=need, defaults={"until": until})
    said = _("Put off until tomorrow") if how == "later" else _("Not yours: it will not come back")
    toast(request, said, undo=reverse("today:take-back", args=[line.pk]))
    return redirect("today:home")


@require_POST
@signed_in
def take_back(request: HttpRequest, line_id: int) -> HttpResponse:
    PutOff.objects.filter(user_id=request.actor.user_id, pk=line_id).delete()  # type: ignore[attr-defined]
    return redirect("today:home")


def _greeting(request: HttpRequest) -> str:
    hour, name = timezone.localtime(now()).hour, request.actor.name.split(" ", 1)[0]  # type: ignore[attr-defined]
    words = _("Good morning, %(name)s") if hour < 12 else _("Good afternoon, %(name)s") if hour < 18 else _("Good evening, %(name)s")
    return words % {"name": name}
