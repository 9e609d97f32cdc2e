"""The administrator's pages of webhooks."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.foundation.access import may, needs
from mutua.foundation.events.catalogue import catalogue
from mutua.foundation.records.forms import version_sent
from mutua.foundation.ui.tabs import Tab
from mutua.foundation.ui.toasts import toast
from mutua.integrations.actions.end_webhook import end_webhook
from mutua.integrations.actions.keep_webhook import add_webhook, edit_webhook
from mutua.integrations.actions.renew_secret import renew_secret
from mutua.integrations.actions.send_again import send_again, send_all_again
from mutua.integrations.actions.try_webhook import try_webhook
from mutua.integrations.delivering import body_of
from mutua.integrations.forms import WebhookForm
from mutua.integrations.models import WebhookDelivery, WebhookEndpoint
from mutua.integrations.queries.webhooks import Deliveries, deliveries_to, delivery_for, endpoint_for, endpoints_seen
from mutua.integrations.rules.signing import shown
from mutua.integrations.secrets import secrets_of


@require_GET
@needs("integrations.webhook.view")
def webhooks(request: HttpRequest) -> HttpResponse:
    return render(request, "integrations/webhooks/list.html", {"endpoints": endpoints_seen(request.actor)})


@require_GET
@needs("integrations.webhook.view")
def webhook(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    endpoint, state = endpoint_for(request.actor, endpoint_id), request.GET.get("state", "")
    found = deliveries_to(request.actor, endpoint, state)
    may_edit = may(request.actor, "integrations.webhook.edit")
    context = {
        "endpoint": endpoint, "found": found, "state": state, "tabs": _tabs(endpoint, found, state),
        "secrets": [shown(secret) for secret in secrets_of(endpoint)] if may_edit else [],
    }  # fmt: skip
    answer = render(request, "integrations/webhooks/page.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "POST"])
@needs("integrations.webhook.edit")
def webhook_new(request: HttpRequest) -> HttpResponse:
    return _form_page(request, WebhookEndpoint(), partial(add_webhook, request.actor), _("New webhook"))


@require_http_methods(["GET", "POST"])
@needs("integrations.webhook.edit")
def webhook_edit(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    endpoint = endpoint_for(request.actor, endpoint_id)
    return _form_page(request, endpoint, partial(edit_webhook, request.actor, endpoint.pk), endpoint.name)


@require_POST
@needs("integrations.webhook.edit")
def webhook_end(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    ended = end_webhook(request.actor, endpoint_id, version=version_sent(request))
    toast(request, _("%(name)s is given up: nothing more goes there.") % {"name": ended})
    return redirect("integrations:webhooks")


@require_POST
@needs("integrations.webhook.edit")
def webhook_secret(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    endpoint = renew_secret(request.actor, endpoint_id, version=version_sent(request))
    toast(request, _("%(name)s has a new secret; the former one is valid for another day.") % {"name": endpoint})
    return redirect(endpoint)


@require_POST
@needs("integrations.webhook.edit")
def webhook_try(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    endpoint = try_webhook(request.actor, endpoint_id)
    toast(request, _("A trial goes to %(name)s in a moment.") % {"name": endpoint})
    return redirect(endpoint)


@require_POST
@needs("integrations.webhook.edit")
def webhook_again(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    count = send_all_again(request.actor, endpoint_id)
    toast(request, ngettext("%(n)s message goes out again.", "%(n)s messages go out again.", count) % {"n": count})
    return redirect("integrations:webhook", endpoint_id)


@require_GET
@needs("integrations.webhook.view")
def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    found = delivery_for(request.actor, delivery_id)
    body = json.dumps(json.loads(body_of(found)), ensure_ascii=False, indent=2)
    tries = [{**one, "at": datetime.fromisoformat(one["at"])} for one in found.tries]
    return render(request, "integrations/webhooks/delivery.html", {"delivery": found, "tries": tries, "body": body})


@require_POST
@needs("integrations.webhook.edit")
def delivery_again(request: HttpRequest, delivery_id: int) -> HttpResponse:
    again = send_again(request.actor, delivery_id)
    toast(request, _("%(event)s goes to %(name)s again.") % {"event": again, "name": again.endpoint})
    return redirect(again)


def _form_page(request: HttpRequest, endpoint: WebhookEndpoint, act: Callable[..., WebhookEndpoint], title: str) -> HttpResponse:
    form = WebhookForm(request.actor, request.POST or None, instance=endpoint)
    if request.method == "POST" and (kept := form.carried_out(act)):
        toast(request, _("%(name)s was saved.") % {"name": kept})
        return redirect(kept)
    cancel = endpoint.get_absolute_url() if endpoint.pk else reverse("integrations:webhooks")
    context = {"form": form, "title": title, "endpoint": endpoint, "cancel_url": cancel, "known": catalogue()}
    return render(request, "integrations/webhooks/edit.html", context, status=422 if form.errors else 200)


def _tabs(endpoint: WebhookEndpoint, found: Deliveries, state: str) -> list[Tab]:
    here = endpoint.get_absolute_url()
    states = [("", _("All"), found.known), *((value, label, found.counts.get(value, 0)) for value, label in WebhookDelivery.State.choices)]
    return [Tab(label, f"{here}?state={value}" if value else here, current=value == state, count=count) for value, label, count in states]
