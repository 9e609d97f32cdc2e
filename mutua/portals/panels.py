"""The tab on an account's page behind which its own page is opened to it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.customers.tabs import account_tab

account_tab("portal", _("Their page"), order=77, url_name="portals:door", needs="portals.link.view")
