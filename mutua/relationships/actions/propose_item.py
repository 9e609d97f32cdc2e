"""Putting on the roadmap what an evaluation proposes for next year: an idea, with what was learnt as its figures."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.models import Account
from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import one_at_a_time
from mutua.relationships.actions.new_item import figures_of, link_prerequisites
from mutua.relationships.events import RoadmapPlanned
from mutua.relationships.models import RoadmapItem
from mutua.relationships.models.roadmap_item import ENDED
from mutua.relationships.queries.evaluations import evaluation_for
from mutua.relationships.rules.sizing import quarters_for, spread


@transaction.atomic
def propose_item(actor: Actor, evaluation_id: int, account_id: int) -> RoadmapItem:
    """An idea of the same activity at this account; its return is for whoever sizes it to enter.

    Raises NotFound, NotAllowed; Refused where it is on the roadmap already.
    """
    evaluation = evaluation_for(actor, evaluation_id)
    account = account_for(actor, account_id)
    require(actor, "relationships.roadmap.edit", account)
    model, activity = evaluation.item, evaluation.item.activity
    one_at_a_time(Account, [account.pk])
    standing = RoadmapItem.objects.filter(account=account, activity=activity).exclude(state__in=ENDED).first()
    if standing is not None:
        words = {"item": standing.name, "account": account.name, "state": standing.get_state_display()}
        raise Refused(_("“%(item)s” stands on the roadmap of %(account)s already: %(state)s. Nothing was changed.") % words)

    # What it really cost there is known in that currency; the catalogue counts in its own.
    cost = activity.cost if activity.currency == model.currency else evaluation.actual_cost
    item: RoadmapItem = RoadmapItem.objects.create(
        account=account,
        activity=activity,
        title=model.title,
        owner_id=account.owner_id or actor.user_id,
        strategy_id=model.strategy_id,
        lever_id=model.lever_id,
        **figures_of(activity) | {"currency": model.currency, "investment_us": spread(cost, quarters_for(activity.lead_days))},
    )

    link_prerequisites([account.pk])

    announce(RoadmapPlanned(account_id=account.pk, item_ids=(item.pk,), items=item.name), actor=actor)
    return item
