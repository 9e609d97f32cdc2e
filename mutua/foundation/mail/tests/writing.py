"""A mail as an administrator asks for one, for tests."""

from __future__ import annotations

from typing import Any

from mutua.foundation.mail import send
from mutua.foundation.mail.models import OutgoingMail


def write(*, to: str = "ada@example.org", subject: str = "Late", key: str = "alarm-1", name: str = "Zambia programme") -> OutgoingMail:
    context: dict[str, Any] = {"name": name, "link": "/accounts/7/"}
    return send(to, subject, "mail/trial", context, key=key, about=("account", 7))
