from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from mutua.foundation.search.finding import marked

register = template.Library()


@register.filter
def marking(shown: Any, typed: str) -> SafeString:
    return marked(shown, typed)
