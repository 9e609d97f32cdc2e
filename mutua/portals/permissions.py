"""Who of us may open a page to a customer, and sees which links."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import declare, everybody, sees, through
from mutua.portals.models import FormRefusal, FormSubmission, PortalLink, PortalOpening, Promise, WebForm

declare(
    "portals.link.view", _("See who of a customer has a link, and when it was opened"), roles=("manager", "representative", "executive")
)
declare("portals.link.make", _("Give a person of a customer a link to its own page, and take it back"), roles=("manager", "representative"))
declare("portals.promise.edit", _("Write what was promised on a customer’s own page"), roles=("manager", "representative"))

declare("portals.form.view", _("See web forms and how many came in"), roles=("manager", "marketer"))
declare("portals.form.edit", _("Compose web forms"))

sees(PortalLink, through("account"), permission="portals.link.view")
sees(PortalOpening, through("link__account"), permission="portals.link.view")
sees(Promise, through("account"), permission="portals.link.view")
for _model in (WebForm, FormSubmission, FormRefusal):
    sees(_model, everybody(), permission="portals.form.view")
