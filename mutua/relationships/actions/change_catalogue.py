"""Changing the catalogue of touchpoints: a new version stands, the ones before it stay."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.cache import caches
from django.db import connection, transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.relationships.book_words import sentence
from mutua.relationships.events import CatalogueChanged
from mutua.relationships.models import Activity, CatalogueVersion, Touchpoint
from mutua.relationships.queries.catalogue import NAMES_KEY
from mutua.relationships.queries.catalogue_change import CatalogueChange, change_between
from mutua.relationships.queries.catalogue_versions import newest_version, standing_book
from mutua.relationships.rules.book import Book, BookActivity, BookTouchpoint, Wrong, figure, find_wrong, plain

M = TypeVar("M", Touchpoint, Activity)


class CatalogueMoved(Refused):
    """Somebody changed the catalogue after its change was shown."""


@transaction.atomic
def change_catalogue(actor: Actor, book: Book, *, on: int | None, note: str = "") -> CatalogueVersion:
    """Let this book be the catalogue; what it no longer has is retired, and comes back when a later book has it again.

    on: the number of the version on which the change was shown; None for what is loaded without being shown. Where nothing differs, no
    version is made. Raises NotAllowed; CatalogueMoved; Refused for what a book may not say.
    """
    require(actor, "relationships.catalogue.edit")
    with connection.cursor() as cursor:  # one change after the other, or two would have the same number
        cursor.execute("select pg_advisory_xact_lock(hashtext('relationships.catalogue'))")
    newest = newest_version(actor)
    if on is not None and on != (newest.number if newest else 0):
        raise CatalogueMoved(_("Somebody else changed the catalogue meanwhile. Nothing was saved; look again at what would change now."))
    stands = standing_book(actor)
    refuse_wrong(book)
    if newest is not None and book == stands:
        return newest

    moved = change_between(actor, stands, book).moved
    _write(book)
    version = CatalogueVersion(
        number=newest.number + 1 if newest else 1, made_at=days.now(), made_by=actor.name, note=note.strip()[:300], document=plain(book)
    )
    store(version)

    if newest is not None:  # the first one, which comes with the house, changes nothing
        announce(CatalogueChanged(number=version.number, moved=moved), actor=actor)
    transaction.on_commit(lambda: caches["process"].delete(NAMES_KEY))
    return version


def propose_catalogue(actor: Actor, book: Book) -> CatalogueChange:
    """What the catalogue would differ in, and which derived types would move, if this book became it. Changes nothing. Raises as above."""
    require(actor, "relationships.catalogue.edit")
    refuse_wrong(book)
    change = change_between(actor, standing_book(actor), book)
    with transaction.atomic():
        # What is shown first is what would be saved: the records themselves refuse more than a book can say of itself.
        _write(book)
        transaction.set_rollback(True)
    return change


def refuse_wrong(book: Book) -> None:
    """Raises Refused, as a sentence, for what a book may not say by itself or beside what hangs on its keys already."""
    wrong = find_wrong(book) or _elsewhere(book)
    if wrong is not None:
        raise WrongBook(wrong)


class WrongBook(Refused):
    """A book says what it may not. wrong: where."""

    def __init__(self, wrong: Wrong) -> None:
        said = sentence(wrong)
        super().__init__(_("%(said)s Nothing was changed.") % {"said": said[:1].upper() + said[1:]}, field=wrong.field or None)
        self.wrong = wrong


def _elsewhere(book: Book) -> Wrong | None:
    """An activity cannot go to another touchpoint: what accounts practise hangs on both."""
    homes = dict(Activity.everything.values_list("key", "touchpoint__key"))
    for place, touchpoint in enumerate(book.touchpoints):
        for number, activity in enumerate(touchpoint.activities):
            home = homes.get(activity.key, touchpoint.key)
            if home != touchpoint.key:
                return Wrong("elsewhere", "key", place, number, touchpoint.key, activity.key, (activity.key, home))
    return None


def _write(book: Book) -> None:
    touchpoints, activities = ({record.key: record for record in model.everything.all()} for model in (Touchpoint, Activity))
    for place, row in enumerate(book.touchpoints):
        touchpoint = _kept(touchpoints.pop(row.key, None) or Touchpoint(key=row.key), _touchpoint(book, place, row))
        for number, activity in enumerate(row.activities):
            _kept(activities.pop(activity.key, None) or Activity(key=activity.key), _activity(book, touchpoint, number, activity))
    for left in (*touchpoints.values(), *activities.values()):
        if left.retired_at is None:
            _kept(left, {"retired_at": days.now()})


def _touchpoint(book: Book, position: int, row: BookTouchpoint) -> dict[str, Any]:
    lists = {name: [*getattr(row, name)] for name in ("our_departments", "their_departments", "measures")}
    return {
        "catalogue": book.key,
        "position": position,
        "name": row.name,
        "involves_sales": row.involves_sales,
        "contacts_per_year": row.contacts_per_year,
        "retired_at": None,
        **lists,
    }


def _activity(book: Book, touchpoint: Touchpoint, position: int, row: BookActivity) -> dict[str, Any]:
    needs = {dimension: figure(level) for dimension, level in row.needs.items()}
    return {
        "touchpoint_id": touchpoint.pk,
        "position": position,
        "name": row.name,
        "type": row.type,
        "slot": row.slot,
        "needs": {dimension: level if isinstance(level, int) else float(level) for dimension, level in needs.items()},
        "requires": [*row.requires],
        "moves": [*row.moves],
        "effects": {measure: figure(size) for measure, size in row.effects.items()},
        "effects_from": row.effects_from,
        "currency": book.currency,
        "cost": row.cost,
        "hours": row.hours,
        "lead_days": row.lead_days,
        "retired_at": None,
    }


def _kept(record: M, values: dict[str, Any]) -> M:
    """The record with these values, written where they are other than before."""
    if record.pk and all(getattr(record, name) == value for name, value in values.items()):
        return record
    for name, value in values.items():
        setattr(record, name, value)
    store(record)
    return record
