"""What the pages of strategy are dressed in: a class whose rule was lost shows only in a browser, and then as words on top of each other."""

from __future__ import annotations

import re
from pathlib import Path

import mutua

HOUSE = Path(mutua.__file__).parent
OWN = ("st-", "sum-", "board-", "sight-", "value-", "tree-", "bubble", "predicate-", "strategy-")


def test_every_class_of_strategys_own_has_a_rule():
    rules = "".join(path.read_text() for path in HOUSE.glob("**/static/**/*.css"))
    known, used, without = set(re.findall(r"\.([a-zA-Z][\w-]*)", rules)), 0, {}
    for page in (HOUSE / "strategy" / "templates").glob("**/*.html"):
        for written in re.findall(r'class="([^"]*)"', page.read_text()):
            for name in re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", written).split():
                if re.fullmatch(r"[a-z][\w-]*[a-z0-9]", name) and name.startswith(OWN):
                    used += 1
                    if name not in known:
                        without[name] = page.name
    assert used > 40
    assert without == {}
