from __future__ import annotations

from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "mutua.customers"
    label = "customers"

    def ready(self) -> None:
        from mutua.customers import (  # noqa: F401
            acquaintance_panel,
            binned,
            company_panel,
            consent_panel,
            events,
            fields,
            household_panels,
            importers,
            merged,
            metrics,
            old_values,
            owned,
            panels,
            permissions,
            person_rights,
            personal_data,
            search,
            tasks,
            value_panels,
        )
        from mutua.customers.actions.edit_account import edit_account
        from mutua.customers.actions.edit_person import edit_person
        from mutua.customers.duplicate_list import DUPLICATES
        from mutua.customers.household_list import HOUSEHOLDS
        from mutua.customers.lists import PEOPLE, account_list
        from mutua.customers.models import Account, Household, Person
        from mutua.customers.queries.accounts import account_for
        from mutua.customers.queries.people import named_at, person_for
        from mutua.customers.views.survivor import survivor_shown
        from mutua.foundation.access.forwarding import forwards
        from mutua.foundation.files import files_panel, holds_files
        from mutua.foundation.lists import register_list
        from mutua.foundation.tags.tagging import taggable
        from mutua.foundation.timeline import subject
        from mutua.foundation.ui.navigation import nav

        forwards("account_id", partial(survivor_shown, "account"))
        forwards("person_id", partial(survivor_shown, "person"))
        register_list("account", account_list)
        register_list("person", lambda: PEOPLE)
        register_list("duplicate", lambda: DUPLICATES)
        subject("account", Account.objects.all, people=named_at)
        subject("person", Person.objects.all)
        taggable("account", model=Account, find=account_for, edit=edit_account, needs="customers.account.edit")
        taggable("person", model=Person, find=person_for, edit=edit_person, needs="customers.person.edit")
        holds_files("account", Account)
        holds_files("person", Person)
        files_panel("account", tab="files")
        files_panel("person", place="side", order=60, lazy=True)
        register_list("household", lambda: HOUSEHOLDS)
        subject("household", Household.objects.all)
        nav(
            "customers",
            _("Accounts"),
            url_name="customers:accounts",
            icon="building",
            order=10,
            needs="customers.account.view",
            key="a",
            phone=2,
        )
        nav("customers", _("People"), url_name="customers:people", icon="users", order=20, needs="customers.person.view", key="p")
        nav("customers", _("Households"), url_name="customers:households", icon="home", order=25, needs="customers.person.view")
        nav("customers", _("Duplicates"), url_name="customers:duplicates", icon="git-merge", order=40, needs="customers.duplicate.view")
        nav("admin", _("Our side"), url_name="customers:our-side", icon="users-group", order=20, needs="customers.account.view")
