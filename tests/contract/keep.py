"""Writes the description of the API, and the page that lists its addresses: `python -m tests.contract.keep`, after a change that is meant."""

from __future__ import annotations

import json
import os

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutua.config.testing")
    import django

    django.setup()
    from django.test import Client

    from tests.contract.test_openapi import ADDRESSES, KEPT, addresses_page, described

    document = described(Client())
    KEPT.write_text(json.dumps(document, indent=1, sort_keys=True) + "\n")
    ADDRESSES.write_text(addresses_page(document))
