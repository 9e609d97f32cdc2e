"""Only an administrator exports or erases a whole person, and whoever gets a role with these permissions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import declare, everybody, sees
from mutua.foundation.privacy.models import Erasure

declare("privacy.person.export", _("Export everything that is known about a person"))
declare("privacy.person.erase", _("Erase a person for good"))
sees(Erasure, everybody(), permission="privacy.person.erase")
