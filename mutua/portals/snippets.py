"""What an administrator puts on the own page: a frame, or a plain form. Neither holds a script."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

_LINE = mark_safe("\n  ")


def frame_code(address: str, title: str) -> str:
    return format_html('<iframe src="{}" title="{}" style="width:100%;height:640px;border:0"></iframe>', address, title)


def plain_code(address: str, inputs: Iterable[tuple[str, str]]) -> str:
    """inputs: name and label of each."""
    fields = format_html_join(_LINE, "{}", ((_field(name, label),) for name, label in inputs))
    return format_html('<form method="post" action="{}">{}{}{}<button>{}</button>\n</form>', address, _LINE, fields, _LINE, _("Send"))


def _field(name: str, label: str) -> str:
    if name == "message":
        return format_html('<label>{} <textarea name="{}"></textarea></label>', label, name)
    if name == "mail":
        return format_html('<label>{} <input name="{}" type="email" required></label>', label, name)
    return format_html('<label>{} <input name="{}"></label>', label, name)
