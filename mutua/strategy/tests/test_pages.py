from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from mutua.catalog.tests.making import make_offering
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.metrics import Outcome
from mutua.foundation.records.errors import Refused
from mutua.strategy.actions.edit_strategy import edit_strategy
from mutua.strategy.actions.recompute_segment import recompute_segment
from mutua.strategy.actions.watch_objectives import watch_objectives
from mutua.strategy.models import GenericStrategy, Measurement, Objective, Segment, SegmentMember, StrategyVersion
from mutua.strategy.queries.board_figures import CRITERIA
from mutua.strategy.tests.making import STATEMENT, make_objective, make_segment, make_strategy, make_version
from mutua.strategy.tests.metrics import told
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


def test_an_empty_house_says_what_comes_first(client, cast):
    client.force_login(cast.user("executive"))
    said = {
        "/strategies/": "First, a segment",
        "/strategies/summary/": "No strategy to report on",
        "/strategies/new/": "There is no segment of accounts yet",
        "/strategies/sight/": "No work under way",
        "/strategies/business-case/": "Tell the case",
        "/segments/": "No segments yet",
        "/segments/overlap/": "No segments of accounts yet",
    }
    for address, words in said.items():
        assert words in client.get(address).content.decode(), address
    make_segment()
    page = client.get("/strategies/new/").content.decode()
    assert "There is no segment of accounts yet" not in page
    assert "First, an offering" in page


START = date(2026, 1, 5)


@pytest.fixture
def executive(client, cast):
    client.force_login(cast.user("executive"))
    return client


@pytest.fixture
def metric():
    with told("test", []) as outcomes:
        yield outcomes


@pytest.fixture
def watched(metric):
    """A strategy in force since January whose outcomes all failed for two months."""
    account = make_account(name="Zambia programme")
    version = make_version(make_strategy(name="Faster shelves", segment=make_segment(members=[account])), active=True)
    objective = make_objective(version, metric="test")
    metric += [Outcome(n, START + timedelta(n), 0.0, account.pk, f"ASN-{n}", "", 1000, "USD") for n in range(60)]
    watch_objectives(flow_actor("test"), [objective.pk], until=START + timedelta(70))
    return objective


def test_the_board_shows_cells_and_invites_where_there_is_none(executive, watched):
    make_offering(name="Spare parts")
    page = executive.get("/strategies/").content.decode()
    strategy = watched.version_of.strategy
    assert "Faster shelves" in page
    assert "Spare parts" in page
    assert f"/strategies/new/?segment={strategy.segment_id}&amp;offering=" in page
    assert "Abandon" in page


def test_a_strategy_is_started_in_an_empty_cell(executive, cast):
    segment, offering = make_segment(), make_offering()
    sent = {"name": "Faster shelves", "segment": segment.pk, "offering": offering.pk, "ansoff": "market"}
    response = executive.post("/strategies/new/", sent)
    strategy = GenericStrategy.objects.get()
    assert response.url == f"/strategies/versions/{strategy.versions.get().pk}/write/"
    assert (strategy.owner_id, strategy.versions.get().state) == (cast.executive.user_id, "draft")
    again = executive.post("/strategies/new/", sent)
    assert again.status_code == 422
    assert "is served with this offering already" in again.content.decode()


def test_from_draft_to_in_force(executive, metric):
    version = make_version(statement="", who="", value_to_them="", value_to_us="", what_we_do="")
    url = f"/strategies/versions/{version.pk}/"
    early = executive.post(f"{url}move/", {"to": "challenged", "version": version.version})
    assert early.status_code == 422
    assert "There is no statement yet." in early.content.decode()
    executive.post(f"{url}write/", {**STATEMENT, "ansoff": "penetration", "alpha": "0.05", "version": version.version})
    sent = {"name": "On time", "metric": "test", "perspective": "customer", "target": "0.97", "tolerance": "0.01", "break_even": "0.9"}
    executive.post(f"{url}objectives/new/", sent)
    assert Objective.objects.get().target == 0.97
    for to in ("challenged", "approved", "active"):
        version.refresh_from_db()
        assert executive.post(f"{url}move/", {"to": to, "active_from": "2026-02-01", "version": version.version}).status_code == 302
    version.refresh_from_db()
    assert (version.state, version.active_from) == ("active", date(2026, 2, 1))


def test_an_objective_without_a_way_to_fail_is_refused(executive, metric):
    version = make_version()
    sent = {"name": "On time", "metric": "test", "perspective": "customer", "target": "0.9", "tolerance": "0.05", "break_even": "0.95"}
    response = executive.post(f"/strategies/versions/{version.pk}/objectives/new/", sent)
    assert response.status_code == 422
    assert "Break-even is better than plan" in response.content.decode()


def test_the_house_shows_statement_levers_and_objectives(executive, watched):
    page = executive.get(watched.version_of.strategy.get_absolute_url()).content.decode()
    assert "first supplier of the shelf" in page
    assert "value to them" in page
    assert "On time in full" in page


def test_a_second_version_is_shown_by_its_number(executive, watched):
    strategy = watched.version_of.strategy
    executive.post(f"/strategies/{strategy.pk}/draft/")
    draft = StrategyVersion.objects.get(strategy=strategy, number=2)
    assert draft.objectives.get().target == watched.target
    assert "Draft, v2" in executive.get(f"{strategy.get_absolute_url()}?version=2").content.decode()
    assert executive.get(f"{strategy.get_absolute_url()}?version=7").status_code == 404


def test_the_review_shows_band_rows_and_decision(executive, watched):
    page = executive.get(f"/strategies/{watched.version_of.strategy_id}/review/").content.decode()
    assert "It does not pay" in page
    assert "It is the only strategy in force" in page
    assert "p-band" in page
    assert "As a table" in page
    assert "ASN-59" in page
    assert f"/strategies/versions/{watched.version_of_id}/decide/?decision=abandon" in page


def test_the_review_says_whether_a_strategy_stands_out_among_all(executive, watched):
    for _ in range(3):
        make_version(active=True)
    assert "Among all 4 strategies in force, looked at together, it stands out even so" in (
        executive.get(f"/strategies/{watched.version_of.strategy_id}/review/").content.decode()
    )


def test_the_course_comes_as_csv_to_the_last_digit(executive, watched):
    text = b"".join(executive.get(f"/strategies/objectives/{watched.pk}/course.csv")).decode()
    newest = Measurement.objects.order_by("-day").first()
    assert text.count("\n") == Measurement.objects.count() + 1
    assert f"{newest.upper!r}" in text


def test_evidence_is_paged_and_only_of_accounts_that_one_sees(client, cast, watched):
    client.force_login(cast.user("executive"))
    assert client.get(f"/strategies/objectives/{watched.pk}/evidence/").content.decode().count("<tr data-row>") == 60
    client.force_login(cast.user("eve"))
    page = client.get(f"/strategies/objectives/{watched.pk}/evidence/").content.decode()
    assert "ASN-" not in page
    assert "Zambia" not in page


def test_a_day_of_the_past_is_shown_as_it_was(executive, watched):
    url = f"/strategies/{watched.version_of.strategy_id}/replay/"
    early, late = executive.get(f"{url}?day=2026-01-06").content.decode(), executive.get(url).content.decode()
    assert "after 2 outcomes" in early
    assert "the same to the last digit" in early
    assert "after 60 outcomes" in late
    assert "$60,000" in late
    fragment = executive.get(f"{url}?at=1", headers={"HX-Request": "true", "HX-Target": "replay-day"}).content.decode()
    assert "after 2 outcomes" in fragment
    assert "<html" not in fragment


def test_what_rang_is_in_the_replay_though_the_day_went_on_well(executive, metric):
    account = make_account()
    version = make_version(make_strategy(segment=make_segment(members=[account])), active=True)
    objective = make_objective(version, metric="test", target=0.9, break_even=0.8)
    with days.as_of(START):
        for n, value, first in ((80, 0.0, 0), (2500, 1.0, 80)):
            metric += [Outcome(first + place, START, value, account.pk) for place in range(n)]
            watch_objectives(flow_actor("test"), [objective.pk])
    for url in (f"/strategies/{version.strategy_id}/replay/?day={START}", f"/strategies/{version.strategy_id}/review/"):
        page = " ".join(executive.get(url).content.decode().split())
        assert page.index("after 2,580 outcomes · told") < page.index("after 80 outcomes · told")
    replayed = " ".join(executive.get(f"/strategies/{version.strategy_id}/replay/?day={START}").content.decode().split())
    assert "the same to the last digit" in replayed
    rings = replayed[replayed.index("Alarms so far") :]
    assert "Abandon? On time in full" in rings
    assert "after 80 outcomes" in rings
    assert "Nothing had rung" not in rings


def test_a_replay_of_nothing_says_so(executive, metric):
    objective = make_objective(metric="test")
    assert "Nothing to replay" in executive.get(f"/strategies/{objective.version_of.strategy_id}/replay/").content.decode()
    assert "No outcome has become known" in executive.get(f"/strategies/{objective.version_of.strategy_id}/review/").content.decode()


def test_a_decision_without_a_reason_is_refused(executive, watched):
    url = f"/strategies/versions/{watched.version_of_id}/decide/"
    response = executive.post(url, {"decision": "abandon", "reason": " ", "version": watched.version_of.version})
    assert response.status_code == 422
    assert "Say why" in response.content.decode()
    assert StrategyVersion.objects.get(pk=watched.version_of_id).state == "active"


def test_a_seller_sees_a_review_and_cannot_decide(client, cast, watched):
    client.force_login(cast.user("ada"))
    assert "Decide" not in client.get(f"/strategies/{watched.version_of.strategy_id}/review/").content.decode()
    assert client.get(f"/strategies/versions/{watched.version_of_id}/decide/").status_code == 403


def test_a_segment_is_made_counted_and_changed(executive, django_capture_on_commit_callbacks):
    zambia, _kenya = make_account(name="Z", country="Zambia"), make_account(name="K", country="Kenya")
    predicate = '{"all":[{"field":"country","op":"is","value":"Zambia"}]}'
    executive.post("/segments/new/", {"name": "Southern programmes", "predicate": predicate})
    segment = Segment.objects.get()
    run_waiting()
    assert list(SegmentMember.objects.values_list("account", "until")) == [(zambia.pk, None)]
    page = executive.get(segment.get_absolute_url()).content.decode()
    assert "Country is Zambia" in page
    assert ">Z<" in page
    sent = {"name": "Southern programmes", "predicate": '{"all":[]}', "version": segment.version}
    assert executive.post(f"/segments/{segment.pk}/edit/", sent).status_code == 302
    run_waiting()
    assert SegmentMember.objects.filter(until=None).count() == 2


@pytest.mark.parametrize("predicate", ["[" * 3000, '{"not":' * 3000, "{"])
def test_a_predicate_that_cannot_be_read_is_a_sentence(executive, predicate):
    with nothing_changes():
        answer = executive.post("/segments/new/", {"name": "Southern programmes", "predicate": predicate})
    assert answer.status_code == 422
    assert "The predicate came incomplete" in answer.content.decode()
    assert executive.get("/segments/new/", {"f": predicate}).status_code == 400


def test_the_editor_builds_a_nested_predicate_one_press_at_a_time(executive):
    make_account(country="Zambia", tier=1)
    state = executive.get("/segments/new/", {"do": "group", "place": "", "f": '{"all":[]}'})
    assert state.status_code == 302
    added = executive.get(state.url + "&do=add&at=0&add_field=country&add_op=is&add_value=Zambia", follow=True)
    turned = executive.get("/segments/new/", {"f": added.context["state"].written, "do": "turn", "place": "0.0"}, follow=True)
    assert turned.context["state"].tree == {"all": [{"any": [{"not": {"field": "country", "op": "is", "value": "Zambia"}}]}]}
    assert turned.context["preview"].count == 0
    gone = executive.get("/segments/new/", {"f": turned.context["state"].written, "do": "remove", "place": "0"}, follow=True)
    assert (gone.context["state"].tree, gone.context["preview"].count) == ({"all": []}, 1)


@pytest.mark.parametrize(
    "query", ["f=%7B", "f=[]", 'f={"field":"nose","op":"is","value":"x"}', "do=turn&place=9", 'f={"all":[3]}', "do=add&add_op=is"]
)
def test_a_broken_address_is_a_sentence(executive, query):
    assert executive.get(f"/segments/new/?{query}").status_code == 400


def test_a_segment_under_a_strategy_is_not_deleted(executive):
    strategy = make_strategy()
    response = executive.post(f"/segments/{strategy.segment_id}/delete/", {})
    assert response.status_code == 422
    assert Segment.objects.filter(pk=strategy.segment_id).exists()


def test_an_account_shows_the_strategy_it_serves(client, cast):
    account = make_account(owner=cast.ada)
    make_version(make_strategy(name="Faster shelves", segment=make_segment(members=[account])), active=True)
    client.force_login(cast.user("ada"))
    assert "Faster shelves" in client.get(account.get_absolute_url()).content.decode()


def test_a_customer_strategy_in_force_stands_on_one_in_force(client, cast):
    account, version = make_account(owner=cast.ada), make_version(active=True)
    client.force_login(cast.user("ada"))
    url = reverse("strategy:customer-strategy", args=[account.pk])
    refused = client.post(url, {"statement": "First call of the depot", "is_active": "on"})
    assert refused.status_code == 422
    assert client.post(url, {"statement": "First call of the depot", "is_active": "on", "versions": [version.pk]}).status_code == 302
    assert "First call of the depot" in client.get(account.get_absolute_url()).content.decode()


def test_members_who_left_are_told(executive):
    account = make_account(country="Zambia")
    segment = make_segment(predicate={"field": "country", "op": "is", "value": "Zambia"})
    recompute_segment(flow_actor("test"), segment.pk)
    account.country = "Kenya"
    account.save()
    recompute_segment(flow_actor("test"), segment.pk)
    assert "left" in executive.get(segment.get_absolute_url()).content.decode()


def test_a_strategy_is_given_only_to_who_may_decide_about_it(executive, cast, watched):
    strategy = watched.version_of.strategy
    url = f"{strategy.get_absolute_url()}edit/"
    page = executive.get(url).content.decode()
    assert f'value="{cast.ben.user_id}"' in page
    assert f'value="{cast.ada.user_id}"' not in page
    with nothing_changes(), pytest.raises(Refused, match="may not decide"):
        edit_strategy(cast.executive, strategy.pk, version=None, owner=cast.user("ada"))
    GenericStrategy.objects.filter(pk=strategy.pk).update(owner=cast.ada.user_id)  # as it was before Ada's role was taken from her
    edit_strategy(cast.executive, strategy.pk, version=None, name="Still faster", owner=cast.user("ada"))
    strategy.refresh_from_db()
    sent = {"name": "Fastest", "owner": cast.ada.user_id, "version": strategy.version}
    assert executive.post(url, sent).status_code == 302


def test_whoever_weighs_the_board_second_sees_the_others_weights_and_may_save_again(client, cast):
    client.force_login(cast.user("executive"))
    sent = {**dict.fromkeys(CRITERIA, 50), "version": 0}
    assert client.post("/strategies/weights/", {**sent, "size": 80, "reason": "Size first"}).status_code == 302
    refused = client.post("/strategies/weights/", {**sent, "share": 70, "reason": "Share first"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Somebody has chosen other weights meanwhile (version 1)" in page
    assert "Size of the market 80" in page
    assert 'value="70"' in page
    assert '<input type="hidden" name="version" value="1"' in page
    assert client.post("/strategies/weights/", {**sent, "share": 70, "reason": "Share first", "version": 1}).status_code == 302
    missing = client.post("/strategies/weights/", {**sent, "version": 2}).content.decode()
    assert "Say why: the order of the cells hangs on it." in missing
    assert '<input type="hidden" name="version" value="2"' in missing
