"""Acts on more rows than a page shows: asked for here, done by a worker batch by batch, told on a page of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, Protocol

import pghistory
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mutua.foundation.access import Actor, NotAllowed, NotFound, require
from mutua.foundation.access.people import actor_with_id
from mutua.foundation.jobs import Progress
from mutua.foundation.lists.models import BulkRun
from mutua.foundation.lists.spec import BulkAct, Done, Earlier, list_of
from mutua.foundation.records.errors import Refused

BATCH = 200
MOST_LEFT = 50  # names of rows that an undo left as they are


class Steps(Protocol):
    """Gives one transaction for each step."""

    def step(self) -> AbstractContextManager[None]: ...


@transaction.atomic
def ask_for(actor: Actor, kind: str, act: BulkAct, ids: list[int], sent: QueryDict, back_to: str) -> BulkRun:
    """Keep what is to be done, and ask a worker to do it after the commit."""
    from mutua.foundation.lists.tasks import do_bulk_run

    require(actor, act.needs)
    list_of(kind)
    if actor.user_id is None:
        raise Refused(_("Only a person acts on so many rows at once. Nothing was changed."))
    form = {key: sent.getlist(key) for key in sent if key not in ("csrfmiddlewaretoken", "ids", "which", "act", "sure")}
    run = BulkRun.objects.create(owner_id=actor.user_id, kind=kind, act=act.key, sent=form, ids=ids, back_to=back_to)
    do_bulk_run.defer(run_id=run.pk)
    return run


@transaction.atomic
def do_now(actor: Actor, kind: str, act: BulkAct, ids: list[int], cleaned: dict[str, Any], back_to: str) -> Done:
    """The act on a few rows, at once. Where it can be taken back and has no way back of its own, it is kept like a long one."""
    if act.take_back is None or actor.user_id is None:
        return _as_done(act.run(actor, ids, cleaned))
    run = BulkRun.objects.create(owner_id=actor.user_id, kind=kind, act=act.key, ids=ids, next=len(ids), back_to=back_to)
    with pghistory.context(user=run.owner_id, bulk_run=run.pk):
        done = _as_done(act.run(actor, ids, cleaned))
    if done.undo or not done.count:
        run.delete()
        return done
    run.changed, run.state, run.said = done.count, BulkRun.State.DONE, _said(run, done.count)
    run.save(update_fields=["changed", "state", "said"])
    return replace(done, undo=reverse("lists:bulk-take-back", args=[run.pk]))


@transaction.atomic
def ask_to_take_back(actor: Actor, run_id: int) -> BulkRun:
    """Undo of a run that is over; asked twice, it is done once. Raises NotFound, NotAllowed, Refused."""
    from mutua.foundation.lists.tasks import do_bulk_run

    run = run_for(actor, run_id)
    require(actor, act_of(run).needs)
    if not may_be_taken_back(run):
        raise Refused(_("This cannot be undone here. Nothing was changed."))
    back, made = BulkRun.objects.get_or_create(
        takes_back=run,
        defaults={"owner_id": run.owner_id, "kind": run.kind, "act": run.act, "ids": run.ids[: run.next], "back_to": run.back_to},
    )
    if made:
        do_bulk_run.defer(run_id=back.pk)
    return back


def run_for(actor: Actor, run_id: int) -> BulkRun:
    """One's own run. Raises NotFound."""
    run = BulkRun.objects.filter(owner_id=actor.user_id, pk=run_id).select_related("takes_back").first()
    if run is None:
        raise NotFound()
    return run


def act_of(run: BulkRun) -> BulkAct:
    act = list_of(run.kind).bulk_act(run.act)
    if act is None:
        raise LookupError(f"The list of {run.kind} has no act {run.act} any more.")
    return act


def may_be_taken_back(run: BulkRun) -> bool:
    return run.is_over and run.changed > 0 and run.takes_back_id is None and act_of(run).take_back is not None


def go_on(run: BulkRun, job: Steps, told: Progress) -> None:
    """Do what is left. A refusal ends the run with its sentence; what was done before stays, and the sentence says so."""
    for batch in _batches(run):
        if told.cancelled:
            _end(run, job, BulkRun.State.STOPPED, _("Stopped: %(n)s of %(of)s done. What was done stays.") % _counts(run))
            told.stop(run.said)
            return
        try:
            with job.step(), pghistory.context(user=run.owner_id, bulk_run=run.pk):
                done = _do(run, batch)
                run.changed += done.count
                run.sent["left"] = [*run.sent.get("left", []), *done.left][:MOST_LEFT]
                run.next += len(batch)
                run.save(update_fields=["changed", "next", "sent"])
        except (Refused, NotAllowed) as refusal:
            run.refresh_from_db()
            _end(
                run, job, BulkRun.State.REFUSED, _("%(why)s %(n)s of %(of)s were done before and stay.") % {"why": refusal, **_counts(run)}
            )
            told.fail(run.said)
            return
        told.advance(len(batch))
    _end(run, job, BulkRun.State.DONE, _said(run, run.changed))
    told.finish(run.said)


def title_of(run: BulkRun) -> str:
    label = act_of(run).label
    return _("Undo: %(act)s") % {"act": label} if run.takes_back_id else str(label)


def _said(run: BulkRun, count: int) -> str:
    said = ngettext("%(act)s: %(n)s row done", "%(act)s: %(n)s rows done", count) % {"act": title_of(run), "n": count}
    if run.sent.get("left"):
        said += ". " + _("Left as they are, for somebody changed them since: %(names)s") % {"names": ", ".join(run.sent["left"])}
    return said


def _as_done(done: int | Done) -> Done:
    return done if isinstance(done, Done) else Done(done)


def _do(run: BulkRun, ids: list[int]) -> Done:
    # Roles may have changed since it was asked for: the actor is read anew for each batch.
    actor, act = actor_with_id(run.owner_id), act_of(run)
    require(actor, act.needs)
    if run.takes_back is not None:
        if act.take_back is None:
            raise LookupError(f"{act.key} cannot be taken back.")
        return _as_done(act.take_back(actor, ids, Earlier(run.takes_back.pk, run.takes_back.created_at)))
    return _as_done(act.run(actor, ids, _cleaned(actor, act, run.sent)))


def _cleaned(actor: Actor, act: BulkAct, sent: dict[str, list[str]]) -> dict[str, Any]:
    data = QueryDict(mutable=True)
    for key, values in sent.items():
        data.setlist(key, values)
    form = act.form_of(actor, data)
    if form is None:
        return {}
    if not form.is_valid():
        raise Refused(" ".join(str(text) for texts in form.errors.values() for text in texts))
    return form.cleaned_data


def _batches(run: BulkRun) -> Iterator[list[int]]:
    while run.next < len(run.ids):
        yield run.ids[run.next : run.next + BATCH]


def _end(run: BulkRun, job: Steps, state: str, said: str) -> None:
    run.state, run.said = state, said
    with job.step():
        run.save(update_fields=["state", "said"])


def _counts(run: BulkRun) -> dict[str, int]:
    return {"n": run.changed, "of": len(run.ids)}
