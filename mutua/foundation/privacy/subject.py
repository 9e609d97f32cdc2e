"""The kind of record that is a person: a higher storey says how one is found and by what words it is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mutua.foundation.access import Actor


@dataclass(frozen=True)
class PersonKind:
    """find: the person, also in the bin, as this actor sees it; raises NotFound. together: all numbers under which the same human being is kept.

    words: what names nobody else: mail addresses, numbers, the full name; in any table they mean this person. shared: such words that also
    mean somebody else, and are therefore left where they stand. known_by: by what an import would bring the person back.
    leave_nameless: called when rows must stay: the row is emptied and never comes out of the bin. forget: what else of ours remembers people.
    """

    model: Any
    find: Callable[[Actor, int], Any]
    together: Callable[[int], list[int]]
    words: Callable[[list[int]], tuple[list[str], list[str]]]
    known_by: Callable[[list[int]], list[str]]
    leave_nameless: Callable[[list[int]], None]
    erased: Callable[[Actor, int, Mapping[str, int]], None]


@dataclass(frozen=True)
class Files:
    """Files in the data folder that may speak of a person. find: by words and numbers, the files' names as shown; remove: the same, and gone."""

    title: Any
    find: Callable[[Sequence[str], Sequence[int]], list[str]]
    remove: Callable[[Sequence[str], Sequence[int]], int]


_kind: list[PersonKind] = []
_files: list[Files] = []


def the_person(kind: PersonKind) -> None:
    _kind[:] = [kind]


def person_kind() -> PersonKind:
    """Raises LookupError before a domain has said what a person is."""
    if not _kind:
        raise LookupError("No domain has said what a person is. Call the_person().")
    return _kind[0]


def keeps_files(files: Files) -> None:
    """Let files be looked through when a person is exported or erased."""
    _files.append(files)


def files_kept() -> list[Files]:
    return list(_files)
