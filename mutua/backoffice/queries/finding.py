"""Finding records by the beginning of their number or by a part of their customer's name."""

from __future__ import annotations

from django.db.models import Model, Q

from mutua.customers.models import Account, Household, Person


def numbered_or_of(model: type[Model], number: str, text: str) -> Q:
    """Rows of `model`, whose number stands in the column `number`.

    A union of index scans: an OR over joins would read every row, for the sake of the few that fit.
    """
    folded = text.lower()
    rows = model._base_manager.order_by()
    found = rows.filter(**{f"{number}__istartswith": text}).values("pk")
    for kind, customers in (("account", Account), ("person", Person), ("household", Household)):
        named = customers.objects.filter(search__contains=folded).order_by().values("pk")
        found = found.union(rows.filter(**{f"{kind}__in": named}).values("pk"), all=True)
    return Q(pk__in=found)
