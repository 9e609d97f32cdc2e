"""Accounts and people from files: kept, corrected, refused, and the same again the second time."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mutua.customers.models import Account, Affiliation, ContactPoint, Department, Person
from mutua.customers.queries.named import accounts_named
from mutua.customers.tests.making import make_account
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.imports.copying import copy_in

pytestmark = pytest.mark.django_db

ACCOUNTS = """Account,Sector,Subsidiary of,Type,Currency,Tier,Account owner
Alder Markets,retail,,customer,usd,1,Eve Moreau
Alder North,retail,Alder Markets,customer; partner,USD,7,Nobody Known
Brightwater,retail,Last Of All,client,,,
Castell,retail,,friend,USD,,
Dunmore,retail,,customer,DOLLARS,,
Last Of All,retail,Nowhere,customer,USD,,
"""
PEOPLE = """First Name,Last Name,Email,Phone Number,Company Name,Department,Title
Grace,Banda,Grace@example.org,+260 211 123456,Alder Markets,Buying,Lead
Joseph,Phiri,not an address,,alder markets,Buying,
Thandiwe,Mwansa,t@example.org,,Unknown Ltd,,
,,nobody@example.org,,Alder Markets,,
"""


def bring_in(cast, kind, text, who="root"):
    return import_now(getattr(cast, who), kind, BytesIO(text.encode()), file_name=f"{kind}.csv", source="crm")


def test_accounts_come_in_with_parents_that_stand_further_down(cast):
    run = bring_in(cast, "accounts", ACCOUNTS)
    assert (run.created, run.updated, run.unchanged, run.refused) == (4, 0, 0, 2)
    alder = Account.objects.get(name="Alder Markets")
    assert (alder.source_key, alder.industry, alder.currency, alder.tier, alder.owner) == (
        "Alder Markets",
        "retail",
        "USD",
        1,
        cast.users["eve"],
    )
    assert set(alder.subsidiaries.values_list("name", flat=True)) == {"Alder North"}
    assert Account.objects.get(name="Brightwater").parent.name == "Last Of All"
    assert Account.objects.get(name="Brightwater").roles == ["customer"]
    assert Account.objects.get(name="Alder North").roles == ["customer", "partner"]
    reasons = {(issue.level, issue.field, issue.found) for issue in run.issues.all()}
    assert {
        ("refused", "roles", "friend"),
        ("refused", "currency", "DOLLARS"),
        ("corrected", "tier", "7"),
        ("corrected", "parent", "Nowhere"),
    } <= reasons


def test_the_same_file_again_changes_nothing(cast):
    bring_in(cast, "accounts", ACCOUNTS)
    before = list(Account.objects.values_list("pk", "version", "updated_at"))
    run = bring_in(cast, "accounts", ACCOUNTS)
    assert (run.created, run.updated, run.unchanged) == (0, 0, 4)
    assert list(Account.objects.values_list("pk", "version", "updated_at")) == before


def test_parents_in_a_circle_are_left_empty(cast):
    bring_in(cast, "accounts", "id,name\n1,A\n2,B\n")
    run = bring_in(cast, "accounts", "id,name,parent\n1,A,2\n2,B,1\n")
    assert Account.objects.filter(parent=None).count() == 2
    assert {issue.found for issue in run.issues.filter(field="parent")} == {"1", "2"}


def test_what_a_representative_brings_in_is_hers(cast):
    bring_in(cast, "accounts", "name\nAlder\n", who="ada")
    assert Account.objects.get().owner_id == cast.ada.user_id


def test_people_come_in_with_work_and_addresses(cast):
    bring_in(cast, "accounts", ACCOUNTS)
    run = bring_in(cast, "people", PEOPLE)
    assert (run.created, run.refused) == (2, 2)
    assert set(Person.objects.values_list("given_name", flat=True)) == {"Grace", "Joseph"}
    assert Department.objects.get().name == "Buying"
    assert set(Affiliation.objects.values_list("person__given_name", "account__name", "department__name", "job_title")) == {
        ("Grace", "Alder Markets", "Buying", "Lead"),
        ("Joseph", "Alder Markets", "Buying", ""),
    }
    assert set(ContactPoint.objects.values_list("kind", "normalised", "preferred")) == {
        ("mail", "grace@example.org", True),
        ("phone", "+260211123456", True),
    }
    assert {(issue.level, issue.field, issue.found) for issue in run.issues.all()} == {
        ("corrected", "mail", "not an address"),
        ("refused", "account", "Unknown Ltd"),
        ("refused", "name", ""),
    }
    again = bring_in(cast, "people", PEOPLE)
    assert (again.created, again.unchanged, ContactPoint.objects.count(), Affiliation.objects.count()) == (0, 2, 2, 2)


def test_an_account_is_meant_by_key_then_name_then_trading_name_and_never_by_guess(cast):
    keyed = make_account(owner=cast.ada, name="Keyed", source="crm", source_key="Twin")
    named = make_account(owner=cast.ada, name="Société Générale", trading_names=["SocGen"])
    make_account(owner=cast.ada, name="Double")
    make_account(owner=cast.ada, name="double")
    make_account(owner=cast.eve, name="Foreign")
    found = accounts_named(cast.ada, "crm", {"Twin", "societe generale", "SOCGEN", "Double", "Foreign"})
    assert found == {"Twin": keyed.pk, "societe generale": named.pk, "SOCGEN": named.pk, "Double": None}


def test_a_trading_name_is_looked_up_in_an_index_as_names_are_folded(cast):
    spoken = make_account(owner=cast.ada, name="Aktiebolaget", trading_names=["Other", "  Café Nord "])
    copy_in(Account, [{"name": f"Traded {n}", "trading_names": [f"Trade {n}"]} for n in range(2_000)])  # of a few, any index will do
    with CaptureQueriesContext(connection) as said:
        assert accounts_named(cast.root, "", {"CAFE nord", "Café"}) == {"CAFE nord": spoken.pk}
    asked = [query["sql"] for query in said if "mutua_each_folded" in query["sql"]]
    assert len(asked) == 1
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("analyze customers_account")
        cursor.execute("explain " + asked[0])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "account_by_trading_name" in plan, plan
