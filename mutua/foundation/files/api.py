"""Files of records for other programs: the same actions and queries as the pages."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from mutua.foundation.access import needs
from mutua.foundation.api.doors import tagged, version_wanted
from mutua.foundation.files.actions.attach_file import attach_file, too_large
from mutua.foundation.files.actions.rename_file import rename_file
from mutua.foundation.files.holding import holding_record
from mutua.foundation.files.models import Attachment
from mutua.foundation.files.queries.attachments import attachment_for, attachments_of
from mutua.foundation.files.serving import given_out
from mutua.foundation.files.uploading import was_too_long
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.errors import Refused

router = Router()


class FileOut(Schema):
    """sha256: of the content. content_type: what the content was seen to be, whatever its name says."""

    id: int
    version: int
    name: str
    subject_kind: str
    subject_id: int
    size: int
    content_type: str
    sha256: str
    owner_id: int | None
    created_at: datetime

    @staticmethod
    def resolve_size(one: Attachment) -> int:
        return one.content.size

    @staticmethod
    def resolve_content_type(one: Attachment) -> str:
        return one.content.content_type

    @staticmethod
    def resolve_sha256(one: Attachment) -> str:
        return one.content.sha256


class FileChange(Schema, extra="forbid"):
    name: str


@router.get("/files/{kind}/{int:subject_id}", response=list[FileOut], summary="Files of a record that you see")
@needs("files.attachment.view")
def list_files(request: HttpRequest, kind: str, subject_id: int) -> Any:
    """kind: account, person, opportunity, interaction, order, roadmap-item and so on. A record has at most 200 files; all are given."""
    record = holding_record(request.actor, kind, subject_id)
    return attachments_of(request.actor, kind, record.pk)


@router.post("/files/{kind}/{int:subject_id}", response={201: FileOut}, summary="Hang a file on a record")
@needs("files.attachment.edit")
def add_file(request: HttpRequest, response: HttpResponse, kind: str, subject_id: int, file: UploadedFile | None = File(None)) -> Any:
    """The same file under the same name again is the one that hangs there already."""
    if was_too_long(request):
        raise Refused(too_large(), field="file")
    if file is None:
        raise Refused(_("Send the file as the part “file” of a multipart/form-data request. Nothing was kept."), field="file")
    return Status(201, tagged(response, attach_file(request.actor, kind, subject_id, file.chunks(), name=file.name or "")))


@router.get("/files/{int:attachment_id}/content", summary="Download a file")
@needs("files.attachment.view")
def get_content(request: HttpRequest, attachment_id: int) -> Any:
    return given_out(attachment_for(request.actor, attachment_id))


@router.patch("/files/{int:attachment_id}", response=FileOut, summary="Rename a file")
@needs("files.attachment.edit")
def change_file(request: HttpRequest, response: HttpResponse, attachment_id: int, sent: FileChange) -> Any:
    return tagged(response, rename_file(request.actor, attachment_id, version=version_wanted(request), name=sent.name))


@router.delete("/files/{int:attachment_id}", response={204: None}, summary="Put a file into the bin")
@needs("files.attachment.edit")
def remove_file(request: HttpRequest, attachment_id: int) -> Any:
    soft_delete(request.actor, attachment_for(request.actor, attachment_id), version_wanted(request))
    return Status(204, None)
