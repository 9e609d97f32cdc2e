"""Who says what a currency is worth; everybody who sees amounts may see by what they were converted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import declare, everybody, sees
from mutua.foundation.money.models import ExchangeRate

declare("money.rate.view", _("See exchange rates"), roles=("manager", "representative", "agent", "marketer", "executive"))
declare("money.rate.edit", _("Say exchange rates"), roles=("executive",))

sees(ExchangeRate, everybody(), permission="money.rate.view")
