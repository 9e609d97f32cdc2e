"""Leads: noted, fitted to a strategy, asked, judged."""

from __future__ import annotations

import pytest

from mutua.catalog.tests.making import make_offering
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.records.errors import Refused
from mutua.sales.actions.answer_criterion import answer_criterion
from mutua.sales.actions.create_lead import create_lead
from mutua.sales.actions.disqualify_lead import disqualify_lead
from mutua.sales.actions.edit_lead import edit_lead
from mutua.sales.actions.qualify_lead import qualify_lead
from mutua.sales.actions.take_up_lead import take_up_lead
from mutua.sales.models import Lead, LeadAnswer
from mutua.sales.queries.fitting import fit_of
from mutua.sales.queries.leads import lead_for
from mutua.sales.tests.lead_making import make_asking_strategy, make_lead
from mutua.strategy.actions.draft_successor import draft_successor
from mutua.strategy.models import Criterion
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db

DECIDES = {"question": "Do they decide themselves?", "aspect": "authority"}
LARGE = {"question": "Have they 250 people?", "aspect": "fit", "condition": {"field": "employees", "op": "gte", "value": "250"}}
SOON = {"question": "Do they want it this year?", "aspect": "time", "must": False}


def test_addresses_are_compared_as_those_of_contacts_are(cast):
    lead = create_lead(cast.ada, organisation="Kano Clinics", mail="Adaeze@Kano.EXAMPLE", phone="+234 802 123 4567")
    assert (lead.mail_normalised, lead.phone_normalised) == ("adaeze@kano.example", "+2348021234567")
    assert (lead.owner_id, lead.state) == (cast.ada.user_id, "new")


@pytest.mark.parametrize(
    ("values", "field"),
    [({}, "organisation"), ({"organisation": "x", "mail": "nobody"}, "mail"), ({"organisation": "x", "phone": "none"}, "phone"), ({"job_title": "Buyer"}, "organisation")],
)  # fmt: skip
def test_a_lead_of_nobody_or_with_no_address_is_refused(cast, values, field):
    with nothing_changes(), pytest.raises(Refused) as refusal:
        create_lead(cast.ada, **values)
    assert refusal.value.field == field


def test_the_strategy_follows_from_what_is_known_until_somebody_chooses(cast):
    offering = make_offering(name="Cold chain")
    here = make_asking_strategy(offering=offering)
    lead = create_lead(cast.ada, organisation="Kano Clinics")
    assert lead.strategy is None
    lead = edit_lead(cast.ada, lead.pk, version=lead.version, country="Nigeria")
    assert (lead.strategy, lead.strategy_inferred) == (here, True)
    lead = edit_lead(cast.ada, lead.pk, version=lead.version, country="Kenya", offering=offering)
    assert lead.strategy is None
    lead = edit_lead(cast.ada, lead.pk, version=lead.version, strategy=here)
    lead = edit_lead(cast.ada, lead.pk, version=lead.version, country="Ghana")
    assert (lead.strategy, lead.strategy_inferred) == (here, False)


def test_what_is_known_answers_by_itself_and_people_answer_the_rest(cast):
    strategy = make_asking_strategy(DECIDES, LARGE, SOON)
    lead = make_lead(owner=cast.ada, strategy=strategy, employees=300)
    by_name = {line.question: line for line in fit_of(cast.ada, lead).lines}
    assert [(line.answer, line.by_itself) for line in by_name.values()] == [("unknown", False), ("yes", True), ("unknown", False)]

    asked = by_name[DECIDES["question"]].criterion_id
    with nothing_changes(), pytest.raises(Refused):
        answer_criterion(cast.ada, lead.pk, criterion_id=asked, answer="yes", evidence=" ")
    with nothing_changes(), pytest.raises(Refused, match="Do they decide themselves"):
        qualify_lead(cast.ada, lead.pk, version=lead.version)
    answer_criterion(cast.ada, lead.pk, criterion_id=asked, answer="no", evidence="The ministry does")
    answer_criterion(cast.ada, lead.pk, criterion_id=asked, answer="yes", evidence="She signs up to 50,000")
    lead.refresh_from_db()
    line = fit_of(cast.ada, lead).lines[0]
    assert (line.answer, line.evidence, line.by, lead.state) == ("yes", "She signs up to 50,000", cast.ada.name, "working")
    assert LeadAnswer.objects.count() == 2
    assert qualify_lead(cast.ada, lead.pk, version=lead.version).state == "qualified"


def test_an_answer_holds_for_the_next_version_as_long_as_the_question_is_the_same(cast):
    strategy = make_asking_strategy(DECIDES)
    lead = make_lead(owner=cast.ada, strategy=strategy)
    answer_criterion(cast.ada, lead.pk, criterion_id=Criterion.objects.get().pk, answer="yes", evidence="Said so")
    before = strategy.versions.get()
    draft = draft_successor(cast.executive, before)
    assert [one.question for one in draft.criteria.all()] == [DECIDES["question"]]
    Criterion.objects.create(version_of=draft, question="Have they a cold store?", position=2)
    type(before).objects.filter(pk=before.pk).update(state="amended")
    type(before).objects.filter(pk=draft.pk).update(state="active", active_from="2026-03-01", approved_at="2026-03-01T00:00Z")
    assert [line.answer for line in fit_of(cast.ada, lead).lines] == ["yes", "unknown"]


def test_who_is_disqualified_fails_a_criterion_or_a_reason_is_said(cast):
    strategy = make_asking_strategy(LARGE)
    other = make_asking_strategy(DECIDES)
    lead = make_lead(owner=cast.ada, strategy=strategy)
    with nothing_changes(), pytest.raises(Refused):
        disqualify_lead(cast.ada, lead.pk, version=1, reason=" ")
    with nothing_changes(), pytest.raises(Refused):
        disqualify_lead(cast.ada, lead.pk, version=1, failed=Criterion.objects.get(version_of__strategy=other))
    failed = Criterion.objects.get(version_of__strategy=strategy)
    lead = disqualify_lead(cast.ada, lead.pk, version=1, failed=failed)
    assert (lead.state, lead.failed, lead.disqualified_reason) == ("disqualified", failed, LARGE["question"])
    assert lead.judged_at is not None
    lead = take_up_lead(cast.ada, lead.pk, version=lead.version)
    assert (lead.state, lead.failed, lead.disqualified_reason, lead.judged_at) == ("working", None, "", None)


def test_a_judged_lead_is_not_judged_again(cast):
    lead = make_lead(owner=cast.ada, state="qualified")
    with nothing_changes(), pytest.raises(Refused):
        qualify_lead(cast.ada, lead.pk, version=lead.version)


def test_strangers_and_those_without_the_right_change_nothing(cast):
    lead = make_lead(owner=cast.ada)
    with nothing_changes(), pytest.raises(NotFound):
        qualify_lead(cast.eve, lead.pk, version=1)
    with nothing_changes(), pytest.raises(NotFound):
        lead_for(cast.mia, lead.pk)
    with nothing_changes(), pytest.raises(NotAllowed):
        edit_lead(cast.ada, lead.pk, version=1, owner=cast.user("ben"))
    assert lead_for(cast.ben, lead.pk) == lead


def test_the_page_says_what_is_missing_and_costs_the_same_for_many(client, cast, django_assert_max_num_queries):
    strategy = make_asking_strategy(DECIDES, LARGE)
    lead = make_lead(owner=cast.ada, strategy=strategy, message="We need cold boxes")
    client.force_login(cast.user("ada"))
    with django_assert_max_num_queries(30):
        page = client.get(lead.get_absolute_url()).content.decode()
    assert "2 answers are missing" in page
    assert "Country" in page.split("is not known")[1][:200]
    assert "We need cold boxes" in page
    for _ in range(20):
        make_lead(owner=cast.ada, strategy=strategy)
    with django_assert_max_num_queries(12):
        assert client.get("/leads/").status_code == 200


def test_it_is_noted_asked_and_judged_on_pages_and_can_be_taken_back(client, cast):
    from tests.cast import way_back

    strategy = make_asking_strategy(DECIDES)
    client.force_login(cast.user("ada"))
    sent = {"organisation": "Kano Clinics", "country": "Nigeria", "currency": "USD", "owner": cast.ada.user_id}
    assert client.post("/leads/new/", {**sent, "mail": "nobody"}).status_code == 422
    assert client.post("/leads/new/", sent).status_code == 302
    lead = Lead.objects.get()
    assert lead.strategy == strategy
    asked = Criterion.objects.get().pk
    assert client.post(f"/leads/{lead.pk}/criteria/{asked}/", {"answer": "yes", "evidence": "Said so"}).status_code == 302
    page = client.post(f"/leads/{lead.pk}/qualify/", {"version": 2}, follow=True).content.decode()
    assert "is qualified" in page
    client.post(way_back(page))
    assert Lead.objects.get().state == "working"
    answer = client.post(f"/leads/{lead.pk}/disqualify/", {"version": 4, "failed": asked}, follow=True).content.decode()
    assert "Disqualified: Do they decide themselves?" in answer
    assert client.post(f"/leads/{lead.pk}/delete/", {"version": 5}).status_code == 302
    assert not Lead.objects.exists()
