"""Where a person stands in a company, in one line."""

from __future__ import annotations

import re


def title_and_department(title: str, department: str) -> str:
    """ "Buyer, Dry goods"; the department is not said again where the title has all its words ("Accounts payable")."""
    said = _words(department) <= _words(title)
    return title if said else ", ".join(filter(None, [title, department]))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
