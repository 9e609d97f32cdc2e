"""The versions of the catalogue: the one that stands, a past one, the one of a day."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from mutua.foundation.access import Actor, find, visible_to
from mutua.relationships.models import Activity, CatalogueVersion, Touchpoint
from mutua.relationships.rules.book import Book, BookActivity, BookTouchpoint

FIRST = Book(key="touchpoints", name="Touchpoints", currency="USD")


def versions_seen(actor: Actor) -> QuerySet[CatalogueVersion]:
    """Every version without its content, the newest first."""
    return visible_to(actor, CatalogueVersion.objects.defer("document"))


def version_numbered(actor: Actor, number: int) -> CatalogueVersion:
    """Raises NotFound."""
    return find(visible_to(actor, CatalogueVersion.objects.all()), number=number)


def newest_version(actor: Actor) -> CatalogueVersion | None:
    """The one that stands; None before the first catalogue was loaded."""
    newest: CatalogueVersion | None = visible_to(actor, CatalogueVersion.objects.all()).first()
    return newest


def version_before(actor: Actor, number: int) -> CatalogueVersion | None:
    earlier: CatalogueVersion | None = visible_to(actor, CatalogueVersion.objects.filter(number__lt=number)).first()
    return earlier


def version_at(actor: Actor, moment: datetime) -> CatalogueVersion | None:
    """The version that stood at a moment; before the first one, the first: nothing older was kept. None where there is none."""
    seen = visible_to(actor, CatalogueVersion.objects.all())
    found: CatalogueVersion | None = seen.filter(made_at__lte=moment).first() or seen.last()
    return found


def standing_book(actor: Actor) -> Book:
    """The catalogue as its tables have it, and what only a version tells of it as a whole: three queries."""
    newest = newest_version(actor)
    head = newest.book if newest else FIRST
    activities: dict[int, list[BookActivity]] = {}
    for activity in visible_to(actor, Activity.objects.filter(retired_at=None)).order_by("touchpoint_id", "position", "pk"):
        activities.setdefault(activity.touchpoint_id, []).append(activity.in_book())
    touchpoints = visible_to(actor, Touchpoint.objects.filter(retired_at=None)).order_by("position", "pk")
    return Book(head.key, head.name, head.currency, tuple(_in_book(one, activities.get(one.pk, [])) for one in touchpoints))


def _in_book(touchpoint: Touchpoint, activities: list[BookActivity]) -> BookTouchpoint:
    return BookTouchpoint(
        key=touchpoint.key,
        name=touchpoint.name,
        our_departments=tuple(touchpoint.our_departments),
        their_departments=tuple(touchpoint.their_departments),
        involves_sales=touchpoint.involves_sales,
        contacts_per_year=touchpoint.contacts_per_year,
        measures=tuple(touchpoint.measures),
        activities=tuple(activities),
    )
