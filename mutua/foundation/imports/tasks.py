"""Doors to work that a worker does."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from procrastinate.exceptions import JobAborted

from mutua.foundation.access.people import actor_with_id
from mutua.foundation.imports.actions.remove_old_files import remove_old_files
from mutua.foundation.imports.actions.stop_import import stop_import
from mutua.foundation.imports.estimating import Estimate
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.imports.queries.undo import rows_to_undo
from mutua.foundation.imports.running import Stopped, run_to_end
from mutua.foundation.imports.undoing import undoing
from mutua.foundation.jobs import RunningJob, progress, task
from mutua.foundation.jobs.fencing import Superseded


# Each worker that is killed in the middle costs an attempt, though the run has come further; a large file outlives many.
@task(effect="many", retry=20)
def take_in(job: RunningJob, run_id: int) -> None:
    """Take in what is left of a file."""
    run = ImportRun.objects.get(pk=run_id)
    if run.state in (ImportRun.State.DONE, ImportRun.State.CANCELLED, ImportRun.State.UNDOING, ImportRun.State.UNDONE):
        return
    told = progress(f"import-{run.pk}", _("Importing %(file)s") % {"file": run.file_name}, user_id=run.owner_id)
    told.advance(run.next_row)
    try:
        with default_storage.open(run.stored, "rb") as file:  # a wrapper, whose own file is open and binary in here
            source = cast("BinaryIO", file.file)
            estimate = Estimate(run.size, run.next_row)

            def advance(rows: int, position: int) -> None:
                taken = told.row.done + rows
                told.expect_about(estimate.total(taken, position))
                told.advance(rows, message=estimate.words(taken, position))
                if told.cancelled:
                    stop_import(actor_with_id(run.owner_id or 0), run.pk)

            run_to_end(run, source, actor_with_id(run.owner_id or 0), job.step, advance)
    except Stopped:
        told.stop(_("Stopped. What was taken until then stays."))
        return
    except Exception as error:
        told.fail(str(error))
        raise
    told.finish(_("Done: %(rows)s rows.") % {"rows": run.seen})


@task(effect="many", retry=20)
def undo(job: RunningJob, run_id: int, user_id: int | None) -> None:
    """Take back what is left of an import."""
    run = ImportRun.objects.get(pk=run_id)
    if run.state != ImportRun.State.UNDOING:
        return
    told = progress(undo_key(run.pk), _("Undoing %(file)s") % {"file": run.file_name}, user_id=user_id)
    told.expect(rows_to_undo(run))

    def advance(rows: int) -> None:
        told.advance(rows)
        if told.cancelled:
            raise undoing.Stopped

    try:
        undoing.Undoing(run, actor_with_id(user_id or 0), job.step, advance).to_end()
    except undoing.Stopped:
        told.stop(_("Stopped. What was undone until then stays undone; the rest can be undone from the page of the import."))
        return
    except (Superseded, JobAborted):
        raise
    except Exception as error:
        told.fail(str(error))
        raise
    told.finish(_("Done: the import is undone."))


def undo_key(run_id: int) -> str:
    """Under which key the undo of a run tells how far it is."""
    return f"undo-import-{run_id}"


@task(cron="20 3 * * *")
def remove_uploads() -> None:
    """Remove uploaded files after their time."""
    remove_old_files()
