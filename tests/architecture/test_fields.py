"""Every editable record takes custom fields, which can be hidden and have a history. Of every other one it is said here why it takes none."""

from __future__ import annotations

from django.apps import apps

from mutua.foundation.access.hidden import hideable
from mutua.foundation.fields.kinds import kind_of, kinds_with_custom_fields, model_of
from mutua.foundation.records.models import Record
from mutua.foundation.records.returning import old_values_of
from tests.guarding import told

# The model, and where what is to be noted stands instead.
NO_FIELDS = {
    "files.Attachment": "A file is described by the record on which it hangs.",
    "daybook.MeetingSeries": "A pattern; the meetings that it gives take fields.",
    "daybook.Note": "A note is words; what is to be noted in fields stands with the record on which it hangs.",
    "relationships.Activity": "The catalogue is read anew from its file; what is particular about one is written of the engagement.",
    "relationships.ApprovalRule": "Who is asked, from which budget on, and nothing else.",
    "relationships.Blockage": "A line of the touchpoint of an account, which takes fields.",
    "relationships.Difference": "What both sides say of one delivery; what is to be noted is its explanation.",
    "relationships.Observation": "What the customer reported and nothing else; the next figure corrects it.",
    "relationships.PerformanceMeasure": "How the customer measures: each field of it decides outcomes. What else is noted stands with the touchpoint.",
    "relationships.PlanCycle": "Frozen with a hash when it is approved: a field that is written afterwards would contradict it.",
    "relationships.PostEvaluation": "Frozen when it is decided; what else is noted stands with the roadmap item.",
    "relationships.Profile": "What both sides said on a day; the next one supersedes it. Its touchpoints take fields.",
    "relationships.Readiness": "One figure for a dimension on a day with its evidence; a later assessment follows it.",
    "portals.WebForm": "A question to strangers; what they answer stands in the lead, which takes fields.",
    "relationships.SegmentItem": "What each account's item is made from; the items take fields.",
    "relationships.ReportedCase": "One row of the customer's own list and nothing else; the next file writes over it.",
    "relationships.Touchpoint": "The catalogue is read anew from its file; the touchpoint of an account takes fields.",
    "relationships.ValueEntry": "A ledger: an entry is disputed and never written anew. What else is noted stands with the roadmap item.",
    "relationships.WatchBudget": "One number of the company.",
    "strategy.StrategyVersion": "Frozen when it is approved, and draws its words from four questions; the strategy takes fields.",
    "tags.Tag": "A tag is one word.",
}
# Whose history is read elsewhere, or not at all.
NO_HISTORY = {
    "credit_standing": "It has no page of its own: what the ERP says next is written over it, and the import tells what it changed."
}


def editable() -> dict[str, type[Record]]:
    return {model._meta.label: model for model in apps.get_models() if issubclass(model, Record)}


def test_every_editable_record_takes_custom_fields_or_says_why_not() -> None:
    without = {label for label, model in editable().items() if not kind_of(model)}
    said = NO_FIELDS.keys() | told("no_fields").keys()
    assert without - said == set(), "takes_custom_fields(), or say where what is to be noted stands instead"
    assert said - without == set()


def test_custom_fields_of_every_kind_can_be_hidden_from_a_role() -> None:
    assert kinds_with_custom_fields().keys() == hideable().keys()


def test_every_kind_of_them_tells_its_old_values() -> None:
    silent = {kind for kind in kinds_with_custom_fields() if (model := model_of(kind)) and old_values_of(model()) is None}
    assert silent == NO_HISTORY.keys()
