"""A sheet: what was typed stays text, and nothing is fetched but static files."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.template import engines
from django.test import RequestFactory, override_settings
from pypdf import PdfReader

from mutua.foundation.documents import download, pdf_of
from mutua.foundation.documents import setting as setting_module
from mutua.foundation.documents.fetching import INSIDE, OnlyStatic, Unreachable, static_file

SHEET = '{% extends "documents/sheet.html" %}{% block head %}{{ name }}{% endblock %}{% block body %}<p class="b">{{ name }}</p>{{ raw|safe }}{% endblock %}'


@pytest.fixture
def sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    """`pdf_of` with the template above, which no page of ours would be: it writes `raw` unescaped."""

    def rendered(template: str, context: dict, request: object = None) -> str:
        return engines["django"].from_string(SHEET).render(context, request)

    monkeypatch.setattr(setting_module, "render_to_string", rendered)


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server of our own that remembers what it was asked for."""
    paths: list[str] = []

    class Remembering(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Remembering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def set_with(name: str = "Alder Markets", raw: str = "") -> bytes:
    return pdf_of(RequestFactory().get("/"), "any", {"name": name, "raw": raw})


@pytest.mark.usefixtures("sheet")
def test_a_sheet_is_a_pdf_in_our_own_font_with_its_text() -> None:
    pdf = set_with("Alder Märkte – Ωmega")
    assert pdf.startswith(b"%PDF-")
    assert "Alder Märkte – Ωmega" in text_of(pdf)
    fonts = {font["/BaseFont"] for font in PdfReader(BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()}
    assert any("Inter" in font for font in fonts), fonts


@pytest.mark.usefixtures("sheet")
def test_markup_in_a_name_is_text(asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    name = f'<img src="{address}/a"><style>@import url({address}/b); p {{ background: url({address}/c) }}</style>'
    pdf = set_with(name)
    assert paths == []
    assert "<style>@import" in text_of(pdf).replace("\n", " ")


@pytest.mark.usefixtures("sheet")
@pytest.mark.parametrize(
    "raw",
    [
        '<img src="{a}/x.png">', '<style>p {{ background: url({a}/x) }}</style>', '<link rel="stylesheet" href="{a}/x.css">',
        '<img src="file:///etc/hostname">', '<link rel="stylesheet" href="file:///etc/hostname">', '<img src="{a}@static.invalid/x">', '<object data="{a}/x.svg"></object>',
        '<link rel="attachment" href="file:///etc/passwd">', '<img src="HTTPS://STATIC.INVALID.evil.test/x">',
    ],
)  # fmt: skip
def test_even_a_template_that_forgot_to_escape_reaches_nothing(asked: tuple[str, list[str]], raw: str) -> None:
    """The second wall: the sheet is not set at all."""
    address, paths = asked
    with pytest.raises(Unreachable):
        set_with(raw=raw.format(a=address))
    assert paths == []


@pytest.mark.usefixtures("sheet")
def test_a_picture_inside_a_drawing_is_left_out(asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    assert set_with(raw=f'<svg width="9" height="9"><image href="{address}/x.png" width="9" height="9"/></svg>').startswith(b"%PDF-")
    assert paths == []


@pytest.mark.parametrize("path", ["../config/settings.py", "%2e%2e/%2e%2e/etc/hostname", "/etc/hostname", "ui/../../apps.py", "ui", ""])
def test_no_address_climbs_out_of_static(path: str) -> None:
    assert static_file(f"{INSIDE}{path}") is None
    with pytest.raises(ValueError, match="no static file"):
        OnlyStatic().fetch(f"{INSIDE}{path}")


def test_a_static_file_is_opened() -> None:
    found = static_file(f"{INSIDE}documents/sheet.css?v=1")
    assert found is not None
    assert found.read_text() == (Path(setting_module.__file__).parent / "static" / "documents" / "sheet.css").read_text()


@override_settings(LANGUAGE_CODE="en")
def test_the_answer_is_saved_under_a_harmless_name() -> None:
    answer = download(b"%PDF-1.7", 'Alder "Märkte"/../../x\r\nSet-Cookie: a=b')
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="alder-marktex-set-cookie-ab.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
