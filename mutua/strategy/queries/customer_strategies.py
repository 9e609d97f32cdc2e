"""What we want with one customer, and whether the ground under it still stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from mutua.customers.models import Account
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.access.prepared import prepared
from mutua.strategy.models import CustomerStrategy, GenericStrategy, StrategyVersion
from mutua.strategy.queries.serving import strategies_active
from mutua.strategy.queries.strategies import versions_seen

State = StrategyVersion.State


def customer_strategies_seen(actor: Actor) -> QuerySet[CustomerStrategy]:
    return visible_to(actor, CustomerStrategy.objects.select_related("account"))


def standing_on_abandoned(actor: Actor) -> QuerySet[CustomerStrategy]:
    """Active ones that name an abandoned version: true at the commit that abandons it, for it is a question and not a copy."""
    abandoned = StrategyVersion.objects.filter(customer_strategies=OuterRef("pk"), state=State.ABANDONED)
    return customer_strategies_seen(actor).filter(Exists(abandoned), state=State.ACTIVE)


def standing_on_nothing(actor: Actor) -> QuerySet[CustomerStrategy]:
    """Active ones that name no version at all: there must never be one."""
    return customer_strategies_seen(actor).filter(state=State.ACTIVE, versions=None)


@dataclass(frozen=True)
class Standing:
    """How many name a version; before: how many in force stand on an earlier one of the same strategy, and on none that is in force."""

    on: int
    before: int


def standing_on(actor: Actor, version: StrategyVersion, until: datetime | None = None) -> Standing:
    """until: of those that were made before this moment, of which it is not told where they stood then. One query."""
    its = StrategyVersion.objects.filter(customer_strategies=OuterRef("pk"), strategy=version.strategy_id)
    on, in_force, earlier = its.filter(pk=version.pk), its.filter(state=State.ACTIVE), its.filter(number__lt=version.number)
    seen = customer_strategies_seen(actor).order_by()
    if until is not None:
        return Standing(seen.filter(Exists(on), created_at__lt=until).count(), 0)
    before = Q(~Exists(in_force), Exists(earlier), state=State.ACTIVE)
    found = seen.aggregate(on=Count("pk", filter=Exists(on)), before=Count("pk", filter=before))
    return Standing(found["on"], found["before"])


@dataclass(frozen=True)
class Serving:
    """What an account's page says: the generic strategies that its segments bring, and its own."""

    generic: list[GenericStrategy]
    own: CustomerStrategy | None
    stands_on: list[StrategyVersion]

    @property
    def abandoned(self) -> list[StrategyVersion]:
        return [version for version in self.stands_on if version.state == State.ABANDONED]

    @property
    def amended(self) -> list[StrategyVersion]:
        """Versions that others followed, of strategies of which it stands on none in force."""
        on = {version.strategy_id for version in self.stands_on if version.state == State.ACTIVE}
        return [version for version in self.stands_on if version.state == State.AMENDED and version.strategy_id not in on]


def serving_account(actor: Actor, account: Account) -> Serving:
    """Three queries."""
    generic = _brought_by_segments(actor, account.pk)
    own = next(iter(_own(actor, account.pk)), None)
    stands_on = list(own.versions.select_related("strategy").order_by("strategy__name", "-number")) if own else []
    return Serving(generic, own, stands_on)


def renewed_versions(actor: Actor, own: CustomerStrategy) -> list[StrategyVersion]:
    """What it would stand on if each version that another one followed gave way to the one in force; the others stay. Two queries."""
    stands_on = list(own.versions.order_by("strategy__name", "-number"))
    followed = [version.strategy_id for version in stands_on if version.state == State.AMENDED]
    in_force = list(versions_seen(actor).filter(strategy__in=followed, state=State.ACTIVE))
    gone = {version.strategy_id for version in in_force}
    return [version for version in stands_on if version.strategy_id not in gone or version.state != State.AMENDED] + in_force


@prepared
def _brought_by_segments(actor: Actor, account_id: int) -> QuerySet[GenericStrategy]:
    mine = strategies_active().filter(segment__members__account=account_id, segment__members__until=None, segment__deleted_at=None)
    return visible_to(actor, mine).select_related("segment", "offering", "owner").order_by("versions__active_from", "pk")


@prepared
def _own(actor: Actor, account_id: int) -> QuerySet[CustomerStrategy]:
    mine = customer_strategies_seen(actor).filter(account=account_id, state__in=[State.ACTIVE, State.DRAFT])
    return mine.order_by("-state", "pk")[:1]
