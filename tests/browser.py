"""A real browser for the stories: skipped with a sentence where there is none.

`visit(user, path, look="phone")` gives a Playwright page of a live server; `well_made(page)` says what is wrong with it.
Where the environment has SHOTS (a folder), `well_made` also leaves a picture there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mutua.foundation.ui.build import BUILT
from mutua.foundation.ui.shots import CHROMIUM, arrive, axe, chromium, open_page, scrolls_sideways, session_cookie, undrawn_icons

Visit = Callable[..., Any]


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    """One browser for each module: Playwright keeps a loop running in this thread, and other modules run their own."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"No browser: there is no {CHROMIUM}. On Debian, as root: apt-get install -y chromium")
    if not BUILT.is_dir():
        pytest.skip("The browser files are not built. Run: npm ci && .venv/bin/python -m mutua.foundation.ui.build")
    # Django takes that loop for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with chromium() as browser:
        yield browser
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture
def visit(chrome: Any, live_server: Any) -> Iterator[Visit]:
    opened: list[Any] = []

    def go(user: Any, path: str, look: str = "light") -> Any:
        page = open_page(chrome, look)
        opened.append(page)
        if user is not None:
            page.context.add_cookies([{**session_cookie(user), "url": live_server.url}])
        arrive(page, live_server.url + path)
        return page

    yield go
    for page in opened:
        page.context.close()


def well_made(page: Any, name: str = "") -> list[str]:
    """What is wrong with the page: console errors, accessibility violations, sideways scroll, icons that are not drawn. Empty is good."""
    folder = os.environ.get("SHOTS")
    if folder and name:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
    sideways = ["the page scrolls sideways"] if scrolls_sideways(page) else []
    return [*page.said, *sideways, *undrawn_icons(page), *axe(page, BUILT / "vendor" / "axe.js")]
