from __future__ import annotations

from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DaybookConfig(AppConfig):
    name = "mutua.daybook"
    label = "daybook"

    def ready(self) -> None:
        from mutua.customers.frame import account_style
        from mutua.daybook import (  # noqa: F401
            acquaintance,
            behaviour_fields,
            binned,
            brief_sections,
            events,
            fields,
            metrics,
            old_values,
            owned,
            panels,
            papers,
            permissions,
            personal_data,
            search,
            tasks,
            today,
            touchpoint_panel,
            work,
            writing_up_today,
        )
        from mutua.daybook.contact_lists import INTERACTIONS, MEETINGS
        from mutua.daybook.models import Interaction
        from mutua.daybook.note_panel import shows_notes
        from mutua.daybook.task_list import TASKS
        from mutua.daybook.told import parties_of
        from mutua.foundation.files import files_panel, holds_files
        from mutua.foundation.lists import register_list
        from mutua.foundation.timeline import line_kind
        from mutua.foundation.ui.navigation import nav

        register_list("task", lambda: TASKS)
        register_list("interaction", lambda: INTERACTIONS)
        register_list("meeting", lambda: MEETINGS)
        account_style("daybook/daybook.css")
        holds_files("interaction", Interaction, told=parties_of, of_people=lambda numbers: Q(person__in=numbers))
        files_panel("interaction", place="side", order=85, lazy=True)
        shows_notes("interaction")
        line_kind(
            "interaction", _("Interactions"), ("daybook.interaction", "daybook.meeting"), order=10, about=("account", "person", "household")
        )
        line_kind("task", _("Tasks"), ("daybook.task",), order=20, about=("account",))

        nav(
            "top",
            _("Quick entry"),
            url_name="daybook:quick",
            icon="plus",
            order=5,
            needs="daybook.interaction.create",
            key="q",
            phone=4,
            here=True,
        )
        nav(
            "work", _("Interactions"), url_name="daybook:interactions", icon="messages", order=30, needs="daybook.interaction.view", key="n"
        )
        nav("work", _("Calendar"), url_name="daybook:calendar", icon="calendar", order=25, needs="daybook.meeting.view", key="w")
        nav("work", _("Tasks"), url_name="daybook:tasks", icon="checkbox", order=20, needs="daybook.task.view", key="k")
