"""Objections to a version, and their answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mutua.foundation.access import needs
from mutua.foundation.ui.toasts import toast
from mutua.strategy.actions.answer_objection import answer_objection
from mutua.strategy.actions.raise_objection import raise_objection
from mutua.strategy.views.versions import page_of


@require_POST
@needs("strategy.strategy.challenge")
def objection_new(request: HttpRequest, version_id: int) -> HttpResponse:
    objection = raise_objection(request.actor, version_id, sentence=request.POST.get("sentence", ""))
    toast(request, _("Your objection stands. The version cannot be approved until it is answered."))
    return redirect(f"{page_of(objection.version_of)}#challenge")


@require_POST
@needs("strategy.strategy.edit")
def objection_answer(request: HttpRequest, objection_id: int) -> HttpResponse:
    objection = answer_objection(request.actor, objection_id, answer=request.POST.get("answer", ""))
    return redirect(f"{page_of(objection.version_of)}#challenge")
