"""Noting a department, of a customer or of our own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from mutua.customers.events import DetailChanged
from mutua.customers.models import Account, Department
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import give_custom


@transaction.atomic
def add_department(
    actor: Actor,
    account: Account | None,
    *,
    name: str,
    function: str = Department.Function.OTHER,
    source: str = "",
    source_key: str = "",
    custom: Mapping[str, Any] | None = None,
) -> Department:
    """The new department; ours when `account` is None. Refused when it stands there already."""
    require(actor, "customers.account.edit", account)

    department = Department(account=account, name=name.strip(), function=function, source=source, source_key=source_key)
    give_custom(actor, department, custom)
    store(department)

    announce(DetailChanged(kind="department", detail_id=department.pk, act="added", account_id=department.account_id), actor=actor)
    return department
