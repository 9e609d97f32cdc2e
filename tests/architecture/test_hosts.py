"""No file names the machine it was written on, or where its packages came from: a clone works anywhere."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
# built from pieces, so that this file does not find itself
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted",
    "npm" + "js.org",
    "npm" + "js.com",
    "registry." + "yarnpkg",
    "index" + "-url",
    "arti" + "factory",
]
PLACES = ["/" + "root/", "/" + "home/", "/" + "Users/", "/" + "work/"]
FORBIDDEN = re.compile("|".join(re.escape(word) for word in REGISTRIES + PLACES), re.IGNORECASE)
ALLOWED = re.compile(r"--no-emit-" + "index" + "-url")
TEXT = {".py", ".toml", ".txt", ".json", ".html", ".css", ".js", ".md", ".sh", ".yml", ".yaml", ".cfg", ".in", ""}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def test_no_file_names_a_registry_or_a_place() -> None:
    found = []
    for file in tracked():
        if file.suffix not in TEXT or not file.is_file():
            continue
        for number, line in enumerate(file.read_text(errors="replace").splitlines(), 1):
            if FORBIDDEN.search(ALLOWED.sub("", line)):
                found.append(f"{file.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_every_lock_has_hashes() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        text = lock.read_text()
        pins = re.findall(r"^[a-z0-9][\w.\[\]-]*==", text, re.MULTILINE | re.IGNORECASE)
        blocks = re.split(r"^(?=[a-zA-Z0-9])", text, flags=re.MULTILINE)
        assert pins, lock.name
        assert [block.split()[0] for block in blocks if block.strip() and "--hash=sha256:" not in block] == [], lock.name
