"""What a file is and what it may be called."""

from __future__ import annotations

import pytest

from mutua.foundation.files.rules.names import ending_of, plain_name
from mutua.foundation.files.rules.sniffing import HEAD, HTML, PROGRAM, SVG, TEXT, UNKNOWN, sniffed


@pytest.mark.parametrize(
    ("head", "ending", "kind"),
    [
        (b"%PDF-1.7\n", "txt", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\x00", "html", "image/png"),
        (b"\xff\xd8\xff\xe0", "", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "", "image/webp"),
        (b"PK\x03\x04\x14", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"PK\x03\x04\x14", "html", "application/zip"),
        (b"MZ\x90\x00", "pdf", PROGRAM),
        (b"\x7fELF\x02", "png", PROGRAM),
        (b"#!/bin/sh\n", "txt", PROGRAM),
        (b"<html><script>alert(1)</script>", "png", HTML),
        (b"  \n\n<ScRiPt>alert(1)</script>", "csv", HTML),
        (b"hello " * 50 + b"<img src=x onerror=alert(1)>", "txt", HTML),
        ("<svg onload=alert(1)>".encode("utf-16"), "png", SVG),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">', "png", SVG),
        (b"name;amount\nAlder;5\n", "csv", TEXT),
        ("Évora".encode() * 1000, "txt", TEXT),
        (b"a" * (HEAD - 1) + "é".encode()[:1], "txt", TEXT),
        (b"\x00\x01\x02", "txt", UNKNOWN),
        (b"\xe9vora", "txt", UNKNOWN),
    ],
)
def test_a_file_is_what_it_begins_with(head, ending, kind):
    assert sniffed(head, ending) == kind


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Offer.pdf", "Offer.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/etc/shadow", "shadow"),
        ("..", ""),
        (".", ""),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie x=1.pdf"),
        ('quoted";name="x.pdf', "quoted ;name= x.pdf"),
        ("price\u202efdp.exe", "pricefdp.exe"),
        ("nul\x00l.pdf", "nul l.pdf"),
        ("Zoë’s plan.pdf", "Zoë’s plan.pdf"),
        (".htaccess", "htaccess"),
        ("plan.pdf. . .", "plan.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(sent, kept):
    assert plain_name(sent) == kept
    assert plain_name(kept) == kept


def test_an_ending_is_what_comes_after_the_last_dot_of_a_name():
    assert [ending_of(name) for name in ("a.PDF", "a.tar.gz", ".htaccess", "readme", "a.")] == ["pdf", "gz", "", "", ""]
