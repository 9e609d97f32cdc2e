"""What a person is to the room of privacy: how one is found, by what words everybody means this one, and what is left when rows must stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.customers.events import PersonErased
from mutua.customers.models import Account, ContactPoint, ErasedPerson, Identifier, Merge, Person
from mutua.customers.queries.merges import survivors_of
from mutua.foundation.access import Actor, find, visible_to
from mutua.foundation.events import announce
from mutua.foundation.files.actions.sweep_files import remove_unnamed
from mutua.foundation.files.models import Attachment
from mutua.foundation.identity.models import User
from mutua.foundation.imports.models import SourceRow
from mutua.foundation.privacy.subject import Files, PersonKind, keeps_files, the_person

SHORTEST = 5  # letters: a shorter word means too much
# Never shown in the bin, for it did not go there in the last thirty days.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def _find(actor: Actor, person_id: int) -> Person:
    """Also one in the bin; of a merged one, the survivor. Raises NotFound."""
    number = survivors_of("person", [person_id]).get(person_id, person_id)
    return find(visible_to(actor, Person.everything.filter(erased=None)), pk=number)


def _together(person_id: int) -> list[int]:
    """The person and whoever was merged into it."""
    found, asked = {person_id}, {person_id}
    while asked:
        merged = Merge.objects.filter(survivor_person__in=asked, undone_at=None).values_list("merged_person", flat=True)
        asked = {int(one) for one in merged if one} - found
        found |= asked
    return sorted(found)


def _words(people: list[int]) -> tuple[list[str], list[str]]:
    """(words that mean nobody else, words that do), also those that stood here before."""
    names, reach, keys = _names(people), _reach(people), _keys(people)
    whole = {f"{given} {family}" for given, family in names if given and family}
    turned = {f"{family}, {given}" for given, family in names if given and family}
    shared = {name for name in whole if _is_also_somebody_else(name, people)} | _reached_by_others(reach, people)
    own = (whole | turned | reach | keys) - shared
    own -= {f"{family}, {given}" for given, family in names if f"{given} {family}" in shared}
    return sorted(word for word in own if len(word) >= SHORTEST), sorted(shared)


def _names(people: list[int]) -> set[tuple[str, str]]:
    columns = ("given_name", "family_name")
    events = Person.pgh_event_model.objects.filter(pgh_obj_id__in=people)  # type: ignore[attr-defined]
    rows = [*Person.everything.filter(pk__in=people).values_list(*columns), *events.values_list(*columns)]
    return {(given.strip(), family.strip()) for given, family in rows}


def _reach(people: list[int]) -> set[str]:
    """Mail addresses and numbers, as given and as compared; whole postal addresses."""
    rows = [
        *ContactPoint.everything.filter(person__in=people).values_list("value", "normalised"),
        *ContactPoint.pgh_event_model.objects.filter(person__in=people).values_list("value", "normalised"),  # type: ignore[attr-defined]
    ]
    return {word.strip() for row in rows for word in row}


def _keys(people: list[int]) -> set[str]:
    """What other systems call them; a short number means anything."""
    rows = [
        *Identifier.everything.filter(person__in=people).values_list("value", flat=True),
        *(key for _source, key in _source_keys(people)),
    ]
    return {key for key in rows if len(key) > SHORTEST and not key.isdecimal()}


def _source_keys(people: list[int]) -> set[tuple[str, str]]:
    rows = SourceRow.objects.filter(kind="people", record_id__in=people).values_list("source", "source_key")
    return {*rows, *Person.everything.filter(pk__in=people).exclude(source_key="").values_list("source", "source_key")}


def _is_also_somebody_else(name: str, people: list[int]) -> bool:
    given, _space, family = name.partition(" ")
    same = Person.everything.filter(given_name__iexact=given, family_name__iexact=family).exclude(pk__in=people)
    return same.exists() or User.objects.filter(name__iexact=name).exists() or Account.everything.filter(name__iexact=name).exists()


def _reached_by_others(reach: Iterable[str], people: list[int]) -> set[str]:
    """Mailboxes and numbers under which others are reached, too."""
    words = {word.casefold(): word for word in reach}
    points = ContactPoint.everything.exclude(person__in=people).annotate(value_folded=Lower("value"))
    found = {one.casefold() for one in points.filter(normalised__in=[*words, *words.values()]).values_list("normalised", flat=True)}
    found |= {one.casefold() for one in points.filter(value_folded__in=list(words)).values_list("value", flat=True)}
    found |= {one.casefold() for one in User.objects.filter(email__in=[*words, *words.values()]).values_list("email", flat=True)}
    return {words[one] for one in found if one in words}


def known_by(source: str, key: str) -> str:
    """A key in a source as one word."""
    return f"{source}\0{key}"


def _known_by(people: list[int]) -> list[str]:
    mails = {one for one in _reach(people) if "@" in one}
    return sorted({*(known_by(source, key) for source, key in _source_keys(people)), *(mails - _reached_by_others(mails, people))})


def _leave_nameless(people: list[int]) -> None:
    plain: dict[str, Any] = {
        "given_name": "", "family_name": _("Erased person"), "languages": [], "time_zone": "", "note": "", "tags": [], "owner": None,
        "custom": {}, "source": "", "source_key": "", "deleted_at": LONG_AGO,
    }  # fmt: skip
    Person.everything.filter(pk__in=people).update(**plain)
    ErasedPerson.objects.bulk_create([ErasedPerson(person_id=number) for number in people])


def _erased(actor: Actor, person_id: int, counts: Mapping[str, int]) -> None:
    announce(PersonErased(person_id=person_id, rows=sum(counts.values())), actor=actor)


the_person(
    PersonKind(
        model=Person, find=_find, together=_together, words=_words, known_by=_known_by, leave_nameless=_leave_nameless, erased=_erased
    )
)


def _hung_files(people: Sequence[int]) -> Any:
    return Attachment.everything.filter(subject_kind="person", subject_id__in=people)


def _remove_contents(words: Sequence[str], people: Sequence[int]) -> int:
    """Contents that hang on nothing else go from the disk once the rows are gone."""
    digests = set(_hung_files(people).values_list("content__sha256", flat=True))
    for sha256 in sorted(digests):
        transaction.on_commit(lambda sha256=sha256: remove_unnamed(sha256))  # type: ignore[misc]
    return len(digests)


keeps_files(
    Files(
        title=gettext_lazy("Files of the person"),
        find=lambda words, people: list(_hung_files(people).values_list("name", flat=True)),
        remove=_remove_contents,
    )
)
