"""A mailbox behind a real SMTP server, for tests."""

from __future__ import annotations

import email
import email.policy
import socket
from email.message import EmailMessage
from typing import Any


class Mailbox:
    """A handler of aiosmtpd. answers: what it says to the next mails instead of taking them. unknown: addresses that it does not have.

    got: what it took; offered: what it was offered, taken or not; rcpts: every address that it was asked for.
    """

    def __init__(self) -> None:
        self.answers: list[str] = []
        self.unknown: set[str] = set()
        self.got: list[EmailMessage] = []
        self.offered: list[EmailMessage] = []
        self.rcpts: list[str] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        self.rcpts.append(address)
        if address in self.unknown:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message: Any = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.offered.append(message)
        if self.answers:
            return self.answers.pop(0)
        self.got.append(message)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
