"""No longer asking a person or a role for the approval of plans."""

from __future__ import annotations

from django.db import transaction

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.events import ApprovalRuleChanged
from mutua.relationships.models import ApprovalRule
from mutua.relationships.queries.approvals import rule_for


@transaction.atomic
def drop_approval_rule(actor: Actor, rule_id: int, *, version: int | None) -> ApprovalRule:
    """Plans that wait already go on waiting. Raises NotFound, NotAllowed, StaleVersion."""
    rule = locked(rule_for(actor, rule_id), version)
    require(actor, "relationships.approval.edit", rule)

    rule.ended_at = days.now()
    store(rule, update_fields=["ended_at"])

    announce(ApprovalRuleChanged(rule_id=rule.pk), actor=actor)
    return rule
