"""A real browser for the stories: skipped with a sentence where there is none.

`visit(user, path, look="phone")` gives a Playwright page of a live server; `well_made(page)` says what is wrong with it.
Where the environment has SHOTS (a folder), `well_made` also leaves a picture there.
"""

from __future__ import annotations

import os
import subprocess
import sys
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


@pytest.fixture
def portal_url(live_server: Any) -> Iterator[str]:
    """The address of the portal in a process of its own, on the test's database and as the role `mutua_portal`."""
    from django.conf import settings
    from django.db import connection

    from mutua.foundation.database.embedded import Server

    if os.environ.get("MUTUA_TEST_DATABASE_URL"):
        pytest.skip("The portal's password is known of the embedded server only.")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MUTUA_")} | {
        "DATABASE_URL": Server(settings.DATA_FOLDER).url("portal", connection.settings_dict["NAME"]),
        "MUTUA_DATA": str(settings.DATA_FOLDER),
    }
    command = [sys.executable, "-W", "ignore", "-m", "mutua.portals.tests.serving"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.wait(10)
