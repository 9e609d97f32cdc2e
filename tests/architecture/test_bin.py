"""Whatever a person can delete lies in the bin for thirty days. Of every other editable record it is said here why nobody deletes it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps

from mutua.foundation.records.bin import bin_kinds
from mutua.foundation.records.models import Record
from tests.guarding import told

ROOT = Path(__file__).parents[2]

# The model, and what happens to one instead.
NEVER_DELETED = {
    "backoffice.Asset": "The ERP owns it; only undoing the import that brought it takes it out.",
    "backoffice.CreditStanding": "The ERP owns it; the next import writes over it.",
    "backoffice.Invoice": "The ERP owns it; only undoing the import that brought it takes it out.",
    "backoffice.Order": "The ERP owns it, cancelled ones included.",
    "backoffice.Shipment": "The ERP owns it; only undoing the import that brought it takes it out.",
    "daybook.MeetingSeries": "It ends with its last meeting, and the meetings have a bin.",
    "relationships.AccountTouchpoint": "It stays as long as the account; its engagements are retired.",
    "relationships.Activity": "It is retired from the catalogue; past profiles name it, and a past version brings it back.",
    "relationships.ApprovalRule": "It is ended; what was asked by it stays told.",
    "relationships.Blockage": "A roadmap item closes it.",
    "relationships.Difference": "It is explained or accepted, and settled once both say the same.",
    "relationships.Engagement": "It is retired, and stays told.",
    "relationships.Observation": "Figures are corrected by later ones: what was believed before can be shown again.",
    "relationships.PerformanceMeasure": "The customer owns it; it is read anew when it changes.",
    "relationships.PlanCycle": "It is closed, and frozen once it was approved.",
    "relationships.PostEvaluation": "It is computed anew until it is decided, and frozen then.",
    "relationships.Profile": "The next one supersedes it.",
    "relationships.Readiness": "A later assessment follows it; one of the same day takes its place.",
    "relationships.ReportedCase": "The customer owns it; only undoing the import that brought it takes it out.",
    "relationships.RoadmapItem": "It is stopped or taken back to an idea.",
    "relationships.SegmentItem": "It is ended; the items of its accounts stay.",
    "relationships.Touchpoint": "It is retired from the catalogue; interactions name it, and a past version brings it back.",
    "relationships.ValueEntry": "It is disputed, never taken away.",
    "relationships.WatchBudget": "One setting of the company, which is changed and never taken away.",
    "strategy.CustomerStrategy": "It is abandoned or completed.",
    "strategy.StrategyVersion": "It is abandoned; an approved one never changes.",
    "tags.Tag": "Its records lose it by a job; whoever writes it again has it back.",
}


def labels() -> set[str]:
    return {model._meta.label for model in apps.get_models() if issubclass(model, Record)}


def test_every_editable_record_can_be_restored_or_is_never_deleted() -> None:
    binned = {kind.model._meta.label for kind in bin_kinds()}
    never = NEVER_DELETED.keys() | told("never_deleted").keys()
    assert labels() - binned - never == set(), "give it a bin, or say why nobody deletes one"
    assert binned & never == set()
    assert never - labels() == set()


@pytest.mark.parametrize("path", sorted((ROOT / "mutua").rglob("actions/*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_an_act_deletes_through_the_bin_only(path: Path) -> None:
    if path.parent.parent.name != "records":
        assert re.findall(r"\.deleted_at = ", path.read_text(encoding="utf-8")) == [], "soft_delete() puts it into the bin"
