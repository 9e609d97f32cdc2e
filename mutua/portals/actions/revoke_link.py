"""Taking a link back: from this moment it opens nothing."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.portals.events import LinkRevoked
from mutua.portals.models import PortalLink


@transaction.atomic
def revoke_link(actor: Actor, account_id: int, link_id: int) -> PortalLink:
    """Raises NotFound, NotAllowed; Refused when it is closed already."""
    seen = visible_to(actor, PortalLink.objects.filter(account=account_id, account__deleted_at=None).select_related("person"))
    link = find(seen.select_for_update(of=("self",)), pk=link_id)
    require(actor, "portals.link.make", link)
    if not link.is_open(days.now()):
        raise Refused(_("This link opens nothing any more. Nothing was changed."))

    link.revoked_at = days.now()
    link.save(update_fields=["revoked_at"])

    announce(LinkRevoked(link_id=link.pk, account_id=link.account_id, person_id=link.person_id, person=link.person.name), actor=actor)
    return link
