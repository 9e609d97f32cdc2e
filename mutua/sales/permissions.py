"""What may be done with leads, deals and territories, and who sees which one: its owner, the owner's team, and whoever stands above."""

from __future__ import annotations

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor, declare, everybody, owner_rows, sees, through
from mutua.foundation.access.hierarchies import hierarchy
from mutua.foundation.identity.models import Team
from mutua.sales.models import (
    ForecastCall,
    ForecastSnapshot,
    Lead,
    LeadAnswer,
    LeadConsent,
    LeadConversion,
    LeadPool,
    Opportunity,
    Pipeline,
    Quota,
    SnapshotDeal,
    Stage,
    StageChange,
    Territory,
    TerritoryAccount,
    TerritoryMember,
)

PLAN = ("manager", "executive")
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

declare("sales.lead.view", _("See leads"), roles=LOOK)
declare("sales.lead.create", _("Add leads"), roles=(*WORK, "marketer"))
declare("sales.lead.edit", _("Work on leads"), roles=WORK)
declare("sales.lead.qualify", _("Qualify and disqualify leads"), roles=WORK)
declare("sales.lead.assign", _("Give leads to somebody else"), roles=("manager",))
declare("sales.leadpool.view", _("See who takes leads"), roles=WORK)
declare("sales.leadpool.edit", _("Say who takes leads, and in which order"), roles=("manager",))
declare("sales.lead.convert", _("Convert leads, and take it back"), roles=WORK)
declare("sales.lead.delete", _("Delete leads"), roles=WORK)

sees(Opportunity, owner_rows("owner"), permission="sales.opportunity.view")
sees(StageChange, through("opportunity"), permission="sales.opportunity.view")
sees(Lead, owner_rows("owner"), permission="sales.lead.view")
sees(LeadPool, everybody(), permission="sales.leadpool.view")
sees(LeadConsent, through("lead"), permission="sales.lead.view")
sees(LeadConversion, through("lead"), permission="sales.lead.view")
sees(LeadAnswer, through("lead"), permission="sales.lead.view")
for _model in (Pipeline, Stage):
    sees(_model, everybody(), permission="sales.opportunity.view")

declare("sales.territory.view", _("See territories and who works in them"), roles=LOOK)
# Who makes somebody the manager of a territory lets him see what belongs to all who work there: administrators, as for teams.
declare("sales.territory.edit", _("Change territories, who works in them and which accounts lie in them"))

for _of_all in (Territory, TerritoryMember):
    sees(_of_all, everybody(), permission="sales.territory.view")
sees(TerritoryAccount, through("account"), permission="sales.territory.view")
hierarchy(
    "territories",
    places="SELECT id, parent_id FROM sales_territory WHERE deleted_at IS NULL",
    heads="""SELECT member.territory_id AS place_id, member.user_id FROM sales_territorymember AS member JOIN sales_territory AS lain ON lain.id = member.territory_id
        WHERE lain.deleted_at IS NULL AND member.role = 'manager'
        AND (member.since IS NULL OR member.since <= %(today)s) AND (member.until IS NULL OR member.until >= %(today)s)""",
    people="""SELECT territory_id AS place_id, user_id FROM sales_territorymember
        WHERE (since IS NULL OR since <= %(today)s) AND (until IS NULL OR until >= %(today)s)""",
)

declare("sales.forecast.view", _("See the forecast, its changes and quotas"), roles=("manager", "representative", "executive"))
declare("sales.forecast.call", _("Say what is expected beside the sum of the deals"), roles=PLAN)
declare("sales.quota.edit", _("Say quotas"), roles=PLAN)
declare("sales.stage.edit", _("Say how sure the deals of a stage are"), roles=("executive",))


def _of_people_seen(actor: Actor, model: type[Model]) -> Q:
    """What is said of people whom the actor works with, of teams and of territories in which one of them works."""
    people = sorted(actor.owner_ids)
    teams = Team.objects.filter(Q(lead__in=people) | Q(members__in=people)).values("pk")
    lands = TerritoryMember.objects.filter(user__in=people).values("territory")
    return Q(user__in=people) | Q(team__in=teams) | Q(territory__in=lands)


for _said in (Quota, ForecastCall):
    sees(_said, _of_people_seen, permission="sales.forecast.view")
sees(ForecastSnapshot, everybody(), permission="sales.forecast.view")
sees(SnapshotDeal, through("opportunity"), permission="sales.forecast.view")
