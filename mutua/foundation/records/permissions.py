"""The bin is open to everybody who may delete something; each kind asks for its own permission. Emptying it is the daily job's."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import declare

declare("records.bin.view", _("Open the bin"), roles=("manager", "representative", "agent", "executive"))
declare("records.bin.empty", _("Delete for good what has lain in the bin for thirty days"), roles=())
