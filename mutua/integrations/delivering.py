"""One try of one delivery: at least once, under the same message number each time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.egress import Unreachable, reach
from mutua.foundation.jobs import RunningJob
from mutua.integrations import tasks
from mutua.integrations.models import WebhookDelivery, WebhookEndpoint
from mutua.integrations.rules.ladder import wait_after
from mutua.integrations.rules.signing import signature
from mutua.integrations.secrets import secrets_of

GONE = 410
SAID = 300
REST = timedelta(seconds=30)


@dataclass(frozen=True)
class Letter:
    """What goes out, to where."""

    url: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class Outcome:
    """status: None where nothing was answered. said: in words, empty where all is well."""

    status: int | None
    said: str = ""
    for_good: bool = False

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def deliver(job: RunningJob, delivery_id: int) -> None:
    """The other side is spoken to between two transactions: it may be slow, and nobody must wait for its locks.

    A worker that dies there leaves the delivery waiting; its successor sends it again, which receivers recognise by its number.
    """
    with job.step():
        letter = _taken_up(delivery_id)
    if letter is None:
        return
    outcome = _hand_over(letter)
    with job.step():
        _note(WebhookDelivery.objects.select_related("endpoint").select_for_update().get(pk=delivery_id), outcome)


def body_of(delivery: WebhookDelivery) -> bytes:
    """The message, as Standard Webhooks has it; byte for byte the same at each try."""
    event = delivery.event
    message = {"type": event.name, "timestamp": event.at.isoformat(), "data": event.payload}
    return json.dumps(message, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _taken_up(delivery_id: int) -> Letter | None:
    """None where there is nothing to do: it is out, given up, erased, or its endpoint is switched off (switching it on asks again)."""
    waiting = WebhookDelivery.objects.select_related("endpoint", "event").filter(state=WebhookDelivery.State.WAITING)
    delivery = waiting.select_for_update(of=("self",)).filter(pk=delivery_id).first()
    if delivery is None:
        return None
    endpoint = delivery.endpoint
    if endpoint.ended_at is not None:
        delivery.state = WebhookDelivery.State.DEAD
        delivery.save(update_fields=["state"])
        return None
    if not endpoint.is_on and not _is_trial(delivery):
        return None
    if _rests(endpoint):
        # One that does not answer would keep the places of all others for its time, once for each event.
        tasks.deliver_webhook.later(days.now() + REST, delivery_id=delivery.pk)
        return None
    delivery.attempts += 1
    delivery.save(update_fields=["attempts"])
    body, second = body_of(delivery), int(days.now().timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Mutua",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": str(second),
        "webhook-signature": signature(secrets_of(endpoint), delivery.message_id, second, body),
    }
    return Letter(endpoint.url, body, headers)


def _is_trial(delivery: WebhookDelivery) -> bool:
    return delivery.event_name == "integrations.webhook.tried"


def _rests(endpoint: WebhookEndpoint) -> bool:
    return endpoint.deliveries.filter(unreachable_at__gt=days.now() - REST).exists()


def _hand_over(letter: Letter) -> Outcome:
    try:
        answer = reach(letter.url, letter.body, letter.headers)
    except Unreachable as problem:
        return Outcome(None, str(problem), problem.for_good)
    said = answer.body[:SAID].decode(errors="replace").replace("\0", " ").strip()
    if 300 <= answer.status < 400:
        said = _("It leads elsewhere, and redirects are not followed. Write down the address where it ends.")
    return Outcome(answer.status, "" if 200 <= answer.status < 300 else said)


def _note(delivery: WebhookDelivery, outcome: Outcome) -> None:
    now = days.now()
    delivery.tries = [*delivery.tries, {"at": now.isoformat(), "status": outcome.status, "said": outcome.said}]
    delivery.unreachable_at = now if outcome.status is None and not outcome.for_good else None
    if outcome.is_taken:
        delivery.state, delivery.sent_at = WebhookDelivery.State.SENT, now
    elif delivery.state == WebhookDelivery.State.WAITING:
        _try_later(delivery, outcome)
    delivery.save(update_fields=["tries", "unreachable_at", "state", "sent_at"])


def _try_later(delivery: WebhookDelivery, outcome: Outcome) -> None:
    if outcome.status == GONE:
        endpoint = delivery.endpoint
        endpoint.is_on, endpoint.off_reason = False, _("It answered 410 Gone: nobody listens there any more.")
        endpoint.save(update_fields=["is_on", "off_reason"])
    wait = wait_after(delivery.attempts)
    if wait is None or outcome.for_good or outcome.status == GONE:
        delivery.state = WebhookDelivery.State.DEAD
    else:
        tasks.deliver_webhook.later(days.now() + wait, delivery_id=delivery.pk)
