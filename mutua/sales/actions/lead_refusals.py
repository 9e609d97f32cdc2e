"""Why a lead cannot go on, in the words of the person who tried."""

from __future__ import annotations

from django.utils.translation import gettext as _

from mutua.foundation.records.errors import Refused
from mutua.sales.models import Lead
from mutua.sales.rules import lead_states


def check_can_become(lead: Lead, to: str) -> None:
    """Raises Refused with the state in which it stands."""
    if not lead_states.can_become(lead.state, to):
        told = {"state": str(lead.get_state_display()).lower(), "to": str(Lead.State(to).label).lower()}
        raise Refused(_("This lead is %(state)s, so it cannot become %(to)s now; nothing was changed.") % told)
