"""Copies what the pages need of the browser libraries to `built/`, which is a static folder and is not committed.

Run `npm ci` first, then `python -m mutua.foundation.ui.build`. Once built, the server needs neither node nor a network.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).parent
PROJECT = HERE.parents[2]
MODULES = PROJECT / "node_modules"
BUILT = HERE / "built"
ICON_LIST = HERE / "icons.txt"
# Thinner than Tabler draws them: at 16 pixels the stroke then has the weight of the text beside it.
STROKE = "1.8"
_DRAWN = re.compile(r"<(?:path|circle|line|rect|polyline|ellipse)\b[^>]*/>")
_SOURCE_MAP = re.compile(r"^\s*(?://[#@]|/\*[#@])\s*sourceMappingURL=.*$", re.MULTILINE)


class NotInstalled(Exception):
    """The browser libraries are not there; `npm ci` brings them."""


def icon_names() -> list[str]:
    """The icons that Mutua uses, as Tabler names them."""
    return sorted({line.strip() for line in ICON_LIST.read_text().splitlines() if line.strip()})


def build(modules: Path = MODULES, built: Path = BUILT) -> list[Path]:
    """Write the static files and return them. Raises NotInstalled, and leaves an earlier build as it is."""
    if not modules.is_dir():
        raise NotInstalled(f"There is no {modules.name} folder. Run `npm ci` in the project folder, then build again.")
    vendor = built / "vendor"
    written = [
        _text(vendor / "htmx.js", (modules / "htmx.org/dist/htmx.min.js").read_text()),
        _text(vendor / "sortable.js", (modules / "sortablejs/Sortable.min.js").read_text()),
        _text(vendor / "icons.svg", sprite(modules / "@tabler/icons/icons/outline", icon_names())),
        *_font(modules / "@fontsource-variable/inter", vendor),
    ]
    if (modules / "axe-core").is_dir():
        # Only the tests read this one; no page links to it.
        written.append(_text(vendor / "axe.js", (modules / "axe-core/axe.min.js").read_text()))
    return written


def sprite(folder: Path, names: list[str]) -> str:
    """One SVG with a symbol for each name. A name that Tabler lacks is an error that says so."""
    symbols = []
    for name in names:
        source = folder / f"{name}.svg"
        if not source.is_file():
            raise LookupError(f"icons.txt names {name}, which Tabler does not draw.")
        strokes = "".join(drawn for drawn in _DRAWN.findall(source.read_text()) if 'stroke="none"' not in drawn)
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="{STROKE}"'
            f' stroke-linecap="round" stroke-linejoin="round">{strokes}</symbol>'
        )
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols) + "</svg>\n"


def _font(package: Path, vendor: Path) -> list[Path]:
    rules = (package / "opsz.css").read_text()
    used = sorted(set(re.findall(r"\./files/([\w.-]+\.woff2)", rules)))
    (vendor / "inter").mkdir(parents=True, exist_ok=True)
    files = [Path(shutil.copyfile(package / "files" / name, vendor / "inter" / name)) for name in used]
    return [_text(vendor / "inter.css", rules.replace("./files/", "inter/")), *files]


def _text(target: Path, text: str) -> Path:
    # A reference to a source map that is not shipped makes the manifest storage fail.
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_SOURCE_MAP.sub("", text))
    return target


def main() -> int:
    try:
        written = build()
    except NotInstalled as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{len(written)} browser files, {sum(path.stat().st_size for path in written) // 1024} KB, in {BUILT.relative_to(PROJECT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
