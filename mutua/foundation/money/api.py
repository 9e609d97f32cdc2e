"""Exchange rates for other programs."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from ninja.params.functions import Query

from mutua.foundation.access import needs
from mutua.foundation.money.actions.set_rate import set_rate
from mutua.foundation.money.queries.rates import rates_said
from mutua.foundation.records.errors import Refused

router = Router()
MOST = 200


class RateIn(Schema, extra="forbid"):
    """One unit of `of` was worth `factor` units of `to` on that day. source: who says so."""

    of: str
    to: str
    factor: Decimal
    on: date
    source: str


class RateOut(Schema):
    of: str
    to: str
    factor: Decimal
    on: date
    source: str


@router.get("/exchange-rates", response=list[RateOut], summary="Exchange rates, the newest first")
@needs("money.rate.view")
def list_rates(request: HttpRequest, of: str = "", to: str = "", limit: int = Query(50, ge=1, le=200)) -> Any:
    found = rates_said(request.actor)
    found = found.filter(of=of.upper()) if of else found
    return found.filter(to=to.upper())[:limit] if to else found[:limit]


@router.post("/exchange-rates", response={201: list[RateOut]}, summary="Say exchange rates; all of them or none")
@needs("money.rate.edit")
def add_rates(request: HttpRequest, sent: list[RateIn]) -> Any:
    if len(sent) > MOST:
        raise Refused(_("At most %(n)s rates at a time. Nothing was saved.") % {"n": MOST})
    with transaction.atomic():
        return Status(201, [set_rate(request.actor, **one.dict()) for one in sent])
