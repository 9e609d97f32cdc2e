"""Saying who of ours looks after an account besides its owner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.events import DetailChanged
from mutua.customers.models import Account, Assignment, Department
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.identity.models import User
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import give_custom


@transaction.atomic
def assign_colleague(
    actor: Actor,
    account: Account,
    *,
    user: User,
    department: Department | None = None,
    duty: str = "",
    source: str = "",
    source_key: str = "",
    custom: Mapping[str, Any] | None = None,
) -> Assignment:
    """The new assignment. Refused for a department that is not ours, and for somebody who works with the account already."""
    require(actor, "customers.account.edit", account)
    if department is not None and not department.is_ours:
        raise Refused(
            _("%(department)s is a department of the customer. Choose one of ours.") % {"department": department}, field="department"
        )

    assignment = Assignment(account=account, user=user, department=department, duty=duty, source=source, source_key=source_key)
    give_custom(actor, assignment, custom)
    store(assignment)

    announce(DetailChanged(kind="assignment", detail_id=assignment.pk, act="added", account_id=account.pk), actor=actor)
    return assignment
