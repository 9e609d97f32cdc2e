"""What is asked: six pages, each as an administrator and as a representative who sees 0.1 % of the accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from types import SimpleNamespace
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.asking import Question
from bench.loading import FIRST_USER
from mutua.customers.models import Account
from mutua.foundation.access import visible_to
from mutua.foundation.access.people import actor_of
from mutua.foundation.api.keys import digest_of, new_secret
from mutua.foundation.api.models import ApiKey
from mutua.foundation.identity.models import User
from mutua.foundation.lists.paging import cursor

VARIANTS = 5
WORDS = ("alder", "lindqvist", "cold stores", "+4930004", "pharmcies")  # a beginning, a name, two words, a number, a slip
TOKEN = "bench" * 6 + "00"  # 32 letters, as the form and the cookie both bring it
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Page:
    """One page for one person. statements: what the first VARIANTS questions ask of the database; most_queries: the aim, if there is one."""

    key: str
    title: str
    who: str
    questions: list[Question]
    most_queries: int | None
    statements: list[list[str]]

    def question(self, number: int) -> Question:
        return self.questions[number % len(self.questions)]

    def bare_question(self, number: int) -> Question:
        return Question(f"/{self.key}/{number % len(self.statements)}")

    @property
    def queries(self) -> int:
        return max(map(len, self.statements))


def pages(writes: int) -> Iterator[Page]:
    """All pages, the ones that only read first. writes: how many accounts each person may create, each in a session of its own."""
    people = (("administrator", User.objects.get(email="admin@meridian.example")), ("representative", User.objects.get(pk=FIRST_USER)))
    reading = [(who, *row) for who, user in people for row in _reading(user)]
    for who, key, title, most, questions in reading:
        yield Page(f"{key}-{who}", title, who, questions, most, [_statements(question) for question in questions])
    for who, user in people:
        questions = _creating(user, writes)
        yield Page(f"create-{who}", "Create", who, questions, None, [_statements(question) for question in questions[:VARIANTS]])


def _reading(user: User) -> list[tuple[str, str, int | None, list[Question]]]:
    cookie = _session(user)
    secret = new_secret()
    ApiKey.objects.create(user=user, name="Benchmark", prefix=secret[:12], digest=digest_of(secret), scopes=["customers.account.view"])
    seen = visible_to(actor_of(user), Account.objects).order_by("sort_key", "pk")
    total = seen.count()
    deep = [seen[total * part // 10] for part in (5, 6, 7, 8, 9)]
    # The busiest account of all, a middling one, and three with little
    records = [1, 10_001, 30_001, 60_001, 90_001]

    def page(path: str) -> Question:
        return Question(path, {"Cookie": cookie})

    def api(place: Account) -> Question:
        query = urlencode({"sort": "sort_key", "limit": 50, "after": _cursor(place, "sort_key")})
        return Question(f"/api/v1/accounts?{query}", {"Authorization": f"Bearer {secret}"})

    return [
        ("list", "List", 12, [page("/accounts/")]),
        ("deep", "Deep page", 12, [page(f"/accounts/?{urlencode({'after': _cursor(place, 'name')})}") for place in deep]),
        ("record", "Record", 30, [page(f"/accounts/{key}/") for key in records]),
        ("palette", "Palette search", None, [page(f"/search/palette?{urlencode({'q': word})}") for word in WORDS]),
        ("api", "API page", None, [api(place) for place in deep]),
    ]


def _creating(user: User, writes: int) -> list[Question]:
    """Each from a session of its own: the page that follows, which would take the toast out of it, is not asked for."""
    made = []
    for number in range(writes):
        headers = {
            "Cookie": f"{_session(user)}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        fields = {
            "csrfmiddlewaretoken": TOKEN, "name": f"Zenith Newcomers {number}", "roles": "prospect", "currency": "USD",
            "owner": user.pk, "country": "Ghana", "spend_per_year": "12000",
        }  # fmt: skip
        made.append(Question("/accounts/new/", headers, urlencode(fields), status=302))
    return made


def _session(user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _cursor(account: Account, order: str) -> str:
    return cursor(SimpleNamespace(_sorted=account.sort_key, pk=account.pk), order)


def _statements(question: Question) -> list[str]:
    """What the page asks of the database, whole, in this process; the second time, when what processes keep is kept. A write happens twice."""
    client = Client(SERVER_NAME="localhost", headers=dict(question.headers))
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            if question.body is None:
                answer = client.get(question.path)
            else:
                answer = client.post(question.path, question.body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == question.status, f"{question.path}: {answer.status_code} {answer.content[-2000:]!r}"
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(NOT_COUNTED)]
