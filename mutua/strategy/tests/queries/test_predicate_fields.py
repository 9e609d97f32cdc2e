"""Whatever is registered of accounts, people and households can be chosen in the builder and says who belongs; against a naive reading."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from mutua.backoffice.models import Asset, Order, OrderLine
from mutua.backoffice.tests.making import make_order
from mutua.catalog.models import Product
from mutua.customers.models import Household
from mutua.customers.tests.making import make_account, make_person
from mutua.daybook.models import Interaction, Meeting
from mutua.foundation import days
from mutua.foundation.fields.models import CustomField
from mutua.foundation.fields.registry import fields_of
from mutua.foundation.filters.grammar import OPERATORS
from mutua.relationships.models import Touchpoint
from mutua.relationships.tests.making import make_catalogue
from mutua.strategy.queries.membership import parties_matching

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
PARTIES = ("account", "person", "household")
VALUES = {"text": "x", "number": 1, "money": 1, "date": "2026-01-01", "bool": True, "choice": "x", "multi": "x", "link": "1", "url": "x"}


def make_household(name):
    return Household.objects.create(name=name)


MAKE = {"account": lambda name: make_account(name=name), "person": lambda name: make_person(family_name=name), "household": make_household}


def of(kind, party):
    """An order hangs on one party."""
    return {"account": party if kind == "account" else None, "person": party if kind == "person" else None, "household": party if kind == "household" else None}  # fmt: skip


def order_of(kind, party, product, *, state="open", day=TODAY):
    order = make_order(make_account(), dated_on=day, placed_on=day, state=state)
    Order.objects.filter(pk=order.pk).update(**of(kind, party))
    OrderLine.objects.create(
        order=order, position=1, product=product, description="x", quantity=1, value=Decimal(1), source="t", source_key=f"l{order.pk}"
    )


def asset_of(kind, party, product, *, until=None):
    number = f"S-{Asset.objects.count()}"
    Asset.objects.create(**of(kind, party), serial_number=number, product=product, warranty_until=until, as_of=TODAY)


def found(kind, **leaf):
    with days.as_of(TODAY):
        return set(parties_matching(kind, leaf, today=TODAY).values_list("pk", flat=True))


@pytest.mark.parametrize("kind", PARTIES)
def test_every_registered_field_can_be_chosen_in_the_builder_and_compared(client, cast, kind):
    CustomField.objects.create(record_kind=kind, name="grade", label="Grade of their own", kind="number")
    client.force_login(cast.user("executive"))
    page = client.get(reverse("strategy:segment-new") + f"?kind={kind}").content.decode()
    fields = fields_of(kind)
    assert "custom.grade" in fields
    for key, known in fields.items():
        assert f'value="{key}"' in page, key
        choices = [str(value) for value, _name in known.choices()] if known.choices else []
        value = choices[0] if choices else VALUES[known.kind]
        for op in OPERATORS[known.kind]:
            given = {"in": [value], "between": [value, value], "within_last": "30d", "older_than": "30d"}.get(op, value)
            if known.mixed and known.kind == "money":
                continue
            leaf = {"field": key, "op": op} if op in ("empty", "not_empty") else {"field": key, "op": op, "value": given}
            parties_matching(kind, leaf).exists()


@pytest.mark.parametrize("kind", PARTIES)
def test_holdings_are_what_was_ordered_and_what_is_in_the_field(kind):
    desk, chair = Product.objects.create(name="Desk", sku="D1", series="GTX"), Product.objects.create(name="Chair", sku="C1", series="MG")
    buyer, holder, cancelled, nobody = (MAKE[kind](name) for name in ("Buyer", "Holder", "Cancelled", "Nobody"))
    order_of(kind, buyer, desk)
    order_of(kind, cancelled, chair, state="cancelled")
    asset_of(kind, holder, chair, until=TODAY)
    asset_of(kind, buyer, desk, until=TODAY - timedelta(1))
    everybody = {buyer.pk, holder.pk, cancelled.pk, nobody.pk}
    assert found(kind, field="ordered.products", op="contains", value="D1") == {buyer.pk}
    assert found(kind, field="ordered.series", op="contains", value="MG") == set()
    assert everybody & found(kind, field="ordered.products", op="empty") == everybody - {buyer.pk}
    assert found(kind, field="assets.series", op="contains", value="MG") == {holder.pk}
    assert found(kind, field="assets.products", op="not_empty") == {buyer.pk, holder.pk}
    assert found(kind, field="assets.in_warranty", op="gte", value=1) == {holder.pk}


@pytest.mark.parametrize("kind", ["account", "person"])
def test_behaviour_is_counted_within_its_window(cast, kind):
    make_catalogue()
    touchpoint = Touchpoint.objects.first()
    often, once, never = (MAKE[kind](name) for name in ("Often", "Once", "Never"))
    for party, channel, ago in ((often, "visit", 5), (often, "visit", 40), (often, "call", 3), (once, "call", 20)):
        account = party if kind == "account" else make_account()
        day = TODAY - timedelta(ago)
        Interaction.objects.create(
            account=account, person=party if kind == "person" else None, touchpoint=touchpoint, channel=channel, body="x",
            at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
        )  # fmt: skip
    ours = {often.pk, once.pk, never.pk}
    assert ours & found(kind, field="visits.count", op="gte", value=2) == {often.pk}
    assert ours & found(kind, field="visits.count", op="gte", value=2, within="30d") == set()
    assert ours & found(kind, field="contacts.count", op="is", value=0) == {never.pk}
    assert ours & found(kind, field="contacts.last_on", op="within_last", value="7d") == {often.pk}
    assert ours & found(kind, field="visits.last_on", op="empty") == {once.pk, never.pk}


def test_meetings_of_accounts_are_counted(cast):
    make_catalogue()
    account, other = make_account(), make_account()
    begins = datetime(2026, 11, 1, 9, tzinfo=UTC)
    Meeting.objects.create(
        account=account, touchpoint=Touchpoint.objects.first(), title="Year", begins_at=begins, ends_at=begins + timedelta(hours=1)
    )
    assert {account.pk, other.pk} & found("account", field="meetings.count", op="gte", value=1) == {account.pk}
