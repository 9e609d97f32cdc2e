"""Leads from files: headings of other programs, states, and files that come again."""

from __future__ import annotations

import io

import pytest

from mutua.customers.tests.test_mapping_exports import LEAST, file_of, proposed
from mutua.foundation.access import flow_actor
from mutua.foundation.imports.actions.import_now import import_now
from mutua.sales.models import Lead
from mutua.sales.tests.lead_exports import LEADS
from mutua.sales.tests.lead_making import make_asking_strategy

pytestmark = pytest.mark.django_db


def bring_in(text: str):
    return import_now(flow_actor("test"), "leads", io.BytesIO(text.encode()), file_name="leads.csv", source="test")


@pytest.mark.parametrize("system", LEADS)
def test_an_export_maps_nine_of_ten_columns_by_itself_and_none_to_a_wrong_field(system: str) -> None:
    found = proposed("leads", file_of(LEADS[system]))
    wanted = {heading: target for heading, target, _values in LEADS[system] if target}
    right = {heading for heading, target in wanted.items() if found.get(heading) == target}
    wrong = {heading: target for heading, target in found.items() if wanted.get(heading) != target}
    assert len(right) / len(wanted) >= LEAST, f"not found: {set(wanted) - right}"
    assert not wrong


def test_states_of_other_programs_are_ours(cast) -> None:
    expected = {
        "salesforce": ["new", "working", "qualified", "disqualified"],
        "hubspot": ["new", "working", "working", "disqualified"],
        "zoho": ["new", "working", "working", "disqualified"],
        "suitecrm": ["new", "working", "working", "disqualified"],
    }
    for system, states in expected.items():
        run = import_now(flow_actor("test"), "leads", file_of(LEADS[system]), file_name="leads.csv", source=system)
        assert (run.created, run.refused) == (4, 0), list(run.issues.values_list("sentence", "found"))
        leads = Lead.objects.filter(source=system).order_by("source_key")
        assert [lead.state for lead in leads] == states
        assert leads[0].mail_normalised == "grace@kano.example"
        assert leads[3].disqualified_reason != ""


def test_a_file_that_comes_again_undoes_no_judgement_and_no_choice(cast) -> None:
    here = make_asking_strategy()
    other = make_asking_strategy(predicate={"all": [{"field": "country", "op": "is", "value": "Mars"}]})
    assert bring_in("id,company,country,status\n1,Kano,Nigeria,New\n2,Lagos,Nigeria,New\n").created == 2
    assert set(Lead.objects.values_list("strategy", "strategy_inferred")) == {(here.pk, True)}
    Lead.objects.filter(source_key="1").update(strategy=other, strategy_inferred=False, state="working")
    assert bring_in("id,company,country,status\n1,Kano Clinics,Kenya,Dead\n2,Lagos,Kenya,New\n").updated == 2
    kano, lagos = Lead.objects.order_by("source_key")
    assert (kano.organisation, kano.country, kano.state, kano.strategy) == ("Kano Clinics", "Kenya", "working", other)
    assert (lagos.strategy, lagos.strategy_inferred) == (None, False)


def test_rows_of_nobody_are_refused_and_bad_addresses_left_out(cast) -> None:
    run = bring_in("id,company,email,status\n1,,,New\n2,Kano,not an address,Somehow\n")
    assert (run.created, run.refused) == (1, 1)
    lead = Lead.objects.get()
    assert (lead.mail, lead.state) == ("", "new")
    assert {issue.field for issue in run.issues.all()} == {"organisation", "mail", "status"}
