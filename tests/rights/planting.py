"""Marks planted into every column of words, found by looking at the models: what somebody adds later is planted, too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time, timedelta
from decimal import Decimal
from functools import partial
from itertools import count
from typing import Any, cast

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from psycopg import sql

from mutua.backoffice.models import Shipment
from mutua.customers.models import Account, Household, HouseholdMember, Person
from mutua.foundation.imports.models import ImportChange, ImportConflict, ImportIssue
from mutua.foundation.privacy import leads
from mutua.foundation.privacy.declaring import Lead
from mutua.foundation.timeline.models import TimelineEntry
from mutua.relationships.models import ValueEntry
from mutua.relationships.tests.making import digest_to_sign, let_anybody_sign
from tests.guarding import told

# In every column that goes; in every column that a declaration keeps with a reason; the person's own words, as others write them.
GOES, STAYS = "zzcanary", "zzkept"

WORDS = ("CharField", "TextField", "EmailField", "SlugField", "URLField", "FileField")
_VALUES: dict[str, Callable[[], Any]] = {
    "BooleanField": lambda: False,
    "DateField": lambda: timezone.now().date(),
    "DateTimeField": lambda: timezone.now() - timedelta(minutes=1),
    "DecimalField": lambda: Decimal(0),
    "FloatField": lambda: 0.0,
    "TimeField": lambda: time(9),
    "DurationField": lambda: timedelta(0),
    "BinaryField": lambda: b"",
}
# Of these there is nothing to plant: the framework's lists of names, what it keeps of sign-ins, and what only shows other tables.
NOT_PLANTED = frozenset({"contenttypes", "auth", "mfa", "socialaccount", "procrastinate", "sessions", "demo"})


@dataclass
class Garden:
    """Rows about one person. goes: marks of columns that must be gone, with where; stays: of those that are kept with a reason."""

    person: Person
    mention: str = ""
    goes: dict[str, str] = field(default_factory=dict)
    stays: dict[str, str] = field(default_factory=dict)
    _old: set[str] = field(default_factory=set)
    _number: Any = field(default_factory=lambda: count(1))
    _some: dict[type[Model], Any] = field(default_factory=dict)

    def mark(self, where: str, *, keeps: bool = False) -> str:
        text = f"{STAYS if keeps else GOES}{next(self._number)}x"
        (self.stays if keeps else self.goes)[text] = where
        return text

    def plant(self, lead: Lead) -> Any:
        """A row that leads to the person, a mark in each of its columns of words; and in its history, by a second set of marks."""
        kept = frozenset(lead.keeps)
        row = self.make(lead.model, lambda column: self.mark(f"{lead.model._meta.label}.{column}", keeps=column in kept), self._links(lead))
        made = [
            mark
            for mark, where in {**self.goes, **self.stays}.items()
            if where.startswith(f"{lead.model._meta.label}.") and mark not in self._old
        ]
        SPECIAL.get(lead.model, lambda _garden, _row, _lead: None)(self, row, lead)
        stands = str(lead.model._base_manager.filter(pk=row.pk).values().get())
        for mark in made:  # a constraint or a link took its place
            if mark not in stands:
                self.goes.pop(mark, None), self.stays.pop(mark, None)
        self._old.update(made)
        if hasattr(lead.model, "pgh_event_model"):
            self.write_again(row, lambda column: self.mark(f"{lead.model._meta.label}.{column} of before", keeps=column in kept))
        return row

    def plant_mention(self, model: type[Model]) -> None:
        """A row of somebody else's in which the person is named in every column of words, and in its history."""
        if model is Account or model is get_user_model():  # one that is called as the person is, shares the name: tested apart
            return
        row = self.make(model, lambda _column: self.mention, {})
        if hasattr(model, "pgh_event_model"):
            self.write_again(row, lambda _column: self.mention + " ")

    def make(self, model: type[Model], words: Callable[[str], str], links: dict[str, Any]) -> Any:
        values = {**self._values(model, words, set(links)), **wanted(model), **links}
        for name, value in values.items():
            if callable(value):
                values[name] = value(self)
        return model._base_manager.create(**values)

    def write_again(self, row: Any, words: Callable[[str], str]) -> None:
        """Other words in every column, by a statement of its own: what stood there goes into the history."""
        columns = {column.name for column in row._meta.concrete_fields if _is_of_words(column)}
        fixed = set(wanted(type(row)))
        values = {name: value for name, value in self._values(type(row), words, fixed).items() if name in columns}
        type(row)._base_manager.filter(pk=row.pk).update(**values)

    def some(self, model: type[Model]) -> Any:
        """A row of a kind that is not about the person, made when the first one is needed."""
        if model not in self._some:
            found = model._base_manager.exclude(pk=self.person.pk if model is Person else None).first()
            self._some[model] = found or self.make(model, lambda column: f"{column} {next(self._number)}", {})
        return self._some[model]

    def _beside(self, path: str, kept: frozenset[str], column: str) -> str:
        return self.mark(f"beside {path}: {column}", keeps=column in kept)

    def _links(self, lead: Lead) -> dict[str, Any]:
        links = {name: value for name, value in lead.where.items() if "__" not in name}
        for path in lead.paths[:1]:
            first, _dots, rest = path.partition("__")
            column: Any = lead.model._meta.get_field(first)
            if rest and column.get_internal_type() == "JSONField":
                links[first] = {rest: self.person.pk, "words": self.mark(f"{lead.model._meta.label}.{first}")}
                if "name__startswith" in lead.where:
                    links["name"] = f"{lead.where['name__startswith']}x"
            elif rest:
                # The row between leads to the person itself, and its own declaration says what of it is kept.
                its_own = [other for other in leads() if other.model is column.related_model and rest in other.paths]
                kept = frozenset(name for other in its_own for name in other.keeps)
                links[first] = self.make(column.related_model, partial(self._beside, path, kept), {rest: self.person})
            elif column.is_relation and not column.many_to_many:
                links[first] = self.person
            elif not column.is_relation:
                links[first] = self.person.pk
        return links

    def _values(self, model: type[Model], words: Callable[[str], str], given: set[str]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for column in cast("list[Any]", model._meta.concrete_fields):
            kind = column.get_internal_type()
            if column.name in given or (column.primary_key and kind.endswith("AutoField")) or getattr(column, "generated", False):
                continue
            if column.is_relation:
                if not column.null:
                    values[column.name] = self.some(column.related_model)
            elif kind in WORDS and not column.choices:
                text = "EUR" if column.name == "currency" else words(column.name)
                if column.max_length and column.max_length < len(text):
                    self.goes.pop(text, None), self.stays.pop(text, None)
                    text = text[: column.max_length] if column.unique else ""
                values[column.name] = text
            elif kind in WORDS:
                values[column.name] = column.flatchoices[0][0]
            elif kind == "JSONField":
                values[column.name] = {"words": words(column.name)}
            elif kind == "ArrayField":
                holds = column.base_field.get_internal_type() in WORDS and not column.base_field.choices
                text = words(column.name) if holds else ""
                fits = holds and (column.base_field.max_length or 999) >= len(text)
                self.goes.pop(text, None) if not fits else None
                values[column.name] = [text] if fits else []
            elif column.null or column.has_default():
                continue
            elif kind in _VALUES:
                values[column.name] = _VALUES[kind]()
            else:
                values[column.name] = next(self._number) if "Big" in kind or column.unique else 1
        return values


def _is_of_words(column: Any) -> bool:
    if getattr(column, "generated", False) or column.is_relation or column.primary_key:
        return False
    kind = column.get_internal_type()
    return (kind in WORDS and not column.choices) or kind in ("JSONField", "ArrayField")


def _other(garden: Garden) -> Person:
    return Person.objects.create(given_name="Someone", family_name=f"Else {next(garden._number)}")


def _meeting(garden: Garden, row: Any, lead: Lead) -> None:
    row.guests.add(garden.person, *([_other(garden)] if lead.keeps.get("title") else []))


def _household(garden: Garden, row: Any, lead: Lead) -> None:
    HouseholdMember.objects.create(household=row, person=garden.person)


def _issue(garden: Garden, row: Any, lead: Lead) -> None:
    ImportIssue.objects.filter(pk=row.pk).update(kind="people", source=garden.person.source, source_key=garden.person.source_key)


def _line(garden: Garden, row: Any, lead: Lead) -> None:
    """A line of an account, told by what also stands in the timeline of the person, or of what was promised."""
    from mutua.daybook.models import Task

    if lead.paths or lead.where:
        return
    account = garden.some(Account)
    if "link" in lead.keeps:
        title = garden.mark("the title of a task in a timeline")
        Task.objects.create(title=title, promised_to=garden.person, account=account)
        values: dict[str, Any] = {"sentence": "daybook.task.promised", "params": {"title": title}}
    else:
        values = {"params": {"name": garden.mark("a line about the person elsewhere")}, "link": f"/people/{garden.person.pk}/"}
    TimelineEntry.objects.filter(pk=row.pk).update(subject_kind="account", subject_id=account.pk, **values)


def _event(garden: Garden, row: Any, lead: Lead) -> None:
    from mutua.daybook.models import Task

    if lead.rows.__name__ == "_files_events":
        type(row).objects.filter(pk=row.pk).update(payload={"file": garden.mark("an event of a file")})
        TimelineEntry.objects.create(
            at=row.at, subject_kind="person", subject_id=garden.person.pk, sentence="files.attachment.added", event_id=row.pk
        )
    elif not lead.paths:
        task = Task.objects.create(title="For the event", promised_to=garden.person)
        type(row).objects.filter(pk=row.pk).update(
            name="daybook.task.done", payload={"task_id": task.pk, "title": garden.mark("an event of a task")}
        )


def _file(garden: Garden, row: Any, lead: Lead) -> None:
    """A file, or a note, on what was noted with the person."""
    from mutua.daybook.models import Interaction

    if not lead.where:
        noted = garden.make(Interaction, lambda _column: f"Noted with a {type(row).__name__}", {"person": garden.person})
        type(row).objects.filter(pk=row.pk).update(subject_kind="interaction", subject_id=noted.pk)


def _contact(garden: Garden, row: Any, lead: Lead) -> None:
    """With the person at an account, of which it stays told; or with the person alone."""
    type(row).objects.filter(pk=row.pk).update(**({"account": garden.some(Account)} if lead.paths else {"person": garden.person}))


def _of_import(garden: Garden, row: Any, lead: Lead) -> None:
    type(row).objects.filter(pk=row.pk).update(model="customers.Person", record_id=garden.person.pk)


def _claimed(garden: Garden) -> list[int]:
    claim = {"side": "us", "component": "price", "kind": "claimed", "amount": 5, "currency": "USD", "period": timezone.now().date()}
    let_anybody_sign()
    return [ValueEntry.objects.create(account=garden.some(Account), **claim).pk]


def _digest(_garden: Garden) -> str:
    """Of what was claimed last: PostgreSQL takes no signature of anything else."""
    return digest_to_sign(ValueEntry.objects.latest("pk").pk)


def _lead(garden: Garden, row: Any, lead: Lead) -> None:
    """One who came as a lead, or by a form that made one, and became the person."""
    made = row if row._meta.model_name == "lead" else row.lead or garden.some(apps.get_model("sales", "Lead"))
    if row is not made:
        type(row).objects.filter(pk=row.pk).update(lead=made)
    apps.get_model("sales", "LeadConversion").objects.get_or_create(lead=made, person=garden.person)


def _on_its_way(garden: Garden, row: Any, lead: Lead) -> None:
    event = apps.get_model("events", "EventRow").objects.create(name="x", payload={"person_id": garden.person.pk}, at=row.created_at)
    type(row).objects.filter(pk=row.pk).update(event=event)


SPECIAL: dict[Any, Callable[[Garden, Any, Lead], None]] = {
    Household: _household,
    ImportIssue: _issue,
    ImportChange: _of_import,
    ImportConflict: _of_import,
    TimelineEntry: _line,
    apps.get_model("events", "EventRow"): _event,
    apps.get_model("sales", "Lead"): _lead,
    apps.get_model("sales", "LeadAnswer"): _lead,
    apps.get_model("portals", "FormSubmission"): _lead,
    apps.get_model("sales", "LeadConsent"): _lead,
    apps.get_model("integrations", "WebhookDelivery"): _on_its_way,
    apps.get_model("files", "Attachment"): _file,
    apps.get_model("daybook", "Note"): _file,
    apps.get_model("daybook", "Interaction"): _contact,
    apps.get_model("daybook", "Meeting"): _meeting,
}
# What a constraint wants of a row.
OVERRIDES: dict[str, dict[str, Any]] = {
    "customers.Merge": {"kind": "person", "survivor_person": _other, "merged_person": _other},
    "customers.DuplicatePair": {"kind": "person", "left_person": _other, "right_person": _other},
    "customers.ContactPoint": {"person": _other},
    "customers.Identifier": {"person": _other},
    "customers.Need": {"person": _other, "importance": 3},
    "customers.TradingLink": {"buyer": lambda _garden: Account.objects.create(name="Buyer")},
    "files.StoredFile": {"sha256": lambda garden: f"{next(garden._number):064x}"},
    "fields.CustomField": {"kind": "formula", "relation": "", "function": ""},
    "days.DateShift": {"one": True},
    "money.ExchangeRate": {"of": "EUR", "to": "USD", "factor": Decimal(1)},
    "relationships.Observation": {"denominator": Decimal(1)},
    "relationships.Difference": {"ours": False},
    "relationships.Outlay": {"amount": Decimal(1)},
    "relationships.PostEvaluation": {"standard_error": Decimal(1)},
    "relationships.ProfileSnapshot": {"sha256": "0" * 64},
    "relationships.WatchedOutcome": {"shipment": lambda garden: garden.some(Shipment)},
    "relationships.ToleranceAlarm": {"shipment": lambda garden: garden.some(Shipment)},
    "relationships.WatchBudget": {"one": True, "false_alarms": Decimal(1)},
    "relationships.ValueSignature": {"entry_ids": _claimed, "digest": _digest, "signer_name": lambda garden: garden.person.name},
    "relationships.PlanCycle": {"budget": [Decimal(1)]},
    "files.Attachment": {"subject_kind": "person"},
    "daybook.Interaction": {"person": _other},
    "daybook.Note": {"subject_kind": "person"},
    "tags.Tag": {"key": lambda garden: f"tag {next(garden._number)}"},
    "imports.ImportIssue": {"state": "", "level": "kept"},
}


def wanted(model: type[Model]) -> dict[str, Any]:
    """What a constraint wants of a row, here or in what the model's own domain says."""
    return {**OVERRIDES, **told("rows")}.get(model._meta.label, {})


def of_others() -> list[type[Model]]:
    """Models none of whose rows lead to a person."""
    leading = {lead.model for lead in leads()} | {Person}
    return [
        model
        for model in apps.get_models(include_auto_created=False)
        if model not in leading
        and model._meta.app_label not in NOT_PLANTED
        and model._meta.managed
        and not hasattr(model, "pgh_tracked_model")
        and not model._meta.label.startswith(("privacy.", "pghistory."))
    ]


def found_in_database(*texts: str) -> dict[str, int]:
    """{table: rows in which one of the texts stands in any column, also one of bytes}."""
    found = {}
    wanted = [f"%{one}%" for text in texts for one in (text, text.encode().hex())]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
        )
        for (table,) in cursor.fetchall():
            query = sql.SQL("SELECT count(*) FROM {} one WHERE one::text ILIKE ANY(%s)").format(sql.Identifier(table))
            cursor.execute(query, [wanted])
            if rows := cursor.fetchone()[0]:
                found[table] = rows
    return found
