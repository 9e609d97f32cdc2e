"""The commands that ask the database, over the database of the tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext

import pytest
from click.testing import CliRunner, Result

from mutua.cli import plan, user
from mutua.foundation.identity.models import User
from mutua.relationships.tests.making import make_plan

pytestmark = pytest.mark.django_db
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    for module in (plan, user):
        monkeypatch.setattr(module, "opened", lambda *role: nullcontext())

    def invoke(module: object, *arguments: str) -> Result:
        return CliRunner().invoke(module.command, arguments)  # type: ignore[attr-defined]

    return invoke


def test_a_new_user_can_sign_in_with_what_is_printed(run: Run) -> None:
    said = json.loads(run(user, "create", "ben@example.com", "--name", "Ben Arnold", "--role", "manager", "--json").stdout)
    ben = User.objects.get(email="ben@example.com")
    assert ben.check_password(said["password"])
    assert [role.key for role in ben.roles.all()] == ["manager"]


def test_a_user_is_not_made_twice(run: Run) -> None:
    run(user, "create", "ben@example.com", "--name", "Ben Arnold")
    again = run(user, "create", "BEN@example.com", "--name", "Another Ben")
    assert again.exit_code == 1
    assert "mutua user password" in again.output
    assert User.objects.filter(email__iexact="ben@example.com").count() == 1


@pytest.mark.parametrize(
    ("email", "role", "says"), [("ben", "manager", "not a mail address"), ("ben@example.com", "king", "Roles: administrator")]
)
def test_wrong_input_makes_no_user(run: Run, email: str, role: str, says: str) -> None:
    done = run(user, "create", email, "--name", "Ben", "--role", role)
    assert done.exit_code == 2
    assert says in done.output
    assert not User.objects.filter(name="Ben").exists()


def test_a_new_password_replaces_the_old_one(run: Run) -> None:
    first = json.loads(run(user, "create", "ben@example.com", "--name", "Ben", "--json").stdout)["password"]
    second = json.loads(run(user, "password", "ben@example.com", "--json").stdout)["password"]
    ben = User.objects.get(email="ben@example.com")
    assert ben.check_password(second)
    assert not ben.check_password(first)


def test_a_password_for_nobody_is_refused(run: Run) -> None:
    done = run(user, "password", "nobody@example.com")
    assert done.exit_code == 1
    assert "Nothing was changed" in done.output


def test_without_a_plan_it_says_where_one_is_made(run: Run) -> None:
    assert "/plans/" in run(plan, "list").output


def test_a_plan_is_shown_by_quarter(run: Run) -> None:
    item = {"account": "Alder Markets", "name": "Vendor managed stock", "costs": ["10.00"], "returns": ["25.00"]}
    choice = {"items": {"7": item, "8": item}, "start": {"8": 2, "7": 0}, "value": "30.00", "greedy": {"value": "15.00"}}
    made = make_plan(choice=choice)
    shown = json.loads(run(plan, "show", str(made.pk), "--json").stdout)
    assert [row["quarter"] for row in shown["chosen"]] == [1, 3]
    assert shown["value"] == "30.00"
    told = run(plan, "show", str(made.pk)).output
    assert "costs 10.00, returns 25.00" in told
    assert "chosen the usual way 15.00" in told


def test_a_plan_that_is_not_there_is_a_sentence(run: Run) -> None:
    done = run(plan, "show", "999999")
    assert done.exit_code == 1
    assert "There is no plan 999999" in done.output
