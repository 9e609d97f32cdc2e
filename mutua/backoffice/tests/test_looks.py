"""The pages of the mirror and of imports, looked at by a browser in light, dark and on a phone."""

from __future__ import annotations

import io
from typing import Any

import pytest

from mutua.backoffice.models import Shipment
from mutua.backoffice.tests.making import make_order, make_order_line
from mutua.backoffice.tests.test_importing import FILE
from mutua.customers.tests.making import make_account
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.imports.actions.upload_file import upload_file
from tests.browser import well_made
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_every_page_is_well_made(cast: Cast, visit: Any, look: str) -> None:
    account = make_account(name="Zambia")
    order = make_order(account)
    make_order_line(order)
    run = import_now(cast.root, "shipments", io.BytesIO(FILE.encode()), file_name="shipments.csv", source="erp")
    draft = upload_file(cast.root, "shipments", io.BytesIO(FILE.encode()), file_name="more.csv", source="erp")
    issue = run.issues.filter(level="refused").first()
    pages = {
        "deliveries": "/deliveries/",
        "shipment": Shipment.objects.get(number="A-1").get_absolute_url(),
        "order": order.get_absolute_url(),
        "account-deliveries": f"{account.get_absolute_url()}deliveries/",
        "imports": "/imports/",
        "import-new": "/imports/new/",
        "import-mapping": f"/imports/{draft.pk}/mapping/",
        "import-preview": draft.get_absolute_url(),
        "import-report": run.get_absolute_url(),
        "repair": f"/imports/{run.pk}/repair/",
        "repair-row": f"/imports/repair/{issue.pk}/",
    }
    wrong = {}
    for name, path in pages.items():
        page = visit(cast.user("root"), path, look)
        if found := well_made(page, f"{name}-{look}"):
            wrong[name] = found
    assert wrong == {}
