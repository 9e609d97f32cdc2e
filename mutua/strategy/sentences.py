"""Findings and verdicts in the words of the pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mutua.foundation.ui import formats
from mutua.strategy.rules.statement import MOST_SENTENCES, Finding

QUESTIONS: dict[str, Any] = {
    "who": gettext_lazy("who it is for"),
    "value_to_them": gettext_lazy("the value to them"),
    "value_to_us": gettext_lazy("the value to us"),
    "what_we_do": gettext_lazy("what we do"),
}
TOWS: dict[str, Any] = {
    "SO": gettext_lazy("Use “%(inside)s” to take “%(outside)s”."),
    "ST": gettext_lazy("Use “%(inside)s” against “%(outside)s”."),
    "WO": gettext_lazy("Mend “%(inside)s” in order to take “%(outside)s”."),
    "WT": gettext_lazy("Mend “%(inside)s” before “%(outside)s” hurts."),
}
STATES = {"continue": "ok", "amend": "watch", "abandon": "breach", "keep collecting": "none"}


def option_words(kind: str, inside: str, outside: str) -> str:
    """The first words of an option, from the two findings that it joins; whoever decides about it writes better ones."""
    return str(TOWS[kind]) % {"inside": inside.rstrip(" ."), "outside": outside.rstrip(" .")}


def sentence_of(finding: Finding) -> str:
    """What is wrong with a statement, and what to do."""
    question = QUESTIONS.get(finding.question, "")
    match finding.code:
        case "empty":
            return _("There is no statement yet.")
        case "too_long":
            return _("The statement has %(n)s sentences; %(most)s are the most.") % {"n": finding.detail, "most": MOST_SENTENCES}
        case "unanswered":
            return _("It does not say %(question)s: mark the words that do.") % {"question": question}
        case "not_in_statement":
            return _("“%(words)s” does not stand in the statement, so it does not say %(question)s.") % {
                "words": finding.detail,
                "question": question,
            }
        case "hollow":
            return _("“%(words)s” says nothing of %(question)s that every company could not say.") % {
                "words": finding.detail,
                "question": question,
            }
        case _:
            return _("The same words cannot say %(one)s and %(other)s: mark others.") % {
                "one": QUESTIONS.get(finding.detail, ""),
                "other": question,
            }


def finding_words(verdict: str, more: int | None, estimate: str, *, pays: bool = True) -> str:
    """What the evidence of an objective says, in a sentence or two. pays: the whole band has left break-even behind."""
    match verdict:
        case "continue":
            return _("It works: even the low end of the band reaches the plan, less its tolerance. The estimate is %(estimate)s.") % {
                "estimate": estimate
            }
        case "amend" if not pays:
            return _(
                "It stays short of the plan, and whether it pays at all is open: the band still holds break-even. The estimate is %(estimate)s."
            ) % {"estimate": estimate}
        case "amend":
            return _("It pays, but not what was planned. The estimate is %(estimate)s; the band stays below the plan.") % {
                "estimate": estimate
            }
        case "abandon":
            return _("It does not pay: even the high end of the band stays short of break-even. The estimate is %(estimate)s.") % {
                "estimate": estimate
            }
    if more is None:
        return _("The evidence does not decide yet. Keep collecting.")
    told = ngettext("about %(n)s outcome more will decide", "about %(n)s outcomes more will decide", more) % {"n": formats.number(more)}
    return _("The evidence does not decide yet: the estimate is %(estimate)s, and %(more)s if it stays there.") % {
        "estimate": estimate,
        "more": told,
    }


def figure(value: float | None, unit: str, decimals: int = 1) -> str:
    """A value of a measure as its unit is written: 0.876 as a share is 87.6 %."""
    if value is None:
        return "–"
    if unit == "share":
        return formats.share(value, decimals)
    if len(unit) == 3 and unit.isupper():
        return formats.money(value, unit, short=abs(value) >= 10_000)
    return f"{formats.number(value, decimals)} {unit}".strip()
