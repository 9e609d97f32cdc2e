from __future__ import annotations

import pytest

from mutua.customers.rules.duty import title_and_department


@pytest.mark.parametrize(
    ("title", "department", "told"),
    [
        ("Buyer", "Dry goods", "Buyer, Dry goods"),
        ("Accounts payable", "Accounts Payable", "Accounts payable"),
        ("Receiving manager, Lusaka", "Receiving, Lusaka", "Receiving manager, Lusaka"),
        ("", "Buying", "Buying"),
        ("Buyer", "", "Buyer"),
        ("", "", ""),
    ],
)
def test_a_department_is_not_said_twice(title: str, department: str, told: str) -> None:
    assert title_and_department(title, department) == told
