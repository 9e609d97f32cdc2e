"""The list of segments."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor
from mutua.foundation.fields.registry import fields_of
from mutua.foundation.filters import describe
from mutua.foundation.lists import Blank, Column, ListSpec
from mutua.foundation.ui.formats import ago, money, number
from mutua.strategy.actions.edit_segment import edit_segment
from mutua.strategy.models import Segment
from mutua.strategy.queries.concealed import concealed, unseen_field
from mutua.strategy.queries.segment_worth import with_worth_order, worth_of_segments
from mutua.strategy.queries.segments import segments_seen, with_sizes

CONCEALED = _("A rule over fields that you do not see. Who belongs to it is not shown either.")


def says(actor: Actor, segment: Segment) -> str:
    """The rule in words, as far as the actor knows what it is about; "" for everybody."""
    return rule_in_words(actor, segment, segment.predicate)


def rule_in_words(actor: Actor, segment: Segment, predicate: dict[str, Any] | None) -> str:
    """A rule that the segment has or had."""
    if unseen_field(actor, segment.party_kind, predicate):
        return str(CONCEALED)
    return describe(predicate, fields_of(segment.party_kind)) if predicate else ""


def said_of(actor: Actor, segments: list[Segment]) -> dict[int, str]:
    """The rules of many in words, by number: the fields of a kind are read once, whatever the number of segments."""
    unseen = set(concealed(actor))
    fields = {kind: fields_of(kind) for kind in {segment.party_kind for segment in segments if segment.predicate}}
    return {
        segment.pk: str(CONCEALED)
        if segment.pk in unseen
        else describe(segment.predicate, fields[segment.party_kind])
        if segment.predicate
        else ""
        for segment in segments
    }


def _prepare(actor: Actor, rows: list[Any]) -> None:
    worth, said = worth_of_segments(actor, rows), said_of(actor, rows)
    for segment in rows:
        segment.said = said[segment.pk] or str(_("everybody"))
        segment.worth = next(iter(worth.get(segment.pk, [])), None)


def _worth(segment: Any) -> str:
    """In the currency in which most of its members are told."""
    if segment.worth is None:
        return ""
    return str(_("too few to say")) if segment.worth.too_few else money(segment.worth.value.amount, segment.worth.currency, short=True)


@cache
def segment_list() -> ListSpec:
    return ListSpec(
        kind="segment",
        model=Segment,
        title=_("Segments"),
        noun=_("segments"),
        base=lambda actor: with_worth_order(actor, with_sizes(actor, segments_seen(actor))),
        columns=[
            Column("name", _("Segment"), text=lambda row: row.name, sort="name", phone=True, css="c-name"),
            Column(
                "size",
                _("Members"),
                text=lambda row: "" if row.size is None else number(row.size),
                value=lambda row: row.size,
                sort="size",
                numeric=True,
                phone=True,
            ),
            Column(
                "worth",
                _("Worth"),
                text=_worth,
                value=lambda row: None if row.worth is None or row.worth.too_few else row.worth.value.amount,
                sort="worth",
                numeric=True,
                beside=((_("Worth, currency"), lambda row: "" if row.worth is None else row.worth.currency),),
            ),
            Column("kind", _("Made of"), text=lambda row: row.get_party_kind_display(), sort="party_kind"),
            Column("says", _("Who belongs to it"), text=lambda row: row.said),
            Column(
                "evaluated",
                _("Counted"),
                text=lambda row: ago(row.evaluated_at) if row.evaluated_at else "",
                value=lambda row: row.evaluated_at,
                sort="evaluated_at",
            ),
        ],
        default_sort="name",
        prepare=_prepare,
        link=lambda row: row.get_absolute_url(),
        new=("strategy:segment-new", _("New segment"), "strategy.segment.edit"),
        search=lambda queryset, text: queryset.filter(name__icontains=text),
        export="strategy.segment.view",
        custom_edit=("strategy.segment.edit", edit_segment),
        blank=Blank(
            _("No segments yet"),
            _(
                "A segment is a strategic choice of customers, said as a rule: who belongs to it follows by itself when they change. A strategy joins one segment to one offering."
            ),
        ),
    )
