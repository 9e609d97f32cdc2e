"""`{% load mutua %}`: the words and small marks of every page. Pictures and blocks come from the two files beside this one."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select, SelectMultiple
from django.forms.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mutua.foundation.access import may
from mutua.foundation.ui import formats
from mutua.foundation.ui.markup import options
from mutua.foundation.ui.navigation import Group, navigation
from mutua.foundation.ui.shifted import known_shift
from mutua.foundation.ui.templatetags import addresses, blocks, pictures
from mutua.foundation.ui.toasts import undo_of

register = template.Library()
register.tags.update(pictures.register.tags)
register.tags.update(blocks.register.tags)
register.tags.update(addresses.register.tags)
register.simple_tag(known_shift, name="known_shift")

for said in (formats.money, formats.number, formats.share, formats.day, formats.long_day, formats.ago, formats.moment):
    register.simple_tag(said, name=said.__name__)

PERFORMANCE = {
    "ok": gettext_lazy("in tolerance"),
    "watch": gettext_lazy("near its limit"),
    "breach": gettext_lazy("out of tolerance"),
    "none": gettext_lazy("no measure"),
}
TYPES = {
    "independent": gettext_lazy("Independent"),
    "cooperative": gettext_lazy("Cooperative"),
    "collaborative": gettext_lazy("Collaborative"),
    "strategic": gettext_lazy("Strategic"),
}
SIDES = {"us": gettext_lazy("from us"), "them": gettext_lazy("from them"), "both": gettext_lazy("both sides")}


register.simple_tag(options, name="options")


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """A line drawing from the sprite. With a label when it stands without words."""
    return _icon(str(name), str(label), str(css))


@lru_cache(maxsize=2048)
def _icon(name: str, label: str, css: str) -> SafeString:
    # A page draws some fifty, and the manifest of static files is slow to ask
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="icon {}" {}><use href="{}#{}"/></svg>', css, spoken, static("vendor/icons.svg"), name)


@register.simple_tag
def side(which: str, label: str = "") -> SafeString:
    """The half disc: left half filled is we, right half they, both is together."""
    return format_html('<svg class="half" role="img" aria-label="{}"><use href="#half-{}"/></svg>', label or SIDES[which], which)


@register.simple_tag
def face(name: str, side: str = "us", size: str = "", text: str = "") -> SafeString:
    """A person or an organisation in two letters. The name itself stands beside it, so this is not read out."""
    return _face(str(name), side, size, text)


@lru_cache(maxsize=4096)
def _face(name: str, side: str, size: str, text: str) -> SafeString:
    kinds = {"us": "", "them": " face-them", "org": " face-org"}
    large = " face-lg" if size == "lg" else ""
    return SafeString(f'<span class="face{kinds[side]}{large}" aria-hidden="true">{escape(text or initials(name))}</span>')


def initials(name: str) -> str:
    """Ada Lindqvist → AL; Zambia programme → ZP; Alder → AL."""
    words = [word for word in name.replace("-", " ").split() if word[:1].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]).upper()


@register.simple_tag
def perf(state: str, text: Any = "", pill: bool = False) -> SafeString:
    """Performance: a shape, the figure and a hidden word; never colour alone. Words without a figure (“blocked”) say it themselves."""
    shown = text if text not in ("", None) else PERFORMANCE[state]
    hidden = format_html('<span class="visually-hidden">, {}</span>', PERFORMANCE[state]) if any(map(str.isdigit, str(shown))) else ""
    return format_html(
        '<span class="perf perf-{0}{1}"><svg aria-hidden="true"><use href="#perf-{0}"/></svg>{2}{3}</span>',
        state,
        " perf-pill" if pill else "",
        shown,
        hidden,
    )


@register.simple_tag
def mark(glyph: str) -> SafeString:
    """The sign before a line of Today: a performance shape, a side, or an icon."""
    if glyph in PERFORMANCE:
        return format_html('<svg class="g g-{0}" role="img" aria-label="{1}"><use href="#perf-{0}"/></svg>', glyph, PERFORMANCE[glyph])
    return side(glyph) if glyph in SIDES else icon(glyph, css="ink-3")


@register.simple_tag
def reltype(kind: str, by_hand: str = "") -> SafeString:
    """A derived relationship type: neutral glyph and its word. by_hand: the reason, when a person set it."""
    if not kind:
        return format_html('<span class="type ink-3">{}</span>', _("not yet known"))
    pencil = (
        format_html('<span title="{}">{}</span>', by_hand, icon("pencil", _("set by hand: %(reason)s") % {"reason": by_hand}))
        if by_hand
        else ""
    )
    return format_html('<span class="type"><svg aria-hidden="true"><use href="#type-{}"/></svg>{}{}</span>', kind, TYPES[kind], pencil)


@register.simple_tag
def evidence(text: Any, url: str = "", icon_name: str = "stack-2", **more: str) -> SafeString:
    """A link to the rows that a claim rests on, named by their count."""
    drawn = icon(more.get("icon", icon_name))
    if not url:
        return format_html('<span class="chip evidence">{}{}</span>', drawn, text)
    return format_html('<a class="chip evidence" href="{}">{}{}</a>', url, drawn, text)


@register.simple_tag
def label(text: Any, kind: str = "", **more: str) -> SafeString:
    """A small word on a tint. kind: us, them, dash or nothing."""
    css = "label-dash" if kind == "dash" else f"label label-{kind}" if kind else "label"
    return format_html('<span class="chip {}">{}{}</span>', css, icon(more["icon"]) if more.get("icon") else "", text)


@register.simple_tag
def kbd(keys: str) -> SafeString:
    return SafeString("".join(format_html("<kbd>{}</kbd>", key) for key in keys.split()))


@register.simple_tag
def crumb() -> SafeString:
    return icon("chevron-right")


@register.simple_tag
def stat(title: Any, value: Any, note: Any = "") -> SafeString:
    """One figure of a `dl.stats`."""
    small = format_html("<small>{}</small>", note) if note else ""
    return format_html('<div class="stat"><dt>{}</dt><dd><span class="big">{}</span>{}</dd></div>', title, value, small)


@register.simple_tag(takes_context=True)
def can(context: Context, code: str) -> bool:
    """Whether the person who looks may do this."""
    return may(context["request"].actor, code)


@register.simple_tag(takes_context=True)
def side_bar(context: Context) -> list[Group]:
    request = context.get("request")
    return navigation(request.actor, request.path) if request is not None and hasattr(request, "actor") else []


@register.simple_tag(takes_context=True)
def drawn_once(context: Context, template: str) -> SafeString:
    """A part of the frame in which nothing but the side bar's entries and the language differs from page to page."""
    return _drawn(template, tuple(context.get("nav_groups") or ()), get_language())


@lru_cache(maxsize=1024)
def _drawn(template: str, nav_groups: tuple[Group, ...], language: str | None) -> SafeString:
    return render_to_string(template, {"nav_groups": nav_groups})


@register.simple_tag(takes_context=True)
def look(context: Context, which: str) -> str:
    """What the reader chose for theme (light, dark) or density (compact, roomy); empty follows the system."""
    known = {"theme": {"light", "dark"}, "density": {"compact", "roomy"}}
    request = context.get("request")
    chosen = request.COOKIES.get(f"mutua-{which}", "") if request is not None else ""
    return chosen if chosen in known[which] else ""


@register.inclusion_tag("ui/components/_tabs.html")
def tabs(entries: list[Any], label: str = "") -> dict[str, Any]:
    return {"entries": entries, "label": label or _("Views")}


@register.inclusion_tag("ui/components/_field.html")
def field(bound: BoundField, full: bool = False, label: str = "", plain: bool = False) -> dict[str, Any]:
    """A control with its label, its help and what is wrong with it. plain: without help and without an example inside."""
    widget = bound.field.widget
    listed = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    checkbox = isinstance(widget, CheckboxInput)
    css = "form-check-input" if listed or checkbox else "form-select" if isinstance(widget, Select | SelectMultiple) else "form-control"
    help_text = "" if plain else bound.help_text
    described = [f"{bound.auto_id}_help"] * bool(help_text) + [f"{bound.auto_id}_error"] * bool(bound.errors)
    attrs: dict[str, str | bool] = {"class": f"{css} {widget.attrs.get('class', '')}".strip()}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if plain:
        attrs["placeholder"] = ""
    return {
        "field": bound,
        "control": bound.as_widget(attrs=attrs),
        "checkbox": checkbox,
        "listed": listed,
        "label": label or bound.label,
        "help_text": help_text,
        "full": full,
    }


@register.inclusion_tag("ui/components/_fields.html")
def fields(form: BaseForm) -> dict[str, Any]:
    return {"form": form}


@register.inclusion_tag("ui/components/_toast.html", takes_context=True)
def toast_line(context: Context, message: Any) -> dict[str, Any]:
    way_back = undo_of(message.extra_tags or "")
    return {
        "text": message,
        "way_back": way_back,
        "problem": message.level_tag in ("warning", "error"),
        "csrf_token": context.get("csrf_token"),
    }
