"""What each domain tells the tests that watch over all of them, in `mutua/<domain>/tests/guarded.py`.

Some tests ask every address, every row rule, every model and every importer there is. They find these by themselves, but not what a form of theirs
has to hold, nor a record to ask for. A domain says that here, beside its own tests, so that nothing outside its folder changes when it comes or grows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from random import Random
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from django.db.models import Model

    from mutua.customers.models import Account
    from mutua.foundation.access import Actor
    from tests.cast import Cast
    from tests.matrix.world import World

# The numbers of the records of Ada or of Eve, by the name of an address's parameter.
Its = dict[str, int]

# The customers there are when an importer is tried, and days to choose from.
ACCOUNTS = ("Alder", "Birch", "Castell")
DAYS = ("2026-03-02", "2026-03-09", "2026-03-16", "")


@dataclass(frozen=True)
class Imported:
    """One kind of import. cells: {heading: what may stand in it}; always: headings that no file leaves out.

    steady: headings whose words are the same in all rows of one group, as a program writes them; group: the heading that says which. called_by_words: its records have no column that is called name.
    """

    cells: dict[str, tuple[str, ...]]
    tables: tuple[type[Model], ...]
    steady: tuple[str, ...] = ()
    group: str = ""
    edit: Callable[[Cast, Random], None] = lambda cast, dice: None
    always: tuple[str, ...] = ()
    called_by_words: bool = False


@dataclass(frozen=True, kw_only=True)
class Guarded:
    """Everything may be left out that a domain does not have.

    The world of the matrix: `share` makes what belongs to the whole company (`world.shared(...)`), `stand` what is Ada's or Eve's, with
    `world.marks[whose]` in all of its words (`world.put(whose, ...)`), `finish` what needs both.
    """

    share: Callable[[World], None] | None = None
    stand: Callable[[World, str, Actor], None] | None = None
    finish: Callable[[World], None] | None = None
    # What a person fills in, by pattern; what a program sends, by verb and pattern. The page's own form is read by itself.
    sent: Mapping[str, Callable[[Its], dict[str, Any]]] = field(default_factory=dict)
    json: Mapping[tuple[str, str], Callable[[Its], Any]] = field(default_factory=dict)
    # Which record an address names where it takes one in a certain state: {pattern: {parameter: name in the world}}.
    in_state: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # Addresses of the foundation that take any kind of record: {how the pattern begins: [what stands in it for this domain]}.
    variants: Mapping[str, list[dict[str, str]]] = field(default_factory=dict)
    # Addresses that ask for no version: they make something new; twice is once; a list with acts over many rows.
    makes: frozenset[str] = frozenset()
    once: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    # Requests beyond those (tests/matrix/probes.py: get, post), and calls that have to find nothing of Eve's (tests/matrix/direct.py).
    probes: Callable[[World], list[Any]] | None = None
    direct: Callable[[World], dict[str, Callable[[], Any]]] | None = None
    # What a constraint wants of a row: {label of the model: {column: value, or a call with the garden}} (tests/rights/planting.py).
    rows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    # Why nobody deletes one, or why it takes no custom fields, by label of the model.
    never_deleted: Mapping[str, str] = field(default_factory=dict)
    no_fields: Mapping[str, str] = field(default_factory=dict)
    # One of each kind that lies in the bin, and of each that takes notes, by kind.
    binned: Callable[[Cast, Account], dict[str, Any]] | None = None
    noted: Callable[[Cast, Account], dict[str, Any]] | None = None
    # What can hang on an account or a person: {"account": {name: call with the record and with others to choose from}}.
    hanging: Mapping[str, Mapping[str, Callable[[Any, Any], Any]]] = field(default_factory=dict)
    # How each importer is tried (tests/stories/test_every_import_undone.py), and those that a test of the domain undoes.
    imported: Mapping[str, Imported] = field(default_factory=dict)
    undone_elsewhere: frozenset[str] = frozenset()
    # Patterns of the pages that tell a record's fields, and where its list is, by kind of record.
    pages: tuple[str, ...] = ()
    paths: Mapping[str, str] = field(default_factory=dict)


@cache
def guarded() -> list[Guarded]:
    """Of each domain that says something, in the order of the storeys, the lowest first."""
    names = [f"{domain}.tests.guarded" for domain in settings.DOMAINS]
    return [import_module(name).GUARDED for name in names if find_spec(name.rpartition(".")[0]) and find_spec(name)]


def told(what: str) -> dict[Any, Any]:
    """One of the mappings of all domains together."""
    return {key: value for one in guarded() for key, value in getattr(one, what).items()}


def named(what: str) -> set[str]:
    """One of the sets of all domains together."""
    return {name for one in guarded() for name in getattr(one, what)}


def made(what: str, *given: Any) -> dict[str, Any]:
    """What the calls of all domains return, together."""
    return {key: value for one in guarded() if (call := getattr(one, what)) for key, value in call(*given).items()}
