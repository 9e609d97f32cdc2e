"""Tags of a record, and the list of all of them."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.foundation.access import needs, require, signed_in, visible_to
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.forms import version_sent
from mutua.foundation.tags.actions.change_tag import delete_tag, merge_tag, rename_tag, tag_for
from mutua.foundation.tags.actions.tag_record import tag_record
from mutua.foundation.tags.forms import MergeTagForm, RenameTagForm
from mutua.foundation.tags.models import Tag
from mutua.foundation.tags.rules.naming import split
from mutua.foundation.tags.tagging import taggable_kind
from mutua.foundation.ui.toasts import toast


@require_POST
@signed_in
def change_tags(request: HttpRequest, kind: str, record_id: int) -> HttpResponse:
    """add, remove: names with commas between. Raises what the domain's edit raises."""
    its = taggable_kind(kind)
    require(request.actor, its.needs)
    add, remove = (split(request.POST.get(name) or request.GET.get(name, "")) for name in ("add", "remove"))
    if not (add or remove):
        raise Refused(_("Name a tag to add or to take away. Nothing was changed."), field="tags")
    record = tag_record(request.actor, kind, record_id, version=version_sent(request), add=add, remove=remove)
    said = _("Tagged: %(tags)s") % {"tags": ", ".join(add)} if add else _("Without: %(tags)s") % {"tags": ", ".join(remove)}
    back = {"remove": ",".join(add)} if add else {"add": ",".join(remove)}
    toast(request, said, undo=_address("tags:change", [kind, record_id], {"version": record.version, **back}))
    return redirect(record)


@require_GET
@needs("tags.tag.manage")
def tags(request: HttpRequest) -> HttpResponse:
    return render(request, "tags/tags.html", {"tags": visible_to(request.actor, Tag.objects.order_by("key"))})


@require_http_methods(["GET", "POST"])
@needs("tags.tag.manage")
def rename(request: HttpRequest, tag_id: int) -> HttpResponse:
    tag = tag_for(request.actor, tag_id)
    sent = request.POST if "name" in request.POST else request.GET  # the way back in a toast has it in its address
    form = RenameTagForm(sent if request.method == "POST" else None, initial={"name": tag.name, "version": tag.version})
    if request.method == "POST" and (now := form.carried_out(partial(rename_tag, request.actor, tag.pk))):
        undo = _address("tags:rename", [tag.pk], {"version": now.version, "name": tag.name}) if now.name != tag.name else None
        toast(request, _("The tag is called “%(name)s” now; its records follow.") % {"name": now}, undo=undo)
        return redirect("tags:tags")
    context = {"form": form, "title": _("Rename “%(tag)s”") % {"tag": tag}, "cancel_url": reverse("tags:tags")}
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("tags.tag.manage")
def merge(request: HttpRequest, tag_id: int) -> HttpResponse:
    tag = tag_for(request.actor, tag_id)
    form = MergeTagForm(tag, request.POST or None, initial={"version": tag.version})
    if request.method == "POST" and (into := form.carried_out(partial(merge_tag, request.actor, tag.pk))):
        toast(request, _("“%(tag)s” is “%(into)s” now; its records follow.") % {"tag": tag, "into": into})
        return redirect("tags:tags")
    context = {
        "form": form, "title": _("Merge “%(tag)s”") % {"tag": tag}, "save_label": _("Merge"), "cancel_url": reverse("tags:tags"),
    }  # fmt: skip
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("tags.tag.manage")
def delete(request: HttpRequest, tag_id: int) -> HttpResponse:
    tag = tag_for(request.actor, tag_id)
    if request.method == "POST":
        delete_tag(request.actor, tag.pk, version=version_sent(request))
        toast(request, _("The tag “%(tag)s” is gone; its records follow.") % {"tag": tag})
        return redirect("tags:tags")
    context = {
        "title": _("Delete the tag “%(tag)s”?") % {"tag": tag}, "act_label": _("Delete"), "cancel_url": reverse("tags:tags"),
        "text": _("It is taken off every record. The records stay, and the history of each says that it had the tag."),
        "version": tag.version, "danger": True,
    }  # fmt: skip
    return render(request, "ui/confirm_page.html", context)


def _address(page: str, args: list[object], query: dict[str, object]) -> str:
    return f"{reverse(page, args=args)}?{urlencode(query)}"
