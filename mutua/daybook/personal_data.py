"""Which fields are about a person."""

from __future__ import annotations

from mutua.daybook.models import Interaction, Meeting, Task
from mutua.foundation.privacy import personal

personal(Interaction, fields=["person", "body"])
personal(Task, fields=["promised_to", "title", "note"])
personal(Meeting, fields=["title", "guests"])
