"""What the palette finds of leads and deals, and what it can do."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.customers.queries.worded import worded
from mutua.foundation.access import Actor
from mutua.foundation.search import Found, command, searchable
from mutua.foundation.search.words import foremost
from mutua.foundation.ui.formats import money
from mutua.sales.queries.leads import leads_seen, worded_leads
from mutua.sales.queries.opportunities import opportunities_seen


@searchable("opportunity", title=_("Deals"), order=30, needs="sales.opportunity.view")
def deals(actor: Actor, text: str, limit: int) -> list[Found]:
    seen = opportunities_seen(actor).select_related("account", "stage")
    order = ("stage__kind", "-pk")
    keyed = foremost(seen, seen.filter(source_key__in={text, text.upper(), text.lower()}), *order, limit=limit)
    fitting = worded(seen.exclude(pk__in=[deal.pk for deal in keyed]), "name", text)
    hits = keyed + foremost(seen, fitting, *order, limit=limit - len(keyed))
    return [
        Found(
            title=deal.name,
            subtitle=f"{deal.stage.name} · {money(deal.amount, deal.currency, short=True)}",
            url=deal.get_absolute_url(),
            glyph="layout-kanban",
        )
        for deal in hits
    ]


@searchable("lead", title=_("Leads"), order=35, needs="sales.lead.view")
def leads(actor: Actor, text: str, limit: int) -> list[Found]:
    seen = leads_seen(actor)
    order = ("-arrived_at", "-pk")
    keyed = foremost(
        seen,
        seen.filter(Q(mail_normalised=text.strip().lower()) | Q(source_key__in={text, text.upper(), text.lower()})),
        *order,
        limit=limit,
    )
    fitting = worded_leads(seen.exclude(pk__in=[lead.pk for lead in keyed]), text)
    hits = keyed + foremost(seen, fitting, *order, limit=limit - len(keyed))
    return [Found(title=lead.name, subtitle=str(lead.get_state_display()), url=lead.get_absolute_url(), glyph="user-plus") for lead in hits]


command(key="new-lead", title=_("New lead"), url_name="sales:lead-new", icon="user-plus", needs="sales.lead.create", keys="c l")
command(key="new-deal", title=_("New deal"), url_name="sales:deal-new", icon="plus", needs="sales.opportunity.create", keys="c d")
