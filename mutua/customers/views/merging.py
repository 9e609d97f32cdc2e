"""Looking at two records side by side, merging them, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.customers.actions.judge_pair import judge_pair
from mutua.customers.actions.merge_records import merge_records
from mutua.customers.actions.rank_sources import rank_sources, version_of
from mutua.customers.actions.undo_merge import undo_merge
from mutua.customers.choices import AccountChoice, PersonChoice
from mutua.customers.duplicate_list import DUPLICATES
from mutua.customers.models import Account, DuplicatePair, MatchingModel, Merge, MergeStep, Person, SourceTrust
from mutua.customers.models.merge import PARTY_KINDS
from mutua.customers.queries.accounts import account_for
from mutua.customers.queries.comparing import compare_records, pair_words, tells_probability
from mutua.customers.queries.duplicates import OPEN, pair_for, pairs_seen
from mutua.customers.queries.merges import merge_for
from mutua.customers.queries.people import person_for
from mutua.customers.tasks import ask_for_scan, scan_key
from mutua.foundation.access import Actor, needs
from mutua.foundation.jobs.models import JobProgress
from mutua.foundation.lists import list_page
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.toasts import toast

if TYPE_CHECKING:
    from mutua.customers.matching_tables import PartyKind


FIND: dict[str, Any] = {"account": account_for, "person": person_for}


@require_http_methods(["GET", "POST"])
@needs("customers.duplicate.view")
def duplicates(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, DUPLICATES, template="customers/merging/pairs.html")


@require_http_methods(["GET", "POST"])
@needs("customers.duplicate.view")
def duplicate(request: HttpRequest, pair_id: int) -> HttpResponse:
    """One pair: GET shows it side by side, POST merges it."""
    pair = pair_for(request.actor, pair_id)
    if request.method == "POST":
        merge = _merged(request, pair.kind, pair.left, pair.right)
        following = _beside(request.actor, pair, after=True)
        return redirect(reverse("customers:duplicate", args=[following]) if following else _survivor_address(merge))
    context = _compared(request, pair.kind, pair.left, pair.right) | {
        "pair": pair,
        "words": pair_words(pair, request.actor),
        "tells_probability": tells_probability(request.actor),
        "is_open": pair.state in OPEN,
        "before": _beside(request.actor, pair, after=False),
        "after": _beside(request.actor, pair, after=True),
        "cancel_url": reverse("customers:duplicates"),
    }
    return render(request, "customers/merging/compare.html", context)


@require_POST
@needs("customers.record.merge")
def duplicate_judged(request: HttpRequest, pair_id: int) -> HttpResponse:
    before = pair_for(request.actor, pair_id)
    state = request.POST.get("state") or request.GET.get("state", "")
    following = _beside(request.actor, before, after=True)
    pair = judge_pair(request.actor, pair_id, state, version=version_sent(request))
    back = f"{reverse('customers:duplicate-judged', args=[pair.pk])}?state={before.state}&version={pair.version}"
    toast(request, _("%(pair)s: %(state)s.") % {"pair": pair, "state": pair.get_state_display()}, undo=back if state != "open" else None)
    if following is None or state == "open":
        return redirect("customers:duplicate", pair.pk) if state == "open" else redirect("customers:duplicates")
    return redirect("customers:duplicate", following)


@require_http_methods(["GET", "POST"])
@needs("customers.record.merge")
def account_merge(request: HttpRequest, account_id: int) -> HttpResponse:
    return _merge_with(request, "account", account_for(request.actor, account_id))


@require_http_methods(["GET", "POST"])
@needs("customers.record.merge")
def person_merge(request: HttpRequest, person_id: int) -> HttpResponse:
    return _merge_with(request, "person", person_for(request.actor, person_id))


@require_GET
@needs("customers.account.view")
def merge(request: HttpRequest, merge_id: int) -> HttpResponse:
    """What was joined, what moved, and the way back."""
    found = merge_for(request.actor, merge_id)
    context = {
        "merge": found,
        "survivor_url": _survivor_address(found),
        "steps": [(step, _noun(step.model), len(step.ids)) for step in found.steps.exclude(act=MergeStep.Act.WRITE)],
        "conflicts": [(_noun(one["model"]), len(one["ids"]), one["why"]) for one in found.conflicts],
    }
    return render(request, "customers/merging/merge.html", context)


@require_POST
@needs("customers.record.merge")
def merge_undone(request: HttpRequest, merge_id: int) -> HttpResponse:
    done = undo_merge(request.actor, merge_id, version=version_sent(request))
    if done.conflicts:
        toast(request, _("The merge is undone. What was changed in between stays as it is and is listed below."), problem=True)
    else:
        toast(request, _("The merge is undone: both records are as they were."))
    return redirect("customers:merge", done.pk)


@require_http_methods(["GET", "POST"])
@needs("customers.duplicate.scan")
def duplicate_scan(request: HttpRequest) -> HttpResponse:
    """What the last scans found, how far a scan is, and which source is trusted most; POST begins a scan."""
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in FIND:
            raise Refused(_("Choose what to look through: accounts or people. Nothing was begun."))
        ask_for_scan(request.actor, cast("PartyKind", kind))
        toast(request, _("The scan begins in a moment. You may leave this page."))
        return redirect("customers:duplicate-scan")
    running = {row.key: row for row in JobProgress.objects.filter(key__in=[scan_key(kind) for kind in FIND])}
    models = {one.kind: one for one in MatchingModel.objects.all()}
    trusted = list(SourceTrust.objects.all())
    context = {
        "kinds": [(kind, label, running.get(scan_key(kind)), models.get(kind)) for kind, label in PARTY_KINDS],
        "trusted": "\n".join(one.source for one in trusted),
        "version": version_of(trusted),
    }
    return render(request, "customers/merging/scan.html", context)


@require_POST
@needs("customers.duplicate.scan")
def source_trust(request: HttpRequest) -> HttpResponse:
    rank_sources(request.actor, request.POST.get("sources", "").splitlines(), version=version_sent(request))
    toast(request, _("The order of the sources was saved."))
    return redirect("customers:duplicate-scan")


def _merge_with(request: HttpRequest, kind: str, record: Account | Person) -> HttpResponse:
    """First the other record is chosen, then both are shown, then they are merged."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    other = request.POST.get("with") or request.GET.get("with", "")
    if other.isdecimal() and len(other) < 19:
        partner = FIND[kind](actor, int(other))
        if request.method == "POST":
            return redirect(_survivor_address(_merged(request, kind, record, partner)))
        context = _compared(request, kind, record, partner) | {"cancel_url": record.get_absolute_url(), "other": partner.pk}
        return render(request, "customers/merging/compare.html", context)
    form = ChooseForm(kind, actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(f"{request.path}?with={form.cleaned_data['other'].pk}")
    context = {
        "title": _("Merge %(name)s with…") % {"name": record}, "form": form, "act_label": _("Compare"), "cancel_url": record.get_absolute_url(),
        "text": _("Choose the record that is the same. Both are shown side by side before anything happens."),
    }  # fmt: skip
    return render(request, "ui/confirm_page.html", context, status=422 if form.errors else 200)


class ChooseForm(forms.Form):
    """Which other record."""

    def __init__(self, kind: str, actor: Actor, *args: Any) -> None:
        super().__init__(*args)
        choice: Any = AccountChoice if kind == "account" else PersonChoice
        self.fields["other"] = choice(actor, label=_("The other record"), required=True)


def _compared(request: HttpRequest, kind: str, left: Any, right: Any) -> dict[str, Any]:
    if left.pk == right.pk:
        raise Refused(_("A record cannot be merged with itself. Nothing was changed; choose another one."))
    return {"compared": compare_records(kind, left, right, request.actor), "left": left, "right": right, "kind": kind}


def _merged(request: HttpRequest, kind: str, left: Any, right: Any) -> Merge:
    """The merge as the form says it: survivor is left or right, field.NAME is left, right or both."""
    survivor = request.POST.get("survivor")
    if survivor not in ("left", "right"):
        raise Refused(_("The form did not say which record stays. Nothing was merged; load the page again."))
    versions = {"left": version_sent(request), "right": _other_version(request)}
    sides = {"left": left, "right": right}
    goes = "right" if survivor == "left" else "left"
    meant: Any = {survivor: "survivor", goes: "merged", "both": "both"}
    choices = {name.removeprefix("field."): meant.get(str(side), "") for name, side in request.POST.items() if name.startswith("field.")}
    merge = merge_records(
        request.actor, kind, sides[survivor].pk, sides[goes].pk, version=versions[survivor], merged_version=versions[goes], choices=choices
    )  # fmt: skip
    back = f"{reverse('customers:merge-undone', args=[merge.pk])}?version={merge.version}"
    toast(request, _("%(merged)s was merged into %(name)s.") % {"merged": merge.merged_name, "name": merge.survivor_name}, undo=back)
    return merge


def _other_version(request: HttpRequest) -> int:
    text = request.POST.get("other_version", "")
    if not text.isdecimal() or len(text) > 9:
        raise Refused(_("The form did not say which versions it shows. Nothing was merged; load the page again."))
    return int(text)


def _beside(actor: Actor, pair: DuplicatePair, *, after: bool) -> int | None:
    """The open pair that stands before or after this one, the likeliest first; the newest first where nobody is to learn which that is."""
    rows = pairs_seen(actor).filter(state=DuplicatePair.State.OPEN).exclude(pk=pair.pk)
    if not tells_probability(actor):
        beside = rows.filter(pk__lt=pair.pk).order_by("-pk") if after else rows.filter(pk__gt=pair.pk).order_by("pk")
        return beside.values_list("pk", flat=True).first()
    if after:
        return rows.filter(bits__lte=pair.bits).order_by("-bits", "pk").values_list("pk", flat=True).first()
    return rows.filter(bits__gte=pair.bits).order_by("bits", "-pk").values_list("pk", flat=True).first()


def _survivor_address(merge: Merge) -> str:
    return reverse("customers:account" if merge.kind == "account" else "customers:person", args=[merge.survivor_id])


def _noun(label: str) -> str:
    return str(apps.get_model(label)._meta.verbose_name_plural)
