"""What may be opened while a PDF is set: files under static, and nothing else."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# A host that cannot exist (RFC 2606): relative addresses of a sheet begin here, and no name server is ever asked for it.
INSIDE = "https://static.invalid/"


class Unreachable(FatalURLFetchingError):
    """The sheet asked for something outside of static. It is not set at all, so that a hole shows instead of an empty frame."""


class OnlyStatic(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Opens `INSIDE` + the path of a static file. Every other address raises Unreachable before anything is opened."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if not url.startswith(INSIDE):
            raise Unreachable(f"A sheet may not open {url[:200]}")
        found = static_file(url)
        if found is None:  # a font that was not built: the sheet is set in another one
            raise ValueError(f"There is no static file {url[:200]}")
        return URLFetcherResponse(
            url, found.read_bytes(), {"Content-Type": mimetypes.guess_type(found.name)[0] or "application/octet-stream"}
        )


def static_file(url: str) -> Path | None:
    """The static file of this address below INSIDE; None where it is none, however it is written."""
    path = unquote(urlsplit(url).path).lstrip("/")
    try:
        found = finders.find(path)
    except (SuspiciousFileOperation, ValueError, OSError):  # Django refuses a path that climbs out of the folder
        return None
    return Path(found) if isinstance(found, str) and Path(found).is_file() else None
