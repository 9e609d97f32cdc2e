"""What a customer is expected to order, as the person who looks may see it."""

from __future__ import annotations

from dataclasses import dataclass

from mutua.backoffice.models import Order, Worth, WorthCohort
from mutua.backoffice.models.party import Party, of_party
from mutua.backoffice.queries.seen import orders_seen
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.money import Money


@dataclass(frozen=True)
class Outlook:
    """In one currency. worth: None where the cohort is too few to say. value: None where there is no mean."""

    cohort: WorthCohort
    worth: Worth | None

    @property
    def value(self) -> Money | None:
        return Money(self.worth.value, self.worth.currency) if self.worth is not None and self.worth.value is not None else None


def outlooks_of(actor: Actor, party: Party) -> list[Outlook]:
    """One for each currency in which the customer ordered, what is expected most first. Three queries."""
    worths = {worth.currency: worth for worth in visible_to(actor, Worth.objects.filter(of_party(party)))}
    ordered = orders_seen(actor).filter(of_party(party), value__gt=0).exclude(state=Order.State.CANCELLED).order_by()
    currencies = {*worths, *ordered.values_list("currency", flat=True).distinct()}
    # A cohort says how many there are of a kind, and nothing of any of them: whoever sees one of its customers may know
    cohorts = WorthCohort.objects.filter(kind=party._meta.model_name, currency__in=currencies, counted_on__isnull=False)
    found = [Outlook(cohort, worths.get(cohort.currency)) for cohort in cohorts.order_by("currency")]
    return sorted(found, key=lambda one: -one.worth.purchases if one.worth is not None else 0.0)
