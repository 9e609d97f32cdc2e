"""The catalogue that ships with Mutua is there as soon as the tables are: an installation without touchpoints could do nothing."""

from __future__ import annotations

from typing import Any

from django.db import connection

from mutua.foundation.access import flow_actor


def load_shipped_catalogue(**_signal: Any) -> None:
    """After migrating, once: from then on the catalogue is the company's own. Where the tables were taken away again there is nothing to load into."""
    from mutua.relationships.models import CatalogueVersion

    if CatalogueVersion._meta.db_table not in connection.introspection.table_names():
        return
    from mutua.relationships.actions.load_catalogue import load_catalogue

    if not CatalogueVersion.objects.exists():
        load_catalogue(flow_actor("catalogue"))
