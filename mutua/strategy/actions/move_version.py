"""Moving a version through its states: challenged, approved, in force, completed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.strategy.actions.keep_value_map import keep_value_map
from mutua.strategy.events import VersionMoved
from mutua.strategy.models import StrategyVersion
from mutua.strategy.queries.strategies import version_for
from mutua.strategy.rules.levers import MOST, check_count
from mutua.strategy.rules.lifecycle import can_move
from mutua.strategy.rules.statement import check_statement
from mutua.strategy.sentences import sentence_of
from mutua.strategy.tasks import watch_every_objective

State = StrategyVersion.State
NEEDS = {State.CHALLENGED: "edit", State.DRAFT: "edit", State.APPROVED: "approve", State.ACTIVE: "approve", State.COMPLETED: "approve"}


@transaction.atomic
def move_version(actor: Actor, version_id: int, to: str, *, version: int | None, active_from: date | None = None) -> StrategyVersion:
    """The version in its new state. active_from: the day from which it counts (today); see `_check_begin`.

    Activating puts the version that was in force so far to "amended", in the same commit. Ending is decided in a review.
    Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    moved = locked(version_for(actor, version_id), version)
    require(actor, f"strategy.strategy.{NEEDS.get(State(to), 'approve') if to in State.values else 'approve'}", moved)
    _check(moved, to)

    was, moved.state = moved.state, to
    for name, value in _dates(actor, to, active_from).items():
        setattr(moved, name, value)
    if to == State.ACTIVE:
        _check_begin(moved)
        _amend(actor, moved, moved.active_from or days.today())
    moved.save()

    if to == State.CHALLENGED:
        keep_value_map(moved)
    if to == State.ACTIVE:
        watch_every_objective.defer()
    announce(VersionMoved(strategy_id=moved.strategy_id, version_id=moved.pk, was=was, now=to), actor=actor)
    return moved


def _check(version: StrategyVersion, to: str) -> None:
    if to not in NEEDS or not can_move(version.state, to):
        states = {"now": version.get_state_display().lower(), "to": dict(State.choices).get(to, to)}
        raise Refused(_("This version is %(now)s and cannot become “%(to)s”. Nothing was changed.") % states)
    if to in (State.CHALLENGED, State.APPROVED):
        check_is_complete(version)
    if to == State.APPROVED and (count := version.objections.filter(answered_at=None).count()):
        sentence = ngettext(
            "%(n)s objection is not answered. Nothing was changed. Answer it first, or go back to the draft.",
            "%(n)s objections are not answered. Nothing was changed. Answer them first, or go back to the draft.",
            count,
        )
        raise Refused(sentence % {"n": count})


def _check_begin(version: StrategyVersion) -> None:
    """What a strategy did before it was written down may be counted, of its first version; of a later one, nothing of before it was approved.

    Who chose the day when the outcomes are known would choose the outcomes. Raises Refused.
    """
    begin, field = version.active_from, "active_from"
    assert begin is not None, "set with the state"
    if begin > days.today():
        raise Refused(
            _("It cannot be in force from a day that has not come: put it in force on that day. Nothing was changed."), field=field
        )
    others = StrategyVersion.objects.filter(strategy=version.strategy_id).exclude(pk=version.pk).exclude(active_from=None)
    if not others.exists() or version.approved_at is None:
        return
    approved = timezone.localdate(version.approved_at)
    if begin < approved:
        sentence = _("A version that follows another one counts from its approval on at the earliest, %(day)s. Nothing was changed.")
        raise Refused(sentence % {"day": approved.isoformat()}, field=field)
    last = max((one.ended_on or one.active_from or begin) for one in others)
    if begin < last:
        sentence = _("Version %(number)s was in force until %(day)s. Nothing was changed. Choose a day that is not before it.")
        before = next(one for one in others if (one.ended_on or one.active_from) == last)
        if before.ended_on is None:
            sentence = _("Version %(number)s is in force since %(day)s. Nothing was changed. Choose a day that is not before it.")
        raise Refused(sentence % {"number": before.number, "day": last.isoformat()}, field=field)


def check_is_complete(version: StrategyVersion) -> None:
    """Raises Refused, naming all that is missing, where the statement, the levers or the objectives are not ready to be challenged."""
    answers = {question: getattr(version, question) for question in ("who", "value_to_them", "value_to_us", "what_we_do")}
    missing = [str(sentence_of(finding)) for finding in check_statement(version.statement, answers)]
    if check_count(version.levers.filter(is_chosen=True).count()) == "refuse":
        missing.append(_("More than %(most)s levers are chosen.") % {"most": MOST})
    if not version.objectives.exists():
        missing.append(_("There is no objective: nothing says when this would have failed."))
    if missing:
        raise Refused(" ".join([_("This version is not ready; nothing was changed."), *missing]))


def _dates(actor: Actor, to: str, active_from: date | None) -> dict[str, Any]:
    if to == State.APPROVED:
        return {"approved_at": days.now(), "approved_by_id": actor.user_id}
    if to == State.ACTIVE:
        return {"active_from": active_from or days.today()}
    return {"ended_on": days.today()} if to == State.COMPLETED else {}


def _amend(actor: Actor, successor: StrategyVersion, day: date) -> None:
    so_far = StrategyVersion.objects.select_for_update().filter(strategy=successor.strategy_id, state=State.ACTIVE).exclude(pk=successor.pk)
    for version in so_far:
        version.state, version.ended_on = State.AMENDED, day
        version.save(update_fields=["state", "ended_on"])
        announce(VersionMoved(strategy_id=version.strategy_id, version_id=version.pk, was=State.ACTIVE, now=State.AMENDED), actor=actor)
