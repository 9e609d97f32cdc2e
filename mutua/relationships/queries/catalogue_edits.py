"""What the catalogue would be after an edit: the one that stands, with one touchpoint or activity other than before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, NotFound, find, visible_to
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.relationships.models import Activity, CatalogueVersion, Touchpoint
from mutua.relationships.queries.catalogue_versions import standing_book
from mutua.relationships.rules.book import LONGEST_KEY, Book, BookActivity, BookTouchpoint


def touchpoint_in_catalogue(actor: Actor, key: str) -> Touchpoint:
    """One of the catalogue, a retired one too. Raises NotFound."""
    return find(visible_to(actor, Touchpoint.objects.all()), key=key)


def activity_in_catalogue(actor: Actor, touchpoint_key: str, key: str) -> Activity:
    """The same of an activity. Raises NotFound."""
    return find(visible_to(actor, Activity.objects.select_related("touchpoint")), touchpoint__key=touchpoint_key, key=key)


def touchpoint_of_number(actor: Actor, number: int) -> Touchpoint:
    """Raises NotFound."""
    return find(visible_to(actor, Touchpoint.objects.all()), pk=number)


def activity_of_number(actor: Actor, number: int) -> Activity:
    """Raises NotFound."""
    return find(visible_to(actor, Activity.objects.select_related("touchpoint")), pk=number)


def retired_touchpoints(actor: Actor) -> list[Touchpoint]:
    return list(visible_to(actor, Touchpoint.objects.exclude(retired_at=None)).order_by("-retired_at", "pk")[:200])


def retired_activities(actor: Actor, touchpoint: Touchpoint) -> list[Activity]:
    return list(
        visible_to(actor, Activity.objects.filter(touchpoint=touchpoint).exclude(retired_at=None)).order_by("-retired_at", "pk")[:200]
    )


def with_touchpoint(actor: Actor, key: str | None, /, *, version: int | None = None, place: int | None = None, **values: Any) -> Book:
    """key None: a new one. values: fields of BookTouchpoint. place: from 1. Raises NotFound, StaleVersion; Refused for a taken key."""
    book = standing_book(actor)
    if key is None:
        key = _new_key(values.pop("key", ""), values["name"])
        if Touchpoint.everything.filter(key=key).exists():
            raise Refused(_taken(key), field="key")
        row = BookTouchpoint(key, **values)
    else:
        _check_version(touchpoint_in_catalogue(actor, key), version)
        row = replace(_standing(book, key), **values)
    return book.with_touchpoint(row, None if place is None else max(0, place - 1))


def without_touchpoint(actor: Actor, key: str, *, version: int) -> Book:
    """Raises NotFound, StaleVersion."""
    _check_version(touchpoint_in_catalogue(actor, key), version)
    return standing_book(actor).without(key)


def with_activity(
    actor: Actor, touchpoint_key: str, key: str | None, /, *, version: int | None = None, place: int | None = None, **values: Any
) -> Book:
    """key None: a new one. values: fields of BookActivity. Raises as with_touchpoint()."""
    book = standing_book(actor)
    touchpoint = _standing(book, touchpoint_key)
    if key is None:
        key = _new_key(values.pop("key", ""), values["name"])
        if Activity.everything.filter(key=key).exists():
            raise Refused(_taken(key), field="key")
        row = BookActivity(key, **values)
    else:
        _check_version(activity_in_catalogue(actor, touchpoint_key, key), version)
        stands = touchpoint.activity(key)
        if stands is None:
            raise NotFound(key)
        row = replace(stands, **values)
    return book.with_touchpoint(touchpoint.with_activity(row, None if place is None else max(0, place - 1)))


def without_activity(actor: Actor, touchpoint_key: str, key: str, *, version: int) -> Book:
    """What others name as coming first is no longer asked for either. Raises NotFound, StaleVersion."""
    _check_version(activity_in_catalogue(actor, touchpoint_key, key), version)
    book = standing_book(actor)
    touchpoint = _standing(book, touchpoint_key).without(key)
    left = tuple(
        replace(activity, requires=tuple(one for one in activity.requires if one != key)) if key in activity.requires else activity
        for activity in touchpoint.activities
    )
    return book.with_touchpoint(replace(touchpoint, activities=left))


def with_touchpoint_back(actor: Actor, key: str, *, version: int) -> Book:
    """As the last version has it that has it, at the end. Raises NotFound, StaleVersion."""
    _check_version(touchpoint_in_catalogue(actor, key), version)
    last = visible_to(actor, CatalogueVersion.objects.filter(document__touchpoint__contains=[{"key": key}])).first()
    row = last.book.touchpoint(key) if last else None
    if row is None:
        raise NotFound(key)
    return standing_book(actor).with_touchpoint(row)


def with_activity_back(actor: Actor, touchpoint_key: str, key: str, *, version: int) -> Book:
    """As it was retired, at the end; without what it asked for that the catalogue no longer has. Raises NotFound, StaleVersion."""
    activity = activity_in_catalogue(actor, touchpoint_key, key)
    _check_version(activity, version)
    book = standing_book(actor)
    touchpoint = _standing(book, touchpoint_key)
    row = activity.in_book()
    requires = tuple(one for one in row.requires if touchpoint.activity(one) is not None)
    back = replace(
        row,
        requires=requires,
        moves=tuple(one for one in row.moves if one in touchpoint.measures),
        effects={one: size for one, size in row.effects.items() if one in touchpoint.measures},
    )
    return book.with_touchpoint(touchpoint.with_activity(back))


def _standing(book: Book, key: str) -> BookTouchpoint:
    """Raises NotFound for one that is retired: it is brought back before it is changed."""
    touchpoint = book.touchpoint(key)
    if touchpoint is None:
        raise NotFound(key)
    return touchpoint


def _check_version(record: Touchpoint | Activity, version: int | None) -> None:
    if version is not None and record.version != version:
        raise StaleVersion(record, version)


def _new_key(key: str, name: str) -> str:
    return key.strip() or slugify(name)[:LONGEST_KEY].strip("-")


def _taken(key: str) -> str:
    return _("The key “%(key)s” is taken, perhaps by something that is retired. Nothing was changed; give another key.") % {"key": key}
