"""What people do to accounts and people, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mutua.customers.actions.add_contact_point import add_contact_point
from mutua.customers.actions.add_department import add_department
from mutua.customers.actions.add_need import add_need
from mutua.customers.actions.affiliate_person import affiliate_person
from mutua.customers.actions.assign_colleague import assign_colleague
from mutua.customers.actions.create_account import create_account
from mutua.customers.actions.create_person import create_person
from mutua.customers.actions.delete_account import delete_account
from mutua.customers.actions.edit_account import edit_account
from mutua.customers.actions.edit_detail import edit_detail
from mutua.customers.actions.edit_person import edit_person
from mutua.customers.actions.link_trade import link_trade
from mutua.customers.actions.rate_value import rate_value
from mutua.customers.details import DETAILS
from mutua.customers.models import Account, ContactPoint
from mutua.customers.queries.accounts import account_for, accounts_seen
from mutua.customers.tests.making import make_account, make_contact_point, make_department, make_person
from mutua.foundation import days
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.events.models import EventRow
from mutua.foundation.fields.models import CustomField
from mutua.foundation.records.actions.restore import restore
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.foundation.timeline import entries_for
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


def test_who_adds_an_account_owns_it_and_the_timeline_tells(cast):
    account = create_account(cast.ada, name="  Alder Markets ", roles=["customer"], country="Zambia")
    assert (account.name, account.owner_id) == ("Alder Markets", cast.ada.user_id)
    entry = entries_for(cast.ada, "account", account.pk).entries[0]
    assert (entry.sentence, entry.actor_name) == ("customers.account.created", "Ada Lindqvist")


def test_a_value_that_only_the_database_refuses_is_named_by_its_field(cast):
    account = make_account(owner=cast.ada)
    with nothing_changes(), pytest.raises(Refused, match=r"^Spend with us per year: this value cannot be\. Nothing") as refused:
        edit_account(cast.ada, account.pk, version=1, spend_per_year=-5)
    assert refused.value.field == "spend_per_year"


@pytest.mark.parametrize("who", ["cleo", "dov", "mia", "executive"])
def test_who_may_not_add_accounts_changes_nothing(cast, who):
    with pytest.raises(NotAllowed), nothing_changes():
        create_account(getattr(cast, who), name="Alder Markets")


@pytest.mark.parametrize(
    "values, field",
    [
        ({"name": ""}, "name"),
        ({"roles": []}, "roles"),
        ({"roles": ["friend"]}, "roles"),
        ({"tier": 7}, "tier"),
        ({"custom": {"nowhere": 1}}, "custom"),
    ],
)
def test_what_means_nothing_is_refused_with_its_field(cast, values, field):
    with pytest.raises(Refused) as refusal, nothing_changes():
        create_account(cast.ada, **{"name": "Alder", **values})
    assert refusal.value.field == field


def test_an_edit_changes_what_is_new_and_tells_which_fields(cast):
    account = make_account(owner=cast.ada, name="Alder", country="Zambia")
    edited = edit_account(cast.ada, account.pk, version=1, name="Alder Markets", country="Zambia")
    assert (edited.version, edited.name) == (2, "Alder Markets")
    assert EventRow.objects.get(name="customers.account.changed").payload["fields"] == ["name"]


def test_an_edit_without_news_makes_no_version(cast):
    account = make_account(owner=cast.ada, name="Alder")
    with nothing_changes():
        edit_account(cast.ada, account.pk, version=1, name="Alder")


def test_the_slower_of_two_writers_is_told(cast):
    account = make_account(owner=cast.ada)
    edit_account(cast.ada, account.pk, version=1, note="First")
    with pytest.raises(StaleVersion), nothing_changes():
        edit_account(cast.ben, account.pk, version=1, note="Second")


def test_a_stranger_cannot_tell_an_account_from_none(cast):
    account = make_account(owner=cast.ada)
    with pytest.raises(NotFound), nothing_changes():
        edit_account(cast.eve, account.pk, version=1, note="Mine")


def test_an_account_cannot_come_to_stand_below_itself(cast):
    top = make_account(owner=cast.ada)
    middle = make_account(owner=cast.ada, parent=top)
    bottom = make_account(owner=cast.ada, parent=middle)
    with pytest.raises(Refused, match="stands below") as refusal, nothing_changes():
        edit_account(cast.ada, top.pk, version=1, parent=bottom)
    assert refusal.value.field == "parent"


def test_a_parent_that_is_not_to_be_seen_does_not_exist(cast):
    account, foreign = make_account(owner=cast.ada), make_account(owner=cast.eve)
    with pytest.raises(Refused, match="no such parent"), nothing_changes():
        edit_account(cast.ada, account.pk, version=1, parent=foreign)


def test_custom_values_join_those_that_stand(cast):
    CustomField.objects.create(record_kind="account", name="stores", label="Stores", kind="number")
    account = make_account(owner=cast.ada, custom={"retired_one": "kept"})
    edited = edit_account(cast.ada, account.pk, version=1, custom={"stores": "12"})
    assert edited.custom == {"retired_one": "kept", "stores": "12"}
    with pytest.raises(Refused), nothing_changes():
        edit_account(cast.ada, account.pk, version=2, custom={"stores": "a dozen"})


def test_a_deleted_account_is_gone_and_comes_back_as_it_was(cast):
    account = make_account(owner=cast.ada, note="Kept")
    deleted = delete_account(cast.ada, account.pk, version=1)
    with pytest.raises(NotFound):
        account_for(cast.ada, account.pk)
    back = restore(cast.ada, deleted)
    assert (account_for(cast.ada, account.pk).note, back.deleted_at) == ("Kept", None)
    told = EventRow.objects.filter(name__startswith="customers.").values_list("name", flat=True)
    assert set(told) == {"customers.account.deleted", "customers.account.restored"}


def test_cleo_sees_an_account_and_may_not_delete_it(cast):
    account = make_account(owner=cast.ada)
    with pytest.raises(NotAllowed), nothing_changes():
        delete_account(cast.cleo, account.pk, version=1)


def test_a_living_department_keeps_a_deleted_one_of_its_name_in_the_bin(cast):
    account = make_account(owner=cast.ada)
    gone = make_department(account, name="Receiving")
    gone.deleted_at = gone.created_at
    gone.save()
    make_department(account, name="Receiving")
    with pytest.raises(Refused, match="stays in the bin"), nothing_changes():
        restore(cast.ada, gone)


def test_a_person_comes_with_work_mail_and_number(cast):
    account = make_account(owner=cast.ada)
    person = create_person(
        cast.ada,
        given_name="Grace",
        family_name="Banda",
        account=account,
        job_title="Programme lead",
        mail="Grace@Example.org",
        phone="+260 211 123456",
    )
    assert person.affiliations.get().account == account
    assert set(person.contact_points.values_list("normalised", flat=True)) == {"grace@example.org", "+260211123456"}


def test_a_person_with_a_bad_mail_address_is_not_half_made(cast):
    with pytest.raises(Refused, match="not a mail address"), nothing_changes():
        create_person(cast.ada, given_name="Grace", mail="grace")


def test_a_person_keeps_a_name(cast):
    person = make_person(owner=cast.ada)
    with pytest.raises(Refused), nothing_changes():
        edit_person(cast.ada, person.pk, version=1, given_name=" ", family_name="")


def test_nobody_works_twice_at_one_place_at_once(cast):
    account = make_account(owner=cast.ada)
    person = make_person(owner=cast.ada, account=account)
    with pytest.raises(Refused, match="already works"), nothing_changes():
        affiliate_person(cast.ada, person.pk, account_id=account.pk)


def test_a_department_of_another_account_is_no_place_to_work(cast):
    account, person, elsewhere = make_account(owner=cast.ada), make_person(owner=cast.ada), make_department(make_account(owner=cast.ada))
    with pytest.raises(Refused) as refusal, nothing_changes():
        affiliate_person(cast.ada, person.pk, account_id=account.pk, department=elsewhere)
    assert refusal.value.field == "department"


def test_a_new_preferred_address_takes_the_place_of_the_old(cast):
    person = make_person(owner=cast.ada)
    first = add_contact_point(cast.ada, person, kind="mail", value="a@example.org", preferred=True)
    add_contact_point(cast.ada, person, kind="mail", value="b@example.org", preferred=True)
    first.refresh_from_db()
    assert not first.preferred


def test_a_changed_address_is_no_longer_verified(cast):
    point = make_contact_point(person=make_person(owner=cast.ada), value="a@example.org", verified=True)
    edit_detail(cast.ada, point.pk, DETAILS["contact-point"], version=1, value="New@Example.org")
    point = ContactPoint.objects.get(pk=point.pk)
    assert (point.normalised, point.verified) == ("new@example.org", False)


def test_needs_and_ratings_stay_within_their_scales(cast):
    account = make_account(owner=cast.ada)
    assert add_need(cast.ada, account, words="Two days shorter", importance=5).noted_on
    with pytest.raises(Refused), nothing_changes():
        add_need(cast.ada, account, words="Anything", importance=6)
    with pytest.raises(Refused), nothing_changes():
        rate_value(cast.ada, account, component="service", ours=11, rated_on=date(2026, 1, 1))


def test_our_own_departments_have_no_account(cast):
    assert add_department(cast.ada, None, name="Logistics", function="logistics").is_ours
    with pytest.raises(NotAllowed), nothing_changes():
        add_department(cast.cleo, None, name="Warehouse")


def test_a_colleague_comes_from_our_departments(cast):
    account = make_account(owner=cast.ada)
    ours, theirs = make_department(name="Logistics"), make_department(account)
    assert assign_colleague(cast.ada, account, user=cast.users["cleo"], department=ours).duty == ""
    with pytest.raises(Refused), nothing_changes():
        assign_colleague(cast.ada, account, user=cast.users["ben"], department=theirs)


def test_a_trading_link_joins_two_accounts_once(cast):
    account, supplier = make_account(owner=cast.ada), make_account(owner=cast.ada)
    link_trade(cast.ada, supplier=supplier, buyer=account)
    with pytest.raises(Refused, match="joined"), nothing_changes():
        link_trade(cast.ada, supplier=supplier, buyer=account)
    with pytest.raises(Refused), nothing_changes():
        link_trade(cast.ada, supplier=account, buyer=account)


def test_ben_leads_ada_and_sees_what_is_hers(cast):
    account = make_account(owner=cast.ada)
    make_account(owner=cast.eve)
    assert list(accounts_seen(cast.ben)) == [account]
    assert accounts_seen(cast.cleo).count() == Account.objects.count() == 2
    assert not accounts_seen(cast.mia).exists()


def test_what_is_added_without_an_owner_belongs_to_whoever_added_it(cast):
    assert create_account(cast.ada, name="Alder Markets", roles=["customer"], owner=None).owner_id == cast.ada.user_id
    assert create_person(cast.ada, given_name="Amara", owner=None).owner_id == cast.ada.user_id


def test_what_was_said_was_said_by_now(cast):
    account, later = make_account(owner=cast.ada), days.today() + timedelta(days=3)
    need = add_need(cast.ada, account, words="Two days shorter", importance=5)
    for act in (
        lambda: add_need(cast.ada, account, words="Anything", importance=5, noted_on=later),
        lambda: edit_detail(cast.ada, need.pk, DETAILS["need"], version=1, noted_on=later),
        lambda: rate_value(cast.ada, account, component="service", ours=8, rated_on=later),
    ):
        with pytest.raises(Refused, match="has not come yet"), nothing_changes():
            act()
