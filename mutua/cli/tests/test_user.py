"""`mutua user`, over the database of the tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mutua.cli import user
from mutua.customers.tests.making import make_account
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> Run:
    monkeypatch.setattr(user, "opened", lambda *role: nullcontext())
    return lambda *arguments: CliRunner().invoke(user.command, arguments)


def told(done: Result) -> Any:
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_the_list_shows_everybody_or_those_of_one_role(run: Run) -> None:
    assert len(told(run("list", "--json"))) == 8
    (ben,) = told(run("list", "--role", "manager", "--json"))
    assert (ben["email"], ben["roles"], ben["teams"], ben["active"]) == ("ben@example.org", ["manager"], [], True)
    assert "Nobody fits" in run("list", "--ended").output


def test_roles_are_replaced(run: Run, cast: Cast) -> None:
    assert told(run("role", "ada@example.org", "manager", "executive", "--json"))["roles"] == ["executive", "manager"]
    with nothing_changes():
        wrong = run("role", "ada@example.org", "king")
    assert (wrong.exit_code, "Roles: administrator" in wrong.output) == (2, True)


def test_ending_tells_what_is_left_under_the_name(run: Run, cast: Cast) -> None:
    make_account(owner=cast.ada)
    assert told(run("end", "ada@example.org", "--json"))["looks_after"] == {"Accounts": 1}
    assert [row["email"] for row in told(run("list", "--ended", "--json"))] == ["ada@example.org"]
    assert not cast.user("ada").__class__.objects.get(email="ada@example.org").has_usable_password()
    refused = run("password", "ada@example.org")
    assert (refused.exit_code, "bring the user back first" in refused.output) == (1, True)
    assert told(run("back", "ada@example.org", "--json"))["active"] is True
    assert told(run("password", "ada@example.org", "--json"))["password"]


def test_the_last_administrator_stays(run: Run) -> None:
    with nothing_changes():
        ended, demoted = run("end", "root@example.org"), run("role", "root@example.org", "manager")
    assert (ended.exit_code, demoted.exit_code) == (1, 1)
    assert "last administrator" in ended.output
    assert "last administrator" in demoted.output


@pytest.mark.parametrize(
    "wrong", [("role", "nobody@example.org", "manager"), ("end", "nobody@example.org"), ("back", "nobody@example.org")]
)
def test_an_unknown_address_is_a_sentence(run: Run, wrong: tuple[str, ...]) -> None:
    with nothing_changes():
        done = run(*wrong)
    assert (done.exit_code, "mutua user list" in done.output) == (1, True)


def test_a_role_without_a_name_is_wrong_use(run: Run) -> None:
    assert run("role", "ada@example.org").exit_code == 2
