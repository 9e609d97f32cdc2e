"""The overlay's files, and finding again what an earlier load made of them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypedDict, TypeVar

from django.db.models import Model

from mutua.demo.noting import SOURCE

M = TypeVar("M", bound=Model)

HERE = Path(__file__).parent


def overlay(name: str) -> dict[str, Any]:
    """The tables of one overlay file."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def once(model: type[M], key: str, make: Callable[[], M]) -> M:
    """The record of this key in the overlay, made when it is not there. The key is its source key: no second load makes it again."""
    found = model._base_manager.filter(source=SOURCE, source_key=key).first()
    return found if found is not None else make()


class Origin(TypedDict):
    source: str
    source_key: str


def origin(key: str) -> Origin:
    return {"source": SOURCE, "source_key": key}
