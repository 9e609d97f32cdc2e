"""A kept statement is, to the letter, what Django would have made. Everywhere in these tests hits are proved; here are the traps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.postgresql.compiler import SQLCompiler as DjangosCompiler
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from mutua.foundation.database.postgresql import compiler, shape
from mutua.foundation.identity.models import Team, User

pytestmark = pytest.mark.django_db

Made = Callable[[Any, Any], QuerySet[Any]]


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "_kept", type(compiler._kept)())


def djangos(queryset: QuerySet[Any]) -> Any:
    """(statement, parameters) of Django's own compiler, or None where it knows that nothing can come."""
    try:
        return DjangosCompiler(queryset.query.clone(), connection, "default").as_sql()
    except EmptyResultSet:
        return None


def ours(queryset: QuerySet[Any]) -> Any:
    try:
        return queryset.query.get_compiler("default").as_sql()
    except EmptyResultSet:
        return None


def kept() -> int:
    return sum(one is not None for one in compiler._kept.values())


def mates(a: Any, b: Any) -> QuerySet[Any]:
    return Team.objects.filter(Q(lead=a) | Q(members=b)).values("pk")


NOON, LATER = datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2027, 5, 9, 1, tzinfo=UTC)

KEPT: dict[str, tuple[Made, Any, Any]] = {
    "one value": (lambda a, b: User.objects.filter(pk=a).exclude(name=b), (1, "Ada"), (70_000, "Grace's")),
    "the same value twice": (lambda a, b: User.objects.filter(Q(pk=a) | Q(pk=b)), (5, 5), (8, 8)),
    "several": (lambda a, b: User.objects.filter(pk__in=a, name__in=b), ([1, 2, 3], ["x", "y"]), ([9, 8, 7], ["%", "_"])),
    "patterns": (lambda a, b: User.objects.filter(Q(name__icontains=a) | Q(email__startswith=b)), ("ada", "ada"), ("50%_\\", "50%_\\")),
    "a pattern and its word": (lambda a, b: User.objects.filter(Q(name__contains=a) | Q(email=b)), ("ada", "ada"), ("x", "x")),
    "between": (lambda a, b: User.objects.filter(created_at__gte=a, created_at__lt=b), (NOON, LATER), (LATER, NOON)),
    "through a relation": (lambda a, b: User.objects.filter(teams__lead=a, teams__name=b).select_related(), (1, "a"), (2, "b")),
    "a row rule": (lambda a, b: User.objects.filter(Q(teams__in=mates(a, b)) | Q(pk=a)).distinct(), (3, 4), (6, 5)),
    "there is one": (lambda a, b: User.objects.filter(Exists(Team.objects.filter(lead=OuterRef("pk"), pk=a)), pk=b), (3, 4), (1, 9)),
    "a text that was searched": (
        lambda a, b: User.objects.annotate(rank=Case(When(name=a, then=Value(0)), default=1)).order_by("rank"),
        ("a", 0),
        ("b", 0),
    ),
    "two together": (
        lambda a, b: User.objects.filter(pk=a).order_by().union(User.objects.filter(pk=b).order_by(), all=True),
        (1, 2),
        (3, 4),
    ),
    "grouped": (
        lambda a, b: Team.objects.filter(pk__gt=a).values("lead").annotate(n=Count("members", filter=Q(members__pk=b))),
        (1, 2),
        (8, 9),
    ),
    "values and a slice": (lambda a, b: User.objects.filter(pk__lte=a, pk__gte=b).values_list("name", flat=True)[3:9], (2, 1), (7, 3)),
    "wide numbers": (lambda a, b: User.objects.filter(pk__in=[a, b]), (2**40, 2**41), (2**50, 2**33)),
}


@pytest.mark.parametrize(("made", "first", "second"), KEPT.values(), ids=KEPT.keys())
def test_the_second_of_a_shape_is_not_compiled_again(made: Made, first: Any, second: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = djangos(made(*first)), djangos(made(*second))
    assert ours(made(*first)) == expected[0]
    assert kept() == 1
    monkeypatch.setattr(DjangosCompiler, "pre_sql_setup", lambda *a, **k: pytest.fail("It was compiled."))
    monkeypatch.setattr("django.conf.settings.KEPT_STATEMENTS_PROVED", 0)
    assert ours(made(*second)) == expected[1]


APART: dict[str, tuple[QuerySet[Any], QuerySet[Any]]] = {
    "equal and unequal values": (User.objects.filter(Q(pk=1) | Q(pk=1)), User.objects.filter(Q(pk=1) | Q(pk=2))),
    "one and several": (User.objects.filter(pk__in=[1]), User.objects.filter(pk__in=[1, 2])),
    "something and nothing": (User.objects.filter(pk=1), User.objects.filter(pk=None)),
    "true and false": (User.objects.filter(is_active=True), User.objects.filter(is_active=False)),
    "wide and narrow": (User.objects.filter(pk=1), User.objects.filter(pk=2**63)),
    "another column": (User.objects.filter(name="a"), User.objects.filter(email="a")),
    "another slice": (User.objects.all()[:3], User.objects.all()[:4]),
    "another order": (User.objects.order_by("name"), User.objects.order_by("-name")),
    "a number in an expression": (User.objects.annotate(x=Value(1)), User.objects.annotate(x=Value(2))),
    "a year, whose days are worked out": (User.objects.filter(created_at__year=2025), User.objects.filter(created_at__year=2026)),
    "a year beside the same number": (
        User.objects.filter(created_at__year=2025, pk=2025),
        User.objects.filter(created_at__year=2025, pk=2026),
    ),
}


@pytest.mark.parametrize(("one", "other"), APART.values(), ids=APART.keys())
def test_what_changes_the_statement_belongs_to_the_shape(one: QuerySet[Any], other: QuerySet[Any]) -> None:
    assert (ours(one.all()), ours(other.all())) == (djangos(one), djangos(other))
    assert (ours(other.all()), ours(one.all())) == (djangos(other), djangos(one))


def test_a_default_that_django_reads_while_it_compiles_stays_what_it_was() -> None:
    def worth(nobody: Any, default: int) -> QuerySet[Any]:
        total = Subquery(User.objects.filter(pk__in=nobody, teams=OuterRef("pk")).values("pk")[:1])
        return Team.objects.annotate(worth=Coalesce(total, Value(default)))

    for nobody, default in (([], 0), ([], 7), ([1], 0), ([2], 0)):
        assert ours(worth(nobody, default)) == djangos(worth(nobody, default))


def test_the_reader_s_time_zone_belongs_to_the_shape() -> None:
    def by_month() -> QuerySet[Any]:
        return User.objects.annotate(month=TruncMonth("created_at")).values("month")

    for zone in ("Africa/Lusaka", "America/New_York", "Africa/Lusaka"):
        with timezone.override(zone):
            assert ours(by_month()) == djangos(by_month())


def test_what_is_not_known_is_compiled_as_ever() -> None:
    class Odd:
        def as_sql(self, *_: Any) -> tuple[str, list[Any]]:
            return "1", []

        def resolve_expression(self, *_: Any, **__: Any) -> Odd:
            return self

        contains_aggregate = contains_over_clause = False

        def get_group_by_cols(self) -> list[Any]:
            return []

    for numbers in (range(1, 252), range(2, 253)):
        assert ours(User.objects.filter(pk__in=numbers)) == djangos(User.objects.filter(pk__in=numbers))
    strange = User.objects.all()
    strange.query.where.add(Odd(), "AND")  # type: ignore[arg-type]
    assert ours(strange) == djangos(strange)
    assert kept() == 0


def test_the_query_itself_keeps_its_values() -> None:
    lead = Team.objects.filter(lead=4, name="x")
    asked = User.objects.filter(teams__in=lead).filter(name="y")
    before = djangos(asked)
    ours(asked)
    assert djangos(asked) == before
    assert [child.rhs for child in asked.query.where.children][1:] == ["y"]


def test_rows_are_read_by_their_columns_the_second_time_too() -> None:
    ada, grace = (User.objects.create(email=f"{name.lower()}@x.example", name=name) for name in ("Ada", "Grace"))
    team = Team.objects.create(name="North", lead=grace)
    assert Team.objects.select_related("lead").annotate(n=Count("members")).get(lead=grace).lead.name == "Grace"
    with pytest.raises(Team.DoesNotExist):
        Team.objects.select_related("lead").annotate(n=Count("members")).get(lead=ada)
    again = Team.objects.select_related("lead").annotate(n=Count("members")).get(lead=grace)
    assert (again, again.lead.name, again.n) == (team, "Grace", 0)
    assert list(User.objects.filter(pk=ada.pk).values_list("name", "pk")) == [("Ada", ada.pk)]
    assert list(User.objects.filter(pk=grace.pk).values_list("name", "pk")) == [("Grace", grace.pk)]
    assert User.objects.filter(name="Ada").aggregate(n=Count("pk"), s=Sum("pk")) == {"n": 1, "s": ada.pk}


def test_no_more_than_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "MOST", 3)
    for most in range(1, 9):
        ours(User.objects.all()[:most])
    assert len(compiler._kept) == 3


values = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.integers(0, 3),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=6),
)
names = ("pk", "name", "email", "teams__lead", "teams__name")
leaves = st.one_of(
    st.tuples(st.sampled_from(("pk", "teams__lead")), st.sampled_from(("", "__gt", "__lte")), st.integers(-5, 2**40)),
    st.tuples(st.just("pk"), st.just("__in"), st.lists(st.integers(0, 4), max_size=3)),
    st.tuples(st.sampled_from(("name", "email", "teams__name")), st.sampled_from(("", "__icontains", "__startswith", "__iexact")), st.sampled_from(["a", "%", "b_", ""])),
    st.tuples(st.just("created_at"), st.sampled_from(("__lt", "__date", "__year")), st.sampled_from([2025, 2026])),
)  # fmt: skip


def predicate(leaf: tuple[str, str, Any], turned: bool) -> Q:
    field, how, value = leaf
    if field == "created_at" and how != "__year":
        value = datetime(value, 2, 3, tzinfo=UTC) if how == "__lt" else date(value, 2, 3)
    one = Q(**{f"{field}{how}": value})
    return ~one if turned else one


@given(st.lists(st.lists(st.tuples(leaves, st.booleans()), min_size=1, max_size=3), min_size=1, max_size=3), st.sampled_from(names))
def test_random_predicates_are_compiled_as_django_would(tree: Any, order: str) -> None:
    def asked() -> QuerySet[Any]:
        wanted = Q()
        for branch in tree:
            one = Q()
            for leaf, turned in branch:
                one |= predicate(leaf, turned)
            wanted &= one
        return User.objects.filter(wanted).order_by(order, "pk")

    for _ in range(2):
        assert ours(asked()) == djangos(asked())


def test_a_shape_that_forgets_something_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape, "_NOT_READ", shape._NOT_READ | {"high_mark"})
    ours(User.objects.all()[:3])
    with pytest.raises(AssertionError, match="LIMIT 4"):
        ours(User.objects.all()[:4])
    assert len(compiler.disagreements) == 1
    compiler.disagreements.clear()


def test_decimals_and_days_come_out_as_they_went_in() -> None:
    kinds = {Decimal: Decimal("1.50"), date: date(2026, 2, 3), datetime: NOON, int: 7, str: "seven"}
    for kind, value in kinds.items():
        mark = shape._MARKING[kind](value)
        assert (type(mark), mark == value) == (kind, False)


@given(
    st.lists(
        st.one_of(
            st.integers(), st.text(st.characters(exclude_characters="\0")), st.none(), st.decimals(allow_nan=False, allow_infinity=False)
        ),
        max_size=4,
    )
)
def test_a_statement_is_filled_as_psycopg_would_fill_it(values: list[Any]) -> None:
    statement = shape.Statement("select 100 %% 7 as \"a %%s\", 'Zoë %%'" + ", %s" * len(values))
    with connection.cursor() as cursor:
        psycopgs = cursor.cursor.mogrify(str(statement), values)
        cursor.execute(statement, values)
        assert cursor.cursor._query.query.decode() == psycopgs
        assert cursor.fetchone()[:2] == (2, "Zoë %")


@pytest.mark.parametrize("values", [[1], [1, 2, 3]])
def test_a_statement_with_another_number_of_values_is_not_asked(values: list[int]) -> None:
    with connection.cursor() as cursor, pytest.raises(ValueError, match="argument"):
        cursor.execute(shape.Statement("select %s + %s"), values)
