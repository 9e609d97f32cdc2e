"""Cells of the lists that are more than a text. Written in code: a list draws hundreds of them."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from mutua.customers.models import Account
from mutua.foundation.ui.markup import escaped
from mutua.foundation.ui.templatetags.mutua import face

NOTHING = SafeString('<span class="ink-3">–</span>')


def name_cell(row: Any) -> SafeString:
    """The name with its letters, as a link to the record."""
    side = "org" if isinstance(row, Account) else "them"
    return SafeString(f'<a class="name" href="{row.get_absolute_url()}">{face(row.name, side=side)}<span>{escaped(row.name)}</span></a>')


def owner_cell(row: Any) -> SafeString:
    if row.owner is None:
        return NOTHING
    return SafeString(f'<span class="flex nw">{face(row.owner.name)}<span>{escaped(row.owner.name)}</span></span>')


def account_cell(row: Any) -> SafeString:
    """Where a person works now; `row.now` is an affiliation or None."""
    if row.now is None:
        return NOTHING
    return format_html('<a class="plain" href="{}">{}</a>', row.now.account.get_absolute_url(), row.now.account.name)


def mail_cell(row: Any) -> SafeString:
    return format_html('<a class="plain" href="mailto:{0}">{0}</a>', row.mail) if row.mail else NOTHING
