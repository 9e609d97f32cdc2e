"""Web forms have a bin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.bin import binned
from mutua.portals.models import WebForm

binned("web-form", WebForm, title=_("Web forms"), permission="portals.form.edit")
