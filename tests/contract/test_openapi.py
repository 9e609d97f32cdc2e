"""What other programs rely on does not change by accident: the description of the API is kept, and a change of it is a decision."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.test import Client

KEPT = Path(__file__).with_name("openapi.json")
ADDRESSES = Path(__file__).parents[2] / "docs/running/api-addresses.md"
VERBS = ("get", "post", "put", "patch", "delete")


def described(client: Client) -> dict[str, Any]:
    document = client.get("/api/v1/openapi.json").json()
    document["info"].pop("version")
    return document


def test_the_api_is_described_as_it_was_kept(client):
    """After a change that is meant: `python -m tests.contract.keep`, and look at the difference before committing it."""
    now = json.dumps(described(client), indent=1, sort_keys=True)
    assert now.splitlines() == KEPT.read_text().splitlines()


def test_the_page_of_addresses_names_every_one() -> None:
    assert ADDRESSES.read_text() == addresses_page(json.loads(KEPT.read_text())), "`python -m tests.contract.keep` writes it anew"


def addresses_page(document: dict[str, Any]) -> str:
    """Every address by its first word, with its verbs and what each does."""
    rows = [
        f"| {verb.upper()} | `{path}` | {does['summary']} |"
        for path, acts in sorted(document["paths"].items())
        for verb in VERBS
        if (does := acts.get(verb))
    ]
    head = "Written by `python -m tests.contract.keep` from the description of the API; do not edit it here."
    return "\n".join(["# Addresses of the API", "", head, "", "| verb | address | what it does |", "|---|---|---|", *rows]) + "\n"


def test_it_is_openapi_3_1_and_holds_the_six_kinds_of_records(client):
    document = described(client)
    assert str(document["openapi"]).startswith("3.1")
    for kind in ("accounts", "people", "opportunities", "shipments", "touchpoints", "roadmap-items"):
        assert f"/api/v1/{kind}" in document["paths"]
