"""`{% url %}` as Django has it, with addresses of one record and of pages without arguments put together once a process."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as plain_url

from mutua.foundation.ui.markup import escaped, page_address, record_address

register = template.Library()


@register.tag
def url(parser: Parser, token: Token) -> QuickURLNode:
    """A page has dozens of addresses, and Django looks through all routes for each."""
    plain = plain_url(parser, token)
    return QuickURLNode(plain.view_name, plain.args, plain.kwargs, plain.asvar)


class QuickURLNode(URLNode):
    def render(self, context: Context) -> str:
        if self.kwargs or self.asvar or len(self.args) > 1:
            return str(super().render(context))
        name: Any = self.view_name.resolve(context)
        if not self.args:
            return escaped(page_address(name))
        number = self.args[0].resolve(context)
        return escaped(record_address(name, number)) if type(number) is int and number >= 0 else str(super().render(context))
