"""New leads that wait for somebody to take them up."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.today import Need, needs_me
from mutua.foundation.today.asking import put_off_of
from mutua.foundation.ui.formats import ago
from mutua.sales.models import Lead
from mutua.sales.queries.leads import leads_seen

SHOWN = 5
LATE_AFTER = 1  # day


@needs_me(key="leads", title=gettext_lazy("New leads"), note=gettext_lazy("they wait for you"), order=35, needs="sales.lead.edit")
def new_leads(actor: Actor, team: bool = False) -> list[Need]:
    """The longest waiting first: who asked first is answered first."""
    waiting = leads_seen(actor).filter(state=Lead.State.NEW)
    if not team:
        waiting = waiting.filter(owner=actor.user_id)
    put_off = put_off_of(actor, "leads")
    found = waiting.select_related("offering", "strategy").order_by("arrived_at", "pk")[: SHOWN + len(put_off)]
    return [need for need in map(_need, found) if need.key not in put_off][:SHOWN]


def _need(lead: Lead) -> Need:
    waits = (days.now() - lead.arrived_at).days
    asks = _("Asks for %(what)s.") % {"what": lead.offering} if lead.offering else _("Says not yet what they ask for.")
    serves = _("Fits %(strategy)s.") % {"strategy": lead.strategy} if lead.strategy else _("Fits no strategy yet.")
    return Need(
        key=f"lead-{lead.pk}",
        what=lead.name,
        what_url=lead.get_absolute_url(),
        reason=f"{asks} {serves}",
        evidence_label=lead.came_by or _("Lead"),
        evidence_url=lead.get_absolute_url(),
        when=ago(lead.arrived_at),
        late=waits > LATE_AFTER,
        act_label=_("Look"),
        act_url=lead.get_absolute_url(),
        act_key="l",
        glyph="user-plus",
    )
