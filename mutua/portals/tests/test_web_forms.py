"""Web forms: from a stranger's page through the wall to a lead with its consent; and what is kept out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings
from psycopg import sql

from mutua.customers.actions.write_wording import write_wording
from mutua.customers.models import Consent
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.mail.sending import word_of
from mutua.portals.actions.take_in_form import take_in_form
from mutua.portals.form_walls import MOST_AN_HOUR
from mutua.portals.models import FormRefusal, FormSubmission, WebForm
from mutua.portals.rules.form_time import is_human_time
from mutua.portals.tests.visiting import OUTSIDE, Visit
from mutua.portals.views.outside_forms import new_token
from mutua.sales.actions.convert_lead import convert_lead
from mutua.sales.actions.qualify_lead import qualify_lead
from mutua.sales.models import Lead
from mutua.sales.pipelines import ensure_pipeline
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db
SENT = {"mail": "Adaeze@Kano.example", "organisation": "Kano Clinics", "family_name": "Obi", "message": "We need cold boxes"}


@pytest.fixture
def form(cast) -> WebForm:
    wording = write_wording(cast.root, purpose="news", language="en", text="Write to me about cold chains.")
    asks = ["organisation", "family_name", "message"]
    return WebForm.objects.create(name="Contact page", asks=asks, thanks="Thank you.", wording=wording, double_opt_in=False)


def token(form: WebForm, seconds: float = 5) -> str:
    """As the page would have given it so many seconds ago."""
    with days.as_of(days.now() - timedelta(seconds=seconds)):
        return new_token(form.key)


def send(form: WebForm, seconds: float = 5, **more: str):
    return Visit().post(f"/forms/{form.key}/", {**SENT, "token": token(form, seconds), "consent": "yes", **more})


def take_in() -> None:
    with override_settings(PORTAL_URL=OUTSIDE["PORTAL_URL"]):
        for number in FormSubmission.objects.values_list("pk", flat=True):
            take_in_form(flow_actor("web form"), number)
            take_in_form(flow_actor("web form"), number)  # twice is once


def refused() -> dict[str, int]:
    return dict(FormRefusal.objects.values_list("why", "times"))


def test_what_a_stranger_sends_is_a_lead_with_its_consent_and_the_ledger_has_it_when_there_is_a_person(cast, form):
    ensure_pipeline()
    assert send(form).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = 'mutua.portals.tasks.take_in_form'")
        assert cursor.fetchone() == (1,)
    take_in()
    lead = Lead.objects.get()
    assert (lead.organisation, lead.mail, lead.mail_normalised) == ("Kano Clinics", "Adaeze@Kano.example", "adaeze@kano.example")
    assert (lead.came_by, lead.state) == ("Web form: Contact page", "new")
    assert FormSubmission.objects.get().sent == {}
    lead = qualify_lead(cast.root, lead.pk, version=lead.version)
    made = convert_lead(cast.root, lead.pk, version=lead.version)
    consent = Consent.objects.get()
    assert (consent.person, consent.given, consent.wording, consent.how) == (made.person, True, form.wording, "form")
    assert "Contact page" in consent.proof
    assert consent.at == FormSubmission.objects.get().at


def test_who_did_not_tick_has_allowed_nothing(cast, form):
    send(form, consent="")
    take_in()
    assert not Lead.objects.get().consents.exists()


def test_with_double_opt_in_only_the_button_behind_the_mail_makes_a_lead(cast, form):
    WebForm.objects.update(double_opt_in=True)
    assert "look into your mail" in send(form).content.decode()
    take_in()
    assert not Lead.objects.exists()
    mail = OutgoingMail.objects.get()
    assert mail.to == "Adaeze@Kano.example"
    address = f"/forms/confirm/{word_of(mail.withheld)}/"
    with nothing_changes():  # a scanner that opens every link
        assert Visit().get(address).status_code == 200
        assert Visit().head(address).status_code == 200
    assert "Thank you." in Visit().post(address).content.decode()
    take_in()
    assert Lead.objects.count() == 1
    assert "confirmed by mail" in Lead.objects.get().consents.get().proof
    with nothing_changes():
        assert Visit().post(address).status_code == 404
        assert Visit().post("/forms/confirm/" + "x" * 43 + "/").status_code == 404


@pytest.mark.parametrize(
    ("seconds", "more", "why"),
    [(5, {"fax_number": "1"}, "trap"), (0.5, {}, "token"), (25 * 3600, {}, "token"), (5, {"token": "forged:1:x"}, "token")],
)
def test_what_a_program_sends_is_kept_out_silently_and_counted(form, seconds, more, why):
    person = send(form).content
    FormSubmission.objects.all().delete()
    assert send(form, seconds, **more).content == person
    assert not FormSubmission.objects.exists()
    assert refused() == {why: 1}


def test_one_address_sends_so_many_an_hour_and_no_more(form):
    for _ in range(MOST_AN_HOUR + 2):
        assert send(form).status_code == 200
    assert FormSubmission.objects.count() == MOST_AN_HOUR
    assert refused() == {"rate": 2}


def test_a_plain_form_of_another_page_is_shown_once_more(form):
    with nothing_changes():
        page = Visit().post(f"/forms/{form.key}/", SENT).content.decode()
    assert "Look it over once more" in page
    assert "We need cold boxes" in page
    assert 'name="token"' in page


@pytest.mark.parametrize(("wrong", "said"), [({"mail": "nobody"}, "mail address"), ({"message": "x" * 4001}, "too long")])
def test_a_slip_is_said_and_what_was_typed_stays(form, wrong, said):
    with nothing_changes():
        page = send(form, **wrong).content.decode()
    assert said in page
    assert "Kano Clinics" in page


def test_it_may_stand_in_a_frame_of_any_page_and_the_others_may_not(form):
    answer = Visit().get(f"/forms/{form.key}/")
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert "<script" not in answer.content.decode()
    other = Visit().get("/")
    assert "frame-ancestors 'none'" in other["Content-Security-Policy"]


def test_a_closed_or_binned_form_takes_nothing_in(form):
    WebForm.objects.update(open=False)
    with nothing_changes():
        assert send(form).status_code == 404
    assert Visit().get("/forms/nothing/").status_code == 404


@pytest.mark.parametrize("table", ["portals_webform", "portals_formsubmission", "portals_formrefusal", "sales_lead"])
def test_the_outside_reads_none_of_it(form, table):
    from mutua.portals.visitor import behind_the_wall

    with pytest.raises(Exception, match="permission denied"), behind_the_wall(""), connection.cursor() as cursor:
        cursor.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table)))


def test_seconds():
    assert [is_human_time(seconds) for seconds in (1.9, 2, 86_400, 86_401)] == [False, True, True, False]


def test_an_administrator_composes_it_and_gets_what_to_embed(client, cast):
    client.force_login(cast.user("root"))
    with override_settings(PORTAL_URL=OUTSIDE["PORTAL_URL"]):
        sent = {"name": "Fair", "asks": ["organisation", "message"], "thanks": "Thank you.", "double_opt_in": "on", "open": "on"}
        assert client.post("/web-forms/new/", {**sent, "thanks": ""}).status_code == 422
        page = client.post("/web-forms/new/", sent, follow=True).content.decode()
        form = WebForm.objects.get()
        assert f"http://localhost:9000/forms/{form.key}/" in page
        assert "&lt;iframe" in page
        assert "&lt;script" not in page
    client.force_login(cast.user("ada"))
    assert client.get("/web-forms/").status_code == 403
