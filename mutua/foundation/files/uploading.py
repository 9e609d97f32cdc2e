"""Reading uploads no further than they may be long: before anything of them lies on a disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from mutua.foundation.files.limits import MOST_BYTES


class Bounded(FileUploadHandler):
    """Stands before the handlers that keep chunks. What is too long is no longer read; `was_too_long` tells the view."""

    LONGER = ("/imports/", "/api/v1/imports/")  # files of other programs have limits of their own

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.taken += len(raw_data)
        if self.taken > MOST_BYTES and self.request is not None and not self.request.path.startswith(self.LONGER):
            self.request.too_long = True  # type: ignore[attr-defined]
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def was_too_long(request: Any) -> bool:
    """Whether reading stopped; it stops when the upload is asked for, so ask for `request.FILES` first."""
    return bool(request.FILES is None or getattr(request, "too_long", False))
