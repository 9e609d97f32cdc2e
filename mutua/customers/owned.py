"""What of ours can be somebody's: it is counted and handed over when a user ends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.customers.queries.accounts import accounts_seen
from mutua.customers.queries.households import households_seen
from mutua.customers.queries.people import people_seen
from mutua.foundation.identity.owned import owns

owns("accounts", _("Accounts"), lambda actor, user_id: accounts_seen(actor).filter(owner=user_id), list_url="customers:accounts")
owns("people", _("People"), lambda actor, user_id: people_seen(actor).filter(owner=user_id), list_url="customers:people")
owns("households", _("Households"), lambda actor, user_id: households_seen(actor).filter(owner=user_id), list_url="customers:households")
