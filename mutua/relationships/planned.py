"""What is planned for a strategy at accounts, drawn in its house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.relationships.queries.planned_for import planned_for
from mutua.strategy.planned import Kind, plans_for

plans_for(
    Kind(key="roadmap-items", title=_("Roadmap items of accounts and segments"), needs="relationships.roadmap.view", lines=planned_for)
)
