"""One request out: resolved, checked, sent to the checked address, without redirects, within its time and its size."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from mutua.foundation.egress.addresses import Address, is_named, is_public, parsed
from mutua.foundation.records.errors import Refused

SECONDS = 10.0
MOST = 64 * 1024
PORTS = {"http": 80, "https": 443}


class Unreachable(Exception):
    """Nothing was answered; the sentence says why. for_good: no later try will do better."""

    def __init__(self, sentence: str, *, for_good: bool = False) -> None:
        super().__init__(sentence)
        self.for_good = for_good


@dataclass(frozen=True)
class Answer:
    """body: the first bytes of it, at most as many as were asked for."""

    status: int
    body: bytes


def check_address(url: str) -> str:
    """The address as it will be used. Raises Refused where none could ever be reached there."""
    try:
        _target(url.strip())
    except Unreachable as problem:
        raise Refused(_("%(why)s Nothing was saved.") % {"why": problem}, field="url") from None
    return url.strip()


def reach(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float = SECONDS, most: int = MOST) -> Answer:
    """The answer to one POST. Raises Unreachable, after `seconds` at the latest (asking the resolver comes on top)."""
    target, host, port = _target(url)
    address = _address_of(host, port)
    if target.scheme == "http" and not is_named(address, settings.EGRESS_ALLOW):
        raise Unreachable(_("Only addresses that begin with https:// are reached over the internet."), for_good=True)
    line = _Line(str(address), host, port, seconds, tls=target.scheme == "https")
    # Each read may take its time, and there can be many: the whole has an end, too.
    watch = threading.Timer(seconds, line.cut)
    watch.start()
    try:
        path = (target.path or "/") + (f"?{target.query}" if target.query else "")
        line.request("POST", path, body=body, headers=dict(headers))
        response = line.getresponse()
        answer = Answer(response.status, response.read(most))
        if line.is_cut:  # a read that is cut short looks like an end
            raise TimeoutError
        return answer
    except (OSError, HTTPException) as error:
        if line.is_cut or isinstance(error, TimeoutError):
            raise Unreachable(_("It did not answer within %(seconds)s seconds.") % {"seconds": round(seconds)}) from None
        raise Unreachable(_why(error, host)) from error
    finally:
        watch.cancel()
        line.close()


def _target(url: str) -> tuple[SplitResult, str, int]:
    try:
        target = urlsplit(url)
        host, port = target.hostname or "", target.port
        host = host.encode("idna").decode() if not host.isascii() else host
    except ValueError:
        raise Unreachable(_("That is no address of a page."), for_good=True) from None
    if target.scheme not in PORTS or not host or any(ord(letter) <= 32 or ord(letter) == 127 for letter in url) or not url.isascii():
        raise Unreachable(_("Write an address that begins with https:// and names a host, without blanks."), for_good=True)
    if target.username is not None or target.password is not None:
        raise Unreachable(_("A name and password do not belong into an address."), for_good=True)
    with suppress(ValueError):  # a name: looked up when it is reached, for it may lead elsewhere by then
        _check(parsed(host), host)
    return target, host, port or PORTS[target.scheme]


def _address_of(host: str, port: int) -> Address:
    """The first address of the host. Raises Unreachable when any of them must not be reached: one of several is not picked by luck."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(_("No address is known for the name %(host)s.") % {"host": host}) from None
    addresses = [parsed(str(one[4][0])) for one in found]
    for address in addresses:
        _check(address, host)
    return addresses[0]


def _check(address: Address, host: str) -> None:
    if not is_public(address) and not is_named(address, settings.EGRESS_ALLOW):
        told = {"host": host, "address": address}
        raise Unreachable(
            _(
                "%(host)s is %(address)s, which is not in the public internet. Whoever runs Mutua can allow that network by MUTUA_EGRESS_ALLOW."
            )
            % told
        )


def _why(error: Exception, host: str) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return _("The certificate of %(host)s is not valid: %(why)s.") % {"host": host, "why": error.verify_message}
        case ssl.SSLError():
            return _("No encrypted connection came about with %(host)s.") % {"host": host}
        case ConnectionRefusedError():
            return _("%(host)s refuses connections.") % {"host": host}
        case OSError():
            return _("The connection to %(host)s failed: %(why)s.") % {"host": host, "why": error.strerror or type(error).__name__}
        case _:
            return _("%(host)s answered something that is not HTTP.") % {"host": host}


class _Line(HTTPConnection):
    """A connection to one checked address in the name of its host."""

    def __init__(self, address: str, host: str, port: int, seconds: float, *, tls: bool) -> None:
        self.default_port = PORTS["https" if tls else "http"]
        super().__init__(host, port, timeout=seconds)
        self._address, self._tls, self.is_cut = address, tls, False

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        self.is_cut = True
        if self.sock is not None:
            with suppress(OSError):  # it has just ended by itself
                self.sock.shutdown(socket.SHUT_RDWR)
