"""What outgoing mail keeps of people: to whom, what was written, and what a server said about the address."""

from __future__ import annotations

from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.privacy import mentioned, personal

personal(OutgoingMail, fields=["to", "subject", "text", "html", "last_error"])
mentioned(OutgoingMail)
