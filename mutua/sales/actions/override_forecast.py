"""Saying how sure one deal is, where its owner knows better than its stage."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.sales.events import ForecastOverridden
from mutua.sales.models import ForecastCategory, Opportunity, Stage
from mutua.sales.queries.opportunities import opportunity_for


@transaction.atomic
def override_forecast(actor: Actor, opportunity_id: int, *, version: int | None, category: str, reason: str = "") -> Opportunity:
    """The deal in this category, with the reason; "" puts it back into that of its stage. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    opportunity = locked(opportunity_for(actor, opportunity_id), version)
    require(actor, "sales.opportunity.edit", opportunity)
    if category and category not in ForecastCategory.values:
        raise Refused(_("A category is commit, best, pipeline or omitted. Nothing was changed."), field="category")
    if category and not reason.strip():
        raise Refused(_("Say why this deal is surer, or less sure, than its stage. Nothing was changed."), field="reason")
    if opportunity.stage.kind != Stage.Kind.OPEN:
        raise Refused(_("This deal has ended: how sure it is, is known. Nothing was changed."))

    opportunity.forecast_category, opportunity.forecast_reason = category, reason.strip() if category else ""
    store(opportunity, update_fields=["forecast_category", "forecast_reason"])

    announce(ForecastOverridden(opportunity_id=opportunity.pk, account_id=opportunity.account_id), actor=actor)
    return opportunity
