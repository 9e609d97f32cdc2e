"""What lists and filters know of segments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.fields.registry import field
from mutua.strategy.models import Segment

field("segment", key="name", label=_("Name"), kind="text")
field("segment", key="made_of", label=_("Made of"), kind="choice", path="party_kind", choices=lambda: Segment.PartyKind.choices)
field("segment", key="source", label=_("Source"), kind="text")
