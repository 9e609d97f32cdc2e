from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import declare

# No built-in role has it: only administrators see the page of parts.
declare("ui.look.view", _("See the page that shows every part of the pages"))
