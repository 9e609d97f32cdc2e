from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "mutua.customers"
    label = "customers"

    def ready(self) -> None:
        from mutua.customers import (  # noqa: F401
            binned,
            company_panel,
            consent_panel,
            events,
            fields,
            importers,
            old_values,
            owned,
            panels,
            permissions,
            personal_data,
            search,
        )
        from mutua.customers.lists import PEOPLE, account_list
        from mutua.customers.models import Account, Person
        from mutua.foundation.lists import register_list
        from mutua.foundation.timeline import subject
        from mutua.foundation.ui.navigation import nav

        register_list("account", account_list)
        register_list("person", lambda: PEOPLE)
        subject("account", Account.objects.all)
        subject("person", Person.objects.all)
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
        nav("admin", _("Our side"), url_name="customers:our-side", icon="users-group", order=20, needs="customers.account.view")
