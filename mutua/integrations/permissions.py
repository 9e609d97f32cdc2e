"""Who looks after what is told to other systems."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import declare, everybody, sees
from mutua.integrations.models import WebhookDelivery, WebhookEndpoint

# An event may tell of any customer: the permission is for whoever looks after the whole installation.
declare("integrations.webhook.view", _("See webhooks, and what was sent to them"))
declare("integrations.webhook.edit", _("Change webhooks, read their secrets, send something once more"))

for _model in (WebhookEndpoint, WebhookDelivery):
    sees(_model, everybody(), permission="integrations.webhook.view")
