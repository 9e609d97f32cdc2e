"""What is wrong in a catalogue, as a sentence: what it says, where, and what it may say."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.relationships.rules.book import Wrong

FIELDS: dict[str, Any] = {
    "key": gettext_lazy("key"),
    "name": gettext_lazy("name"),
    "currency": gettext_lazy("currency"),
    "our_departments": gettext_lazy("our departments"),
    "their_departments": gettext_lazy("their departments"),
    "involves_sales": gettext_lazy("involves sales"),
    "contacts_per_year": gettext_lazy("contacts a year"),
    "measures": gettext_lazy("measures"),
    "type": gettext_lazy("type it defines"),
    "slot": gettext_lazy("slot"),
    "needs": gettext_lazy("readiness it needs"),
    "requires": gettext_lazy("prerequisites"),
    "cost": gettext_lazy("cost"),
    "hours": gettext_lazy("hours"),
    "lead_days": gettext_lazy("lead time in days"),
    "moves": gettext_lazy("measures it moves"),
    "effects": gettext_lazy("usual effects"),
    "effects_from": gettext_lazy("where the effects come from"),
}
_KINDS: dict[str, Any] = {
    "text": gettext_lazy("a text"),
    "texts": gettext_lazy("a list of texts"),
    "whole": gettext_lazy("a whole number"),
    "flag": gettext_lazy("true or false"),
    "number": gettext_lazy("a number"),
    "levels": gettext_lazy("names with a number each"),
    "tables": gettext_lazy("tables of their own, [[touchpoint]] and [[touchpoint.activity]]"),
}


def sentence(wrong: Wrong) -> str:
    """One sentence. Where it is stands before it: the activity and the touchpoint by their keys."""
    said = _said(wrong)
    if wrong.activity_key:
        return _("%(activity)s at %(touchpoint)s: %(said)s") % {
            "activity": wrong.activity_key,
            "touchpoint": wrong.touchpoint_key,
            "said": said,
        }
    return _("%(touchpoint)s: %(said)s") % {"touchpoint": wrong.touchpoint_key, "said": said} if wrong.touchpoint_key else said


def _said(wrong: Wrong) -> str:
    first, second = (*wrong.words, "", "")[:2]
    words = {"first": first, "second": second, "field": str(FIELDS.get(wrong.field, wrong.field))}
    if wrong.kind == "cycle":
        return _("these come after each other in a circle: %(path)s.") % {"path": " → ".join(wrong.words)}
    if wrong.kind == "kind":
        return _("%(field)s has to be %(kind)s.") % {**words, "kind": str(_KINDS[first])}
    return str(_SENTENCES[wrong.kind] % words)


_SENTENCES: dict[str, Any] = {
    "missing": gettext_lazy("%(field)s is missing."),
    "nobody": gettext_lazy("%(field)s: name one at least, or nobody would meet there."),
    "unknown": gettext_lazy("“%(first)s” is not known here; there are %(second)s."),
    "key": gettext_lazy("%(field)s “%(first)s” has to be small letters, digits and single dashes, such as edi-orders."),
    "twice": gettext_lazy("the key “%(first)s” stands in the catalogue already."),
    "text": gettext_lazy("%(field)s “%(first)s” has to have 1 to %(second)s characters."),
    "type": gettext_lazy("“%(first)s” is no type of relationship; there are %(second)s."),
    "dimension": gettext_lazy("“%(first)s” is no dimension of readiness; there are %(second)s."),
    "level": gettext_lazy("%(first)s needs %(second)s, and levels go from 0 to 4 in tenths."),
    "requires": gettext_lazy("the prerequisite “%(first)s” is no activity of this touchpoint."),
    "moves": gettext_lazy("“%(first)s” is no measure of this touchpoint."),
    "effects": gettext_lazy("an effect on “%(first)s” is said, which is no measure that the activity moves."),
    "size": gettext_lazy(
        "the effect on “%(first)s” is %(second)s; it is a number other than 0, with four decimals at most and less than 10,000."
    ),
    "money": gettext_lazy("%(field)s %(first)s has to be an amount of 0 or more, with two decimals at most."),
    "number": gettext_lazy("%(field)s %(first)s has to be a whole number from 0 to %(second)s."),
    "currency": gettext_lazy("the currency “%(first)s” has to be three capital letters, such as EUR."),
    "too-many": gettext_lazy("%(first)s are too many; %(second)s at most are kept."),
    "elsewhere": gettext_lazy(
        "the key “%(first)s” belongs to the touchpoint %(second)s, where engagements may hang on it. Give another key."
    ),
}
