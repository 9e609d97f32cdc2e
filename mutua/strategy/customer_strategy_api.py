"""The strategy for one customer, for other programs, and its draft from what is known."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import NotFound, needs
from mutua.foundation.api.custom import CustomIn, CustomOut
from mutua.foundation.api.doors import seen, tagged, version_wanted
from mutua.strategy.actions.write_customer_strategy import write_customer_strategy
from mutua.strategy.drafting import draft_for
from mutua.strategy.models import CustomerStrategy
from mutua.strategy.queries.customer_strategies import serving_account
from mutua.strategy.queries.strategies import version_for

router = Router()


class CustomerStrategyIn(CustomIn, extra="forbid"):
    """version_ids: the strategy versions on which it stands; one in force stands on one in force."""

    statement: str
    version_ids: list[int]
    is_active: bool = False


class CustomerStrategyOut(CustomOut):
    """state: draft or active. abandoned: those of version_ids that were abandoned since."""

    id: int
    version: int
    account_id: int
    statement: str
    state: str
    version_ids: list[int]
    abandoned: list[int]


class SentenceOut(Schema):
    """source, link: where its figures stand."""

    text: str
    source: str
    link: str


class DraftedOut(Schema):
    """Nothing of it is saved. unknown: what is not known, in sentences."""

    statement: str
    sentences: list[SentenceOut]
    unknown: list[str]
    version_ids: list[int]


@router.get("/accounts/{int:account_id}/strategy", response=CustomerStrategyOut, summary="The strategy for a customer")
@needs("strategy.strategy.view")
def get_customer_strategy(request: HttpRequest, response: HttpResponse, account_id: int) -> Any:
    """404 where none was written."""
    own = serving_account(request.actor, account_for(request.actor, account_id)).own
    if own is None:
        raise NotFound
    return _told(request, tagged(response, own))


@router.put("/accounts/{int:account_id}/strategy", response=CustomerStrategyOut, summary="Write the strategy for a customer")
@needs("strategy.customer_strategy.edit")
def put_customer_strategy(request: HttpRequest, response: HttpResponse, account_id: int, sent: CustomerStrategyIn) -> Any:
    """The first one needs no If-Match."""
    account = account_for(request.actor, account_id)
    own = serving_account(request.actor, account).own
    written = write_customer_strategy(
        request.actor,
        account.pk,
        statement=sent.statement,
        versions=[version_for(request.actor, number) for number in sent.version_ids],
        is_active=sent.is_active,
        version=version_wanted(request) if own else None,
        custom=sent.custom,
    )
    return _told(request, seen(request, response, written))


@router.get("/accounts/{int:account_id}/strategy/draft", response=DraftedOut, summary="A draft of a customer's strategy from what is known")
@needs("strategy.customer_strategy.edit")
def get_draft(request: HttpRequest, account_id: int) -> Any:
    draft = draft_for(request.actor, account_for(request.actor, account_id))
    sentences = [{"text": one.text, "source": str(one.source), "link": one.url} for one in draft.sentences]
    versions = [version.pk for version in draft.versions]
    return {"statement": draft.statement, "sentences": sentences, "unknown": draft.unknown, "version_ids": versions}


def _told(request: HttpRequest, own: CustomerStrategy) -> CustomerStrategy:
    versions = list(own.versions.order_by("pk"))
    own.version_ids = [one.pk for one in versions]  # type: ignore[attr-defined]
    own.abandoned = [one.pk for one in versions if one.state == "abandoned"]  # type: ignore[attr-defined]
    return own
