"""What the overlay promises: a company in which the scenarios can be seen, without a day that lies ahead."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mutua.backoffice.models import Order
from mutua.catalog.tests.making import make_product
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.demo.company import forget_passwords, make_company
from mutua.demo.derived import tender_deals
from mutua.demo.noting import ACTOR
from mutua.demo.overlay.accounts import lay_accounts
from mutua.demo.overlay.programmes import lay_our_readiness
from mutua.demo.overlay.strategies import lay_strategies
from mutua.demo.shift import Shift, chosen_shift
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.days.models import DateShift
from mutua.foundation.identity.models import User
from mutua.foundation.timeline.models import TimelineEntry
from mutua.relationships.models import AccountTouchpoint, RoadmapItem
from mutua.relationships.queries.readiness import gates_of
from mutua.relationships.queries.touchpoints import meetings_of
from mutua.relationships.rules.kinds import RelationshipType
from mutua.strategy.models import StrategyVersion

pytestmark = pytest.mark.django_db
ROOT = flow_actor(ACTOR)


@pytest.fixture
def shift(settings, tmp_path: Path) -> Shift:
    settings.DATA_FOLDER = tmp_path
    make_company()
    lay_our_readiness(ROOT)
    return Shift(deliveries=0, deals=0, today=days.today())


def derived_at(name: str) -> RelationshipType | None:
    account = Account.objects.get(name=name)
    return next(m.derived.type for m in meetings_of(ROOT, account.pk) if m.at.touchpoint.key == "physical-delivery")


def test_alder_is_forced_and_brightwater_is_strategic_and_poor(shift: Shift) -> None:
    lay_accounts(ROOT, shift, "grocery.toml")
    assert derived_at("Alder Markets") == RelationshipType.INDEPENDENT
    assert derived_at("Brightwater Foods") == RelationshipType.STRATEGIC

    cpfr = RoadmapItem.objects.get(account__name="Alder Markets", activity__key="cpfr")
    gate = gates_of(ROOT, [cpfr])[cpfr.pk]
    assert (float(gate.ready.ratio), gate.is_passable) == (0.2, False)
    assert gate.expected is not None
    assert gate.worst is not None
    # By hand: 5,200 × (0.99 − 0.798) = 998.4 more failed; × 4,000 × (0.2 × 0.25 + 0.03).
    assert (round(gate.expected.after, 1), int(gate.expected.loss)) == (1_050.4, 319_488)
    assert (gate.worst.after, int(gate.worst.loss)) == (1_300.0, 399_360)
    assert RoadmapItem.objects.count() == 10


def test_the_history_tells_of_people_and_of_days_gone_by(shift: Shift) -> None:
    lay_accounts(ROOT, shift, "grocery.toml")
    laid = TimelineEntry.objects.filter(sentence__startswith="relationships.")
    assert laid.exists()
    assert set(laid.values_list("actor_name", flat=True)) == {"Ada Lindqvist", "Ben Okafor"}
    assert not laid.filter(at__date__gte=shift.today).exists()


def test_a_label_and_a_gap_wait_for_somebody_to_look(shift: Shift) -> None:
    for name in ("Zambia", "Nigeria", "Mozambique"):
        make_account(name=f"{name} programme", source="scms", source_key=name)
    lay_accounts(ROOT, shift, "grocery.toml")
    lay_accounts(ROOT, shift, "programmes.toml")
    labelled = AccountTouchpoint.objects.exclude(label="").get()
    assert (labelled.account.name, labelled.label) == ("Mozambique programme", "collaborative")
    assert derived_at("Mozambique programme") == RelationshipType.INDEPENDENT
    assert not RoadmapItem.objects.filter(account__name="Nigeria programme").exists()


def test_a_draft_waits_with_all_levers(shift: Shift) -> None:
    make_product(source="crm", source_key="GTX", series="GTX")
    lay_strategies(ROOT, shift)
    draft = StrategyVersion.objects.get(state="draft")
    assert (draft.levers.count(), draft.levers.filter(is_chosen=True).count()) == (23, 10)


def test_no_tender_was_won_on_a_day_that_lies_ahead() -> None:
    account = make_account(name="Zambia programme", source="scms", source_key="Zambia")
    for number, dated in enumerate((date(2026, 1, 5), date(2026, 3, 1), date(2026, 9, 1))):
        Order.objects.create(account=account, number=f"PO-{number}", dated_on=dated, value=100 + number, currency="USD")
    told = tender_deals(date(2026, 6, 1)).decode()
    assert "PO-1" in told
    assert "PO-2" not in told
    assert "2026-02-09" in told  # the framework: twenty days before the newest order


def test_the_sentence_is_true_on_every_later_day() -> None:
    with days.as_of(date(2026, 5, 2)):
        chosen_shift()
    sentence = DateShift.objects.get().sentence
    assert "1 May 2026" in sentence
    assert "yesterday" not in sentence


def test_passwords_of_people_who_are_gone_go_too(settings, tmp_path: Path) -> None:
    settings.DATA_FOLDER = tmp_path
    make_company()
    User.objects.filter(email="ada@meridian.example").delete()
    forget_passwords()
    left = {file.name for file in (tmp_path / "secrets").iterdir()}
    assert "password-ada" not in left
    assert "password-ben" in left
