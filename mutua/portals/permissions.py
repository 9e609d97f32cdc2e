"""Who of us may open a page to a customer, and sees which links."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import declare, sees, through
from mutua.portals.models import PortalLink, PortalOpening, Promise

declare(
    "portals.link.view", _("See who of a customer has a link, and when it was opened"), roles=("manager", "representative", "executive")
)
declare("portals.link.make", _("Give a person of a customer a link to its own page, and take it back"), roles=("manager", "representative"))
declare("portals.promise.edit", _("Write what was promised on a customer’s own page"), roles=("manager", "representative"))

sees(PortalLink, through("account"), permission="portals.link.view")
sees(PortalOpening, through("link__account"), permission="portals.link.view")
sees(Promise, through("account"), permission="portals.link.view")
