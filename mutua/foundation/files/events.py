"""What is told of files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from mutua.foundation.events import Event, Sentence, say
from mutua.foundation.timeline import line_kind

_SEEN_WITH = "files.attachment.view"
say("files.attachment.added", _("{who} added the file {file}"), needs=_SEEN_WITH, icon="paperclip")
say("files.attachment.removed", _("{who} put the file {file} into the bin"), needs=_SEEN_WITH, icon="trash")
line_kind("file", _("Files"), ("files.attachment",), order=70)


@dataclass(frozen=True)
class FileAdded(Event):
    """Somebody hung a file on a record. told_of: kind and number of the records in whose timelines it stands."""

    name: ClassVar[str] = "files.attachment.added"
    attachment_id: int
    told_of: tuple[tuple[str, int], ...]
    file: str

    def timeline(self) -> Sentence:
        return Sentence(self.name, {"file": self.file}, about=self.told_of, link=f"/files/{self.attachment_id}/")


@dataclass(frozen=True)
class FileRemoved(Event):
    """Somebody put a file of a record into the bin."""

    name: ClassVar[str] = "files.attachment.removed"
    attachment_id: int
    told_of: tuple[tuple[str, int], ...]
    file: str

    def timeline(self) -> Sentence:
        return Sentence(self.name, {"file": self.file}, about=self.told_of)
