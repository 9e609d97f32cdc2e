"""How form controls are drawn: by Django's templates, but for the plain ones, of which a page has dozens: a template for each would take longest of all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from mutua.foundation.ui.markup import escaped

SELECT = "django/forms/widgets/select.html"
OPTION = "django/forms/widgets/select_option.html"
TEXTAREA = "django/forms/widgets/textarea.html"
INPUTS = {
    f"django/forms/widgets/{kind}.html"
    for kind in ("checkbox", "date", "datetime", "email", "file", "hidden", "input", "number", "password", "text", "time", "url")
}
CHOICES = {f"django/forms/widgets/{kind}_option.html" for kind in ("checkbox", "input", "radio")}


class FormRenderer(DjangoTemplates):
    """Draws selects, text fields and boxes here, letter for letter what Django's templates would draw, and leaves all else to the templates."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name == SELECT and all(option["template_name"] == OPTION for option in _options(context["widget"])):
            return _select(context["widget"])
        if template_name in INPUTS:
            return _input(context["widget"])
        if template_name == TEXTAREA:
            return _textarea(context["widget"])
        if template_name in CHOICES:
            return _choice(context["widget"])
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


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else f' value="{escaped(widget["value"])}"'
    return mark_safe(f'<input type="{escaped(widget["type"])}" name="{escaped(widget["name"])}"{value}{_attributes(widget["attrs"])}>')


def _choice(widget: Mapping[str, Any]) -> SafeString:
    """A radio button or a box of several, within its label where that is asked for."""
    control = _input(widget)
    if not widget.get("wrap_label"):
        return control
    meant_for = f' for="{escaped(widget["attrs"]["id"])}"' if widget["attrs"].get("id") else ""
    return mark_safe(f"<label{meant_for}>{control}\n {escaped(widget['label'])}</label>")


def _textarea(widget: Mapping[str, Any]) -> SafeString:
    inner = escaped(widget["value"]) if widget["value"] else ""
    return mark_safe(f'<textarea name="{escaped(widget["name"])}"{_attributes(widget["attrs"])}>\n{inner}</textarea>')


def _attributes(attrs: Mapping[str, Any]) -> str:
    """As Django's `attrs.html`: False is left out, True stands without a value."""
    return "".join(f" {name}" if value is True else f' {name}="{escaped(value)}"' for name, value in attrs.items() if value is not False)
