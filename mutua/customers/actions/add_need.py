"""Noting what a customer needs, in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import Truncator

from mutua.customers.events import NeedNoted
from mutua.customers.models import Account, Need, Person
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.past import check_has_come
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import give_custom


@transaction.atomic
def add_need(
    actor: Actor,
    party: Account | Person,
    *,
    words: str,
    importance: int,
    satisfaction: int | None = None,
    satisfied_by: str = "",
    origin: str = "",
    noted_on: date | None = None,
    source: str = "",
    source_key: str = "",
    custom: Mapping[str, Any] | None = None,
) -> Need:
    """The new need. importance, satisfaction: 1 to 5. Raises NotAllowed, Refused."""
    require(actor, "customers.account.edit", party)
    check_has_come(noted_on, field="noted_on")

    owner = {"person": party} if isinstance(party, Person) else {"account": party}
    need = Need(
        **owner, words=words.strip(), importance=importance, satisfaction=satisfaction, satisfied_by=satisfied_by, origin=origin,
        noted_on=noted_on or days.today(), source=source, source_key=source_key,
    )  # fmt: skip
    give_custom(actor, need, custom)
    store(need)

    told = Truncator(need.words).chars(200)
    announce(NeedNoted(need_id=need.pk, account_id=need.account_id, person_id=need.person_id, words=told), actor=actor)
    return need
