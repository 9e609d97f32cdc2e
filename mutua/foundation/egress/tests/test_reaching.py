from __future__ import annotations

import socket

import pytest

from mutua.foundation.egress import Unreachable, check_address, reach
from mutua.foundation.egress.addresses import is_public, parsed
from mutua.foundation.egress.tests.listening import receiving
from mutua.foundation.records.errors import Refused

HERE = ["127.0.0.0/8"]


@pytest.fixture
def receiver():
    with receiving() as one:
        yield one


def names(monkeypatch, *addresses):
    """Every name leads to these addresses."""
    family = {True: socket.AF_INET6, False: socket.AF_INET}
    found = [(family[":" in one], socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: found)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.7",
        "::1", "::", "fe80::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::1",
    ],
)  # fmt: skip
def test_what_is_nearer_than_the_public_internet_is_not_reached(address, monkeypatch):
    assert not is_public(parsed(address))
    names(monkeypatch, address)
    with pytest.raises(Unreachable, match="not in the public internet"):
        reach("https://crm.partner.example/hook", b"", {})


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1"])
def test_the_public_internet_is(address):
    assert is_public(parsed(address))


def test_one_bad_address_among_several_is_enough(monkeypatch):
    names(monkeypatch, "93.184.216.34", "127.0.0.1")
    with pytest.raises(Unreachable, match="not in the public internet"):
        reach("https://crm.partner.example/hook", b"", {})


def test_the_address_that_was_looked_at_is_the_one_that_is_spoken_to(monkeypatch, receiver, settings):
    settings.EGRESS_ALLOW = HERE
    asked = []
    real = socket.getaddrinfo

    def once(host, *args, **named):
        """The second time the name leads elsewhere, as in an attack by rebinding."""
        asked.append(host)
        return real("127.0.0.1" if host == "127.0.0.1" or asked.count(host) == 1 else "10.0.0.1", *args, **named)

    monkeypatch.setattr(socket, "getaddrinfo", once)
    port = receiver.url.rpartition(":")[2]
    assert reach(f"http://crm.partner.example:{port}/hook?a=1", b"body", {"webhook-id": "7"}).status == 204
    path, headers, body = receiver.got[0]
    assert (path, headers["host"], headers["webhook-id"], body) == ("/hook?a=1", f"crm.partner.example:{port}", "7", b"body")
    assert asked.count("crm.partner.example") == 1


def test_a_redirect_is_an_answer_and_not_followed(receiver, settings):
    settings.EGRESS_ALLOW = HERE
    receiver.status, receiver.headers = 302, {"Location": receiver.url + "/elsewhere"}
    assert reach(receiver.url, b"", {}).status == 302
    assert len(receiver.got) == 1


def test_no_more_is_read_than_was_asked_for(receiver, settings):
    settings.EGRESS_ALLOW = HERE
    receiver.status, receiver.body = 200, b"x" * 200_000
    assert len(reach(receiver.url, b"", {}, most=1_000).body) == 1_000


def test_whoever_drips_is_left_in_time(receiver, settings):
    settings.EGRESS_ALLOW = HERE
    receiver.status, receiver.body, receiver.slowly = 200, b"x" * 100, 0.2
    with pytest.raises(Unreachable, match="did not answer within 1 seconds"):
        reach(receiver.url, b"", {}, seconds=0.6)


def test_without_encryption_only_a_network_that_was_named_is_reached(monkeypatch, receiver, settings):
    settings.EGRESS_ALLOW = HERE
    assert reach(receiver.url, b"", {}).status == 204
    names(monkeypatch, "93.184.216.34")
    with pytest.raises(Unreachable, match="begin with https"):
        reach("http://crm.partner.example/", b"", {})


def test_whoever_speaks_no_tls_is_not_believed(receiver, settings):
    settings.EGRESS_ALLOW = HERE
    with pytest.raises(Unreachable, match="No encrypted connection"):
        reach(receiver.url.replace("http://", "https://"), b"", {})
    assert receiver.got == []


def test_nobody_listening_is_said(settings):
    settings.EGRESS_ALLOW = HERE
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unreachable, match="refuses connections"):
        reach(f"http://127.0.0.1:{port}/", b"", {})


@pytest.mark.parametrize(
    "url",
    [
        "ftp://crm.example/", "https://", "https:///path", "https://ada:secret@crm.example/", "https://crm.example:99999/", "https://[::1/", "crm.example",
        "https://crm.example/a b", "https://crm.example/\r\nX: 1", "https://127.0.0.1/", "https://[::ffff:10.0.0.1]/", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_an_address_that_could_never_be_reached_is_refused_when_it_is_written_down(url):
    with pytest.raises(Refused, match="Nothing was saved"):
        check_address(url)


def test_a_name_is_taken_and_looked_up_later():
    assert check_address(" https://crm.partner.example/hook ") == "https://crm.partner.example/hook"


def test_a_header_cannot_be_broken_into_two(receiver, settings):
    settings.EGRESS_ALLOW = HERE
    with pytest.raises(ValueError, match="Invalid header"):
        reach(receiver.url, b"", {"webhook-id": "7\r\nX-Evil: 1"})
    assert receiver.got == []
