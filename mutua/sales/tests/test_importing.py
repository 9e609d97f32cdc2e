"""Deals that come in a second time, and what the file says of money."""

from __future__ import annotations

import io

from mutua.customers.tests.making import make_account
from mutua.foundation.access import flow_actor
from mutua.foundation.imports.actions.import_now import import_now
from mutua.sales.models import Opportunity
from mutua.sales.pipelines import ensure_pipeline
from mutua.strategy.tests.making import make_strategy


def bring_in(*rows):
    ensure_pipeline()
    content = io.BytesIO("\n".join(["deal id,account,stage,amount,currency", *rows]).encode())
    return import_now(flow_actor("test"), "opportunities", content, file_name="deals.csv", source="test")


def test_a_strategy_named_by_hand_survives_the_next_import(cast):
    make_account(name="Betatech", owner=cast.ada)
    bring_in("1,Betatech,Prospecting,100,USD")
    by_hand = make_strategy()
    Opportunity.objects.update(strategy=by_hand, strategy_inferred=False)
    assert bring_in("1,Betatech,Prospecting,200,USD").updated == 1
    deal = Opportunity.objects.get()
    assert (deal.amount, deal.strategy, deal.strategy_inferred) == (200, by_hand, False)


def test_a_currency_is_three_letters_whatever_their_case(cast):
    make_account(name="Betatech", owner=cast.ada)
    run = bring_in("1,Betatech,Prospecting,100,eur", "2,Betatech,Prospecting,100,€")
    assert (run.created, run.refused) == (1, 1)
    assert Opportunity.objects.get().currency == "EUR"


def test_a_deal_without_an_account_waits_and_comes_onto_the_board_when_it_is_repaired(client, cast):
    account = make_account(name="Betatech", owner=cast.ada)
    run = bring_in("1,,Engaging,100,USD")
    assert (run.refused, Opportunity.objects.count()) == (1, 0)
    client.force_login(cast.users["root"])
    issue = run.issues.get(level="refused")
    label = client.get(f"/imports/repair/{issue.pk}/").content.decode().split('for="id_account">')[1].split("</label>")[0]
    assert "optional" not in label
    assert client.post(f"/imports/repair/{issue.pk}/", issue.text).status_code == 422
    client.post(f"/imports/repair/{issue.pk}/", {**issue.text, "account": "Betatech"})
    deal = Opportunity.objects.get(account=account)
    assert f'data-card="{deal.pk}"' in client.get("/pipeline/?whose=all").content.decode()
