"""A preferred address or number is gone with the import that brought it: the next one that an import brought takes its place."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef

from mutua.customers.models import ContactPoint
from mutua.foundation.imports.undoing.edits import edited_columns


@transaction.atomic
def prefer_what_is_left(party: str, party_ids: Collection[int]) -> None:
    """As if the one that is gone had never been there. What somebody has added or chosen by hand stays as it is. Asks nobody's permission.

    party: "account" or "person".
    """
    if not party_ids:
        return
    preferred = ContactPoint.objects.filter(**{party: OuterRef(party)}, kind=OuterRef("kind"), preferred=True)
    left = ContactPoint.objects.filter(~Exists(preferred), **{f"{party}__in": party_ids}).exclude(source="").order_by(party, "kind", "pk")
    chosen = edited_columns(ContactPoint, [point.pk for point in left])
    first: dict[tuple[int, str], int] = {}
    for point in left:
        if "preferred" not in chosen.get(point.pk, {}):
            first.setdefault((getattr(point, f"{party}_id"), point.kind), point.pk)

    ContactPoint.objects.filter(pk__in=first.values()).update(preferred=True)
