"""Merging knows everything that can hang on an account or a person.

A new foreign key is moved by itself. A new promise of uniqueness, a check that two parties differ, or a new column that holds the number
of some record without a foreign key fails here until somebody has decided what a merge does with it.
"""

from __future__ import annotations

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import AutoField, BigAutoField, CheckConstraint, F, ForeignKey, IntegerField, Model, Q

from mutua.customers.merging.collisions import is_declared, is_united
from mutua.customers.merging.relations import NAMED, references_to, unique_with
from mutua.customers.models import Account, Person
from tests.architecture.test_models import ours

# Columns with numbers of records that are no foreign keys and that a merge leaves alone, with the reason.
STAYS = {
    "imports.SourceRow.record_id": "says which record a row made; that it went into another is told by the merge",
    "imports.ImportChange.record_id": "says what a row of an import overwrote; undoing it looks for merges itself",
    "imports.ImportConflict.record_id": "says what undoing an import has kept",
    "demo.DemoRecord.record_id": "says which records are the demonstration's, so that they can be cleared",
    "lists.BulkRun.ids": "says what an act was done to",
    "customers.MergeStep.ids": "is the memory of merges itself",
    "customers.MergeStep.kept": "is the memory of merges itself",
    "customers.MatchingKey.record_id": "is made anew when a record changes",
    "relationships.ValueSignature.entry_ids": "the numbers of entries, never of a party",
    "jobs.JobFailure.job_id": "the number of a job",
    "privacy.Erasure.person_id": "the number that an erased person had; nobody is left to be merged",
    "strategy.CountedOutcome.outcome_key": "the number of a shipment or the like, never of a party",
}


def parties() -> list[type[Model]]:
    return [Account, Person]


def test_every_promise_with_a_party_says_what_a_merge_does() -> None:
    seen, undecided = 0, []
    for party in parties():
        for model, reference in references_to(party):
            for name, _others, _condition, _equal in unique_with(model, reference):
                seen += 1
                # Two guests or two accounts of a plan that become one are one; the second row stays where it is.
                if not model._meta.auto_created and not is_declared(name):
                    undecided.append(f"{model._meta.label}: {name}")
    assert seen > 12
    assert undecided == []


def test_what_is_united_is_decided_one_storey_further() -> None:
    undecided = [
        f"{child._meta.label}: {name}"
        for label in (model._meta.label for model in ours().values() if is_united(model._meta.label))
        for child, reference in references_to(apps.get_model(label))
        if not child._meta.auto_created
        for name, _others, _condition, _equal in unique_with(child, reference)
        if not is_declared(name)
    ]
    assert undecided == []


def test_a_check_that_two_parties_differ_is_decided() -> None:
    undecided = []
    for party in parties():
        columns: dict[type[Model], set[str]] = {}
        for model, reference in references_to(party):
            columns.setdefault(model, set()).add(reference.name)
        for model, names in columns.items():
            for one in model._meta.constraints:
                if isinstance(one, CheckConstraint) and isinstance(one.condition, Q) and _compares(one.condition, names):
                    undecided += [] if is_declared(one.name) or one.name == "account_not_its_own_parent" else [one.name]
    assert undecided == []


def _compares(condition: Q, names: set[str]) -> bool:
    return any(
        _compares(part, names) if isinstance(part, Q) else part[0].split("__")[0] in names and isinstance(part[1], F)
        for part in condition.children
    )


def test_every_number_of_a_record_without_a_foreign_key_is_decided() -> None:
    known = {f"{label}.{number}" for label, (_kind, number) in NAMED.items()} | set(STAYS)
    found = {
        f"{model._meta.label}.{field.name}"
        for model in ours().values()
        for field in model._meta.concrete_fields
        if _may_number_a_record(field)
    }
    assert sorted(found - known) == []
    assert sorted(known - found) == []


def _may_number_a_record(field: object) -> bool:
    if isinstance(field, ForeignKey | AutoField | BigAutoField):
        return False
    if isinstance(field, ArrayField):
        return (isinstance(field.base_field, IntegerField) and field.name in ("ids", "kept")) or field.name.endswith("_ids")
    return isinstance(field, IntegerField) and (field.name.endswith(("_id", "_key")))
