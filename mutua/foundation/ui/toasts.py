"""One line at the bottom that says what happened, for ten seconds with a way back."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

# Messages carry only a string beside the text; this mark tells the address of the way back from other tags.
UNDO = "undo:"


def toast(request: HttpRequest, text: Any, *, undo: str | None = None, problem: bool = False) -> None:
    """Show `text` on the next page. undo: an address that a POST takes back what was done."""
    level = messages.WARNING if problem else messages.SUCCESS
    messages.add_message(request, level, str(text), extra_tags=f"{UNDO}{undo}" if undo else "")


def toasted(response: HttpResponse, text: Any, *, undo: str | None = None, problem: bool = False) -> HttpResponse:
    """The same for a fragment: the page that swaps it in shows the toast."""
    told = {"mutua:toast": {"text": str(text), "undo": undo or "", "problem": problem}}
    # Headers are Latin-1; json.dumps escapes what is not.
    response["HX-Trigger"] = json.dumps({**json.loads(response.get("HX-Trigger", "{}")), **told})
    return response


def undo_of(extra_tags: str) -> str:
    """The address of the way back, or nothing. Only a path of this site is one."""
    address = extra_tags[len(UNDO) :] if extra_tags.startswith(UNDO) else ""
    return address if address.startswith("/") and not address.startswith("//") else ""
