"""Tags are everybody's who works with records; the list of them is the administrator's."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import declare, everybody, sees
from mutua.foundation.privacy import nothing_personal
from mutua.foundation.tags.models import Tag

declare("tags.tag.manage", _("Rename, merge and delete tags"), roles=())
sees(Tag, everybody(), permission="tags.tag.manage")
nothing_personal(Tag)
