"""Exports of deals from other programs find their fields by themselves."""

from __future__ import annotations

import io

import pytest

from mutua.customers.tests.making import make_account
from mutua.customers.tests.test_mapping_exports import LEAST, file_of, proposed
from mutua.foundation.access import flow_actor
from mutua.foundation.imports.actions.import_now import import_now
from mutua.sales.models import Opportunity
from mutua.sales.pipelines import ensure_pipeline
from mutua.sales.tests.exports import DEALS


@pytest.mark.django_db
@pytest.mark.parametrize("system", DEALS)
def test_an_export_maps_nine_of_ten_columns_by_itself_and_none_to_a_wrong_field(system: str) -> None:
    found = proposed("opportunities", file_of(DEALS[system]))
    wanted = {heading: target for heading, target, _values in DEALS[system] if target}
    right = {heading for heading, target in wanted.items() if found.get(heading) == target}
    wrong = {heading: target for heading, target in found.items() if wanted.get(heading) != target}
    assert len(right) / len(wanted) >= LEAST, f"not found: {set(wanted) - right}"
    assert not wrong


@pytest.mark.django_db
def test_how_a_deal_ended_says_more_than_the_stage_in_which_it_stood() -> None:
    ensure_pipeline()
    for name in ("Gravity Investments Ltd", "BX Video Solutions Inc.", "Alder Markets", "Müller Söhne GmbH"):
        make_account(name=name)
    for system in ("pipedrive", "hubspot"):
        columns = [column for column in DEALS[system] if column[1] != "pipeline"]
        run = import_now(flow_actor("test"), "opportunities", file_of(columns), file_name="deals.csv", source=system)
        assert (run.created, run.refused) == (4, 0), list(run.issues.values_list("sentence", "found"))
        found = Opportunity.objects.filter(source=system).order_by("source_key")
        assert [deal.stage.kind for deal in found] == ["open", "won", "lost", "open"]
        assert [str(deal.closed_on or "") for deal in found] == ["", "2026-02-20", "2026-03-02", ""]
        assert str(found[0].expected_on) == "2026-01-14"


@pytest.mark.django_db
def test_a_deal_without_account_or_stage_is_refused_by_name() -> None:
    ensure_pipeline()
    file = io.BytesIO(b"deal id,account,stage\n1,,Prospecting\n2,Nobody,Prospecting\n3,,\n")
    run = import_now(flow_actor("test"), "opportunities", file, file_name="deals.csv", source="test")
    assert {(issue.field, issue.sentence) for issue in run.issues.all()} == {
        ("account", "The row has no account."),
        ("account", "There is no account of this name."),
    }
