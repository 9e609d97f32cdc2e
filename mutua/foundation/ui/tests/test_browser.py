"""The parts in a real browser: readable by everyone, in light, dark and on a phone, under the strict content policy."""

from __future__ import annotations

import pytest

from tests.browser import well_made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_every_part_is_well_made(cast, visit, look: str) -> None:
    assert well_made(visit(cast.user("root"), "/settings/look/", look), f"parts-{look}") == []


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_the_sign_in_page_is_well_made(cast, visit, look: str) -> None:
    assert well_made(visit(None, "/sign-in/", look), f"sign-in-{look}") == []
