"""What may be done with deals, and who sees which one: its owner and the owner's team."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import declare, everybody, owner_rows, sees, through
from mutua.sales.models import Opportunity, Pipeline, Stage, StageChange

LOOK = ("manager", "representative", "agent", "marketer", "executive")
WORK = ("manager", "representative")

declare("sales.opportunity.view", _("See deals"), roles=LOOK)
declare("sales.opportunity.create", _("Add deals"), roles=WORK)
declare("sales.opportunity.edit", _("Change and move deals"), roles=WORK)
declare("sales.opportunity.win", _("Win deals"), roles=WORK)
declare("sales.opportunity.lose", _("Lose deals"), roles=WORK)
declare("sales.opportunity.reopen", _("Open closed deals again"), roles=WORK)
declare("sales.opportunity.assign", _("Give deals to somebody else"), roles=("manager",))
declare("sales.opportunity.delete", _("Delete deals"), roles=WORK)

sees(Opportunity, owner_rows("owner"), permission="sales.opportunity.view")
sees(StageChange, through("opportunity"), permission="sales.opportunity.view")
for _model in (Pipeline, Stage):
    sees(_model, everybody(), permission="sales.opportunity.view")
