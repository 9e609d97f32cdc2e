from __future__ import annotations

import psycopg
import pytest

from mutua import demo
from mutua.foundation.records.errors import Refused
from tests.cast import nothing_changes


@pytest.mark.django_db
def test_a_second_load_is_refused_while_the_first_is_at_work(database_url):
    with psycopg.connect(database_url) as first:
        first.execute("select pg_advisory_lock(hashtext('mutua.demo'))")
        with pytest.raises(Refused, match="being loaded"), nothing_changes():
            demo.load()
        with pytest.raises(Refused, match="being loaded"), nothing_changes():
            demo.clear()
