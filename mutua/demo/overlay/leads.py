"""People who may become customers: what they wrote, what was found out, and how they were judged; who takes leads; and the form by which they come."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.conf import settings

from mutua.catalog.models import Offering
from mutua.customers.actions.write_wording import write_wording
from mutua.customers.models import Wording
from mutua.demo.noting import made_before, noted
from mutua.demo.overlay.reading import once, origin, overlay
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.access.people import actor_of
from mutua.foundation.identity.models import Team, User
from mutua.portals.actions.keep_web_form import create_web_form
from mutua.portals.models import WebForm
from mutua.sales.actions.answer_criterion import answer_criterion
from mutua.sales.actions.create_lead import create_lead
from mutua.sales.actions.disqualify_lead import disqualify_lead
from mutua.sales.actions.keep_lead_pool import create_lead_pool
from mutua.sales.actions.qualify_lead import qualify_lead
from mutua.sales.models import Lead, LeadPool
from mutua.strategy.models import Criterion
from mutua.strategy.queries.criteria import criteria_in_force


def lay_leads(actor: Actor) -> None:
    for told in overlay("leads.toml")["lead"]:
        by = actor_of(User.objects.get(name=told["owner"]))
        noted(once(Lead, told["key"], partial(_lead, by, told)))
    _pool(actor)
    _form(actor)


def _lead(by: Actor, told: dict[str, Any]) -> Lead:
    given, family, title = told["person"]
    values = {
        name: told[name]
        for name in ("organisation", "mail", "phone", "country", "industry", "employees", "came_by", "message")
        if name in told
    }
    lead = create_lead(
        by, **values, given_name=given, family_name=family, job_title=title, offering=Offering.objects.filter(name=told.get("offering")).first(),
        amount=Decimal(told["amount"]) if "amount" in told else None, arrived_at=days.now() - timedelta(days=told["ago"], hours=3), **origin(told["key"]),
    )  # fmt: skip
    asked = {one.question: one for one in criteria_in_force([lead.strategy_id]).get(lead.strategy_id, [])}
    for question, (answer, evidence) in told.get("answers", {}).items():
        answer_criterion(by, lead.pk, criterion_id=asked[question].pk, answer=answer, evidence=evidence)
    return _judged(by, lead, told, asked)


def _judged(by: Actor, lead: Lead, told: dict[str, Any], asked: dict[str, Criterion]) -> Lead:
    if told.get("judged") == "qualified":
        return qualify_lead(by, lead.pk, version=None)
    if told.get("judged") == "disqualified":
        return disqualify_lead(by, lead.pk, version=None, reason=told.get("reason", ""), failed=asked.get(told.get("fails", "")))
    return lead


def _pool(actor: Actor) -> None:
    team = Team.objects.filter(members__name="Ada Lindqvist").first()
    if team is not None and not LeadPool.everything.filter(team=team).exists():
        noted(create_lead_pool(actor, team=team, by="load", most=25))


def _form(actor: Actor) -> None:
    if not settings.PORTAL_URL or made_before(WebForm, name="Contact page") is not None:
        return
    text = "Write to me now and then about how supply can be planned. I can take this back at any time."
    wording = Wording.objects.filter(purpose="news", language="en", text=text).first() or noted(
        write_wording(actor, purpose="news", language="en", text=text)
    )
    asks = ["organisation", "given_name", "family_name", "country", "message"]
    thanks = "Thank you. We answer within two working days."
    noted(create_web_form(actor, name="Contact page", title="Tell us what you need", asks=asks, wording=wording, thanks=thanks))
