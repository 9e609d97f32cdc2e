"""The list of pairs that may be one record: the queue of those who tidy up."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mutua.customers.actions.merge_many import merge_pairs, undo_merges_of_pairs
from mutua.customers.models import DuplicatePair
from mutua.customers.queries.comparing import pair_words
from mutua.customers.queries.duplicates import BOTH, pairs_seen
from mutua.foundation.access import Actor
from mutua.foundation.lists import Blank, BulkAct, Column, Done, Earlier, ListSpec, Starter
from mutua.foundation.ui.formats import ago

Tree = dict[str, Any]


def _is_open(kind: str | None = None) -> Tree:
    parts: list[Tree] = [{"field": "state", "op": "is", "value": "open"}]
    if kind:
        parts.append({"field": "kind", "op": "is", "value": kind})
    return {"all": parts}


def _both(pair: DuplicatePair) -> Any:
    return format_html(
        '<a href="{}">{}</a><br><span class="ink-2">{}</span>', reverse("customers:duplicate", args=[pair.pk]), pair.left, pair.right
    )


def _likely(pair: DuplicatePair) -> str:
    return f"{pair.probability:.1%}"


def _prepare(actor: Actor, rows: list[Any]) -> None:
    for pair in rows:
        pair.said = "; ".join(words for words, _bits in pair_words(pair, actor)[:3])


def merge_chosen(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> Done:
    return Done(len(merge_pairs(actor, ids)))


def what_will_happen(actor: Actor, rows: Any) -> str:
    cautioned = rows.filter(cautioned=True).count()
    said = text(
        "Each pair becomes one record, with the values that are proposed on its page. What hangs on both is kept, and all of it can be undone."
    )
    if cautioned:
        said += " " + ngettext(
            "%(n)s pair has a caution, such as a shared mailbox; it is left for you to look at.",
            "%(n)s pairs have a caution, such as a shared mailbox; they are left for you to look at.",
            cautioned,
        ) % {"n": cautioned}  # fmt: skip
    return said


def take_merges_back(actor: Actor, ids: list[int], earlier: Earlier) -> int:
    return undo_merges_of_pairs(actor, ids, earlier.since)


DUPLICATES = ListSpec(
    kind="duplicate",
    model=DuplicatePair,
    title=_("Duplicates"),
    noun=_("pairs"),
    base=pairs_seen,
    prepare=_prepare,
    columns=[
        Column("pair", _("Records"), text=_both, value=lambda row: f"{row.left} / {row.right}", phone=True, css="c-name"),
        Column("probability", _("Probability"), text=_likely, value=lambda row: row.probability, sort="bits", numeric=True, phone=True),
        Column("evidence", _("Evidence"), text=lambda row: row.said),
        Column("kind", _("Kind"), text=lambda row: row.get_kind_display()),
        Column("sources", _("Sources"), text=lambda row: ", ".join(row.sources), hidden=True),
        Column("state", _("State"), text=lambda row: row.get_state_display()),
        Column("found", _("Found"), text=lambda row: ago(row.found_at), value=lambda row: row.found_at, sort="found_at", numeric=True),
    ],
    default_sort="-probability",
    link=lambda row: reverse("customers:duplicate", args=[row.pk]),
    select_related=BOTH,
    starters=[
        Starter("open", _("Open"), lambda actor: _is_open()),
        Starter("accounts", _("Accounts"), lambda actor: _is_open("account")),
        Starter("people", _("People"), lambda actor: _is_open("person")),
        Starter("later", _("Later"), lambda actor: {"field": "state", "op": "is", "value": "later"}),
    ],
    bulk=[
        BulkAct(
            "merge",
            _("Merge"),
            icon="git-merge",
            needs="customers.record.merge",
            run=merge_chosen,
            preview=what_will_happen,
            take_back=take_merges_back,
        )
    ],
    new=("customers:duplicate-scan", _("Scan everything"), "customers.duplicate.scan"),
    export="customers.duplicate.view",
    blank=Blank(
        _("No pairs to look at"),
        _(
            "Records that may be one stand here, with what speaks for it. Nothing is compared before the first scan of everything; after it, new "
            "and changed records are compared by themselves."
        ),
        steps=[(_("Scan everything"), _("It shows pairs among all accounts and people, and learns what tells yours apart."))],
    ),
)
