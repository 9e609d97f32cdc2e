"""Where to go after a record was saved."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect

from mutua.customers.models import Account, Person
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.access.prepared import prepared


def landing(actor: Actor, record: Account | Person, otherwise: str) -> HttpResponse:
    """The record's page; the list for somebody who has just given the record away and no longer sees it."""
    return redirect(record if _seen(actor, record.pk, model=type(record)) else otherwise)


@prepared
def _seen(actor: Actor, number: int, *, model: type[Account | Person]) -> QuerySet[Any, Any]:
    return visible_to(actor, model.objects.filter(pk=number)).values_list("pk")[:1]
