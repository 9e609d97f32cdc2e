from __future__ import annotations

import json

import pytest

from mutua.foundation.api.actions.make_key import make_key
from mutua.foundation.events.models import EventRow
from mutua.foundation.jobs.inline import run_waiting
from mutua.integrations.models import WebhookDelivery, WebhookEndpoint
from mutua.integrations.rules.signing import shown
from mutua.integrations.secrets import secrets_of
from mutua.integrations.tests.making import make_webhook

pytestmark = pytest.mark.django_db
SENT = {"name": "Warehouse", "url": "https://warehouse.example/hook", "event_names": "sales.*\ndaybook.task.done", "is_on": "on"}


@pytest.fixture
def root(client, cast):
    client.force_login(cast.user("root"))
    return client


def told(endpoint, **values):
    event = EventRow.objects.create(name="sales.territory.changed", payload={"territory_id": 9}, at="2026-03-01T08:00:00Z")
    given = {"message_id": f"msg_{event.pk}", "created_at": event.at, **values}
    return WebhookDelivery.objects.create(endpoint=endpoint, event=event, event_name=event.name, **given)


def test_an_empty_page_says_what_a_webhook_is_and_offers_one(root):
    page = root.get("/webhooks/").content.decode()
    assert "tells another system of what happens here" in page
    assert 'href="/webhooks/new/"' in page


def test_one_is_written_down_and_changed(root):
    assert root.post("/webhooks/new/", SENT).status_code == 302
    kept = WebhookEndpoint.objects.get()
    assert kept.event_names == ["daybook.task.done", "sales.*"]
    answer = root.post(f"/webhooks/{kept.pk}/edit/", {**SENT, "event_names": "*", "is_on": "", "version": kept.version})
    assert answer.status_code == 302
    kept.refresh_from_db()
    assert (kept.event_names, kept.is_on) == (["*"], False)
    stale = root.post(f"/webhooks/{kept.pk}/edit/", {**SENT, "version": 1})
    assert stale.status_code == 409


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"url": "ftp://warehouse.example/"}, "begins with https://"),
        ({"url": "https://169.254.169.254/latest"}, "not in the public internet"),
        ({"event_names": "sales.opportunity.winning"}, "No event is called sales.opportunity.winning"),
        ({"event_names": ""}, "This field is required"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_what_could_never_work_is_refused_and_nothing_is_kept(root, wrong, says):
    answer = root.post("/webhooks/new/", {**SENT, **wrong})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert WebhookEndpoint.objects.count() == 0


def test_the_page_of_one_shows_its_messages_and_its_secret_to_whoever_may_change_it(root):
    endpoint = make_webhook()
    told(endpoint, state="dead", tries=[{"at": "2026-03-01T08:00:00+00:00", "status": 500, "said": "<b>Broken</b>"}], attempts=10)
    told(endpoint, state="sent", sent_at="2026-03-01T08:00:00Z")
    answer = root.get(f"/webhooks/{endpoint.pk}/")
    page = answer.content.decode()
    assert shown(secrets_of(endpoint)[0]) in page
    assert answer["Cache-Control"] == "no-store"
    assert "&lt;b&gt;Broken" in page
    assert "Send again what was given up" in page
    assert root.get(f"/webhooks/{endpoint.pk}/?state=sent").content.decode().count("<code>sales.territory.changed</code>") == 1


def test_the_page_of_a_message_shows_what_is_sent_and_each_try(root):
    delivery = told(make_webhook(), state="dead", tries=[{"at": "2026-03-01T08:00:00+00:00", "status": 500, "said": "Broken"}])
    page = root.get(f"/webhooks/deliveries/{delivery.pk}/").content.decode()
    assert "&quot;territory_id&quot;: 9" in page
    assert "Broken" in page
    assert root.post(f"/webhooks/deliveries/{delivery.pk}/again/").status_code == 302
    again = root.post(f"/webhooks/deliveries/{delivery.pk}/again/")
    assert again.status_code == 422


def test_a_hundred_messages_cost_no_more_queries_than_one(root, django_assert_max_num_queries):
    endpoint = make_webhook()
    for _number in range(100):
        told(endpoint)
    with django_assert_max_num_queries(12):
        root.get(f"/webhooks/{endpoint.pk}/")
    with django_assert_max_num_queries(12):
        root.get("/webhooks/")


def test_the_secret_is_stored_nowhere(root, django_db_blocker):
    root.post("/webhooks/new/", SENT)
    endpoint = WebhookEndpoint.objects.get()
    secret = shown(secrets_of(endpoint)[0])
    assert secret.removeprefix("whsec_") not in json.dumps(list(WebhookEndpoint.objects.values()), default=str)
    assert secrets_of(endpoint) != secrets_of(make_webhook())


def test_other_programs_do_all_of_it(client, cast):
    _key, secret = make_key(cast.root, name="ERP", scopes=["integrations.webhook.view", "integrations.webhook.edit"])
    head = {"Authorization": f"Bearer {secret}"}

    def ask(method, path, body=None, **more):
        return getattr(client, method)(f"/api/v1/{path}", data=body, content_type="application/json", headers={**head, **more})

    made = ask("post", "webhooks", {"name": "ERP", "url": "https://erp.example/hook", "event_names": ["sales.*"]})
    assert made.status_code == 201
    number = made.json()["id"]
    changed = ask("patch", f"webhooks/{number}", {"is_on": False}, **{"If-Match": made["ETag"]})
    assert (changed.json()["is_on"], changed.json()["name"]) == (False, "ERP")
    assert ask("patch", f"webhooks/{number}", {"is_on": True}, **{"If-Match": made["ETag"]}).status_code == 412
    assert ask("get", "webhooks").json()["items"][0]["id"] == number
    assert ask("post", f"webhooks/{number}/trial").status_code == 202
    former = ask("get", f"webhooks/{number}/secrets").json()["secrets"]
    renewed = ask("post", f"webhooks/{number}/secrets", **{"If-Match": changed["ETag"]})
    assert "whsec_" not in renewed.content.decode()  # it may be kept under an Idempotency-Key
    both = ask("get", f"webhooks/{number}/secrets").json()["secrets"]
    assert both[1:] == former
    [sent] = ask("get", f"webhooks/{number}/deliveries").json()["items"]
    assert (sent["event"], sent["state"]) == ("integrations.webhook.tried", "waiting")
    WebhookDelivery.objects.update(state="dead")
    assert ask("post", f"webhook-deliveries/{sent['id']}/again").json()["state"] == "waiting"
    version = ask("get", f"webhooks/{number}")["ETag"]
    assert ask("delete", f"webhooks/{number}", **{"If-Match": version}).status_code == 204
    assert ask("get", f"webhooks/{number}").status_code == 404


def test_nobody_but_who_looks_after_the_installation_sees_any(client, cast):
    endpoint = make_webhook()
    client.force_login(cast.user("ben"))
    for address in ("/webhooks/", f"/webhooks/{endpoint.pk}/", "/webhooks/new/"):
        assert client.get(address).status_code in (403, 404)
    assert client.post(f"/webhooks/{endpoint.pk}/try/").status_code in (403, 404)
    run_waiting()
    assert WebhookDelivery.objects.count() == 0
