"""The profile of an account: now and wanted; readiness; and from the gap to the roadmap."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.customers.frame import account_frame
from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import find, needs, visible_to
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast
from mutua.relationships.actions.agree_profile import agree_profile
from mutua.relationships.actions.draft_profile import draft_profile
from mutua.relationships.actions.move_profile import move_profile
from mutua.relationships.actions.plan_from_gap import plan_from_gap
from mutua.relationships.actions.set_desired import set_desired
from mutua.relationships.actions.share_profile import share_profile
from mutua.relationships.models import Profile
from mutua.relationships.models.labels import PROFILE_STATES, TYPES
from mutua.relationships.profile_forms import AgreeForm, DesiredForm, DraftProfileForm
from mutua.relationships.queries.catalogue import entry_of, touchpoint_named
from mutua.relationships.queries.profile_page import profile_page
from mutua.relationships.queries.profiles import cells_of
from mutua.relationships.queries.profiles_kept import snapshots_of
from mutua.relationships.queries.touchpoints import meetings_of
from mutua.relationships.rules.lifecycles import ProfileState, next_profile_states
from mutua.relationships.rules.visibility import Visibility

AGREEABLE = (ProfileState.VALIDATED, ProfileState.BASELINED)


@require_GET
@needs("relationships.profile.view")
def profile(request: HttpRequest, account_id: int) -> HttpResponse:
    page = profile_page(request.actor, account_id, request.GET.get("by", ""))
    labels = dict(PROFILE_STATES)
    after = next_profile_states(page.chosen.state) if page.chosen else frozenset()
    context = {
        **account_frame(request, account_id, tab="profile"),
        "page": page,
        "types": TYPES,
        "steps": [(state.value, labels[state.value]) for state in ProfileState if state in after and state != ProfileState.SUPERSEDED],
        "gate": page.gates[0] if page.gates else None,
        "kept": snapshots_of(request.actor, account_id),
        "may_agree": page.chosen is not None and page.chosen.visibility == Visibility.SHARED and page.chosen.state in AGREEABLE,
    }
    return render(request, "relationships/profiles/profile.html", context)


@require_http_methods(["GET", "POST"])
@needs("relationships.profile.edit")
def profile_new(request: HttpRequest, account_id: int) -> HttpResponse:
    account = account_for(request.actor, account_id)
    form = DraftProfileForm(request.POST or None)
    if request.method == "POST" and (made := form.carried_out(partial(draft_profile, request.actor, account_id))):
        toast(request, _("A draft. It is internal: nobody outside sees it before you share it."))
        return redirect(made)
    intro = _(
        "From a joint session with the customer, or from the account team as a surrogate: less sure, and kept from the customer’s eyes."
    )
    title = _("Desired profile of %(account)s") % {"account": account.name}
    context = {"form": form, "title": title, "intro": intro, "save_label": _("Draft it"), "cancel_url": account.get_absolute_url()}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("relationships.profile.edit")
def cell_edit(request: HttpRequest, profile_id: int, key: str) -> HttpResponse:
    """What is wanted at one touchpoint."""
    chosen = profile_for(request, profile_id)
    touchpoint = touchpoint_named(request.actor, key)
    entry = entry_of(request.actor, touchpoint)
    cell = cells_of(request.actor, chosen).get(touchpoint.pk)
    if cell is None:  # a good beginning: what is done today
        meetings = meetings_of(request.actor, chosen.account_id)
        stands: dict[str, object] = {"activity_keys": next((m.practised for m in meetings if m.at.touchpoint_id == touchpoint.pk), ())}
    else:
        stands = {name: getattr(cell, name) for name in ("performance", "wish", "measure", "change")}
        stands["activity_keys"] = [activity.key for activity in cell.activities.all()]
    form = DesiredForm(entry, request.POST or None, initial={**stands, "version": chosen.version})
    back = f"{chosen.get_absolute_url()}#cell-{key}"  # to the cell of the grid from which one came
    if request.method == "POST" and form.carried_out(partial(set_desired, request.actor, chosen.pk, key)):
        return redirect(back)
    title = _("%(touchpoint)s: what is wanted") % {"touchpoint": touchpoint.name}
    intro = _("%(account)s, %(perspective)s.") % {"account": chosen.account.name, "perspective": chosen.get_perspective_display()}
    context = {"form": form, "title": title, "intro": intro, "cancel_url": back, "escapes": True}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_POST
@needs("relationships.profile.edit")
def profile_move(request: HttpRequest, profile_id: int) -> HttpResponse:
    moved = move_profile(request.actor, profile_for(request, profile_id).pk, version=version_sent(request), to=request.POST.get("to", ""))
    return redirect(moved)


@require_POST
@needs("relationships.profile.share")
def profile_share(request: HttpRequest, profile_id: int) -> HttpResponse:
    shared = share_profile(request.actor, profile_for(request, profile_id).pk, version=version_sent(request))
    toast(request, _("Shared. From now on it may be shown to the customer."))
    return redirect(shared)


@require_POST
@needs("relationships.roadmap.edit")
def gap_to_roadmap(request: HttpRequest, account_id: int) -> HttpResponse:
    made = plan_from_gap(
        request.actor,
        account_id,
        touchpoint_key=request.POST.get("touchpoint") or None,
        perspective=request.POST.get("perspective") or None,
    )
    if made:
        toast(request, _("%(count)s on the roadmap. Enter what they return.") % {"count": len(made)})
    else:
        toast(request, _("Everything to begin stands on the roadmap already."))
    return redirect("relationships:roadmap", account_id)


@require_http_methods(["GET", "POST"])
@needs("relationships.profile.share")
def profile_agree(request: HttpRequest, profile_id: int) -> HttpResponse:
    """Both agreed: who of theirs, and how."""
    chosen = profile_for(request, profile_id)
    form = AgreeForm(request.POST or None, initial={"version": chosen.version})
    if request.method == "POST" and form.carried_out(partial(agree_profile, request.actor, chosen.pk)):
        toast(request, _("Agreed by both. It stands from now on; what changes is a new draft."))
        return redirect(chosen)
    title = _("%(account)s agreed to the %(perspective)s profile") % {
        "account": chosen.account.name,
        "perspective": chosen.get_perspective_display().lower(),
    }
    context = {"form": form, "title": title, "cancel_url": chosen.get_absolute_url(), "save_label": _("Write it down")}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


def profile_for(request: HttpRequest, profile_id: int) -> Profile:
    return find(visible_to(request.actor, Profile.objects.select_related("account")), pk=profile_id)
