"""Where to go after a record was saved."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from mutua.customers.models import Account, Person
from mutua.foundation.access import Actor, visible_to


def landing(actor: Actor, record: Account | Person, otherwise: str) -> HttpResponse:
    """The record's page; the list for somebody who has just given the record away and no longer sees it."""
    seen = visible_to(actor, type(record).objects.filter(pk=record.pk)).exists()
    return redirect(record if seen else otherwise)
