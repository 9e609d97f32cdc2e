"""Mail to people, one at a time: asked for in the business transaction, sent at least once, under one Message-ID. See README.md."""

from mutua.foundation.mail.sending import send

__all__ = ["send"]
