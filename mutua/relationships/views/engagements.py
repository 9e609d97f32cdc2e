"""Saying what is practised."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mutua.foundation.access import needs
from mutua.foundation.records.errors import Refused
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.edit_engagement import edit_engagement
from mutua.relationships.actions.move_engagement import move_engagement
from mutua.relationships.actions.record_engagement import record_engagement
from mutua.relationships.forms import EngagementForm, EvidenceForm, MoveForm
from mutua.relationships.models import Engagement
from mutua.relationships.queries.catalogue import entry_of
from mutua.relationships.queries.touchpoints import engagement_for, touchpoint_for


@require_http_methods(["GET", "POST"])
@needs("relationships.engagement.edit")
def engagement_new(request: HttpRequest, account_id: int, key: str) -> HttpResponse:
    at = touchpoint_for(request.actor, account_id, key)
    taken = set(at.engagements.values_list("activity__key", flat=True))
    form = EngagementForm(entry_of(request.actor, at.touchpoint), taken, request.POST or None)
    form.add_custom(request.actor, Engagement)
    if request.method == "POST" and form.carried_out(_recorder(request, at.pk)):
        toast(request, _("Noted. The type follows from what is practised."))
        return redirect(at)
    title = _("What is practised: %(touchpoint)s") % {"touchpoint": at}
    context = {"form": form, "title": title, "save_label": _("Add"), "cancel_url": at.get_absolute_url()}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("relationships.engagement.edit")
def engagement(request: HttpRequest, engagement_id: int) -> HttpResponse:
    record = engagement_for(request.actor, engagement_id)
    form = EvidenceForm(request.actor, record, request.POST or None)
    at = record.account_touchpoint
    if request.method == "POST" and form.carried_out(partial(edit_engagement, request.actor, record.pk)):
        toast(request, _("Saved."))
        return redirect(at)
    context = {"form": form, "title": record.activity.name, "engagement": record, "at": at, "cancel_url": at.get_absolute_url()}
    return render(request, "relationships/touchpoints/engagement.html", context, status=422 if form.errors else 200)


@require_POST
@needs("relationships.engagement.edit")
def engagement_move(request: HttpRequest, engagement_id: int) -> HttpResponse:
    form = MoveForm(request.POST)
    moved = form.carried_out(partial(move_engagement, request.actor, engagement_id))
    if moved is None:
        raise Refused(" ".join(str(sentence) for errors in form.errors.values() for sentence in errors))
    return redirect(moved.account_touchpoint)


def _recorder(request: HttpRequest, at_id: int):  # type: ignore[no-untyped-def]
    def record(*, activity: str, **values: object) -> Engagement:
        return record_engagement(request.actor, at_id, activity, **values)  # type: ignore[arg-type]

    return record
