"""Which fields are about a person."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.customers.models import (
    Account,
    Affiliation,
    Assignment,
    Consent,
    ContactPoint,
    Department,
    DuplicatePair,
    ErasedPerson,
    Household,
    HouseholdMember,
    Identifier,
    MatchingKey,
    MatchingModel,
    Merge,
    MergeStep,
    Need,
    Person,
    SourceTrust,
    TradingLink,
    ValueRating,
    Wording,
)
from mutua.foundation.events.models import EventRow
from mutua.foundation.files.models import Attachment
from mutua.foundation.imports.models import ImportChange, ImportConflict, ImportIssue, SourceRow
from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.privacy import belongs, nothing_personal, personal, speaks_of
from mutua.foundation.timeline.models import TimelineEntry
from mutua.foundation.timeline.params import without_words

personal(Person, fields=["given_name", "family_name", "languages", "time_zone", "note", "tags", "custom", "source_key"])
personal(Affiliation, fields=["person", "job_title", "buying_role", "since", "until", "custom"])
personal(ContactPoint, fields=["person", "value", "normalised", "custom"])
personal(Household, fields=["name", "address", "note", "custom", "source_key"])
personal(HouseholdMember, fields=["person", "role", "since", "until", "custom"])
personal(Identifier, fields=["person", "value", "custom"])
personal(Need, fields=["person", "words", "custom"])
personal(Assignment, fields=["user", "duty"])
personal(Consent, fields=["person", "proof", "recorded_by", "recorded_by_name"])
personal(Wording, fields=["made_by_name"])
personal(DuplicatePair, fields=["left_person", "right_person", "evidence", "decided_by_name"])
personal(Merge, fields=["survivor_person", "merged_person", "survivor_name", "merged_name", "by_name", "undone_by_name"])
personal(MergeStep, fields=["ids", "kept", "before", "after"])
# How common a name or a town is, and hashes by which records find each other.
personal(MatchingModel, fields=["learned"])
personal(MatchingKey, fields=["record_id", "key"])
nothing_personal(SourceTrust, ErasedPerson)
nothing_personal(Account, Department, ValueRating, TradingLink)

# How rows lead to a person, and what becomes of them when the person is erased. A consent goes with its proof: what is kept of a no
# is a digest by which an import knows the address again.
PARTS = (Affiliation, Consent, ContactPoint, HouseholdMember, Identifier, Need)
for _model in PARTS:
    belongs(_model, "person")
belongs(DuplicatePair, "left_person", "right_person")
belongs(Merge, "survivor_person", "merged_person")
belongs(MergeStep, "merge__survivor_person", "merge__merged_person")
belongs(MatchingKey, "record_id", where={"kind": "person"})


def alone_at_home(numbers: list[int]) -> Q:
    """Households to which nobody else ever belonged."""
    others = HouseholdMember.everything.exclude(person__in=numbers).values("household")
    return Q(members__person__in=numbers) & ~Q(pk__in=others)


def _issues(numbers: list[int]) -> Q:
    """What an import said of rows with the key that the person has in a source."""
    found = Q(pk__in=[])
    keys = SourceRow.objects.filter(kind="people", record_id__in=numbers).values_list("source", "source_key")
    for source, key in {*keys, *Person.everything.filter(pk__in=numbers).exclude(source_key="").values_list("source", "source_key")}:
        found |= Q(kind="people", source=source, source_key=key)
    return found


def _imported(numbers: list[int]) -> Q:
    """What imports remember of the person's rows, to be undone."""
    found = Q(model=Person._meta.label, record_id__in=numbers)
    for model in PARTS:
        rows = model._base_manager.filter(person__in=numbers).values_list("pk", flat=True)  # type: ignore[attr-defined]
        found |= Q(model=model._meta.label, record_id__in=list(rows))
    return found


def _told_elsewhere(numbers: list[int]) -> Q:
    """Lines in the timelines of others that were told by an event about the person, or that link to the person's page."""
    about = Q(subject_kind="person", subject_id__in=numbers)
    told = TimelineEntry.objects.filter(about).exclude(event=None).values("event")
    events = EventRow.objects.filter(payload__person_id__in=numbers).values("pk")
    return (Q(event__in=told) | Q(event__in=events) | Q(link__in=[f"/people/{number}/" for number in numbers])) & ~about


def _files_events(numbers: list[int]) -> Q:
    """What told of the person's files, by their names."""
    told = TimelineEntry.objects.filter(subject_kind="person", subject_id__in=numbers, noun="files.attachment").exclude(event=None)
    return Q(pk__in=list(told.values_list("event", flat=True)))


belongs(Household, rows=alone_at_home)
belongs(SourceRow, "record_id", where={"kind": "people"})
belongs(ImportIssue, rows=_issues)
belongs(ImportChange, rows=_imported)
belongs(ImportConflict, rows=_imported)
belongs(OutgoingMail, "about_id", where={"about_kind": "person"})
speaks_of(
    TimelineEntry,
    rows=_told_elsewhere,
    blanks={"params": without_words, "link": ""},
    keeps={"subject_kind": _("What the line is about"), "noun": _("Which kind of record it tells of"), "sentence": _("What happened"), "actor_name": _("Who of us did it"), "touchpoint": _("Where it happened")},
    why=_("That something happened with the account stays told, without words about the person."),
)  # fmt: skip
belongs(TimelineEntry, "subject_id", where={"subject_kind": "person"})
belongs(Attachment, "subject_id", where={"subject_kind": "person"})
belongs(EventRow, rows=_files_events)
belongs(EventRow, "payload__person_id")
belongs(EventRow, "payload__merged_id", where={"name__startswith": "customers.person."})
