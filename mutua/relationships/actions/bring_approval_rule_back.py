"""Undo of no longer asking somebody for the approval of plans."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.events import ApprovalRuleChanged
from mutua.relationships.models import ApprovalRule


@transaction.atomic
def bring_approval_rule_back(actor: Actor, rule_id: int, *, version: int | None) -> ApprovalRule:
    """Undo of dropping it. Raises NotFound, NotAllowed, StaleVersion; Refused where it stands, or is asked again already."""
    rule: ApprovalRule = locked(find(visible_to(actor, ApprovalRule.objects.all()), pk=rule_id), version)
    require(actor, "relationships.approval.edit", rule)
    if rule.ended_at is None:
        raise Refused(_("This rule stands. Nothing was changed."))

    rule.ended_at = None
    store(rule, update_fields=["ended_at"])

    announce(ApprovalRuleChanged(rule_id=rule.pk), actor=actor)
    return rule
