"""Noting a department, of a customer or of our own."""

from __future__ import annotations

from django.db import transaction

from mutua.customers.events import DetailChanged
from mutua.customers.models import Account, Department
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.saving import store


@transaction.atomic
def add_department(
    actor: Actor, account: Account | None, *, name: str, function: str = Department.Function.OTHER, source: str = "", source_key: str = ""
) -> Department:
    """The new department; ours when `account` is None. Refused when it stands there already."""
    require(actor, "customers.account.edit", account)

    department = Department(account=account, name=name.strip(), function=function, source=source, source_key=source_key)
    store(department)

    announce(DetailChanged(kind="department", detail_id=department.pk, act="added", account_id=department.account_id), actor=actor)
    return department
