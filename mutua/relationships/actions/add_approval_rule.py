"""Naming a person or a role that has to approve plans, from a budget on."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.identity.models import Role
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.relationships.events import ApprovalRuleChanged
from mutua.relationships.models import ApprovalRule
from mutua.relationships.queries.approvals import MOST, roles_that_approve, rules_seen, who_may_approve


@transaction.atomic
def add_approval_rule(
    actor: Actor, *, user_id: int | None = None, role_key: str = "", from_budget: Decimal = Decimal(0), currency: str
) -> ApprovalRule:
    """A person or a role, not both. Raises NotAllowed; Refused for who may not approve plans, and where it is asked already."""
    require(actor, "relationships.approval.edit")
    if (user_id is None) == (not role_key):
        raise Refused(_("Name a person or a role, one of both. Nothing was changed."), field="user_id")
    if rules_seen(actor).count() >= MOST:
        raise Refused(_("At most %(most)s are asked. Nothing was changed.") % {"most": MOST})
    rule = ApprovalRule(from_budget=from_budget, currency=currency.upper(), user_id=user_id, role=_role(role_key))
    if user_id is not None and not who_may_approve(actor).filter(pk=user_id).exists():
        raise Refused(_("This person may not approve plans. Nothing was changed; give it a role that may."), field="user_id")

    store(rule)

    announce(ApprovalRuleChanged(rule_id=rule.pk), actor=actor)
    return rule


def _role(key: str) -> Role | None:
    if not key:
        return None
    role = roles_that_approve().filter(key=key).first()
    if role is None:
        raise Refused(_("This role may not approve plans. Nothing was changed."), field="role_key")
    return role
