"""`mutua migrate`: tables, roles and static files in step with this version."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mutua.cli.opening import opened

if TYPE_CHECKING:
    from mutua.config.conf import Environment


@click.command("migrate", epilog="Example: DATABASE_URL=postgresql://owner:…@db/mutua mutua migrate")
@click.option("--prepare", is_flag=True, help="Also collect the static files and make the first people, as `mutua serve` does.")
def command(prepare: bool) -> None:
    """Bring the database in step with this version. Safe to repeat."""
    with opened("owner") as environment:
        from mutua.foundation.database.making import migrate

        migrate()
        if prepare:
            from mutua.cli.first_people import make_first_people

            collect_static(environment)
            make_first_people(environment)


def collect_static(environment: Environment) -> None:
    """Copy and compress the browser files, unless they are those of the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list(["*.map"]), key=lambda found: found[0]):
            digest.update(f"{name}:{storage.size(name)}:{storage.get_modified_time(name).timestamp()}".encode())
    mark = environment.data_folder / "static.mark"
    if mark.exists() and mark.read_text() == digest.hexdigest() and Path(settings.STATIC_ROOT).exists():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(digest.hexdigest())
