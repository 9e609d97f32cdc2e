"""Deliveries through the queue to a real server, whose messages the library of Standard Webhooks verifies."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from standardwebhooks import Webhook, WebhookVerificationError

from mutua.foundation import days
from mutua.foundation.egress.tests.listening import receiving
from mutua.foundation.events import announce
from mutua.foundation.jobs.inline import run_waiting
from mutua.integrations.actions.end_webhook import end_webhook
from mutua.integrations.actions.keep_webhook import edit_webhook
from mutua.integrations.actions.renew_secret import renew_secret
from mutua.integrations.actions.send_again import send_again, send_all_again
from mutua.integrations.actions.try_webhook import try_webhook
from mutua.integrations.delivering import deliver
from mutua.integrations.models import WebhookDelivery, WebhookEndpoint
from mutua.integrations.rules.ladder import WAITS
from mutua.integrations.rules.signing import shown
from mutua.integrations.secrets import secrets_of
from mutua.integrations.tests.making import make_webhook
from mutua.sales.events import TerritoryChanged

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def near(settings):
    settings.EGRESS_ALLOW = ["127.0.0.0/8"]


@pytest.fixture
def receiver():
    with receiving() as one:
        yield one


def tell(number=7, act="added"):
    with transaction.atomic():
        return announce(TerritoryChanged(territory_id=number, act=act))


def due_now():
    """What waits for a later hour is due."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
    WebhookDelivery.objects.update(unreachable_at=None)


def waits():
    """How long each job that waits has to wait, in whole seconds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT round(extract(epoch FROM scheduled_at - now())) FROM procrastinate_jobs WHERE status = 'todo' ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


def test_an_event_arrives_signed_as_the_library_understands_it(receiver):
    endpoint = make_webhook(url=receiver.url + "/hook")
    number = tell(41)
    run_waiting()
    [(path, headers, body)] = receiver.got
    assert path == "/hook"
    assert Webhook(shown(secrets_of(endpoint)[0])).verify(body, headers)["data"] == {"territory_id": 41, "act": "added"}
    told = json.loads(body)
    assert told["type"] == "sales.territory.changed"
    with pytest.raises(WebhookVerificationError):
        Webhook(shown(secrets_of(endpoint)[0])).verify(body.replace(b"41", b"42"), headers)
    delivery = WebhookDelivery.objects.get()
    assert (delivery.event_id, delivery.state, delivery.message_id) == (number, "sent", headers["webhook-id"])
    assert [(one["status"], one["said"]) for one in delivery.tries] == [(204, "")]


def test_each_endpoint_hears_what_it_wants_and_nothing_else(receiver):
    make_webhook(url=receiver.url + "/sales", event_names=["sales.*"])
    make_webhook(url=receiver.url + "/tasks", event_names=["daybook.task.done"])
    make_webhook(url=receiver.url + "/off", is_on=False)
    make_webhook(url=receiver.url + "/over", ended_at=days.now())
    tell()
    run_waiting()
    assert [path for path, _headers, _body in receiver.got] == ["/sales"]


def test_what_is_rolled_back_is_never_sent(receiver):
    make_webhook(url=receiver.url)
    with transaction.atomic():
        announce(TerritoryChanged(territory_id=1, act="added"))
        transaction.set_rollback(True)
    run_waiting()
    assert (receiver.got, WebhookDelivery.objects.count()) == ([], 0)


def test_it_climbs_the_ladder_under_one_number_and_is_given_up_at_its_end(receiver):
    make_webhook(url=receiver.url)
    receiver.status, receiver.body = 503, b"Closed for stocktaking"
    tell()
    paused = []
    for _step in range(20):
        run_waiting()
        paused += waits()
        due_now()
    assert paused == [int(wait.total_seconds()) for wait in WAITS]
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, len(delivery.tries)) == ("dead", len(WAITS) + 1)
    assert {one["said"] for one in delivery.tries} == {"Closed for stocktaking"}
    assert len({headers["webhook-id"] for _path, headers, _body in receiver.got}) == 1
    assert len({body for _path, _headers, body in receiver.got}) == 1


def test_what_was_given_up_goes_out_again_when_somebody_asks(cast, receiver):
    make_webhook(url=receiver.url)
    receiver.status = 500
    tell()
    WebhookDelivery.objects.update(state="dead", attempts=10)
    run_waiting()
    assert receiver.got == []
    receiver.status = 200
    again = send_again(cast.root, WebhookDelivery.objects.get().pk)
    run_waiting()
    again.refresh_from_db()
    assert (again.state, len(receiver.got)) == ("sent", 1)


def test_all_that_was_given_up_goes_out_again_at_once(cast, receiver):
    endpoint = make_webhook(url=receiver.url)
    for number in range(3):
        tell(number)
    WebhookDelivery.objects.update(state="dead")
    assert send_all_again(cast.root, endpoint.pk) == 3
    run_waiting()
    assert len(receiver.got) == 3
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {"sent"}


def test_a_delivery_that_a_dying_worker_left_is_sent_again_under_its_number(receiver, monkeypatch):
    make_webhook(url=receiver.url)
    tell()

    class Died(BaseException):
        """What a kill looks like from inside."""

    def die(*_args):
        raise Died

    with monkeypatch.context() as patched:
        patched.setattr("mutua.integrations.delivering._note", die)
        with pytest.raises(Died):
            run_waiting()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL, attempts = attempts + 1 WHERE status = 'doing'")
    run_waiting()
    assert len(receiver.got) == 2
    assert len({headers["webhook-id"] for _path, headers, _body in receiver.got}) == 1
    assert WebhookDelivery.objects.get().state == "sent"


def test_gone_switches_the_endpoint_off_and_says_why(receiver):
    endpoint = make_webhook(url=receiver.url)
    receiver.status = 410
    tell()
    run_waiting()
    endpoint.refresh_from_db()
    assert (endpoint.is_on, WebhookDelivery.objects.get().state) == (False, "dead")
    assert "410 Gone" in endpoint.off_reason


def test_one_that_does_not_answer_rests_and_keeps_nobody_waiting(monkeypatch):
    make_webhook(url="http://127.0.0.1:9/")
    for number in range(5):
        tell(number)
    asked = []
    monkeypatch.setattr("mutua.foundation.egress.reaching.HTTPConnection.request", lambda *_args, **_named: asked.append(1) or _time_out())
    run_waiting()
    assert len(asked) == 1
    assert WebhookDelivery.objects.filter(attempts=0, state="waiting").count() == 4
    assert len(waits()) == 5


def _time_out():
    raise TimeoutError


def test_what_waits_goes_out_when_it_is_switched_on_again(cast, receiver):
    endpoint = make_webhook(url=receiver.url)
    receiver.status = 500
    tell()
    run_waiting()
    off = edit_webhook(cast.root, endpoint.pk, version=None, is_on=False)
    due_now()
    run_waiting()
    tell(2)
    run_waiting()
    assert len(receiver.got) == 1
    receiver.status = 200
    edit_webhook(cast.root, endpoint.pk, version=off.version, is_on=True)
    run_waiting()
    assert [json.loads(body)["data"].get("territory_id", "itself") for _path, _headers, body in receiver.got] == [7, "itself", 7]


def test_a_new_secret_signs_beside_the_former_one_for_a_day(cast, receiver):
    endpoint = make_webhook(url=receiver.url, event_names=["sales.*"])
    [former] = secrets_of(endpoint)
    renewed = renew_secret(cast.root, endpoint.pk, version=endpoint.version)
    tell()
    run_waiting()
    [(_path, headers, body)] = receiver.got
    present = secrets_of(renewed)[0]
    assert present != former
    for secret in (present, former):
        assert Webhook(shown(secret)).verify(body, headers)
    with days.as_of(days.today() + timedelta(2)):
        assert secrets_of(renewed) == [present]


def test_a_trial_goes_to_one_alone_even_while_it_is_off(cast, receiver):
    one = make_webhook(url=receiver.url + "/one", is_on=False, event_names=["sales.*"])
    make_webhook(url=receiver.url + "/other")
    try_webhook(cast.root, one.pk)
    run_waiting()
    assert [(path, json.loads(body)["type"]) for path, _headers, body in receiver.got] == [("/one", "integrations.webhook.tried")]


def test_an_endpoint_that_was_given_up_gets_nothing_more(cast, receiver):
    endpoint = make_webhook(url=receiver.url)
    tell()
    end_webhook(cast.root, endpoint.pk, version=endpoint.version)
    tell(2)
    run_waiting()
    assert receiver.got == []
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {"dead"}


def test_an_erased_event_takes_its_delivery_along(receiver):
    make_webhook(url=receiver.url)
    tell()
    WebhookDelivery.objects.get().event.delete()
    run_waiting()
    assert (receiver.got, WebhookDelivery.objects.count()) == ([], 0)


def test_a_change_that_is_told_asks_for_the_endpoints_once_however_many_events(django_assert_num_queries):
    make_webhook(event_names=["daybook.*"])
    from mutua.integrations.following import events_are_delivered

    told = [(number, TerritoryChanged(territory_id=number, act="added")) for number in range(500)]
    with django_assert_num_queries(1):
        events_are_delivered(told, days.now())


def test_the_delivering_of_what_is_gone_does_nothing():
    class Stepping:
        def step(self):
            return transaction.atomic()

    assert deliver(Stepping(), 12345) is None
    assert WebhookEndpoint.objects.count() == 0
