"""A lead from a stranger's page to the deal, and what the review learns of those that did not come so far.

Nine contacts write through a form in March. Two are qualified within 14 days and become deals, three fail the same question, one is disqualified in words, and three are
still waiting when their 14 days are over: 2 of 9 were qualified in time, 3 of 9 were judged by nobody.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import override_settings

from mutua.catalog.tests.making import make_offering
from mutua.customers.actions.write_wording import write_wording
from mutua.customers.models import Account, Consent, Person
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.identity.models import Team
from mutua.foundation.metrics import MetricQuery, metric_named
from mutua.portals.actions.take_in_form import take_in_form
from mutua.portals.models import FormSubmission, WebForm
from mutua.portals.tests.visiting import OUTSIDE, Visit
from mutua.portals.views.outside_forms import new_token
from mutua.sales.models import Lead, LeadPool, Opportunity
from mutua.sales.pipelines import ensure_pipeline
from mutua.sales.tests.lead_making import make_asking_strategy
from tests.cast import Cast

pytestmark = pytest.mark.django_db

QUESTION = "Do they decide themselves?"
TODAY = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER = datetime(2026, 3, 31, 9, tzinfo=UTC)


@pytest.fixture
def form(cast: Cast) -> WebForm:
    ensure_pipeline()
    offering = make_offering(name="Cold chain")
    make_asking_strategy({"question": QUESTION, "aspect": "authority"}, offering=offering, name="Cold chain for clinics")
    LeadPool.objects.create(team=Team.objects.get(name="North"))
    wording = write_wording(cast.root, purpose="news", language="en", text="Write to me about cold chains.")
    asks = ["organisation", "given_name", "family_name", "message"]
    return WebForm.objects.create(
        name="Contact page", asks=asks, thanks="Thank you.", wording=wording, offering=offering, double_opt_in=False
    )


def write_in(form: WebForm, number: int) -> None:
    sent = {
        "mail": f"person{number}@clinic{number}.example",
        "organisation": f"Clinic {number}",
        "given_name": "Pat",
        "family_name": f"Person {number}",
    }
    with days.as_of(TODAY.replace(minute=0)):
        token = new_token(form.key)
    with days.as_of(TODAY.replace(minute=1)):
        Visit(REMOTE_ADDR=f"10.0.0.{number}").post(
            f"/forms/{form.key}/", {**sent, "message": "Cold boxes", "token": token, "consent": "yes"}
        )
    submission = FormSubmission.objects.latest("pk")
    FormSubmission.objects.filter(pk=submission.pk).update(at=TODAY)
    with override_settings(PORTAL_URL=OUTSIDE["PORTAL_URL"]), days.as_of(TODAY):
        take_in_form(flow_actor("web form"), submission.pk)


def test_from_the_form_to_the_deal_and_what_the_review_learns(client: Any, cast: Cast, form: WebForm) -> None:
    for number in range(1, 10):
        write_in(form, number)
    leads = list(Lead.objects.order_by("pk"))
    assert [lead.owner for lead in leads] == [cast.user("ada")] * 9  # the only one of the pool
    assert leads[2].told_assignment == "first in turn of team North; 2 open leads"
    assert {lead.strategy.name for lead in leads} == {"Cold chain for clinics"}

    client.force_login(cast.user("ada"))
    asked = leads[0].strategy.versions.get().criteria.get().pk
    with days.as_of(TODAY.replace(day=10)):
        today = client.get("/").content.decode()
        assert "Clinic 1 · Pat Person 1" in today
        for lead in leads[:2]:
            page = client.post(f"/leads/{lead.pk}/qualify/", {"version": lead.version})
            assert page.status_code == 422  # nobody has asked yet
            client.post(f"/leads/{lead.pk}/criteria/{asked}/", {"answer": "yes", "evidence": "Said so on the telephone"})
            lead.refresh_from_db()
            assert client.post(f"/leads/{lead.pk}/qualify/", {"version": lead.version}).status_code == 302
            lead.refresh_from_db()
            sent = {"version": lead.version, "account_is": "new", "person_is": "new", "with_deal": "on", "currency": "USD"}
            assert client.post(f"/leads/{lead.pk}/convert/", sent).status_code == 302
        for lead in leads[2:5]:
            client.post(f"/leads/{lead.pk}/disqualify/", {"version": lead.version, "failed": asked})
        client.post(f"/leads/{leads[5].pk}/disqualify/", {"version": leads[5].version, "reason": "Sells to us"})

    assert Opportunity.objects.filter(strategy=leads[0].strategy, strategy_inferred=False).count() == 2
    assert (Account.objects.count(), Person.objects.count()) == (2, 2)
    assert Consent.objects.filter(given=True, wording=form.wording, how="form").count() == 2

    mistaken = Lead.objects.get(pk=leads[1].pk)
    client.post(f"/leads/{mistaken.pk}/convert/undo/", {"version": mistaken.version})
    assert (Account.objects.count(), Person.objects.count(), Opportunity.objects.count()) == (1, 1, 1)
    assert Lead.objects.get(pk=leads[1].pk).state == "qualified"

    query = MetricQuery(TODAY.date(), LATER.date(), strategy_id=leads[0].strategy_id)
    told = [one.value for one in metric_named("lead.qualified").outcomes(query)]
    assert (sum(told), len(told)) == (2, 9)
    assert Lead.objects.filter(failed__question=QUESTION).count() == 3
    assert Lead.objects.filter(judged_at=None).count() == 3
