"""What sales tells the tests that watch over all domains: see tests/guarding.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Any

from mutua.catalog.models import Offering, Product
from mutua.customers.models import Account
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.identity.models import Team
from mutua.sales.actions.convert_lead import convert_lead
from mutua.sales.actions.edit_lead import edit_lead
from mutua.sales.actions.edit_opportunity import edit_opportunity
from mutua.sales.actions.name_accounts import unname_account
from mutua.sales.models import (
    ForecastCall,
    ForecastSnapshot,
    Lead,
    LeadConversion,
    LeadPool,
    Opportunity,
    Quota,
    SnapshotDeal,
    StageChange,
    Territory,
    TerritoryAccount,
)
from mutua.sales.queries import forecast, said, snapshots, territories
from mutua.sales.queries.converting import conversion_of
from mutua.sales.queries.reports import reports_of
from mutua.sales.rules.periods import read_period
from mutua.sales.tests.lead_making import make_asking_strategy, make_lead
from mutua.sales.tests.making import make_opportunity, make_territory, stage
from mutua.strategy.models import Criterion
from tests.guarding import ACCOUNTS, DAYS, Guarded, Imported, Its
from tests.matrix.sending import binned, kept
from tests.matrix.world import binned_at

if TYPE_CHECKING:
    from tests.cast import Cast
    from tests.matrix.world import World
    from tests.rights.planting import Garden

_number = count(1)


def share(world: World) -> None:
    cast = world.cast
    asking = make_asking_strategy({"question": "Do they decide?", "must": False}, name="Asking", offering=Offering.objects.earliest("pk"))
    world.shared(
        stage_id=stage("prospecting"),
        asking_strategy_id=asking,
        criterion_id=Criterion.objects.get(),
        pool_id=LeadPool.objects.create(team=Team.objects.get(name="North")),
        binned_pool_id=LeadPool.objects.create(team=Team.objects.get(name="South"), deleted_at=binned_at()),
        free_team_id=Team.objects.create(name="Nobody’s"),
    )
    # Eve works above Ben and beside those whom he leads, in a territory and in a team: he sees who stands below him, and nobody else.
    top = make_territory(name="World", sellers=[cast.eve])
    land = make_territory(name="North", parent=top, manager=cast.ben, sellers=[cast.ada])
    make_territory(name="South", parent=top, sellers=[cast.eve])
    Team.objects.filter(name="North").update(parent=Team.objects.get(name="South"))
    world.shared(territory_id=land, free_territory_id=make_territory(name="Free"), member_id=land.members.get(user=cast.ada.user_id))


def stand(world: World, whose: str, actor: Actor) -> None:
    mark, account = world.marks[whose], Account.objects.get(pk=world.ids["account_id"][whose])
    product = Product.objects.get(pk=world.ids["product_id"][whose])
    TerritoryAccount.objects.create(territory_id=world.ids["territory_id"][whose], account=account, named=True)
    deal = make_opportunity(owner=actor, account=account, product=product, name=f"{mark} deal")
    won = make_opportunity(owner=actor, account=account, product=product, name=f"{mark} won", stage_key="won", closed_on=date(2026, 2, 1))
    gone = make_opportunity(owner=actor, account=account, product=product, name=f"{mark} gone", deleted_at=binned_at())
    world.put(whose, deal_id=deal, opportunity_id=deal, won_deal_id=won, binned_deal_id=gone)
    _leads(world, whose, actor)
    told: dict[str, Any] = {
        "user_id": actor.user_id, "first": date(2026, 10, 1), "last": date(2026, 12, 31), "amount": 9, "reason": mark, "said_at": days.now(), "said_by": mark,
    }  # fmt: skip
    Quota.objects.create(**told)
    ForecastCall.objects.create(**told)


def _leads(world: World, whose: str, actor: Actor) -> None:
    mark, asking = world.marks[whose], Criterion.objects.get().version_of.strategy
    world.put(whose, lead_id=make_lead(owner=actor, organisation=f"{mark} lead", mail=f"{mark}@lead.example", strategy=asking))
    qualified, converted = (
        make_lead(owner=actor, organisation=f"{mark} {state} lead", state="qualified", strategy=asking) for state in ("good", "converted")
    )
    convert_lead(actor, converted.pk, version=1)
    Lead.objects.filter(pk=converted.pk).update(version=1)
    world.put(whose, qualified_lead_id=qualified, converted_lead_id=converted)
    world.put(whose, binned_lead_id=make_lead(owner=actor, organisation=f"{mark} gone lead", mail="", deleted_at=binned_at()))


def finish(world: World) -> None:
    """Two Mondays, between which both deals have grown."""
    for monday, amount in ((date(2026, 11, 16), 5), (date(2026, 11, 23), 7)):
        snapshot = ForecastSnapshot.objects.create(on=monday, taken_at=days.now())
        for whose, deal in world.ids["deal_id"].items():
            SnapshotDeal.objects.create(
                snapshot=snapshot, opportunity_id=deal, number=deal, name=world.marks[whose], state="open", category="best", probability=1,
                amount=amount, currency="USD", expected_on=date(2026, 12, 1),
            )  # fmt: skip


SENT: dict[str, Callable[[Its], dict[str, Any]]] = {
    "deals/": binned("deal_id"),
    "deals/new/": lambda its: {"account": f"(#{its['account_id']})", "product": its["product_id"]},
    "deals/<int:deal_id>/edit/": lambda its: {"name": "Bigger"},
    "deals/<int:deal_id>/strategy/": lambda its: {"strategy": its["strategy_id"]},
    "deals/<int:deal_id>/lose/": lambda its: {"reason": "Price"},
    "deals/<int:deal_id>/forecast/": lambda its: {"category": "commit", "reason": "They signed"},
    "pipeline/move/": lambda its: {"card": its["deal_id"], "to": its["stage_id"]},
    "leads/": binned("lead_id"),
    "leads/new/": lambda its: {"organisation": "Kano Clinics", "currency": "USD"},
    "leads/<int:lead_id>/edit/": lambda its: {"job_title": "Buyer"},
    "leads/<int:lead_id>/criteria/<int:criterion_id>/": lambda its: {"answer": "yes", "evidence": "Said so"},
    "leads/<int:lead_id>/disqualify/": lambda its: {"reason": "No budget"},
    "leads/pools/new/": lambda its: {"team": its["free_team_id"], "by": "turn"},
    "leads/pools/<int:pool_id>/": lambda its: {"by": "load"},
    "forecast/quotas/": lambda its: {"of": f"user-{its['user_id']}", "period": "2027-Q1", "amount": 5, "currency": "USD"},
    "forecast/call/": lambda its: {"of": f"user-{its['user_id']}", "period": "2027-Q1", "amount": 5, "currency": "USD", "reason": "They signed"},
    "forecast/stages/": lambda its: {f"percent-{its['stage_id']}": 33},
    "territories/": kept,
    "territories/new/": lambda its: {"name": "West"},
    "territories/<int:territory_id>/edit/": lambda its: {"name": "Far north"},
    "territories/<int:territory_id>/join/": lambda its: {"user": its["user_id"], "role": "seller"},
    "territories/<int:territory_id>/accounts/": lambda its: {"account": f"(#{its['child_id']})"},
}  # fmt: skip

JSON: dict[tuple[str, str], Callable[[Its], Any]] = {
    ("post", "api/v1/opportunities"): lambda its: {"account_id": its["account_id"], "product_id": its["product_id"]},
    ("patch", "api/v1/opportunities/<int:opportunity_id>"): lambda its: {"name": "Bigger"},
    ("post", "api/v1/opportunities/<int:opportunity_id>/move"): lambda its: {"stage_id": its["stage_id"]},
    ("post", "api/v1/opportunities/<int:opportunity_id>/win"): lambda its: {"closed_on": "2026-03-01"},
    ("post", "api/v1/opportunities/<int:opportunity_id>/lose"): lambda its: {"closed_on": "2026-03-01", "reason": "Price"},
    ("post", "api/v1/opportunities/<int:opportunity_id>/forecast"): lambda its: {"category": "commit", "reason": "They signed"},
    ("post", "api/v1/forecast/calls"): lambda its: {"user_id": its["user_id"], "period": "2027-Q1", "amount": 5, "reason": "They signed"},
    ("post", "api/v1/quotas"): lambda its: [{"user_id": its["user_id"], "period": "2027-Q1", "amount": 5}],
    ("post", "api/v1/territories"): lambda its: {"name": "West"},
    ("patch", "api/v1/territories/<int:territory_id>"): lambda its: {"name": "Far north"},
    ("post", "api/v1/territories/<int:territory_id>/members"): lambda its: {"user_id": its["user_id"]},
    ("post", "api/v1/territories/<int:territory_id>/accounts"): lambda its: {"account_ids": [its["child_id"]]},
    ("post", "api/v1/leads"): lambda its: {"organisation": "Kano Clinics"},
    ("patch", "api/v1/leads/<int:lead_id>"): lambda its: {"job_title": "Buyer"},
    ("post", "api/v1/leads/<int:lead_id>/convert"): lambda its: {"deal": {"name": "Boxes"}},
    ("post", "api/v1/leads/<int:lead_id>/answers"): lambda its: {
        "criterion_id": its["criterion_id"],
        "answer": "yes",
        "evidence": "Said so",
    },
    ("post", "api/v1/leads/<int:lead_id>/disqualify"): lambda its: {"reason": "No budget"},
}


def direct(world: World) -> dict[str, Callable[[], Any]]:
    ada, mia, eve = world.cast.ada, world.cast.mia, world.cast.eve.user_id
    account, deal, land = (world.ids[name]["eve"] for name in ("account_id", "deal_id", "territory_id"))
    quarter = read_period("2026-Q4")
    converted = Lead.objects.get(pk=world.ids["converted_lead_id"]["eve"])

    def weeks(actor: Actor) -> snapshots.Changes:
        after, before = snapshots.snapshots_seen(actor)
        return snapshots.changes(actor, before, after, quarter)

    def moved_between_stages() -> list[int]:
        """Only hers has moved."""
        hers = Opportunity.objects.get(pk=deal)
        StageChange.objects.create(opportunity=hers, was=None, now=hers.stage, at=days.now(), by="Eve")
        return [row.entered for row in reports_of(ada, read_period("2026")).stages]

    def under_a_bar() -> list[int]:
        """The bars as somebody who sees all of them has them."""
        rows = snapshots.rows_of_step(ada, weeks(world.cast.root), "grown")
        return [row.number for row, _amount in rows if row.number == deal]

    def unnamed() -> list[bool]:
        """Somebody who may change territories, and sees her own accounts only, as a role of a company's own would have it."""
        editor = replace(ada, permissions=ada.permissions | {"sales.territory.edit"})
        unname_account(editor, land, account)
        return [] if TerritoryAccount.objects.filter(account=account, named=True).exists() else [True]

    return {
        "quotas": lambda: said.quotas_said(ada).filter(user=eve),
        "what managers expect": lambda: said.calls_said(ada).filter(user=eve),
        "what was said in a forecast": lambda: [
            one for model in (Quota, ForecastCall) for one in forecast._said(ada, model, quarter).get(f"user-{eve}", [])
        ],
        "deals under a bar": under_a_bar,
        "what changed": lambda: [one for of in weeks(ada).bridge.deals.values() for one in of if one == deal],
        "what Mondays said": lambda: [one for one in snapshots.accuracy(ada, quarter).told if one.figures.best > Decimal(7)],
        "moves between stages": moved_between_stages,
        "weeks": lambda: snapshots.snapshots_seen(mia),
        "where an account lies": lambda: sorted(territories.territories_of(ada, [account])),
        "accounts of a territory": lambda: territories.accounts_in(ada, [land]).filter(pk=account),
        "territories": lambda: territories.tree_of(mia),
        "who works in a territory": lambda: territories.members_on(mia, [land], days.today()),
        "no longer named": unnamed,
        "what became of a lead": lambda: [one for one in [conversion_of(ada, converted)] if one],
    }


def _land(account: Account) -> Territory:
    return make_territory(name=f"Land {next(_number)} of {account.pk}")


def _team(garden: Garden) -> Any:
    return garden.some(Team)


def change_deal(cast: Cast, dice: Random) -> None:
    key, amount = dice.randint(0, 8), dice.choice([30, 40])
    deal = Opportunity.objects.filter(source_key=str(key)).first()
    if deal is not None:
        edit_opportunity(cast.root, deal.pk, version=deal.version, amount=amount)


def change_lead(cast: Cast, dice: Random) -> None:
    key, title = dice.randint(0, 8), dice.choice(["Buyer", "Director"])
    lead = Lead.objects.filter(source_key=str(key)).first()
    if lead is not None:
        edit_lead(cast.root, lead.pk, version=lead.version, job_title=title)


IMPORTED = {
    "opportunities": Imported(
        {"name": ("Pallets", "Boxes"), "account": ACCOUNTS, "stage": ("engaging", "won", "lost"), "amount": ("10", "20", ""), "close date": DAYS},
        (Opportunity,), always=("account", "stage"), edit=change_deal,
    ),
    "leads": Imported(
        {"company": ("Kano Clinics", "Lagos Stores", ""), "email": ("a@kano.example", "b@lagos.example"), "country": ("Nigeria", "Kenya", ""), "employees": ("7", "")},
        (Lead,), always=("email",), edit=change_lead, called_by_words=True,
    ),
}  # fmt: skip

GUARDED = Guarded(
    share=share,
    stand=stand,
    finish=finish,
    sent=SENT,
    json=JSON,
    in_state={
        "deals/<int:deal_id>/reopen/": {"deal_id": "won_deal_id"},
        "leads/<int:lead_id>/convert/": {"lead_id": "qualified_lead_id"},
        "api/v1/leads/<int:lead_id>/convert": {"lead_id": "qualified_lead_id"},
        "leads/<int:lead_id>/convert/undo/": {"lead_id": "converted_lead_id"},
        "api/v1/leads/<int:lead_id>/undo-conversion": {"lead_id": "converted_lead_id"},
        "territories/<int:territory_id>/delete/": {"territory_id": "free_territory_id"},
        "api/v1/territories/<int:territory_id>": {"territory_id": "free_territory_id"},
        "bin/<slug:kind>/<int:record_id>/restore/": {"deal_id": "binned_deal_id", "lead_id": "binned_lead_id"},
    },
    variants={
        "bin/": [{"kind": "deal", "record_id": "deal_id"}, {"kind": "lead", "record_id": "lead_id"}],
        "files/<slug:kind>": [{"kind": "opportunity", "subject_id": "deal_id"}, {"kind": "lead", "subject_id": "lead_id"}],
        "tagged/": [{"kind": "opportunity", "record_id": "deal_id"}, {"kind": "lead", "record_id": "lead_id"}],
        "notes/<slug:kind>": [{"kind": "opportunity", "subject_id": "deal_id"}],
        "timeline/": [{"kind": "lead", "subject_id": "lead_id"}, {"kind": "opportunity", "subject_id": "deal_id"}],
        "panels/": [
            {"slot": "account", "record_id": "account_id", "key": "deals"},
            {"slot": "objective", "record_id": "objective_id", "key": "deals"},
        ],
    },
    makes=frozenset(
        {
            "deals/new/", "leads/new/", "leads/pools/new/", "territories/new/", "territories/<int:territory_id>/join/",
            "territories/<int:territory_id>/accounts/", "api/v1/opportunities", "api/v1/leads", "api/v1/territories",
            "api/v1/territories/<int:territory_id>/members", "api/v1/territories/<int:territory_id>/accounts",
        }
    ),
    once=frozenset(
        {
            "territories/<int:territory_id>/members/<int:member_id>/end/", "territories/<int:territory_id>/accounts/<int:account_id>/end/",
            "api/v1/territories/<int:territory_id>/members/<int:member_id>/end", "api/v1/territories/<int:territory_id>/accounts/<int:account_id>",
        }
    ),
    lists=frozenset({"deals/", "leads/", "territories/"}),
    direct=direct,
    rows={"sales.Quota": {"team": _team}, "sales.ForecastCall": {"team": _team}, "sales.LeadPool": {"team": _team}},
    no_fields={"sales.LeadPool": "Who takes leads and in which order, four settings and nothing else."},
    binned=lambda cast, account: {
        "deal": make_opportunity(account=account, owner=cast.ada),
        "territory": make_territory(name="Coast"),
        "lead": make_lead(owner=cast.ada),
        "lead-pool": LeadPool.objects.create(team=Team.objects.create(name="Newcomers")),
    },
    noted=lambda cast, account: {
        "opportunity": make_opportunity(owner=cast.ada, account=account),
        "lead": make_lead(owner=cast.ada),
    },
    hanging={
        "account": {
            "deal": lambda account, others: make_opportunity(owner=others.ada, account=account),
            "lead": lambda account, others: LeadConversion.objects.create(lead=make_lead(owner=others.ada), account=account),
            "territory": lambda account, others: TerritoryAccount.objects.create(territory=_land(account), account=account, named=True),
        },
        "person": {
            "lead": lambda person, others: LeadConversion.objects.create(
                lead=make_lead(owner=others.ada), account=others.account, person=person
            ),
        },
    },
    imported=IMPORTED,
    undone_elsewhere=frozenset({"territories"}),  # they stand under each other: tests/test_territory_pages.py
    pages=("deals/<int:deal_id>/", "leads/<int:lead_id>/", "territories/<int:territory_id>/"),
    paths={"opportunity": "/deals/"},
)  # fmt: skip
