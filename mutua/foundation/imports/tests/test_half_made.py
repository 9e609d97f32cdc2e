"""Imports that lack something say so, and break nothing."""

from __future__ import annotations

import pytest

from mutua.foundation import days
from mutua.foundation.imports.actions.repair_row import repair_row
from mutua.foundation.imports.models import ImportIssue, ImportRun
from mutua.foundation.records.errors import Refused
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast):
    return ImportRun.objects.create(
        kind="accounts",
        source="old-crm",
        file_name="accounts.csv",
        sha256="0" * 64,
        encoding="utf-8",
        delimiter=",",
        owner_id=cast.ada.user_id,
        headings=["id", "name"],
        mapping={"columns": {"key": "id", "name": "name"}},
        begun_at=days.now(),
    )


def test_a_draft_whose_file_is_gone_says_so(client, cast, draft):
    client.force_login(cast.users["ada"])
    answer = client.get(draft.get_absolute_url())
    assert answer.status_code == 200
    assert "is not kept any more" in answer.content.decode()


def test_a_row_is_not_repaired_where_no_column_is_known(cast, draft):
    draft.mapping, draft.state = {}, ImportRun.State.DONE
    draft.save()
    issue = ImportIssue.objects.create(
        run=draft, kind="accounts", source="old-crm", row_number=2, level="refused", field="name", sentence="No name", text={"name": ""}, state="open"
    )  # fmt: skip
    with pytest.raises(Refused, match="import the file again"), nothing_changes():
        repair_row(cast.ada, issue.pk, {"name": "Alder"})
