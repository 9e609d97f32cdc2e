"""Every template can be read: a mistake in a rarely seen one is found before a person finds it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(file for file in (ROOT / "mutua").rglob("*.html") if "templates" in file.parts and "built" not in file.parts)


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT / "mutua")))
def test_the_template_compiles(file: Path) -> None:
    assert engines["django"].from_string(file.read_text()).template.nodelist is not None


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 20
