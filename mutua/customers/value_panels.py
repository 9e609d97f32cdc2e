"""What a customer needs and how it rates us, whole: every need, every rating, and how the ratings went."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.customers.models import Account, ValueRating
from mutua.customers.queries.needs import closed_needs_of, needs_of, ratings_of
from mutua.customers.rules.unmet import lead, unmet
from mutua.foundation.access import Actor
from mutua.foundation.panels import panel
from mutua.foundation.ui.drawing import Scale, path
from mutua.foundation.ui.formats import day

WIDTH, HEIGHT, LEFT, INSET = 320, 120, 24, 10


@panel("account", key="needs-tab", title=gettext_lazy("Needs"), place="wide", tab="needs", order=10, needs="customers.account.view")
def needs_tab(actor: Actor, account: Account) -> tuple[str, dict[str, Any]]:
    rows: list[Any] = list(needs_of(actor, account)[:200])
    for need in rows:
        need.gap = unmet(need.importance, need.satisfaction)
        need.gap_words = _("unmet") if need.satisfaction is None else _("%(n)s short") % {"n": need.gap}
    new_url = reverse("customers:detail-new", args=["accounts", account.pk, "need"])
    context = {"needs": sorted(rows, key=lambda need: -need.gap), "closed": closed_needs_of(actor, account), "new_url": new_url}
    return "customers/panels/_needs.html", context


@panel(
    "account",
    key="ratings-tab",
    title=gettext_lazy("How they rate us"),
    place="wide",
    tab="needs",
    order=20,
    needs="customers.account.view",
)
def ratings_tab(actor: Actor, account: Account) -> tuple[str, dict[str, Any]]:
    rows = ratings_of(actor, account)
    of = {value: [row for row in rows if row.component == value] for value in ValueRating.Component.values}
    charts = [course(str(label), of[value]) for value, label in ValueRating.Component.choices if of[value]]
    return "customers/panels/_ratings_tab.html", {"charts": charts, "ratings": rows}


def course(title: str, ratings: list[ValueRating]) -> dict[str, Any]:
    """How the ratings of one component went, the oldest left: lines of ours and of the next best, what they say, and the figures."""
    ordered = sorted(ratings, key=lambda rating: (rating.rated_on, rating.pk))
    first, last = ordered[0].rated_on.toordinal(), ordered[-1].rated_on.toordinal()
    across, up = Scale(first, last, LEFT + INSET, WIDTH - INSET), Scale(1, 10, HEIGHT - INSET, INSET)
    ours = [(across(rating.rated_on.toordinal()), up(rating.ours)) for rating in ordered]
    theirs = [(across(rating.rated_on.toordinal()), up(rating.next_best)) for rating in ordered if rating.next_best is not None]
    rows = [[day(r.rated_on, year=True), r.ours, r.next_best or "–", r.next_best_name or "–", _signed(r)] for r in reversed(ordered)]
    return {
        "title": title, "ours": path(ours), "theirs": path(theirs), "our_dots": ours, "their_dots": theirs, "label": _said(title, ordered[-1]),
        "grid": [(up(value), value) for value in (1, 5, 10)], "ratings": list(reversed(ordered)),
        "table": {"columns": [_("On"), _("Us"), _("Next best"), _("Who that is"), _("Lead")], "rows": rows},
    }  # fmt: skip


def _signed(rating: ValueRating) -> str:
    ahead = lead(rating.ours, rating.next_best)
    return "–" if ahead is None else f"{ahead:+d}"


def _said(title: str, newest: ValueRating) -> str:
    ahead = lead(newest.ours, newest.next_best)
    said = _("%(title)s: they rate us %(ours)s of 10") % {"title": title, "ours": newest.ours}
    if ahead is None:
        return said + "."
    who = newest.next_best_name or _("the next best")
    return said + ", " + _("%(who)s %(theirs)s.") % {"who": who, "theirs": newest.next_best}
