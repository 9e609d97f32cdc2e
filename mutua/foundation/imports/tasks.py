"""Doors to work that a worker does."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from mutua.foundation.access.people import actor_with_id
from mutua.foundation.imports.actions.remove_old_files import remove_old_files
from mutua.foundation.imports.actions.stop_import import stop_import
from mutua.foundation.imports.estimating import Estimate
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.imports.running import Stopped, run_to_end
from mutua.foundation.jobs import RunningJob, progress, task


# Each worker that is killed in the middle costs an attempt, though the run has come further; a large file outlives many.
@task(effect="many", retry=20)
def take_in(job: RunningJob, run_id: int) -> None:
    """Take in what is left of a file."""
    run = ImportRun.objects.get(pk=run_id)
    if run.state in (ImportRun.State.DONE, ImportRun.State.CANCELLED):
        return
    told = progress(f"import-{run.pk}", _("Importing %(file)s") % {"file": run.file_name}, user_id=run.owner_id)
    told.advance(run.next_row)
    try:
        with default_storage.open(run.stored, "rb") as file:  # a wrapper, whose own file is open and binary in here
            source = cast("BinaryIO", file.file)
            estimate = Estimate(run.size, run.next_row)

            def advance(rows: int) -> None:
                taken, position = told.row.done + rows, source.tell()
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


@task(cron="20 3 * * *")
def remove_uploads() -> None:
    """Remove uploaded files after their time."""
    remove_old_files()
