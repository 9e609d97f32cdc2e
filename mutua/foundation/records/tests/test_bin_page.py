"""Every kind that somebody can delete lies in the bin, with what it hangs on, and comes back from there."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from mutua.catalog.tests.making import make_offering, make_product
from mutua.customers.models import HouseholdMember, Identifier
from mutua.customers.tests.making import (
    make_account,
    make_affiliation,
    make_assignment,
    make_contact_point,
    make_department,
    make_household,
    make_need,
    make_person,
    make_trading_link,
    make_value_rating,
)
from mutua.daybook.models import Meeting
from mutua.daybook.tests.making import make_interaction, make_note, make_task
from mutua.foundation import days
from mutua.foundation.files.tests.making import make_attachment
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.bin import bin_kind, bin_kinds
from mutua.foundation.records.queries.bin import deleted_records
from mutua.portals.models import WebForm
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version
from tests.cast import Cast, nothing_changes
from tests.guarding import made

pytestmark = pytest.mark.django_db


def one_of_each(cast: Cast) -> dict[str, Any]:
    account, person = make_account(owner=cast.ada, name="Alder"), make_person(owner=cast.ada)
    at = {"account": account, "owner": cast.ada}
    interaction = make_interaction(body="Called about pallets", **at)
    strategy = make_strategy(segment=make_segment(name="Big ones"))
    return {
        "account": make_account(owner=cast.ada),
        "person": make_person(owner=cast.ada),
        "household": make_household(make_person(owner=cast.ada), owner=cast.ada),
        "department": make_department(account),
        "assignment": make_assignment(account=account, user=cast.user("ben")),
        "affiliation": make_affiliation(person=person, account=account),
        "contact-point": make_contact_point(person=person),
        "need": make_need(account),
        "value-rating": make_value_rating(account=account),
        "household-member": HouseholdMember.objects.create(
            household=make_household(person, owner=cast.ada), person=make_person(owner=cast.ada)
        ),
        "identifier": Identifier.objects.create(account=account, system="erp", kind="customer", value="7"),
        "trading-link": make_trading_link(supplier=make_account(owner=cast.eve, name="Zephyr"), buyer=account),
        "interaction": interaction,
        "note": make_note(account, owner=cast.ada, body="Rings on Mondays"),
        "meeting": Meeting.objects.create(
            title="Review", account=account, touchpoint=interaction.touchpoint, begins_at=days.now(), ends_at=days.now()
        ),
        "task": make_task(title="Send it", **at),
        "attachment": make_attachment(cast.ada, account, b"x"),
        "product": make_product(name="Crate"),
        "offering": make_offering(name="Crates"),
        "segment": make_segment(name="Small ones"),
        "strategy": make_strategy(segment=make_segment(name="Others")),
        "objective": make_objective(make_version(strategy)),
        "web-form": WebForm.objects.create(name="Ask us", asks=["message"], thanks="Thank you"),
        **made("binned", cast, account),
    }


def test_each_is_shown_and_comes_back(cast: Cast, client: Client, django_assert_max_num_queries: Any) -> None:
    made = one_of_each(cast)
    assert set(made) == {kind.key for kind in bin_kinds()}
    client.force_login(cast.user("root"))
    for key, record in made.items():
        soft_delete(cast.root, record, None)
        with django_assert_max_num_queries(12):
            page = client.get(reverse("records:bin"), {"kind": key}).content.decode()
        assert (back := reverse("records:restore", args=[key, record.pk])) in page, key
        assert client.post(back).status_code == 302
        assert not type(record).everything.filter(pk=record.pk, deleted_at__isnull=False).exists(), key
        assert back not in client.get(reverse("records:bin"), {"kind": key}).content.decode()


def test_tabs_are_of_kinds_of_which_something_lies_there(cast: Cast, client: Client) -> None:
    soft_delete(cast.ada, make_need(make_account(owner=cast.ada, name="Alder"), words="Two days shorter"), 1)
    soft_delete(cast.eve, make_account(owner=cast.eve), 1)
    client.force_login(cast.user("ada"))
    page = client.get(reverse("records:bin")).content.decode()
    assert "Two days shorter" in page
    assert "Alder" in page
    assert [f"kind={key}" in page for key in ("need", "account", "deal")] == [True, False, False]
    assert "Nothing in the bin" in client.get(reverse("records:bin"), {"kind": "deal"}).content.decode()


def test_what_hangs_on_the_record_of_somebody_else_does_not_name_it(cast: Cast, client: Client) -> None:
    link = make_trading_link(supplier=make_account(owner=cast.eve, name="Zephyr"), buyer=make_account(owner=cast.ada, name="Alder"))
    soft_delete(cast.ada, link, 1)
    client.force_login(cast.user("ada"))
    page = client.get(reverse("records:bin"), {"kind": "trading-link"}).content.decode()
    assert "Alder" in page
    assert "Zephyr" not in page
    client.post(reverse("records:restore", args=["trading-link", link.pk]))
    assert "Zephyr" not in client.get(reverse("records:bin")).content.decode()


def test_the_objective_of_an_approved_version_stays_in_the_bin(cast: Cast, client: Client) -> None:
    objective = make_objective(make_version(make_strategy(segment=make_segment(name="Big ones"))))
    soft_delete(cast.root, objective, None)
    type(objective.version_of).objects.update(state="active", approved_at=days.now(), active_from=days.today())
    client.force_login(cast.user("root"))
    with nothing_changes():
        assert client.post(reverse("records:restore", args=["objective", objective.pk])).status_code == 422
    assert bin_kind("objective").model is type(objective)


BIG = {"account", "person", "contact-point", "affiliation", "deal", "interaction"}


@pytest.mark.parametrize("key", sorted(BIG))
def test_what_lies_there_is_found_by_an_index_among_millions(cast, key: str):
    kind = bin_kind(key)
    table = kind.model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"analyze {table}")
        cursor.execute("set local enable_seqscan = off")
    plan = deleted_records(cast.root, kind)[:50].explain()
    assert "_in_bin" in plan
    assert "Sort" not in plan
