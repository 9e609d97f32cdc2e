"""Forms of this domain."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.forms import Lines, RecordForm
from mutua.integrations.models import WebhookEndpoint


class WebhookForm(RecordForm):
    """Where to, and what of."""

    event_names = Lines(
        label=_("What it wants to hear"),
        help_text=_("One name a line, such as sales.opportunity.won; sales.* is all that begin so, * is everything."),
    )

    class Meta:
        model = WebhookEndpoint
        fields = ("name", "url", "event_names", "is_on")
        help_texts = {"url": _("It gets a POST for each event, signed as Standard Webhooks say.")}
