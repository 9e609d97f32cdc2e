"""Custom fields are the administrator's: they change every form, list and import."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import declare, everybody, sees
from mutua.foundation.fields.models import CustomField
from mutua.foundation.privacy import nothing_personal

declare("fields.custom.edit", _("Define and retire custom fields"), roles=())
sees(CustomField, everybody(), permission="fields.custom.edit")
nothing_personal(CustomField)
declare("fields.hidden.edit", _("Hide fields from a role"))
