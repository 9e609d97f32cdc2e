"""What differs between installations: read from the environment once, checked, and frozen."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from mutua.foundation.database.embedded import Server
from mutua.foundation.database.secret import kept_secret

CHECKOUT = Path(__file__).resolve().parents[2]
LANGUAGES = ("en",)


class Misconfigured(Exception):
    """A setting is wrong. The message is one sentence: which one, and what to write instead."""


# name: (default, meaning). `mutua config show` prints this table with the values in force.
KNOWN: dict[str, tuple[str, str]] = {
    "MUTUA_DATA": ("./var", "Folder for the database, secrets and files of this installation"),
    "MUTUA_HOST": ("127.0.0.1", "Address to listen on; 0.0.0.0 for every network"),
    "MUTUA_PORT": ("8000", "Port to listen on"),
    "MUTUA_SITE_URL": ("http://localhost:<port>", "Address that people use, for links in mail"),
    "MUTUA_PORTAL_PORT": ("<port + 1000>", "Port of the pages that customers open, a process of its own; 0: none"),
    "MUTUA_PORTAL_URL": ("http://localhost:<portal port>", "Address under which customers open their pages, for the links in mail to them"),
    "MUTUA_PORTAL_DATABASE_URL": ("", "With a PostgreSQL of your own: how the portal signs in, as the role mutua_portal"),
    "MUTUA_ALLOWED_HOSTS": ("", "Further host names to answer to, separated by commas"),
    "MUTUA_BEHIND_PROXY": ("no", "yes: believe X-Forwarded-Proto of the proxy in front"),
    "MUTUA_DEBUG": ("no", "yes: traces in the browser; never in production"),
    "MUTUA_LOG_LEVEL": ("INFO", "DEBUG, INFO, WARNING or ERROR"),
    "MUTUA_WEB_WORKERS": ("2", "Number of web processes"),
    "MUTUA_LANGUAGE": ("en", "Language of the pages"),
    "MUTUA_TIME_ZONE": ("UTC", "Time zone of dates where a person has chosen none"),
    "MUTUA_CURRENCY": ("USD", "Currency of money that names none"),
    "MUTUA_SECRET_KEY": ("", "Key for signatures; empty: generated and kept in the data folder"),
    "MUTUA_MFA": ("yes", "no: switch off one-time codes"),
    "MUTUA_PASSKEYS": ("no", "yes: allow sign-in with passkeys"),
    "MUTUA_OIDC_ISSUER": ("", "Address of the OpenID Connect provider"),
    "MUTUA_OIDC_CLIENT": ("", "Client id at the provider"),
    "MUTUA_OIDC_SECRET": ("", "Client secret at the provider"),
    "MUTUA_OIDC_NAME": ("Single sign-on", "Name on the button"),
    "MUTUA_SMTP_URL": ("", "smtp://user:password@host:587 (smtps for TLS); empty: mail is kept in the data folder"),
    "MUTUA_MAIL_FROM": ("mutua@localhost", "Sender of mail"),
    "MUTUA_EGRESS_ALLOW": ("", "Networks besides the public internet that webhooks may reach, as 10.1.0.0/16, separated by commas"),
    "MUTUA_READINESS_DAYS": ("365", "Days after which an assessment of readiness has expired and counts as half as sure"),
    "MUTUA_DEMO": ("yes", "no: start empty instead of with the demonstration company"),
    "MUTUA_CHAOS_KILLS": ("3", "How often the fault tests kill"),
    "MUTUA_SHARED_DATA": ("../shared/data", "Folder of real data sets that some tests read; they skip without it"),
    "MUTUA_TEST_DATABASE_URL": ("", "Server for the tests instead of the embedded one; its role may create databases"),
}
# Their defaults follow from other settings
MADE_FROM_OTHERS = {"MUTUA_SITE_URL", "MUTUA_PORTAL_PORT", "MUTUA_PORTAL_URL"}
SECRET = {"MUTUA_SECRET_KEY", "MUTUA_PORTAL_DATABASE_URL", "MUTUA_OIDC_SECRET", "MUTUA_SMTP_URL", "DATABASE_URL", "MUTUA_TEST_DATABASE_URL"}


@dataclass(frozen=True)
class Oidc:
    issuer: str
    client: str
    secret: str
    name: str


@dataclass(frozen=True)
class Environment:
    """The settings in force. `embedded` is true when Mutua runs its own PostgreSQL."""

    data_folder: Path
    database_url: str
    embedded: bool
    host: str
    port: int
    site_url: str
    portal_port: int
    portal_url: str
    portal_database_url: str
    allowed_hosts: list[str]
    behind_proxy: bool
    debug: bool
    log_level: str
    web_workers: int
    language: str
    time_zone: str
    currency: str
    secret_key: str
    mfa: bool
    passkeys: bool
    oidc: Oidc | None
    smtp_url: str
    mail_from: str
    egress_allow: list[str]
    readiness_days: int
    demo: bool


def shared_data(environ: Mapping[str, str] | None = None) -> Path:
    """The folder of published data sets, whether or not it exists; a relative one is beside the checkout's files."""
    given = (os.environ if environ is None else environ).get("MUTUA_SHARED_DATA", "").strip() or KNOWN["MUTUA_SHARED_DATA"][0]
    return (CHECKOUT / Path(given).expanduser()).resolve()


def read(environ: Mapping[str, str] | None = None, *, secrets: bool = True) -> Environment:
    """The environment as settings. Raises Misconfigured for an unknown or impossible one.

    `secrets=False` looks only: nothing is generated, `secret_key` and the embedded `database_url` stay empty.
    """
    environ = os.environ if environ is None else environ
    _refuse_unknown(environ)

    def text(name: str) -> str:
        return environ.get(name, "").strip() or ("" if name in MADE_FROM_OTHERS else KNOWN[name][0])

    port = _number("MUTUA_PORT", text("MUTUA_PORT"), 1, 65535)
    site_url = (text("MUTUA_SITE_URL") or f"http://localhost:{port}").rstrip("/")
    site = _site(site_url)
    portal_port = _number("MUTUA_PORTAL_PORT", text("MUTUA_PORTAL_PORT") or str(port + 1000 if port <= 64535 else port - 1000), 0, 65535)
    if portal_port == port:
        raise Misconfigured(f"MUTUA_PORTAL_PORT is {port}, as is MUTUA_PORT: the pages of customers need a port of their own.")
    portal_url = (text("MUTUA_PORTAL_URL") or f"{site.scheme}://{_bare_host(site)}:{portal_port}").rstrip("/")
    _site(portal_url, "MUTUA_PORTAL_URL")
    folder = data_folder(environ)
    url = environ.get("DATABASE_URL", "").strip()
    portal_database_url = environ.get("MUTUA_PORTAL_DATABASE_URL", "").strip()
    for given in (url, portal_database_url):
        if given:
            database(given)

    def kept(make: Callable[[], str]) -> str:
        try:
            return make() if secrets else ""
        except OSError as error:
            raise Misconfigured(
                f"The data folder {folder} cannot be written ({error.strerror}). Give this user the folder or set MUTUA_DATA to another one."
            ) from error

    return Environment(
        data_folder=folder,
        database_url=url or kept(lambda: Server(folder).url("app")),
        embedded=not url,
        host=text("MUTUA_HOST"),
        port=port,
        site_url=site_url,
        portal_port=portal_port,
        portal_url=portal_url if portal_port else "",
        portal_database_url=portal_database_url,
        allowed_hosts=[site.hostname or "", "localhost", "127.0.0.1", "[::1]", *_list(text("MUTUA_ALLOWED_HOSTS"))],
        behind_proxy=_yes("MUTUA_BEHIND_PROXY", text("MUTUA_BEHIND_PROXY")),
        debug=_yes("MUTUA_DEBUG", text("MUTUA_DEBUG")),
        log_level=_one_of("MUTUA_LOG_LEVEL", text("MUTUA_LOG_LEVEL").upper(), ("DEBUG", "INFO", "WARNING", "ERROR")),
        web_workers=_number("MUTUA_WEB_WORKERS", text("MUTUA_WEB_WORKERS"), 1, 64),
        language=_one_of("MUTUA_LANGUAGE", text("MUTUA_LANGUAGE"), LANGUAGES),
        time_zone=_time_zone(text("MUTUA_TIME_ZONE")),
        currency=_currency(text("MUTUA_CURRENCY").upper()),
        secret_key=text("MUTUA_SECRET_KEY") or kept(lambda: kept_secret(folder, "secret-key", length=50)),
        mfa=_yes("MUTUA_MFA", text("MUTUA_MFA")),
        passkeys=_passkeys(_yes("MUTUA_PASSKEYS", text("MUTUA_PASSKEYS")), site),
        oidc=_oidc(text("MUTUA_OIDC_ISSUER"), text("MUTUA_OIDC_CLIENT"), text("MUTUA_OIDC_SECRET"), text("MUTUA_OIDC_NAME")),
        smtp_url=_smtp(text("MUTUA_SMTP_URL")),
        mail_from=text("MUTUA_MAIL_FROM"),
        egress_allow=_networks("MUTUA_EGRESS_ALLOW", text("MUTUA_EGRESS_ALLOW")),
        readiness_days=_number("MUTUA_READINESS_DAYS", text("MUTUA_READINESS_DAYS"), 1, 3650),
        demo=_yes("MUTUA_DEMO", text("MUTUA_DEMO")),
    )


def data_folder(environ: Mapping[str, str] | None = None) -> Path:
    """The data folder; a relative one is meant from the checkout, so that it does not depend on where you stand."""
    given = (os.environ if environ is None else environ).get("MUTUA_DATA", "").strip() or KNOWN["MUTUA_DATA"][0]
    return (CHECKOUT / Path(given).expanduser()).resolve()


def database(url: str) -> dict[str, Any]:
    """A PostgreSQL URL as Django's settings: postgresql://user:password@host:5432/name?sslmode=require"""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Misconfigured(f"DATABASE_URL cannot be read ({error}): write it like postgresql://user:password@host:5432/mutua.") from error
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise Misconfigured(
            "DATABASE_URL is not the address of a PostgreSQL database: write it like postgresql://user:password@host:5432/mutua."
        )
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "mutua.foundation.database.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "application_name": "mutua", **options},
    }


def _bare_host(site: SplitResult) -> str:
    host = site.hostname or ""
    return f"[{host}]" if ":" in host else host


def _site(url: str, name: str = "MUTUA_SITE_URL") -> SplitResult:
    try:
        site = urlsplit(url)
        known = site.scheme in ("http", "https") and bool(site.hostname) and site.port != 0
    except ValueError:
        known = False
    if not known:
        raise Misconfigured(f"{name} is {url!r}: write it like https://crm.example.com.")
    return site


def _passkeys(wanted: bool, site: SplitResult) -> bool:
    if wanted and site.scheme != "https" and site.hostname != "localhost":
        raise Misconfigured(
            f"MUTUA_PASSKEYS is yes, but browsers offer passkeys under https or localhost only, and MUTUA_SITE_URL is {site.geturl()!r}."
        )
    return wanted


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        near = difflib.get_close_matches(name, available_timezones(), n=1)
        raise Misconfigured(f"MUTUA_TIME_ZONE is {name!r}: write one like {near[0] if near else 'Europe/Berlin'}.")
    return name


def _currency(code: str) -> str:
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise Misconfigured(f"MUTUA_CURRENCY is {code!r}: write three letters like USD or EUR.")
    return code


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    for name in environ:
        if name.startswith("MUTUA_") and name not in KNOWN:
            near = difflib.get_close_matches(name, KNOWN, n=1, cutoff=0.6)
            hint = f" Did you mean {near[0]}?" if near else " `mutua config show` lists those that exist."
            raise Misconfigured(f"There is no setting {name}.{hint}")


def _oidc(issuer: str, client: str, secret: str, name: str) -> Oidc | None:
    if not issuer and (client or secret):
        raise Misconfigured("MUTUA_OIDC_CLIENT or MUTUA_OIDC_SECRET is set without MUTUA_OIDC_ISSUER: write the provider's address, too.")
    if not issuer:
        return None
    if not (client and secret):
        raise Misconfigured("MUTUA_OIDC_ISSUER is set: MUTUA_OIDC_CLIENT and MUTUA_OIDC_SECRET are needed with it.")
    try:
        parts = urlsplit(issuer)
        # Its tokens are believed because they come over TLS from the issuer itself.
        known = parts.port != 0 and (parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1"))
        # Its host goes into a header of every page.
        known = known and re.fullmatch(r"[a-z0-9._:-]+", parts.hostname or "") is not None and not set(issuer) & set(" \t;,")
    except ValueError:
        known = False
    if not known:
        raise Misconfigured(f"MUTUA_OIDC_ISSUER is {issuer!r}: write it like https://id.example.com; only on this machine it may be http.")
    return Oidc(issuer.rstrip("/"), client, secret, name)


def _smtp(url: str) -> str:
    # The address may hold a password, so it is not repeated here.
    try:
        parts = urlsplit(url)
        wrong = url and (parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.port == 0)
    except ValueError:
        wrong = True
    if wrong:
        raise Misconfigured("MUTUA_SMTP_URL is not the address of a mail server: write it like smtp://user:password@mail.example.com:587.")
    return url


def _yes(name: str, value: str) -> bool:
    answers = {"yes": True, "true": True, "1": True, "on": True, "no": False, "false": False, "0": False, "off": False}
    if value.lower() not in answers:
        raise Misconfigured(f"{name} is {value!r}: write yes or no.")
    return answers[value.lower()]


def _number(name: str, value: str, low: int, high: int) -> int:
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise Misconfigured(f"{name} is {value!r}: write a whole number from {low} to {high}.")
    return int(value)


def _networks(name: str, value: str) -> list[str]:
    try:
        return [str(ip_network(part.strip())) for part in value.split(",") if part.strip()]
    except ValueError as error:
        raise Misconfigured(f"{name}: {error}. Write networks such as 10.1.0.0/16, separated by commas.") from None


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise Misconfigured(f"{name} is {value!r}: write one of {', '.join(allowed)}.")
    return value


def _list(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]
