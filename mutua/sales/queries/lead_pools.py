"""Pools of those who take leads, and which pool a lead belongs to."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from mutua.customers.queries.colleagues import colleagues
from mutua.foundation import days
from mutua.foundation.access import Actor, find, visible_to
from mutua.sales.lead_facts import as_account
from mutua.sales.models import Lead, LeadPool, Territory, TerritoryMember
from mutua.sales.models.lead import OPEN_STATES
from mutua.sales.queries.territories import working_on
from mutua.sales.rules.assignment import Seller
from mutua.sales.rules.fit import holds
from mutua.sales.rules.placing import deepest_first


def lead_pools_seen(actor: Actor) -> QuerySet[LeadPool]:
    return visible_to(actor, LeadPool.objects.select_related("territory", "team", "last"))


def lead_pool_for(actor: Actor, pool_id: int) -> LeadPool:
    """Raises NotFound."""
    return find(lead_pools_seen(actor), pk=pool_id)


def pools_for(lead: Lead) -> list[LeadPool]:
    """In the order in which they are asked: of the deepest territory whose rule fits what is known of the lead, up to the top; then those of teams.

    Two queries. It asks nobody's permission: where a lead belongs does not depend on who looks.
    """
    pools = list(LeadPool.objects.select_related("territory", "team").order_by("pk"))
    territories = {one.pk: one for one in Territory.objects.all()}
    order = deepest_first({number: one.parent_id for number, one in territories.items()})
    known = as_account(lead)
    fitting = [number for number in order if territories[number].predicate and holds(territories[number].predicate, known) is True]
    by_territory = {pool.territory_id: pool for pool in pools if pool.territory_id}
    return [by_territory[number] for number in fitting if number in by_territory] + [pool for pool in pools if pool.team_id]


def sellers_of(pool: LeadPool) -> list[Seller]:
    """Those who take its leads today, by name, with their open leads: in a territory who sells there, or who manages it where nobody does."""
    if pool.team_id:
        people = colleagues().filter(teams=pool.team_id)
    else:
        members = TerritoryMember.objects.filter(working_on(days.today()), territory=pool.territory_id)
        sellers = members.filter(role=TerritoryMember.Role.SELLER)
        people = colleagues().filter(pk__in=(sellers if sellers.exists() else members).values("user"))
    is_open = Q(leads_owned__state__in=OPEN_STATES, leads_owned__deleted_at=None)
    counted = people.annotate(open_leads=Count("leads_owned", filter=is_open, distinct=True)).order_by("name", "pk")
    return [Seller(*row) for row in counted.values_list("pk", "name", "open_leads")]
