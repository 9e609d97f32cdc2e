"""Which fields are about a person, and what of the daybook stays when that person is erased."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.daybook.models import CalendarFeed, Interaction, Meeting, MeetingSeries, Note, Task
from mutua.foundation.events.models import EventRow
from mutua.foundation.files.holding import holders
from mutua.foundation.files.models import Attachment
from mutua.foundation.privacy import ERASED, belongs, nothing_personal, personal, speaks_of
from mutua.foundation.timeline.models import TimelineEntry
from mutua.foundation.timeline.params import without_words

personal(Interaction, fields=["person", "body"])
personal(Task, fields=["promised_to", "title", "note"])
personal(Meeting, fields=["title", "guests"])
personal(Note, fields=["body"])
nothing_personal(MeetingSeries)
personal(CalendarFeed, fields=["user"])

KEYS = {"source": _("The system that it came from"), "source_key": _("Its own number there")}


def _tasks_lines(numbers: list[int]) -> Q:
    """Lines in the timelines of accounts that told of what was promised to the person."""
    promised = Task.everything.filter(promised_to__in=numbers).exclude(account=None)
    found = Q(pk__in=[])
    for account_id, title in {*promised.values_list("account", "title"), *promised.values_list("account", "events__title")}:
        found |= Q(subject_kind="account", subject_id=account_id, sentence__startswith="daybook.task.", params__title=title)
    return found


def _tasks_events(numbers: list[int]) -> Q:
    tasks = Task.everything.filter(promised_to__in=numbers).values_list("pk", flat=True)
    return Q(name__startswith="daybook.task.", payload__task_id__in=list(tasks))


def _hung_on_theirs(numbers: list[int]) -> Q:
    """What hangs on records that are the person's own: what was noted with it, what it ordered, where it lived alone."""
    found = Q(pk__in=[])
    for holder in holders():
        if holder.of_people is not None:
            theirs = holder.everything().filter(holder.of_people(numbers)).order_by().values_list("pk", flat=True)
            found |= Q(subject_kind=holder.kind, subject_id__in=list(theirs))
    return found


def _meetings_with(numbers: list[int], *, alone: bool) -> Q:
    others = Meeting.guests.through.objects.exclude(person__in=numbers).values("meeting")
    return Q(guests__in=numbers) & (~Q(pk__in=others) if alone else Q(pk__in=others))


speaks_of(
    TimelineEntry,
    rows=_tasks_lines,
    blanks={"params": without_words},
    keeps={"subject_kind": _("What the line is about"), "noun": _("Which kind of record it tells of"), "sentence": _("What happened"), "actor_name": _("Who of us did it"), "touchpoint": _("Where it happened"), "link": _("Where the task stands")},
    why=_("That something was promised to the account stays told, without words."),
)  # fmt: skip
belongs(EventRow, rows=_tasks_events)
belongs(Attachment, rows=_hung_on_theirs)
belongs(Note, "subject_id", where={"subject_kind": "person"})
belongs(Note, rows=_hung_on_theirs)
belongs(Interaction, rows=lambda numbers: Q(person__in=numbers, account=None, household=None))
speaks_of(
    Interaction,
    "person",
    rows=lambda numbers: Q(person__in=numbers) & (Q(account__isnull=False) | Q(household__isnull=False)),
    blanks={"body": ERASED, "custom": {}},
    keeps=KEYS,
    why=_("That the account was in contact stays counted, without what was said and with whom."),
)
speaks_of(
    Task,
    "promised_to",
    blanks={"title": ERASED, "note": "", "custom": {}},
    keeps={**KEYS, "origin": _("The rule that made it"), "link": _("Where it leads")},
    why=_("That work was planned and done for the account stays counted, without its words."),
)
# Both first find their meetings and then cut: one with others stays as it was, but for the guest.
speaks_of(
    Meeting,
    "guests",
    rows=lambda numbers: _meetings_with(numbers, alone=True),
    blanks={"title": ERASED, "place": "", "link": "", "time_zone": "", "custom": {}},
    keeps=KEYS,
    why=_("That the account was met stays counted, without its title and with whom."),
)
speaks_of(
    Meeting,
    "guests",
    rows=lambda numbers: _meetings_with(numbers, alone=False),
    blanks={},
    keeps={**KEYS, "title": _("It was said to others, too; the person's name in it is written over"), "place": _("Where the others met"), "link": _("How the others joined"), "time_zone": _("Whose hours were meant"), "custom": _("About the meeting with others")},
    why=_("Others were there, too: the person no longer counts among the guests."),
)  # fmt: skip
