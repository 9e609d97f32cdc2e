"""Giving a file out: as a download, or, where it cannot do harm, shown in place inside a sandbox."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _

from mutua.foundation.files import store
from mutua.foundation.files.models import Attachment
from mutua.foundation.files.rules.sniffing import HTML, SVG, UNKNOWN
from mutua.foundation.records.errors import Refused

SHOWN_IN_PLACE: Final = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp"})
# What a browser would run if it were fooled into opening it goes out as what no browser opens.
_NEVER_NAMED: Final = frozenset({HTML, SVG})
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; frame-ancestors 'none'; sandbox"


def is_shown_in_place(attachment: Attachment) -> bool:
    return attachment.content.content_type in SHOWN_IN_PLACE


def given_out(attachment: Attachment, *, in_place: bool = False) -> FileResponse | HttpResponse:
    """The content. in_place: shown by the browser, which is only done for pictures and PDF. Raises Refused when it is not on disk."""
    shown = in_place and is_shown_in_place(attachment)
    kind = attachment.content.content_type
    try:
        content = store.open_content(attachment.content.sha256)
    except FileNotFoundError:
        raise Refused(
            _("The content of “%(file)s” is not on this machine. Restore the folder attachments/ from the backup of that day.")
            % {"file": attachment}
        ) from None
    answer = FileResponse(content, content_type=UNKNOWN if kind in _NEVER_NAMED else kind)
    answer["Content-Length"] = str(attachment.content.size)
    answer["Content-Disposition"] = f"{'inline' if shown else 'attachment'}; {_named(attachment.name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = _POLICY
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _named(name: str) -> str:
    """Both ways to write a name in a header: letters that every browser reads, and the name itself, percent-encoded."""
    simple = "".join(letter if letter.isascii() and letter.isprintable() and letter not in '"\\%;' else "_" for letter in name)
    return f"filename=\"{simple}\"; filename*=UTF-8''{quote(name, safe='')}"
