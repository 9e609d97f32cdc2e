"""The door to erasing: one transaction, so that a person is there or gone, and never in parts."""

from __future__ import annotations

from django.core.cache import cache
from django.db import transaction

from mutua.foundation.access import flow_actor
from mutua.foundation.jobs import task


# While an import reads a file that names the person, it waits; the last tries are an hour apart.
@task(retry=20)
def erase_person(erasure_id: int) -> None:
    from mutua.foundation.privacy.actions.carry_out_erasure import carry_out_erasure

    carry_out_erasure(flow_actor("erasure"), erasure_id)
    transaction.on_commit(cache.clear)
