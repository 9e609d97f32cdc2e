"""The engine, at work on a small file of shipments."""

from __future__ import annotations

import io
from typing import Any

import pytest

from mutua.backoffice.models import Shipment, ShipmentLine
from mutua.customers.tests.making import make_account
from mutua.foundation.access import NotAllowed, flow_actor
from mutua.foundation.imports.actions.import_now import import_now, try_now
from mutua.foundation.imports.actions.repair_row import repair_row
from mutua.foundation.imports.models import ImportIssue, ImportRun
from mutua.foundation.imports.queries.refused import refused_table
from mutua.foundation.imports.running import run_to_end
from mutua.foundation.records.errors import Refused
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db

ROOT = flow_actor("test")
HEAD = "ID,Customer,ASN,Promised date,Delivered,Quantity,Value,Weight"
FILE = f"""{HEAD}
1,Zambia,A-1,2026-03-01,2026-03-04,10,100,12
2,Zambia,A-1,2026-02-27,2026-03-04,5,50,See A-1 (ID#:1)
3,Zambia,A-2,2026-03-01,,7,70,heavy
4,Utopia,A-3,2026-03-01,2026-03-01,1,10,1
5,Zambia,A-4,someday,2026-03-01,1,10,1
"""


def file(text: str = FILE) -> io.BytesIO:
    return io.BytesIO(text.encode())


def take(text: str = FILE, **given: Any) -> ImportRun:
    return import_now(ROOT, "shipments", file(text), file_name="shipments.csv", source="erp", **given)


@pytest.fixture(autouse=True)
def zambia(db: None) -> Any:
    return make_account(name="Zambia")


def test_it_counts_every_row_once_and_says_why() -> None:
    run = take()
    assert (run.created, run.updated, run.unchanged, run.refused, run.corrected) == (3, 0, 0, 2, 2)
    assert run.created + run.updated + run.unchanged + run.refused == 5
    refused = {issue.row_number: (issue.field, issue.found) for issue in run.issues.filter(level="refused")}
    assert refused == {5: ("account", "Utopia"), 6: ("promised_on", "someday")}
    first = Shipment.objects.get(number="A-1")
    assert (first.promised_on.isoformat(), first.value, first.quantity_delivered, first.weight_kg) == ("2026-02-27", 150, 15, 12)
    assert Shipment.objects.get(number="A-2").delivered_on is None


def test_importing_twice_changes_nothing_and_says_so() -> None:
    take()
    with_lines = set(ShipmentLine.objects.values_list("pk", "value"))
    again = take()
    assert (again.created, again.updated, again.unchanged, again.refused, again.changed_nothing) == (0, 0, 3, 2, True)
    assert set(ShipmentLine.objects.values_list("pk", "value")) == with_lines
    assert not Shipment.objects.exclude(version=1).exists()
    assert ImportIssue.objects.filter(state="open").count() == 2, "what waits already is not opened twice"


def test_a_changed_row_updates_its_record_and_leaves_the_others() -> None:
    take()
    run = take(FILE.replace("2,Zambia,A-1,2026-02-27,2026-03-04,5,50", "2,Zambia,A-1,2026-02-27,2026-03-05,5,60"))
    assert (run.created, run.updated, run.unchanged) == (0, 1, 2)
    shipment = Shipment.objects.get(number="A-1")
    assert (shipment.value, shipment.delivered_on.isoformat()) == (160, "2026-03-05")


def test_a_dry_run_tells_the_same_and_writes_nothing() -> None:
    take(HEAD + "\n1,Zambia,A-1,2026-03-01,2026-03-04,10,100,12\n")
    with nothing_changes():
        counts = try_now(ROOT, "shipments", file(), file_name="shipments.csv", source="erp").counts
    assert (counts["created"], counts["unchanged"], counts["refused"]) == (2, 1, 2)


def test_the_error_file_can_be_corrected_and_imported_again() -> None:
    run = take()
    headings, rows = refused_table(run)
    lines = [headings, *rows]
    corrected = "\n".join(";".join(line) for line in lines).replace("Utopia", "Zambia").replace("someday", "2026-04-01")
    again = take(corrected)
    assert (again.created, again.refused) == (2, 0)
    run.refresh_from_db()
    assert (run.refused, run.repaired) == (0, 2)
    assert Shipment.objects.count() == 4


def test_a_row_is_repaired_by_what_it_lacks(zambia: Any) -> None:
    run = take()
    issue = run.issues.get(field="account")
    with pytest.raises(Refused), nothing_changes():
        repair_row(ROOT, issue.pk, {"account": "Nowhere"})
    repair_row(ROOT, issue.pk, {"account": "Zambia"})
    assert Shipment.objects.get(number="A-3").account == zambia
    run.refresh_from_db()
    assert (run.created, run.refused, run.repaired) == (3, 1, 1)
    with pytest.raises(Refused):
        repair_row(ROOT, issue.pk, {"account": "Zambia"})


def test_a_killed_run_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import transaction

    from mutua.foundation.imports import running

    monkeypatch.setattr(running, "BATCH", 2)
    steps = iter([True, True])

    def dying() -> Any:
        if not next(steps, False):
            raise KeyboardInterrupt
        return transaction.atomic()

    mapping = take(HEAD + "\n").mapping
    run = ImportRun.objects.create(
        kind="shipments", source="erp", file_name="x", sha256="", encoding="utf-8", delimiter=",", headings=HEAD.split(","), mapping=mapping,
        begun_at="2026-03-01T00:00Z",
    )  # fmt: skip
    with pytest.raises(KeyboardInterrupt):
        run_to_end(run, file(), ROOT, dying)
    rest = ImportRun.objects.get(pk=run.pk)
    assert rest.next_row == 4
    run_to_end(rest, file(), ROOT, transaction.atomic)
    assert (rest.created, rest.refused, rest.state) == (3, 2, "done")


def test_what_the_database_does_not_take_is_refused_alone() -> None:
    run = take(FILE.replace("A-2", "A" * 90))
    assert (run.created, run.refused) == (2, 3)
    assert "database" in run.issues.get(row_number=4).sentence


def test_a_representative_reaches_only_its_own_accounts(cast: Cast) -> None:
    with pytest.raises(NotAllowed), nothing_changes():
        import_now(cast.ada, "shipments", file(), file_name="x.csv", source="erp")
    run = import_now(cast.ben, "shipments", file(), file_name="x.csv", source="erp")
    assert (run.created, run.refused) == (0, 5), "an account that one does not see cannot be written to"
