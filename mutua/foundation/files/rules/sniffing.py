"""What a file is, by how it begins: what its name or its sender says proves nothing."""

from __future__ import annotations

import re
from typing import Final

HEAD: Final = 4096  # bytes that are looked at

UNKNOWN: Final = "application/octet-stream"
TEXT: Final = "text/plain"
HTML: Final = "text/html"
SVG: Final = "image/svg+xml"
PROGRAM: Final = "application/x-program"

_BEGINNINGS: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\xfe\xed\xfa\xce", PROGRAM),
    (b"\xfe\xed\xfa\xcf", PROGRAM),
    (b"\xce\xfa\xed\xfe", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"#!", PROGRAM),
)
# Office documents are archives or old containers: their name says which, and nothing is run by believing it.
_OFFICE: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
_MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|iframe|svg|\?xml|math|img|a\s|p>|div|table)", re.IGNORECASE)
_SVG = re.compile(rb"<\s*svg|<!doctype\s+svg", re.IGNORECASE)


def sniffed(head: bytes, ending: str = "") -> str:
    """The content type of a file that begins with these bytes. ending: of its name, in small letters; it only tells office documents apart."""
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return _OFFICE.get(ending, kind) if kind == "application/zip" else kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    # A browser that guessed would find markup anywhere near the beginning, whatever stands before it.
    if _MARKUP.search(head.replace(b"\x00", b"")):
        return SVG if _SVG.search(head.replace(b"\x00", b"")) else HTML
    return TEXT if _is_text(head) else UNKNOWN


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # The last letter may have been cut in two.
        return error.start >= len(head) - 3 and error.reason == "unexpected end of data"
    return True
