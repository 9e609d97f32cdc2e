"""Which fields two records may disagree about, and what they become."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from django.utils.translation import gettext as _

from mutua.customers.models import Account, Person
from mutua.customers.queries.accounts import line_above
from mutua.customers.rules.survivorship import united
from mutua.foundation.records.errors import Refused

Choice = Literal["survivor", "merged", "both"]

FIELDS: dict[str, tuple[str, ...]] = {
    "account": (
        "name", "trading_names", "parent_id", "roles", "industry", "country", "currency", "owner_id", "tier", "spend_per_year", "category_spend",
        "website", "note", "tags",
    ),
    "person": ("given_name", "family_name", "languages", "time_zone", "owner_id", "note", "tags"),
}  # fmt: skip
# They stand in one currency, so they stay together.
AMOUNTS = ("currency", "spend_per_year", "category_spend")
CUSTOM = "custom."


def fields_of(kind: str, *records: Account | Person) -> list[str]:
    """The names of the fields to choose among; custom ones, that any of the records has, as custom.name."""
    return [*FIELDS[kind], *sorted({f"{CUSTOM}{name}" for record in records for name in record.custom})]


def value_of(record: Account | Person, name: str) -> Any:
    return record.custom.get(name.removeprefix(CUSTOM)) if name.startswith(CUSTOM) else getattr(record, name)


def chosen_values(kind: str, survivor: Any, merged: Any, choices: Mapping[str, Choice]) -> dict[str, Any]:
    """{column: value} of what becomes of the survivor, only what is new. Raises Refused for a choice that there is not."""
    known = fields_of(kind, survivor, merged)
    for name, choice in choices.items():
        if name not in known or choice not in ("survivor", "merged", "both"):
            raise Refused(_("There is no such choice (%(name)s). Nothing was merged; load the page again.") % {"name": name})
    values: dict[str, Any] = {}
    custom = dict(survivor.custom)
    for name in known:
        value = _chosen(name, value_of(survivor, name), value_of(merged, name), choices.get(name, "survivor"))
        if name.startswith(CUSTOM):
            custom |= {name.removeprefix(CUSTOM): value} if value is not None else {}
        elif value != getattr(survivor, name):
            values[name] = value
    if custom != survivor.custom:
        values["custom"] = custom
    if kind == "account":
        _check_amounts(survivor, merged, choices)
        _keep_names(survivor, merged, values)
        _parent(survivor, merged, values)
    elif not f"{values.get('given_name', survivor.given_name)}{values.get('family_name', survivor.family_name)}":
        raise Refused(_("A person has a given name or a family name. Nothing was merged; choose one."))
    return values


def _chosen(name: str, ours: Any, theirs: Any, choice: Choice) -> Any:
    if choice == "survivor":
        return ours
    if choice == "merged":
        return theirs
    if isinstance(ours, list) and isinstance(theirs, list):
        return united(ours, theirs)
    if name == "note":
        return "\n\n".join(text for text in united([ours], [theirs]) if text)
    raise Refused(_("Only lists and notes can be kept from both. Nothing was merged; choose one side."))


def _check_amounts(survivor: Account, merged: Account, choices: Mapping[str, Choice]) -> None:
    taken = {choices.get(name, "survivor") for name in AMOUNTS if name == "currency" or getattr(survivor, name) != getattr(merged, name)}
    if survivor.currency != merged.currency and len(taken) > 1:
        raise Refused(
            _("The amounts are in %(ours)s and %(theirs)s. Nothing was merged; take currency and amounts from the same record.")
            % {"ours": survivor.currency, "theirs": merged.currency}
        )


def _keep_names(survivor: Account, merged: Account, values: dict[str, Any]) -> None:
    """A legal name that does not stay is a name by which the company is still known."""
    name = values.get("name", survivor.name)
    names = values.get("trading_names", survivor.trading_names)
    more = [
        other for other in (survivor.name, merged.name) if other.casefold() not in {name.casefold(), *(one.casefold() for one in names)}
    ]
    if more:
        values["trading_names"] = united(names, more)


def _parent(survivor: Account, merged: Account, values: dict[str, Any]) -> None:
    """Never its own parent, and never below its own subsidiary: then it takes the place of the one that stood higher."""
    for wanted in (values.get("parent_id", survivor.parent_id), survivor.parent_id, merged.parent_id, None):
        if wanted is None or not {survivor.pk, merged.pk} & set(line_above(wanted)):
            break
    if wanted != survivor.parent_id:
        values["parent_id"] = wanted
    else:
        values.pop("parent_id", None)
