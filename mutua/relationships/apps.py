from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RelationshipsConfig(AppConfig):
    name = "mutua.relationships"
    label = "relationships"

    def ready(self) -> None:
        import mutua.relationships.merged  # noqa: F401
        from mutua.foundation.lists import register_list
        from mutua.foundation.timeline import line_kind
        from mutua.foundation.timeline.touchpoints import label_touchpoints_with
        from mutua.foundation.ui.navigation import nav
        from mutua.relationships import (  # noqa: F401
            approvals_today,
            columns,
            events,
            fields,
            importers,
            metrics,
            objections_today,
            old_values,
            owned,
            panels,
            permissions,
            personal_data,
            planned,
            readiness_today,
            review_evidence,
            search,
            strategy_money,
            tasks,
            today,
            undone,
            work,
        )
        from mutua.relationships.difference_list import DIFFERENCES
        from mutua.relationships.measure_list import MEASURES
        from mutua.relationships.queries.catalogue import touchpoint_name
        from mutua.relationships.shipped_catalogue import load_shipped_catalogue

        register_list("measure", lambda: MEASURES)
        register_list("difference", lambda: DIFFERENCES)
        label_touchpoints_with(touchpoint_name)
        line_kind("relationship", _("Relationship"), ("relationships.", "strategy."), order=60, about=("account",))
        post_migrate.connect(load_shipped_catalogue, sender=self, dispatch_uid="relationships.catalogue")
        nav(
            "customers", _("Relationships"), url_name="relationships:overview", icon="relation-many-to-many", order=30,
            needs="relationships.touchpoint.view", key="r", phone=3,
        )  # fmt: skip
        nav("customers", _("Measures"), url_name="relationships:measures", icon="ruler-2", order=32, needs="relationships.touchpoint.view")
        nav(
            "strategy", _("Plan"), url_name="relationships:plans", icon="calendar-stats", order=30, needs="relationships.plan.view", key="l"
        )
