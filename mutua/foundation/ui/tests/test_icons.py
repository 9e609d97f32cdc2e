"""Every icon that the code names stands in icons.txt, and so in the sprite."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mutua.foundation.ui import navigation
from mutua.foundation.ui.build import BUILT, NotInstalled, build, icon_names

ROOT = Path(__file__).parents[3]
NAMED = re.compile(
    r"""(?:{%\s*icon\s+|\bicon\s*[=:]\s*|\bicon_name=|\bact_icon=|\bevidence_icon=|\bglyph=|\bicon\(|icon css=)["']([a-z0-9-]+)["']"""
)
NOT_ICONS = {"ok", "watch", "breach", "none", "us", "them", "both"}


def test_every_icon_that_is_named_is_drawn() -> None:
    drawn = set(icon_names())
    missing = {
        f"{name} in {file.relative_to(ROOT)}"
        for file in [*ROOT.rglob("*.html"), *ROOT.rglob("*.py")]
        for name in NAMED.findall(file.read_text())
        if name not in drawn | NOT_ICONS
    }
    assert not missing, "Add these to mutua/foundation/ui/icons.txt and build again: " + ", ".join(sorted(missing))


def test_every_page_of_the_side_bar_has_an_icon_that_is_drawn() -> None:
    assert {entry.icon for entry in navigation._entries.values()} <= set(icon_names())


def test_without_the_libraries_the_build_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NotInstalled, match="npm ci"):
        build(tmp_path / "node_modules", tmp_path / "built")
    assert not (tmp_path / "built").exists()


def test_no_built_file_points_to_a_source_map() -> None:
    if not BUILT.is_dir():
        pytest.skip("The browser files are not built. Run: npm ci && .venv/bin/python -m mutua.foundation.ui.build")
    assert [file.name for file in BUILT.rglob("*.js") if "sourceMappingURL=" in file.read_text()[-400:]] == []


def test_a_page_carries_less_than_a_hundred_kilobytes_of_script(cast, client) -> None:
    import gzip

    from django.contrib.staticfiles import finders

    client.force_login(cast.user("root"))
    page = client.get("/settings/look/").content.decode()
    scripts = re.findall(r'<script[^>]*\bsrc="/static/([^"]+)"', page) + re.findall(r'data-sortable="/static/([^"]+)"', page)
    assert len(scripts) > 8
    sizes = {name: len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in scripts}
    assert sum(sizes.values()) <= 100 * 1024, sizes
