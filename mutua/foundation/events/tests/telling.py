"""Events that only the tests know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import ClassVar

from mutua.foundation.events import Event, Sentence, say, when
from mutua.foundation.money import Money

heard: list[Event] = []


class Mood(Enum):
    GLAD = "glad"
    SORRY = "sorry"


@dataclass(frozen=True)
class KettleBoiled(Event):
    """The water is hot."""

    name: ClassVar[str] = "tests.kettle.boiled"
    kettle_id: int
    litres: Decimal = Decimal("1.50")
    on: date = date(2026, 3, 1)
    mood: Mood = Mood.GLAD
    cups: tuple[int, ...] = ()
    guest: str | None = None

    def timeline(self) -> Sentence | None:
        params = {"litres": self.litres, "price": Money(Decimal("12.50"), "USD"), "guest": self.guest}
        return Sentence("tests.kettle.boiled", params, about=[("kettle", self.kettle_id), ("kitchen", 1)], side="both", link="/kettles/")


@dataclass(frozen=True)
class KettleForgotten(Event):
    """Nobody came."""

    name: ClassVar[str] = "tests.kettle.forgotten"
    kettle_id: int


say("tests.kettle.boiled", "{who} boiled {litres} l for {guest}, {price}")


@when(KettleBoiled)
def the_table_is_laid(event: KettleBoiled) -> None:
    heard.append(event)


@when(KettleBoiled)
def the_guest_is_called(event: KettleBoiled) -> None:
    heard.append(event)
