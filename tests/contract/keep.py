"""Writes the description of the API beside its test: `python -m tests.contract.keep`, after a change that is meant."""

from __future__ import annotations

import json
import os

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutua.config.testing")
    import django

    django.setup()
    from django.test import Client

    from tests.contract.test_openapi import KEPT, described

    KEPT.write_text(json.dumps(described(Client()), indent=1, sort_keys=True) + "\n")
