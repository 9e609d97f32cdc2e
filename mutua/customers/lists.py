"""The lists of accounts and of people."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.customers import edits
from mutua.customers.actions.edit_account import edit_account
from mutua.customers.actions.edit_person import edit_person
from mutua.customers.actions.hand_over import hand_over_accounts, hand_over_people
from mutua.customers.actions.merge_many import merge_two, undo_merges_of
from mutua.customers.cells import account_cell, mail_cell, name_cell, owner_cell
from mutua.customers.columns import added_columns
from mutua.customers.edits import account_edit, person_edit, put_accounts_back, put_people_back
from mutua.customers.forms import AssignForm
from mutua.customers.models import Account, ContactPoint, Person
from mutua.customers.queries.accounts import accounts_seen
from mutua.customers.queries.finding import matching, matching_people
from mutua.customers.queries.people import first_affiliations, people_seen
from mutua.foundation.access import Actor
from mutua.foundation.access.hidden import without_hidden
from mutua.foundation.lists import Blank, BulkAct, Column, Done, Earlier, ListSpec, Starter
from mutua.foundation.lists.changing import change_act
from mutua.foundation.records.actions.restore import restore_chosen
from mutua.foundation.records.actions.soft_delete_many import soft_delete_many
from mutua.foundation.tags.listing import tag_act, tags_list_column
from mutua.foundation.ui.formats import ago, money

Tree = dict[str, Any]


def mine(actor: Actor) -> Tree | None:
    return {"field": "owner", "op": "is", "value": actor.user_id} if actor.user_id else None


def assign_accounts(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> int:
    return hand_over_accounts(actor, ids, cleaned["owner"])


def assign_people(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> int:
    return hand_over_people(actor, ids, cleaned["owner"])


def delete_accounts(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> Done:
    return Done(*soft_delete_many(actor, accounts_seen(actor).filter(pk__in=ids)))


def delete_people(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> Done:
    return Done(*soft_delete_many(actor, people_seen(actor).filter(pk__in=ids)))


def bring_accounts_back(actor: Actor, ids: list[int], earlier: Earlier) -> int:
    return restore_chosen(actor, Account, ids, earlier.since)


def bring_people_back(actor: Actor, ids: list[int], earlier: Earlier) -> int:
    return restore_chosen(actor, Person, ids, earlier.since)


def two_become_one(actor: Actor, rows: QuerySet[Any]) -> str:
    return str(
        _(
            "Two records become one, with the values that fit best by source and date. What hangs on both is kept. To choose each value yourself, open one of them and press Merge."
        )
    )


def merge_accounts(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> Done:
    merge = merge_two(actor, "account", ids)
    return Done(1, f"{reverse('customers:merge-undone', args=[merge.pk])}?version={merge.version}")


def split_accounts(actor: Actor, ids: list[int], earlier: Earlier) -> int:
    return undo_merges_of(actor, "account", ids, earlier.since)


def merge_people(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> Done:
    merge = merge_two(actor, "person", ids)
    return Done(1, f"{reverse('customers:merge-undone', args=[merge.pk])}?version={merge.version}")


def split_people(actor: Actor, ids: list[int], earlier: Earlier) -> int:
    return undo_merges_of(actor, "person", ids, earlier.since)


@cache
def account_list() -> ListSpec:
    """Made when it is first shown: by then every domain has added its columns."""
    own = [
        (10, Column("name", _("Account"), text=name_cell, sort="sort_key", phone=True, value=lambda row: row.name, css="c-name")),
        (50, Column("roles", _("Role"), text=lambda row: ", ".join(map(str, row.role_labels)))),
        (55, Column("industry", _("Industry"), text=lambda row: row.industry, sort="industry", hidden=True, edit=account_edit("industry", edits.text))),
        (60, Column("country", _("Country"), text=lambda row: row.country, sort="country", edit=account_edit("country", edits.text))),
        (65, Column("tier", _("Tier"), text=lambda row: row.get_tier_display() or "", value=lambda row: row.tier, sort="tier", hidden=True, edit=account_edit("tier", edits.tier, edits.tiers))),
        (70, Column("spend", _("Spend per year"), text=lambda row: money(row.spend_per_year, row.currency, short=True), value=lambda row: row.spend_per_year, sort="spend_per_year", numeric=True, edit=account_edit("spend_per_year", edits.amount))),
        (80, Column("category_spend", _("Category spend"), text=lambda row: money(row.category_spend, row.currency, short=True), value=lambda row: row.category_spend, sort="category_spend", numeric=True, hidden=True, edit=account_edit("category_spend", edits.amount))),
        (90, Column("owner", _("Owner"), text=owner_cell, value=lambda row: row.owner.name if row.owner else "", sort="owner__name", edit=account_edit("owner", edits.owner, edits.owners))),
        (92, tags_list_column()),
        (95, Column("changed", _("Changed"), text=lambda row: ago(row.updated_at), value=lambda row: row.updated_at, sort="updated_at", numeric=True)),
    ]  # fmt: skip
    added = added_columns()
    columns = sorted([*own, *((one.order, one.column) for one in added)], key=lambda pair: pair[0])
    return ListSpec(
        kind="account",
        model=Account,
        title=_("Accounts"),
        noun=_("accounts"),
        base=_account_rows,
        columns=[column for _order, column in columns],
        default_sort="name",
        link=lambda row: row.get_absolute_url(),
        select_related=("owner",),
        search=matching,
        prepare=_prepare_accounts,
        starters=[
            Starter("customers", _("Customers"), lambda actor: {"field": "roles", "op": "contains", "value": "customer"}),
            Starter("mine", _("Mine"), mine),
            Starter("suppliers", _("Suppliers"), lambda actor: {"field": "roles", "op": "contains", "value": "supplier"}),
        ],
        custom_edit=("customers.account.edit", edit_account),
        new=("customers:account-new", _("New account"), "customers.account.create"),
        bulk=[
            BulkAct(
                "assign",
                _("Assign"),
                icon="user-share",
                needs="customers.account.edit",
                form=AssignForm,
                run=assign_accounts,
                take_back=put_accounts_back,
            ),
            change_act(
                [column for _order, column in own],
                kind="account",
                needs="customers.account.edit",
                take_back=put_accounts_back,
                custom=("customers.account.edit", edit_account),
            ),
            tag_act("account", needs="customers.account.edit", take_back=put_accounts_back),
            BulkAct(
                "merge",
                _("Merge two"),
                icon="git-merge",
                needs="customers.record.merge",
                run=merge_accounts,
                preview=two_become_one,
                take_back=split_accounts,
            ),
            BulkAct(
                "delete",
                _("Delete"),
                icon="trash",
                needs="customers.account.delete",
                run=delete_accounts,
                danger=True,
                take_back=bring_accounts_back,
            ),
        ],
        export="customers.account.view",
        blank=Blank(
            _("No accounts yet"),
            _("An account is a company we know: a customer, a prospect, a partner, a supplier, a competitor, or several of these at once."),
            steps=[
                (_("Add the first account"), _("Its name is enough to begin.")),
                (_("Name the departments on both sides"), _("Touchpoints join departments, not companies.")),
                (_("Or import what you have"), _("A CSV file of accounts, people, orders and shipments.")),
            ],
        ),
    )


def _account_rows(actor: Actor) -> QuerySet[Account]:
    rows = accounts_seen(actor)
    for added in added_columns():
        if added.annotate:
            rows = added.annotate(rows)
    return rows


def _prepare_accounts(actor: Actor, rows: list[Any]) -> None:
    for added in added_columns():
        if added.prepare:
            added.prepare(actor, rows)


def _prepare_people(actor: Actor, rows: list[Any]) -> None:
    now = first_affiliations(actor, rows)
    points = without_hidden(actor, ContactPoint.objects.filter(person__in=[person.pk for person in rows], kind="mail", bounced=False))
    # The best one last, so that it stays
    mails = dict(points.order_by("preferred", "-pk").values_list("person", "value"))
    for person in rows:
        person.now, person.mail = now.get(person.pk), mails.get(person.pk, "")


_PEOPLE_COLUMNS = [
    Column(
        "name",
        _("Person"),
        text=name_cell,
        sort="sort_key",
        phone=True,
        value=lambda row: row.name,
        css="c-name",
    ),
    Column(
        "account",
        _("Works for"),
        text=account_cell,
        value=lambda row: row.now.account.name if row.now else "",
    ),
    Column("job_title", _("Job title"), text=lambda row: row.now.job_title if row.now else ""),
    Column("mail", _("Mail"), text=mail_cell, value=lambda row: row.mail),
    Column(
        "owner",
        _("Owner"),
        text=owner_cell,
        value=lambda row: row.owner.name if row.owner else "",
        sort="owner__name",
        edit=person_edit("owner", edits.owner, edits.owners),
    ),
    tags_list_column(),
    Column("languages", _("Languages"), text=lambda row: ", ".join(row.languages), hidden=True),
    Column(
        "time_zone",
        _("Time zone"),
        text=lambda row: row.time_zone,
        sort="time_zone",
        hidden=True,
        edit=person_edit("time_zone", edits.text),
    ),
]
PEOPLE = ListSpec(
    kind="person",
    model=Person,
    title=_("People"),
    noun=_("people"),
    base=people_seen,
    columns=_PEOPLE_COLUMNS,
    default_sort="name",
    link=lambda row: row.get_absolute_url(),
    select_related=("owner",),
    search_as=matching_people,
    prepare=_prepare_people,
    starters=[Starter("mine", _("Mine"), mine)],
    custom_edit=("customers.person.edit", edit_person),
    new=("customers:person-new", _("New person"), "customers.person.create"),
    bulk=[
        BulkAct(
            "assign",
            _("Assign"),
            icon="user-share",
            needs="customers.person.edit",
            form=AssignForm,
            run=assign_people,
            take_back=put_people_back,
        ),
        change_act(
            _PEOPLE_COLUMNS,
            kind="person",
            needs="customers.person.edit",
            take_back=put_people_back,
            custom=("customers.person.edit", edit_person),
        ),
        tag_act("person", needs="customers.person.edit", take_back=put_people_back),
        BulkAct(
            "merge",
            _("Merge two"),
            icon="git-merge",
            needs="customers.record.merge",
            run=merge_people,
            preview=two_become_one,
            take_back=split_people,
        ),
        BulkAct(
            "delete",
            _("Delete"),
            icon="trash",
            needs="customers.person.delete",
            run=delete_people,
            danger=True,
            take_back=bring_people_back,
        ),
    ],
    export="customers.person.view",
    blank=Blank(
        _("No people yet"),
        _(
            "A person works for an account, in a department, and meets ours at touchpoints. Where somebody works may change; the person stays."
        ),
    ),
)
