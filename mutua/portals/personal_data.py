"""Which fields are about a person."""

from __future__ import annotations

from mutua.foundation.privacy import belongs, personal
from mutua.portals.models import PortalLink, PortalOpening, Promise

personal(PortalLink, fields=["person", "email", "created_name"])
personal(PortalOpening, fields=["address"])
personal(Promise, fields=["words", "made_by"])
belongs(PortalLink, "person")
belongs(PortalOpening, "link__person")
