from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from mutua.foundation.access import NotAllowed, flow_actor
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.load_catalogue import CONSUMER_GOODS, load_catalogue
from mutua.relationships.models import Activity, Touchpoint
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


def test_it_loads_everything_that_stands_in_the_file() -> None:
    document = tomllib.loads(CONSUMER_GOODS.read_text())
    loaded = load_catalogue(flow_actor("test"))
    assert Touchpoint.objects.count() == loaded.touchpoints == len(document["touchpoint"]) == 10
    assert Activity.objects.count() == loaded.activities == sum(len(row["activity"]) for row in document["touchpoint"]) == 105


def test_loading_it_twice_changes_nothing() -> None:
    load_catalogue(flow_actor("test"))
    with nothing_changes():
        assert not load_catalogue(flow_actor("test")).changed


def test_an_unknown_prerequisite_is_named_and_nothing_is_loaded(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(CONSUMER_GOODS.read_text().replace('requires = ["crp"]', 'requires = ["hovercraft"]'))
    with pytest.raises(Refused, match=r"broken.toml, line \d+: cpfr at physical-delivery: .*hovercraft"), nothing_changes():
        load_catalogue(flow_actor("test"), broken)


def test_a_representative_cannot_load_it(cast: Cast) -> None:
    with pytest.raises(NotAllowed), nothing_changes():
        load_catalogue(cast.ada)
