"""Facts that others may want to hear: told once, in the transaction that makes them true. See README.md."""

from mutua.foundation.events.announcing import announce, announce_many
from mutua.foundation.events.event import Event
from mutua.foundation.events.following import follow
from mutua.foundation.events.listening import when
from mutua.foundation.events.sentence import Sentence, say

__all__ = ["Event", "Sentence", "announce", "announce_many", "follow", "say", "when"]
