"""`mutua match` over files, without a database: what it writes, and what it says when it is used wrongly."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mutua.cli.match import command
from mutua.customers.matching.tests.making import Row, with_duplicates


def write(file: Path, rows: list[Row]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


@pytest.fixture
def people(tmp_path: Path) -> Path:
    rows, _true = with_duplicates(40)
    return write(tmp_path / "people.csv", rows)


def match(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_it_writes_the_pairs_with_their_evidence(people, tmp_path):
    done = match(people, "--id", "id", "--out", tmp_path / "pairs.csv")
    assert done.exit_code == 0, done.output
    assert "given: given; family: family; birth: birth" in done.stderr
    rows = list(csv.DictReader((tmp_path / "pairs.csv").open(encoding="utf-8")))
    assert list(rows[0]) == ["left_id", "right_id", "probability", "evidence"]
    assert {(row["left_id"], row["right_id"]) for row in rows} == with_duplicates(40)[1]
    assert all(0.5 <= float(row["probability"]) <= 1 and row["evidence"].endswith(" bits") for row in rows)
    assert f"{len(rows)} pairs in {len(rows)} groups" in done.stdout


def test_two_files_are_linked_though_they_call_things_otherwise(tmp_path):
    rows, true = with_duplicates(120)
    left = write(tmp_path / "left.csv", [row for row in rows if "again" not in str(row["id"])])
    others = [row for row in rows if "again" in str(row["id"])]
    right = write(
        tmp_path / "right.csv",
        [
            {"key": row["id"], "Vorname": row["given"], "Nachname": row["family"], "Telefon": row["phone"], "geboren": row["birth"]}
            for row in others
        ],
    )
    done = match(
        left,
        right,
        "--id",
        "id",
        "--id2",
        "key",
        "--out",
        tmp_path / "pairs.csv",
        "--column",
        "geboren=birth",
        "--threshold",
        0.9,
        "--json",
    )
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["files"][1]["columns"] == {
        "given": ["Vorname"],
        "family": ["Nachname"],
        "birth": ["geboren"],
        "phone": ["Telefon"],
    }
    rows_written = list(csv.DictReader((tmp_path / "pairs.csv").open(encoding="utf-8")))
    assert {(row["left_id"], row["right_id"]) for row in rows_written} == true
    assert told["pairs"] == len(true)


@pytest.mark.parametrize(
    "content, options, code, says",
    [
        ("id,name\n1,Ada Berg\n2,Ben Hall\n", ["--id", "ident"], 2, "has no column 'ident'. Did you mean id?"),
        ("id,name\n1,Ada Berg\n2,Ben Hall\n", ["--id", "xyz"], 2, "Its columns are id, name."),
        ("id,name\n1,Ada Berg\n1,Ben Hall\n", ["--id", "id"], 1, "such as 1 (2 times)"),
        ("id,name\n1,Ada Berg\n,Ben Hall\n", ["--id", "id"], 1, "1 rows have nothing in the column id"),
        ("", ["--id", "id"], 1, "it is empty"),
        ("id,name\n", ["--id", "id"], 1, "it has headings and no rows"),
        ("id,amount,when\n1,2,3\n2,3,4\n", ["--id", "id"], 1, "none of the columns id, amount, when could be recognised"),
        ("id,name\n1,Ada Berg\n2,Ben Hall\n", ["--id", "id", "--column", "nick=given"], 2, "has no column 'nick'"),
        ("id,name\n1,Ada Berg\n2,Ben Hall\n", ["--id", "id", "--column", "name=givn"], 2, "Did you mean given?"),
        ("id,name\n1,Ada Berg\n2,Ben Hall\n", ["--id", "id", "--column", "name"], 2, "is not HEADING=FIELD"),
        ("id,name\n1,Ada Berg\n2,Ben Hall\n", ["--id", "id", "--country", "Atlantis"], 2, "two-letter code"),
        ("id,name\n1,Ada Berg\n2,Ben Hall\n", ["--id", "id", "--threshold", "7"], 2, "0.0<=x<=1.0"),
    ],
)  # fmt: skip
def test_wrong_use_is_a_sentence_and_writes_nothing(tmp_path, content, options, code, says):
    (tmp_path / "rows.csv").write_text(content, encoding="utf-8")
    (tmp_path / "pairs.csv").write_text("what stood here", encoding="utf-8")
    done = match(tmp_path / "rows.csv", *options, "--out", tmp_path / "pairs.csv")
    assert done.exit_code == code
    assert says in done.output
    assert (tmp_path / "pairs.csv").read_text(encoding="utf-8") == "what stood here"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["pairs.csv", "rows.csv"]


def test_two_files_without_a_common_field_are_not_compared(tmp_path):
    (tmp_path / "a.csv").write_text("id,first name\n1,Ada\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("id,email\n1,ada@example.org\n", encoding="utf-8")
    done = match(tmp_path / "a.csv", tmp_path / "b.csv", "--id", "id", "--out", tmp_path / "pairs.csv")
    assert done.exit_code == 1
    assert "no field in common" in done.output
    assert not (tmp_path / "pairs.csv").exists()


def test_a_folder_that_is_not_there_is_said_before_the_work(people, tmp_path):
    done = match(people, "--id", "id", "--out", tmp_path / "nowhere" / "pairs.csv")
    assert done.exit_code == 2
    assert "There is no folder" in done.output


def test_a_file_is_not_written_over_itself(people):
    before = people.read_bytes()
    done = match(people, "--id", "id", "--out", people)
    assert done.exit_code == 2
    assert "one of the files to read" in done.output
    assert people.read_bytes() == before


def test_letters_that_cannot_be_read_are_said(tmp_path):
    (tmp_path / "rows.csv").write_bytes(b"id,name\n1,\x81\x8d\n")
    done = match(tmp_path / "rows.csv", "--id", "id", "--out", tmp_path / "pairs.csv")
    assert done.exit_code == 1
    assert "save it as UTF-8" in done.output


def test_it_needs_neither_django_nor_a_data_folder(people, tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MUTUA_", "DATABASE_URL", "DJANGO_"))}
    told = "import sys; from mutua.cli.main import main\ntry: main(sys.argv[1:])\nfinally: print([n for n in ('django', 'psycopg') if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", told, "match", str(people), "--id", "id", "--out", str(tmp_path / "pairs.csv")],
        env=environment | {"MUTUA_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.endswith("[]\n")
    assert not (tmp_path / "data").exists()
