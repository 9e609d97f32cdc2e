"""Writing on the customer's page what we promised."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.queries.accounts import account_for
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.portals.events import PromiseMade
from mutua.portals.models import Promise
from mutua.relationships.queries.roadmaps import item_for

LONGEST = 240


@transaction.atomic
def promise(actor: Actor, account_id: int, *, words: str, due_on: date | None = None, item_id: int | None = None) -> Promise:
    """words: as the customer will read them. item_id: the roadmap item that keeps the promise. Raises NotFound, NotAllowed, Refused."""
    account = account_for(actor, account_id)
    item = item_for(actor, item_id, account_id) if item_id is not None else None
    require(actor, "portals.promise.edit", account)
    words = words.strip()
    if not words:
        raise Refused(_("Write what is promised, as the customer will read it."), field="words")
    if len(words) > LONGEST:
        raise Refused(_("A promise is one sentence of at most 240 characters."), field="words")
    if due_on is not None and due_on < days.today():
        raise Refused(_("That day is over: nothing can be promised by it. Nothing was saved."), field="due_on")

    made = Promise.objects.create(account=account, words=words, due_on=due_on, item=item, made_at=days.now(), made_by=actor.name)

    announce(PromiseMade(promise_id=made.pk, account_id=account.pk, words=words), actor=actor)
    return made
