"""`mutua import`, over the database of the tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import openpyxl
import pghistory
import pytest
from click.testing import CliRunner, Result

from mutua.cli import import_
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account

pytestmark = pytest.mark.django_db
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.setattr(import_, "opened", lambda: nullcontext())
    monkeypatch.chdir(tmp_path)
    Path("companies.csv").write_text("id,company,country\n1,Alder Markets,Norway\n2,,Norway\n3,Brightwater,Chile\n")
    return lambda *arguments: CliRunner().invoke(import_.command, arguments)


def test_a_file_comes_in_and_its_refused_rows_are_pointed_at(run: Run) -> None:
    done = run("accounts", "companies.csv", "--source", "erp")
    assert done.exit_code == 0, done.output
    assert "2 created" in done.output
    assert "/repair/" in done.output
    assert set(Account.objects.filter(source="erp").values_list("name", flat=True)) == {"Alder Markets", "Brightwater"}


def test_a_place_for_the_refused_rows_that_cannot_be_written_is_known_before_the_first_row(run: Run) -> None:
    refused = run("accounts", "companies.csv", "--source", "erp", "--errors", "no/such/folder/refused.csv")
    assert (refused.exit_code, Account.objects.count()) == (2, 0)
    assert "no/such/folder/refused.csv cannot be written. Nothing was taken." in refused.output


def test_the_second_time_changes_nothing(run: Run) -> None:
    run("accounts", "companies.csv", "--source", "erp")
    again = json.loads(run("accounts", "companies.csv", "--source", "erp", "--json").stdout)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 2)


@pytest.mark.parametrize("dry_run", [(), ("--dry-run",)])
def test_a_file_of_which_every_row_is_refused_has_failed(run: Run, dry_run: tuple[str, ...]) -> None:
    Path("nameless.csv").write_text("id,company,country\n1,,Norway\n2,,Chile\n")
    done = run("accounts", "nameless.csv", "--source", "erp", *dry_run)
    assert done.exit_code == 1, done.output
    assert "2 refused" in done.output
    assert not Account.objects.filter(source="erp").exists()


def test_a_dry_run_says_the_same_and_writes_nothing(run: Run) -> None:
    told = json.loads(run("accounts", "companies.csv", "--source", "erp", "--dry-run", "--json").stdout)
    assert (told["created"], told["refused"]) == (2, 1)
    assert not Account.objects.filter(source="erp").exists()


@pytest.mark.parametrize(
    ("arguments", "exit_code", "says"),
    [
        (("ships", "companies.csv", "--source", "erp"), 2, "Kinds: accounts"),
        (("accounts", "companies.csv", "--source", "erp", "--mapping", "bad.json"), 1, "no column called firma"),
        (("accounts", "empty.csv", "--source", "erp"), 1, "Nothing was taken"),
        (("accounts", "notes.txt", "--source", "erp"), 1, "name"),
        (("accounts", "notes.txt", "--source", "erp", "--dry-run"), 1, "name"),
    ],
)
def test_what_is_wrong_is_one_sentence(run: Run, arguments: tuple[str, ...], exit_code: int, says: str) -> None:
    Path("bad.json").write_text('{"columns": {"name": "firma"}}')
    Path("empty.csv").write_text("")
    Path("notes.txt").write_text("# Notes\n\nNothing in here is a table.\n")
    done = run(*arguments)
    assert done.exit_code == exit_code, done.output
    assert says in done.output
    assert isinstance(done.exception, SystemExit)
    assert not Account.objects.filter(source="erp").exists()


def test_of_a_workbook_with_several_sheets_one_is_named(run: Run) -> None:
    book = openpyxl.Workbook()
    for name, company in (("North", "Alder Markets"), ("South", "Brightwater")):
        sheet = book.create_sheet(name)
        sheet.append(["id", "company"])
        sheet.append([company[:1], company])
    book.save("two.xlsx")
    done = run("accounts", "two.xlsx", "--source", "erp")
    assert (done.exit_code, "North, South" in done.output) == (1, True)
    done = run("accounts", "two.xlsx", "--source", "erp", "--sheet", "West")
    assert (done.exit_code, "no sheet with rows called “West”" in done.output) == (1, True)
    for more in (("--dry-run",), ()):
        done = run("accounts", "two.xlsx", "--source", "erp", "--sheet", "south", *more)
        assert done.exit_code == 0, done.output
    assert Account.objects.get(source="erp").name == "Brightwater"


def test_what_looks_like_a_record_is_dealt_with_as_one_says(run: Run) -> None:
    make_account(name="Alder Markets", country="Norway")
    told = json.loads(run("accounts", "companies.csv", "--source", "erp", "--dry-run", "--duplicates", "refuse", "--json").stdout)
    assert (told["created"], told["refused"], told["alike"]) == (1, 2, 1)
    assert run("accounts", "companies.csv", "--duplicates", "merge").exit_code == 2
    done = json.loads(run("accounts", "companies.csv", "--source", "erp", "--duplicates", "update", "--json").stdout)
    assert (done["created"], done["updated"], done["refused"]) == (1, 1, 1)


def test_an_import_is_taken_back_after_a_look(run: Run) -> None:
    done = json.loads(run("accounts", "companies.csv", "--source", "erp", "--json").stdout)
    edited = Account.objects.get(name="Brightwater")
    edited.note = "Called them."
    with pghistory.context(path="/"):  # as by a page: a test is one transaction, in which the context of the import would go on
        edited.save()
    number = str(done["run"])
    looked = json.loads(run("undo", number, "--dry-run", "--json").stdout)
    assert Account.objects.count() == 2
    told = run("undo", number)
    assert told.exit_code == 0, told.output
    assert "1 taken out" in told.output
    assert "1 kept" in told.output
    assert "Brightwater, Note: 'Called them.' stays" in told.output
    assert (looked["taken_out"], looked["kept"]) == (1, 1)
    assert list(Account.objects.values_list("name", flat=True)) == ["Brightwater"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"), [(("undo", "companies.csv"), 2, "no number of an import"), (("undo", "999999"), 1, "There is no import")]
)
def test_undoing_what_is_no_import_is_one_sentence(run: Run, arguments: tuple[str, ...], code: int, says: str) -> None:
    refused = run(*arguments)
    assert refused.exit_code == code
    assert says in refused.output
    assert "Traceback" not in refused.output
