from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mutua.foundation.database.secret import kept_secret


def test_everyone_who_asks_at_once_gets_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = set(pool.map(lambda _: kept_secret(tmp_path, "key"), range(64)))
    assert len(answers) == 1
    assert [file.name for file in (tmp_path / "secrets").iterdir()] == ["key"]


def test_each_installation_has_its_own(tmp_path: Path) -> None:
    assert kept_secret(tmp_path / "a", "key") != kept_secret(tmp_path / "b", "key")
