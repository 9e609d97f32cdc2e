"""`mutua serve`: everything at once, and one sentence when it cannot be."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import click

from mutua.cli.instance import AlreadyRunning, Child, Instance, end
from mutua.cli.opening import reach
from mutua.cli.supervisor import Supervisor, environment_for, mutua
from mutua.config import conf
from mutua.foundation.database import embedded
from mutua.foundation.database.secret import kept_secret

LONG_FOR_A_START = 60.0  # seconds after which a person is told that it goes on


@click.command("serve", epilog="Example: mutua serve --port 8080")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; otherwise MUTUA_PORT.")
@click.option("--host", help="Address to listen on; otherwise MUTUA_HOST.")
@click.option("--demo/--no-demo", default=None, help="Load the demonstration company on the first start; otherwise MUTUA_DEMO.")
@click.option("--end-with-parent", is_flag=True, help="End as well when the process that started this one ends.")
def command(port: int | None, host: str | None, demo: bool | None, end_with_parent: bool) -> None:
    """Start the database, the web server and the worker, and stay with them until Ctrl-C."""
    for name, given in (("MUTUA_PORT", port), ("MUTUA_HOST", host)):
        if given is not None:
            os.environ[name] = str(given)
    if demo is not None:
        os.environ["MUTUA_DEMO"] = "yes" if demo else "no"
    check_folder(conf.data_folder())
    environment = conf.read()
    begun = time.monotonic()
    instance = Instance(environment.data_folder, parent=os.getppid() if end_with_parent else None)
    try:
        left = claim(instance, environment.site_url)
    except AlreadyRunning as other:
        where = f" at {other.address}" if other.address else ""
        raise conf.Misconfigured(
            f"Mutua already runs on the data folder {environment.data_folder} (process {other.pid}{where}). "
            "Use that one, stop it with Ctrl-C, or set MUTUA_DATA to another folder."
        ) from None
    if left:
        say(f"Ending what a killed start left behind: {', '.join(child.name for child in left)}.")
        end(left)
    try:
        serve(environment, instance, begun)
    finally:
        instance.release()


def serve(environment: conf.Environment, instance: Instance, begun: float) -> None:
    check_port(environment.host, environment.port, "MUTUA_PORT")
    if environment.portal_port:
        check_port(environment.host, environment.portal_port, "MUTUA_PORTAL_PORT")
    supervisor = Supervisor(instance, environment.site_url, {}, say)
    supervisor.catch_signals()
    owner_url, app_url, server = open_database(environment, supervisor)
    try:
        prepare(owner_url, supervisor, server)
        supervisor.environment = environment_for(app_url)
        if not supervisor.is_ending:
            supervisor.keep("The web server", web_command(environment))
            supervisor.keep("The worker", mutua("worker"))
            keep_portal(environment, supervisor, server)
            supervisor.watch(FirstPage(environment, supervisor, begun).look)
    finally:
        say("Stopping.")
        instance.write(environment.site_url, supervisor.children, ending=True)
        supervisor.end()
        if server is not None:
            embedded.stop(server)


def claim(instance: Instance, address: str) -> list[Child]:
    """The data folder for us; a predecessor that is about to end is waited for."""
    patient = time.monotonic() + 20
    while True:
        try:
            return instance.claim(address)
        except AlreadyRunning as other:
            if not other.ending or time.monotonic() > patient:
                raise
            time.sleep(0.2)


def say(sentence: str) -> None:
    click.echo(sentence, err=True)


def check_folder(folder: Path) -> None:
    """The data folder can be made and written, or a sentence says what to do."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise conf.Misconfigured(
            f"The data folder {folder} cannot be written ({error.strerror}). Give this user the folder or set MUTUA_DATA to another one."
        ) from error


def keep_portal(environment: conf.Environment, supervisor: Supervisor, server: embedded.Server | None) -> None:
    """The pages of customers, in a process that can sign in to the database as the portal's role only."""
    url = server.url("portal") if server is not None else environment.portal_database_url
    if environment.portal_port and not url:
        say("The pages of customers are not served: MUTUA_PORTAL_DATABASE_URL says how they sign in to your PostgreSQL.")
    elif environment.portal_port:
        portal = {**environment_for(url), "DJANGO_SETTINGS_MODULE": "mutua.config.portal"}
        portal.pop("MUTUA_PORTAL_DATABASE_URL", None)
        supervisor.keep("The customers' pages", portal_command(environment), environment=portal)


def check_port(host: str, port: int, setting: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise conf.Misconfigured(
                f"Port {port} on {host} cannot be used ({error.strerror}): another program may listen there. "
                f"Stop it, or choose another port with {setting}."
            ) from error


def open_database(environment: conf.Environment, supervisor: Supervisor) -> tuple[str, str, embedded.Server | None]:
    """The URLs for the owner and for the application, and the embedded server if that is the one."""
    if not environment.embedded:
        reach(environment.database_url)
        return environment.database_url, environment.database_url, None
    server, started = embedded.start(environment.data_folder)
    if not started:
        say("Attached to the database that was still running.")

    def revive() -> None:
        if server.running_pid() is None:
            say("The database ended; it starts again.")
            try:
                embedded.start(environment.data_folder)
            except embedded.DatabaseTrouble as trouble:
                say(str(trouble))  # tried again at the next look

    supervisor.revive_database = revive
    return server.url("owner"), server.url("app"), server


def prepare(owner_url: str, supervisor: Supervisor, server: embedded.Server | None) -> None:
    """Migrations, static files and the first sign-ins, in one process that may change tables.

    Left out when this very code prepared this very cluster before. Another server may have been changed by others.
    """
    mark = server.cluster / "mutua.prepared" if server is not None else None
    code = fingerprint()
    if mark is not None and mark.exists() and mark.read_text() == code and (supervisor.instance.folder / "static").is_dir():
        return
    say("Preparing the database and the browser files.")
    done = subprocess.run(mutua("migrate", "--prepare"), env=environment_for(owner_url), stdin=subprocess.DEVNULL, check=False)
    if supervisor.is_ending:
        return
    if done.returncode != 0:
        raise embedded.DatabaseTrouble("The database could not be brought in step with this version; the lines above say why.")
    if mark is not None:
        mark.write_text(code)


def fingerprint() -> str:
    """What the code and the settings of the first people are now: names, sizes and times of all files."""
    digest = hashlib.sha256(os.environ.get("MUTUA_DEMO", "").encode())
    for file in sorted((conf.CHECKOUT / "mutua").rglob("*")):
        if file.suffix not in (".pyc", "") and "__pycache__" not in file.parts:
            state = file.stat()
            digest.update(f"{file}:{state.st_size}:{state.st_mtime_ns}".encode())
    return digest.hexdigest()


def web_command(environment: conf.Environment) -> list[str]:
    return _granian("mutua.config.wsgi:application", environment.host, environment.port, environment.web_workers)


def portal_command(environment: conf.Environment) -> list[str]:
    # One process: how often an address tries to come in is counted in it
    return _granian("mutua.config.portal_wsgi:application", environment.host, environment.portal_port, 1)


def _granian(application: str, host: str, port: int, workers: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", application, "--interface", "wsgi",
        "--host", host, "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "4", "--respawn-failed-workers", "--workers-kill-timeout", "8", "--log-level", "warning",
    ]  # fmt: skip


@dataclass
class FirstPage:
    """Waits for the first page, says that it is there, and then has the demonstration loaded."""

    environment: conf.Environment
    supervisor: Supervisor
    begun: float
    came: bool = False
    worried: bool = False

    def look(self) -> None:
        if self.came:
            return
        trouble = self.ask()
        if trouble is None:
            self.came = True
            welcome(self.environment, time.monotonic() - self.begun)
            if self.environment.demo:
                self.supervisor.keep("Loading the demonstration", mutua("demo", "load", "--if-empty"), once=True)
        elif not self.worried and time.monotonic() - self.begun > LONG_FOR_A_START:
            self.worried = True
            say(f"The first page has not come yet ({trouble}). Waiting on; if lines above name an error, stop with Ctrl-C and mend it.")

    def ask(self) -> str | None:
        """What stands in the way of the first page; None when it came."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.environment.host, self.environment.host)
        url = f"http://{f'[{host}]' if ':' in host else host}:{self.environment.port}/sign-in/"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return None if answer.status == 200 else f"it answered {answer.status}"
        except urllib.error.HTTPError as error:
            return f"it answered {error.code}"
        except OSError as error:
            return str(getattr(error, "reason", error))


def welcome(environment: conf.Environment, seconds: float) -> None:
    from mutua.cli.first_people import first_people

    click.echo(f"\n  Mutua is ready after {seconds:.1f} s:  {environment.site_url}\n")
    click.echo("  Sign in, until you change the passwords, as")
    for person in first_people(environment):
        click.echo(f"  {person.what:<15} {person.email:<28} {person.password}")
    if environment.demo and environment.portal_url and environment.embedded:
        token = kept_secret(environment.data_folder, "demo-portal-link")
        click.echo(f"\n  A customer of the demonstration opens  {environment.portal_url}/open/{token}/")
    kept = f"Everything is kept in {environment.data_folder}."
    if not environment.embedded:
        kept = f"The database is the one of DATABASE_URL; files and secrets are kept in {environment.data_folder}."
    click.echo(f"\n  {kept} Ctrl-C stops it.\n")
    sys.stdout.flush()
