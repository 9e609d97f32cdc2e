"""Webhooks for other programs: the same actions and queries as the pages."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from ninja.params.functions import Query

from mutua.foundation.access import needs
from mutua.foundation.api.doors import PageOut, seen, tagged, version_wanted
from mutua.foundation.lists.paging import read_page
from mutua.integrations.actions.end_webhook import end_webhook
from mutua.integrations.actions.keep_webhook import add_webhook, edit_webhook
from mutua.integrations.actions.renew_secret import renew_secret
from mutua.integrations.actions.send_again import send_again
from mutua.integrations.actions.try_webhook import try_webhook
from mutua.integrations.models import WebhookDelivery
from mutua.integrations.queries.webhooks import deliveries_seen, endpoint_for, endpoints_seen
from mutua.integrations.rules.signing import shown
from mutua.integrations.secrets import secrets_of

router = Router()


class WebhookIn(Schema, extra="forbid"):
    """event_names: names of events; sales.* for all that begin so, * for all."""

    name: str
    url: str
    event_names: list[str]
    is_on: bool = True


class WebhookChange(Schema, extra="forbid"):
    """Only what is sent is changed."""

    name: str = ""
    url: str = ""
    event_names: list[str] = []
    is_on: bool = True


class WebhookOut(Schema):
    """off_reason: why it was switched off by itself; empty otherwise."""

    id: int
    version: int
    name: str
    url: str
    event_names: list[str]
    is_on: bool
    off_reason: str


class WebhookList(Schema):
    items: list[WebhookOut]


class SecretOut(Schema):
    """secrets: the present one first; for a day after a change the former one is valid, too."""

    secrets: list[str]


class DeliveryOut(Schema):
    """state: waiting, sent or dead. tries: when, with which status, and what was said."""

    id: int
    webhook_id: int
    event: str
    message_id: str
    state: str
    tries: list[dict[str, Any]]
    created_at: datetime
    sent_at: datetime | None

    @staticmethod
    def resolve_webhook_id(one: WebhookDelivery) -> int:
        return one.endpoint_id

    @staticmethod
    def resolve_event(one: WebhookDelivery) -> str:
        return one.event_name


class DeliveryPage(PageOut):
    items: list[DeliveryOut]


@router.get("/webhooks", response=WebhookList, summary="Webhooks: at most fifty")
@needs("integrations.webhook.view")
def list_webhooks(request: HttpRequest) -> Any:
    return {"items": endpoints_seen(request.actor)}


@router.get("/webhooks/{int:webhook_id}", response=WebhookOut, summary="One webhook")
@needs("integrations.webhook.view")
def get_webhook(request: HttpRequest, response: HttpResponse, webhook_id: int) -> Any:
    return tagged(response, endpoint_for(request.actor, webhook_id))


@router.post("/webhooks", response={201: WebhookOut}, summary="Add a webhook")
@needs("integrations.webhook.edit")
def post_webhook(request: HttpRequest, response: HttpResponse, sent: WebhookIn) -> Any:
    return Status(201, seen(request, response, add_webhook(request.actor, **sent.dict())))


@router.patch("/webhooks/{int:webhook_id}", response=WebhookOut, summary="Change a webhook, switch it off or on")
@needs("integrations.webhook.edit")
def patch_webhook(request: HttpRequest, response: HttpResponse, webhook_id: int, sent: WebhookChange) -> Any:
    values = sent.dict(exclude_unset=True)
    return seen(request, response, edit_webhook(request.actor, webhook_id, version=version_wanted(request), **values))


@router.delete("/webhooks/{int:webhook_id}", response={204: None}, summary="Give up a webhook")
@needs("integrations.webhook.edit")
def delete_webhook(request: HttpRequest, webhook_id: int) -> Any:
    end_webhook(request.actor, webhook_id, version=version_wanted(request))
    return Status(204, None)


@router.get("/webhooks/{int:webhook_id}/secrets", response=SecretOut, summary="The secrets by which a webhook signs")
@needs("integrations.webhook.edit")
def get_secrets(request: HttpRequest, webhook_id: int) -> Any:
    return {"secrets": [shown(secret) for secret in secrets_of(endpoint_for(request.actor, webhook_id))]}


@router.post("/webhooks/{int:webhook_id}/secrets", response=WebhookOut, summary="Give a webhook a new secret, which the GET tells")
@needs("integrations.webhook.edit")
def post_secret(request: HttpRequest, response: HttpResponse, webhook_id: int) -> Any:
    """The answer has no secret in it: what a POST answers may be kept under its Idempotency-Key."""
    return seen(request, response, renew_secret(request.actor, webhook_id, version=version_wanted(request)))


@router.post("/webhooks/{int:webhook_id}/trial", response={202: None}, summary="Send a trial to a webhook")
@needs("integrations.webhook.edit")
def post_trial(request: HttpRequest, webhook_id: int) -> Any:
    try_webhook(request.actor, webhook_id)
    return Status(202, None)


@router.get("/webhooks/{int:webhook_id}/deliveries", response=DeliveryPage, summary="What was sent to a webhook, newest first")
@needs("integrations.webhook.view")
def list_deliveries(request: HttpRequest, webhook_id: int, state: str = "", after: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    found = deliveries_seen(request.actor).filter(endpoint=endpoint_for(request.actor, webhook_id))
    found = found.filter(state=state) if state else found
    page = read_page(found, "pk", down=True, size=limit, after=after, named="id")
    return {"items": page.rows, "next": page.after}


@router.post("/webhook-deliveries/{int:delivery_id}/again", response=DeliveryOut, summary="Send once more what was given up")
@needs("integrations.webhook.edit")
def post_again(request: HttpRequest, delivery_id: int) -> Any:
    return send_again(request.actor, delivery_id)
