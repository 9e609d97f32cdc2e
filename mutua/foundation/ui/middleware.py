"""Each page in the language and the time zone of the person who reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation


class ReaderMiddleware:
    """Nobody signed in: the language that the browser asks for, and the installation's time zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with read_by(request.user):
            return self.get_response(request)


@contextmanager
def read_by(user: Any) -> Iterator[None]:
    """Within the block words and hours are those of this person: for pages, and for mail that is written to it."""
    with timezone.override(_zone(user.time_zone)), translation.override(_language(user.locale)):
        yield


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        # Zones are renamed now and then; a page in the installation's time is better than none.
        return ZoneInfo(settings.TIME_ZONE)


def _language(code: str) -> str:
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
