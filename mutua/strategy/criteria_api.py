"""What a version asks of a contact before we serve it, for other programs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from mutua.foundation.access import needs
from mutua.foundation.api.doors import seen, version_wanted
from mutua.strategy.actions.set_criteria import Asked, set_criteria
from mutua.strategy.contact_facts import contact_facts, told_criterion
from mutua.strategy.models import Criterion
from mutua.strategy.queries.criteria import criteria_of
from mutua.strategy.queries.strategies import version_for

router = Router()


class CriterionIn(Schema, extra="forbid"):
    """A question that a yes answers. must: without a yes nobody is qualified. fact, op, value: what answers it by itself; without a fact a person does."""

    question: str
    aspect: Criterion.Aspect = Criterion.Aspect.FIT
    must: bool = True
    fact: str = ""
    op: str = ""
    value: str = ""


class CriterionOut(CriterionIn, extra="ignore"):
    """words: what it is about, whether it must be fulfilled and what answers it."""

    id: int
    words: str


class FactOut(Schema):
    key: str
    title: str
    kind: str


@router.get("/contact-facts", response=list[FactOut], summary="What can answer a criterion by itself")
@needs("strategy.strategy.view")
def list_facts(request: HttpRequest) -> Any:
    return [{"key": one.key, "title": str(one.title), "kind": one.kind} for one in contact_facts()]


@router.get("/strategy-versions/{int:version_id}/criteria", response=list[CriterionOut], summary="What a version asks of a contact")
@needs("strategy.strategy.view")
def list_criteria(request: HttpRequest, version_id: int) -> Any:
    return [_told(one) for one in criteria_of(request.actor, version_for(request.actor, version_id))]


@router.put(
    "/strategy-versions/{int:version_id}/criteria", response=list[CriterionOut], summary="Say what an open version asks of a contact"
)
@needs("strategy.strategy.edit")
def put_criteria(request: HttpRequest, response: HttpResponse, version_id: int, sent: list[CriterionIn]) -> Any:
    """All of them, in their order: those of before are replaced."""
    asked = [Asked(**one.dict()) for one in sent]
    draft = set_criteria(request.actor, version_id, asked, version=version_wanted(request))
    seen(request, response, draft)
    return [_told(one) for one in criteria_of(request.actor, draft)]


def _told(one: Criterion) -> dict[str, Any]:
    value = one.condition.get("value", "")
    return {
        "id": one.pk,
        "question": one.question,
        "aspect": one.aspect,
        "must": one.must,
        "fact": one.condition.get("field", ""),
        "op": one.condition.get("op", ""),
        "value": ", ".join(value) if isinstance(value, list) else str(value),
        "words": told_criterion(one),
    }
