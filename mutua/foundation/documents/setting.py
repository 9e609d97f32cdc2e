"""Setting a sheet: a template becomes the bytes of a PDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _

from mutua.foundation.records.errors import Refused


class NoPdf(Refused):
    """This machine cannot set a PDF: a library of the system is missing. `mutua doctor` names it."""


def pdf_of(request: HttpRequest | None, template: str, context: Mapping[str, Any]) -> bytes:
    """The sheet as a PDF. template: extends `documents/sheet.html`. request: for whom, None in a job.

    Raises NoPdf where Pango is missing, Unreachable when the template asks for something outside of static.
    """
    html = render_to_string(template, dict(context), request=request)
    try:
        # A second of import that only those pay who print.
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        from mutua.foundation.documents.fetching import INSIDE, OnlyStatic
    except OSError as error:
        sentence = _("This machine cannot make a PDF: a library is missing (%(what)s). Nothing was changed; print the page instead.")
        raise NoPdf(sentence % {"what": str(error).partition("'")[2].partition("'")[0] or error}) from error
    fonts = FontConfiguration()
    try:
        pdf: bytes = weasyprint.HTML(string=html, base_url=INSIDE, url_fetcher=OnlyStatic()).write_pdf(font_config=fonts)
    finally:
        # It keeps the fonts of the sheet in a folder, which would else stand until the garbage collector comes.
        fonts.__del__()
    return pdf


def download(pdf: bytes, name: str) -> HttpResponse:
    """The answer that a browser saves under this name; of the name only letters, digits and hyphens are left."""
    file = f"{slugify(name)[:80] or 'mutua'}.pdf"
    headers = {"Content-Disposition": content_disposition_header(True, file) or "attachment", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
