from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SalesConfig(AppConfig):
    name = "mutua.sales"
    label = "sales"

    def ready(self) -> None:
        from mutua.daybook.note_panel import shows_notes
        from mutua.foundation.files import holds_files
        from mutua.foundation.lists import register_list
        from mutua.foundation.tags.tagging import taggable
        from mutua.foundation.timeline import line_kind, subject
        from mutua.foundation.ui.navigation import nav
        from mutua.sales import (  # noqa: F401
            binned,
            brief,
            events,
            fields,
            importers,
            lead_events,
            lead_facts,
            lead_fields,
            lead_importer,
            lead_today,
            merged,
            metrics,
            old_values,
            owned,
            panels,
            permissions,
            personal_data,
            review_evidence,
            search,
            standing,
            territory_importer,
            today,
            work,
        )
        from mutua.sales.actions.edit_lead import edit_lead
        from mutua.sales.actions.edit_opportunity import edit_opportunity
        from mutua.sales.lead_list import LEADS
        from mutua.sales.lists import DEALS
        from mutua.sales.models import Lead, Opportunity
        from mutua.sales.personal_data import leads_of_people
        from mutua.sales.pipelines import after_migrations
        from mutua.sales.queries.leads import lead_for
        from mutua.sales.queries.opportunities import opportunity_for
        from mutua.sales.territory_list import TERRITORIES

        register_list("opportunity", lambda: DEALS)
        register_list("territory", lambda: TERRITORIES)
        subject("opportunity", Opportunity.objects.all)
        taggable("opportunity", model=Opportunity, find=opportunity_for, edit=edit_opportunity, needs="sales.opportunity.edit")
        holds_files("opportunity", Opportunity, told=lambda deal: [("opportunity", deal.pk), ("account", deal.account_id)])
        shows_notes("opportunity")
        register_list("lead", lambda: LEADS)
        subject("lead", Lead.objects.all)
        taggable("lead", model=Lead, find=lead_for, edit=edit_lead, needs="sales.lead.edit")
        holds_files("lead", Lead, of_people=leads_of_people)
        shows_notes("lead")
        line_kind("lead", _("Leads"), ("sales.lead",), order=29, about=("lead",))
        nav("work", _("Leads"), url_name="sales:leads", icon="user-plus", order=8, needs="sales.lead.view", key="v")
        nav("admin", _("Who takes leads"), url_name="sales:lead-pools", icon="user-share", order=32, needs="sales.leadpool.edit")
        line_kind("deal", _("Deals"), ("sales.opportunity",), order=30, about=("account", "opportunity"))
        nav(
            "work",
            _("Pipeline"),
            url_name="sales:pipeline",
            icon="layout-kanban",
            order=10,
            needs="sales.opportunity.view",
            key="d",
            phone=3,
        )
        nav("work", _("Forecast"), url_name="sales:forecast", icon="chart-bar", order=12, needs="sales.forecast.view", key="f")
        nav("measure", _("Reports on deals"), url_name="sales:reports", icon="chart-histogram", order=10, needs="sales.opportunity.view")
        nav("work", _("Territories"), url_name="sales:territories", icon="map", order=15, needs="sales.territory.view")
        post_migrate.connect(after_migrations, sender=self, dispatch_uid="sales.pipeline")
