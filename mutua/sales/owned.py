"""What of ours can be somebody's: it is counted and handed over when a user ends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.identity.owned import owns
from mutua.sales.queries.leads import leads_seen
from mutua.sales.queries.opportunities import opportunities_seen

owns("deals", _("Deals"), lambda actor, user_id: opportunities_seen(actor).filter(owner=user_id), list_url="sales:deals")
owns("leads", _("Leads"), lambda actor, user_id: leads_seen(actor).filter(owner=user_id), list_url="sales:leads")
