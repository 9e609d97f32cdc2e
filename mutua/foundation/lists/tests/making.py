"""A list over the users of the house: every room has them, and nobody else's tables are needed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest
from django.test import RequestFactory

from mutua.foundation.access.actor import Actor
from mutua.foundation.access.errors import NotAllowed
from mutua.foundation.fields.registry import field
from mutua.foundation.identity.models import User
from mutua.foundation.lists import Blank, BulkAct, CellEdit, Column, Earlier, ListSpec, Starter, register_list
from mutua.foundation.records.errors import Refused

KIND = "list-test-user"
field(KIND, key="name", label="Name", kind="text")
field(KIND, key="is_active", label="May sign in", kind="bool")
field(KIND, key="locale", label="Language", kind="choice", choices=lambda: [("en", "English"), ("fr", "French")])


def make_users(count: int, **more: Any) -> list[User]:
    users = [
        User(email=f"row{n:05}@example.org", name=f"Row {n:05}", created_at=datetime(2026, 1, 1, tzinfo=UTC), **more) for n in range(count)
    ]
    return User.objects.bulk_create(users)


def visible(actor: Actor) -> Any:
    """Eve sees only the even ones of the made rows; everybody else sees all of them. `score` is missing for every third."""
    rows = User.objects.filter(email__startswith="row")
    if actor.name.startswith("Eve"):
        rows = rows.filter(email__regex=r"[02468]@")
    score = Case(
        When(email__regex=r"[147]@", then=Value(None)),
        When(email__regex=r"[258]@", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(null=True),
    )
    return rows.annotate(score=score)


def rename(actor: Actor, record_id: int, version: int | None, value: str) -> None:
    if not value.strip():
        raise Refused("A name needs letters. Nothing was changed.")
    User.objects.filter(pk=record_id).update(name=value)


def switch_off(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> int:
    return User.objects.filter(pk__in=ids).update(is_active=False)


def switch_on(actor: Actor, ids: list[int], earlier: Earlier) -> int:
    return User.objects.filter(pk__in=ids).update(is_active=True)


SPEC = ListSpec(
    kind=KIND,
    model=User,
    title="Rows",
    base=visible,
    columns=[
        Column("name", "Name", sort="name", phone=True, value=lambda row: row.name, text=lambda row: row.name),
        Column(
            "score",
            "Score",
            sort="score",
            numeric=True,
            value=lambda row: row.score,
            text=lambda row: "" if row.score is None else f"{row.score} pt",
        ),
        Column(
            "language",
            "Language",
            value=lambda row: row.locale,
            hidden=True,
            edit=CellEdit("jobs.dead_letter.view", save=rename, current=lambda row: row.name),
        ),
    ],
    default_sort="name",
    link=lambda row: f"/rows/{row.pk}/",
    search=lambda rows, text: rows.filter(name__icontains=text),
    starters=[Starter("mine", "Mine", lambda actor: {"field": "name", "op": "contains", "value": "0001"})],
    bulk=[BulkAct("off", "Switch off", needs="jobs.dead_letter.view", run=switch_off, take_back=switch_on)],
    export="jobs.dead_letter.view",
    blank=Blank("No rows yet", "A row is a test."),
    page_size=10,
)


register_list(KIND, lambda: SPEC)


def request_of(actor: Actor, user: User, path: str = "/rows/", method: str = "get", **data: Any) -> HttpRequest:
    request: Any = getattr(RequestFactory(), method)(path, data)
    request.actor, request.user, request.session, request.htmx = actor, user, {}, False
    from django.contrib.messages.storage.cookie import CookieStorage

    request._messages = CookieStorage(request)
    return request


__all__ = ["KIND", "SPEC", "NotAllowed", "make_users", "request_of"]
