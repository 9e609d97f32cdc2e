"""Pictures of pages in light, dark and on a phone: `python -m mutua.foundation.ui.shots /accounts/ --out shots`.

Starts the pages in this process on a free port when no --site is given; signs in with --user, or with the demonstration's Ada.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
LOOKS = {"light": (1440, 900, "light"), "dark": (1440, 900, "dark"), "phone": (360, 780, "light")}


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser without a window. Raises FileNotFoundError with the way to get it."""
    from playwright.sync_api import sync_playwright

    if not Path(CHROMIUM).exists():
        raise FileNotFoundError(f"There is no {CHROMIUM}. On Debian: apt-get install -y chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def open_page(browser: Any, look: str = "light") -> Any:
    """A fresh page in one of LOOKS; what the page says on its console is kept in `page.said`."""
    width, height, theme = LOOKS[look]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        reduced_motion="reduce",
        has_touch=look == "phone",
        is_mobile=look == "phone",
    )
    page = context.new_page()
    page.said = []
    page.on(
        "console", lambda message: page.said.append(f"{message.type}: {message.text}") if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: page.said.append(f"error: {error}"))
    page.asked = []  # requests that are on their way, in order
    page.on("request", lambda request: page.asked.append(request))
    for end in ("requestfinished", "requestfailed"):
        page.on(end, lambda request: request in page.asked and page.asked.remove(request))
    return page


# The page has drawn twice and has nothing to do: whatever it loads of itself has been asked for
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done, {timeout: 5000}))))"


def arrive(page: Any, url: str) -> Any:
    """Go to an address and wait until the page has what it asks for of itself, panels that come later, too. Returns the answer.

    The browser's "networkidle" would wait half a second more at each page.
    """
    page.asked.clear()
    answer = page.goto(url)
    page.evaluate(DRAWN)
    for _look in range(1000):
        if not page.asked:
            return answer
        page.asked[0].response()
        page.wait_for_timeout(10)  # the end of an answer is told later than its beginning
        page.evaluate(DRAWN)
    raise TimeoutError(f"{page.asked[0].url} does not come to an end.")


def session_cookie(user: Any) -> dict[str, str]:
    """A session of this user, as the browser's cookie: quicker than typing a password, and the same afterwards."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key)}


def axe(page: Any, script: Path) -> list[str]:
    """What axe-core finds on the page: rule, help and the first place of each violation."""
    page.evaluate(script.read_text())
    found = page.evaluate("() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})")
    return [f"{v['id']}: {v['help']}: {node['html'][:160]}" for v in found["violations"] for node in v["nodes"][:3]]


def undrawn_icons(page: Any) -> list[str]:
    """Icons on the page that neither the sprite nor the page draws: also those whose name came from a variable."""
    missing = page.evaluate("""async () => {
      const uses = [...document.querySelectorAll("svg use[href*='#']")].map((use) => use.getAttribute("href").split("#"));
      const drawn = new Set([...document.querySelectorAll("symbol[id]")].map((symbol) => symbol.id));
      for (const sprite of new Set(uses.map(([file]) => file).filter(Boolean)))
        for (const [, id] of (await (await fetch(sprite)).text()).matchAll(/ id="([^"]+)"/g)) drawn.add(id);
      return [...new Set(uses.map(([, id]) => id).filter((id) => !drawn.has(id)))];
    }""")
    return [f"icon is not drawn: {name}" for name in missing]


def scrolls_sideways(page: Any) -> bool:
    return bool(page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def take(site: str, paths: list[str], out: Path, cookie: dict[str, str] | None, looks: list[str], axe_script: Path | None) -> int:
    """Write the pictures; return the number of complaints (console, axe, sideways scroll)."""
    out.mkdir(parents=True, exist_ok=True)
    complaints = 0
    with chromium() as browser:
        for look in looks:
            page = open_page(browser, look)
            if cookie:
                page.context.add_cookies([{**cookie, "url": site}])
            for path in paths:
                page.said.clear()
                answer = arrive(page, site + path)
                target = out / f"{_name(path)}-{look}.png"
                page.screenshot(path=str(target), full_page=True)
                wrong = [
                    *page.said,
                    *(["scrolls sideways"] if scrolls_sideways(page) else []),
                    *undrawn_icons(page),
                    *(axe(page, axe_script) if axe_script else []),
                ]
                print(f"{answer.status if answer else '?'} {path} {look}: {target}", *(f"\n    {line}" for line in wrong), sep="")
                complaints += len(wrong)
            page.context.close()
    return complaints


def _name(path: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "today"


@contextmanager
def _own_site() -> Iterator[str]:
    from threading import Thread

    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler, get_internal_wsgi_application

    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.set_app(StaticFilesHandler(get_internal_wsgi_application()))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m mutua.foundation.ui.shots", description=__doc__)
    parser.add_argument("paths", nargs="+", metavar="PATH", help="for example /accounts/ /pipeline/")
    parser.add_argument("--out", type=Path, default=Path("shots"))
    parser.add_argument("--site", help="a running Mutua, for example http://127.0.0.1:8000")
    parser.add_argument("--user", default="ada@meridian.example", help="whose pages; - for nobody")
    parser.add_argument("--look", action="append", choices=list(LOOKS), help="only this look; may be repeated")
    parser.add_argument("--axe", action="store_true", help="also say what axe-core finds")
    wanted = parser.parse_args(argv)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutua.config.settings")
    import django
    from django.conf import settings

    if not wanted.site:
        # Served from the sources: names with hashes exist only where the static files were collected.
        settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    django.setup()
    from mutua.foundation.identity.models import User
    from mutua.foundation.ui.build import BUILT

    user = None if wanted.user == "-" else User.objects.filter(email=wanted.user).first()
    if user is None and wanted.user != "-":
        print(
            f"There is no user {wanted.user}. There are: {', '.join(User.objects.values_list('email', flat=True)[:10]) or 'none'}",
            file=sys.stderr,
        )
        return 2
    cookie = session_cookie(user) if user else None
    script = BUILT / "vendor" / "axe.js" if wanted.axe else None
    looks = wanted.look or list(LOOKS)
    if wanted.site:
        return 1 if take(wanted.site, wanted.paths, wanted.out, cookie, looks, script) else 0
    with _own_site() as site:
        return 1 if take(site, wanted.paths, wanted.out, cookie, looks, script) else 0


if __name__ == "__main__":
    raise SystemExit(main())
