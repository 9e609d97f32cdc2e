"""How form controls are drawn: by Django's templates, but for choices, of which a page has hundreds: a template each would take longest of all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from mutua.foundation.ui.markup import escaped

SELECT = "django/forms/widgets/select.html"
OPTION = "django/forms/widgets/select_option.html"


class FormRenderer(DjangoTemplates):
    """Draws a select here, letter for letter what Django's template would draw, and leaves everything else to the templates."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name == SELECT and all(option["template_name"] == OPTION for option in _options(context["widget"])):
            return _select(context["widget"])
        return str(super().render(template_name, context, request))


def _options(widget: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return (option for _group, options, _index in widget["optgroups"] for option in options)


def _select(widget: Mapping[str, Any]) -> SafeString:
    parts = [f'<select name="{escaped(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f'<optgroup label="{escaped(group)}">')
        parts += [
            f'<option value="{escaped(option["value"])}"{_attributes(option["attrs"])}>{escaped(option["label"])}</option>'
            for option in options
        ]
        if group:
            parts.append("</optgroup>")
    parts.append("</select>")
    return mark_safe("\n".join(parts))


def _attributes(attrs: Mapping[str, Any]) -> str:
    """As Django's `attrs.html`: False is left out, True stands without a value."""
    return "".join(f" {name}" if value is True else f' {name}="{escaped(value)}"' for name, value in attrs.items() if value is not False)
