"""Writing where imported people work and how to reach them, for a batch at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction

from mutua.customers.models import Affiliation, ContactPoint, Department
from mutua.customers.rules.normalised import normalise
from mutua.foundation.access import Actor, require
from mutua.foundation.imports.copying import copy_in
from mutua.foundation.imports.tracing import changed, found

# {what an importer calls it: the kind of contact point}; the first of a kind becomes the preferred one
REACH = {
    "mail": "mail", "other_mail": "mail", "phone": "phone", "mobile": "phone", "other_phone": "phone", "postal": "postal", "delivery": "postal",
}  # fmt: skip

Given = tuple[int, str, dict[str, Any]]  # the record, its key in the source, and what the row says


@transaction.atomic
def write_reach(actor: Actor, source: str, rows: Sequence[Given], stood: Collection[int]) -> None:
    """Affiliations, departments and contact points that are not there yet: at most seven statements. What stands is left alone, but for a job title.

    rows: each with `account_id`, `department`, `job_title` and what `REACH` names, as far as the file speaks of them. stood: people of these rows
    who were here before; the others have nothing yet.
    """
    require(actor, "customers.person.edit")

    working = [(person, key, values) for person, key, values in rows if values.get("account_id")]
    departments = _departments(source, working)
    _affiliate(source, working, departments, stood)

    _reach("person", source, rows, stood)


@transaction.atomic
def write_account_reach(actor: Actor, source: str, rows: Sequence[Given], stood: Collection[int]) -> None:
    """Contact points of accounts that are not there yet: at most three statements. What stands is left alone. stood: as in `write_reach`."""
    require(actor, "customers.account.edit")
    _reach("account", source, rows, stood)


def _departments(source: str, rows: Sequence[Given]) -> dict[tuple[int, str], int]:
    wanted = {(values["account_id"], values["department"]) for _person, _key, values in rows if values.get("department")}
    known = _known_departments(wanted)
    found(Department, list(known.values()))
    missing = sorted({(account, name[:120]) for account, name in wanted} - set(known))
    made = copy_in(Department, [{"account_id": account, "name": name, "source": source} for account, name in missing])
    known |= dict(zip(missing, made, strict=True))
    return {(account, name): known[account, name[:120]] for account, name in wanted}


def _known_departments(wanted: set[tuple[int, str]]) -> dict[tuple[int, str], int]:
    rows = Department.objects.filter(account__among={account for account, _name in wanted}).values_list("account_id", "name", "pk")
    named = {(account, name[:120]) for account, name in wanted}
    return {(account, name): pk for account, name, pk in rows if (account, name) in named}


def _affiliate(source: str, rows: Sequence[Given], departments: dict[tuple[int, str], int], stood: Collection[int]) -> None:
    present = {(one.person_id, one.account_id): one for one in Affiliation.objects.filter(person__among=stood, until=None)}
    new: dict[tuple[int, int], dict[str, Any]] = {}
    for person, key, values in rows:
        place = (person, values["account_id"])
        department = departments.get((values["account_id"], values.get("department") or ""))
        known = present.get(place)
        if known is None:
            new[place] = {
                "person_id": person, "account_id": values["account_id"], "department_id": department, "job_title": (values.get("job_title") or "")[:120],
                "source": source, "source_key": f"{key}@{values['account_id']}"[:200],
            }  # fmt: skip
        else:
            _say_again(known, values, department)
    # Where somebody ended one and the source names it still, it stays ended: its key is taken.
    keys = [one["source_key"] for one in new.values()]
    taken = set(Affiliation.everything.filter(source=source, source_key__among=keys).order_by().values_list("source_key", flat=True))
    copy_in(Affiliation, list({one["source_key"]: one for one in new.values() if one["source_key"] not in taken}.values()))


def _say_again(known: Affiliation, values: dict[str, Any], department: int | None) -> None:
    """Of an affiliation that stands only the job title is written; what else a new one would have got is told to the trace."""
    title = (values.get("job_title") or "")[:120]
    columns: dict[str, tuple[Any, Any]] = {"job_title": (known.job_title, title)} if title else {}
    if department is not None:
        columns["department_id"] = (known.department_id, department)
    changed(Affiliation, known.pk, columns)
    if title and known.job_title != title:
        known.job_title = title
        known.save(update_fields=["job_title"])


def _reach(party: str, source: str, rows: Sequence[Given], stood: Collection[int]) -> None:
    given = [(number, kind, values[name]) for number, _key, values in rows for name, kind in REACH.items() if values.get(name)]
    if not given:
        return
    points = ContactPoint.objects.filter(**{f"{party}__among": stood})
    known = {(getattr(one, f"{party}_id"), one.kind, one.normalised): one for one in points}
    has_preferred = {(number, kind) for (number, kind, _normalised), one in known.items() if one.preferred}
    new = {}
    for number, kind, value in given:
        place = (number, kind, normalise(kind, value))
        if (standing := known.get(place)) is not None:
            changed(ContactPoint, standing.pk, {"value": (standing.value, value)})
        elif place not in new:
            new[place] = {
                f"{party}_id": number, "kind": kind, "value": value, "normalised": place[2], "preferred": (number, kind) not in has_preferred, "source": source,
            }  # fmt: skip
            has_preferred.add((number, kind))
    copy_in(ContactPoint, new.values())
