"""Files for tests."""

from __future__ import annotations

from typing import Any

from mutua.foundation.access import Actor
from mutua.foundation.files.actions.attach_file import attach_file
from mutua.foundation.files.models import Attachment

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def make_attachment(actor: Actor, record: Any, content: bytes = PDF, *, name: str = "Offer.pdf") -> Attachment:
    return attach_file(actor, record._meta.model_name, record.pk, [content], name=name)
