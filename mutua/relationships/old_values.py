"""What stood in the fields of touchpoints, engagements and roadmap items can be put back, by the acts that edit them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.returning import old_values, old_values_read
from mutua.relationships.actions import edit_engagement, edit_touchpoint, size_item
from mutua.relationships.models import AccountTouchpoint, Activity, Engagement, RoadmapItem, Touchpoint
from mutua.relationships.queries.catalogue_edits import activity_of_number, touchpoint_of_number
from mutua.relationships.queries.roadmaps import item_for
from mutua.relationships.queries.touchpoints import engagement_for, touchpoint_numbered
from mutua.relationships.rules.lifecycles import STARTED

STAND = _("This item is committed: its figures stand as they were believed, and nothing is put back into them.")


def _item_stays(item: RoadmapItem) -> Any:
    return STAND if item.state in STARTED else ""


old_values(
    "touchpoint",
    AccountTouchpoint,
    find=touchpoint_numbered,
    edit=edit_touchpoint.edit_touchpoint_numbered,
    view_needs="relationships.touchpoint.view",
    edit_needs="relationships.touchpoint.edit",
    fields=edit_touchpoint.FIELDS,
)
old_values(
    "engagement",
    Engagement,
    find=engagement_for,
    edit=edit_engagement.edit_engagement,
    view_needs="relationships.touchpoint.view",
    edit_needs="relationships.engagement.edit",
    fields=edit_engagement.FIELDS,
    page=lambda engagement: reverse("relationships:engagement", args=[engagement.pk]),
)
old_values(
    "roadmap-item",
    RoadmapItem,
    find=item_for,
    edit=size_item.size_item,
    view_needs="relationships.roadmap.view",
    edit_needs="relationships.roadmap.edit",
    fields=size_item.FIELDS,
    stays=_item_stays,
)

WHOLE = _("The catalogue is changed as a whole, after it was shown what would move: go back to a version of it instead.")

old_values_read("catalogue-touchpoint", Touchpoint, find=touchpoint_of_number, view_needs="relationships.catalogue.view", stays=WHOLE)
old_values_read("catalogue-activity", Activity, find=activity_of_number, view_needs="relationships.catalogue.view", stays=WHOLE)
