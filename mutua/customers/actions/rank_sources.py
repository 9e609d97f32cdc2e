"""Saying which source is trusted most when two records disagree."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction
from django.utils.translation import gettext as _

from mutua.customers.models import SourceTrust
from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused, StaleVersion


@transaction.atomic
def rank_sources(actor: Actor, sources: Sequence[str], *, version: int) -> list[SourceTrust]:
    """The whole order anew, the most trusted first. Raises NotAllowed, StaleVersion, Refused."""
    require(actor, "customers.duplicate.scan")
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('customers.source-trust'))")
    standing = list(SourceTrust.objects.all())
    if version != version_of(standing):
        raise StaleVersion(standing[0] if standing else SourceTrust(), version)
    names = [name.strip() for name in sources if name.strip()]
    if len(set(names)) < len(names):
        raise Refused(_("A source stands there twice. Nothing was changed; take one of the two away."))
    if any(len(name) > 60 for name in names) or len(names) > 200:
        raise Refused(_("At most 200 sources of 60 characters each. Nothing was changed."))

    SourceTrust.objects.all().delete()
    return SourceTrust.objects.bulk_create(
        [SourceTrust(source=name, rank=place, version=version + 1) for place, name in enumerate(names, start=1)]
    )


def version_of(rows: Sequence[SourceTrust]) -> int:
    """All rows are written together, so they have one version; an empty order has none yet."""
    return rows[0].version if rows else 0
