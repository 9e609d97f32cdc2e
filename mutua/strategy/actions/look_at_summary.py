"""Looking at the executive page: what was seen is kept, so that the next visit can say what has changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from mutua.foundation import days
from mutua.foundation.access import Actor, require

ONE_VISIT = timedelta(hours=1)


@dataclass(frozen=True)
class Before:
    """What this person saw at the end of the visit before."""

    at: datetime
    facts: dict[str, Any]


def look_at_summary(actor: Actor, facts: dict[str, Any]) -> Before | None:
    """Keeps what is shown now and gives what was shown last; None at a first visit and for whoever is no person. One statement, so that two
    windows opened at once do not trip over each other."""
    require(actor, "strategy.strategy.view")
    if actor.user_id is None:
        return None
    now = days.now()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO strategy_summarylook AS look (user_id, looked_at, facts) VALUES (%(user)s, %(now)s, %(facts)s)
            ON CONFLICT (user_id) DO UPDATE SET
                before_at = CASE WHEN look.looked_at < %(over)s THEN look.looked_at ELSE look.before_at END,
                before = CASE WHEN look.looked_at < %(over)s THEN look.facts ELSE look.before END,
                looked_at = EXCLUDED.looked_at, facts = EXCLUDED.facts
            RETURNING before_at, before::text
            """,
            {"user": actor.user_id, "now": now, "facts": json.dumps(facts), "over": now - ONE_VISIT},
        )
        at, before = cursor.fetchone()
    return Before(at, json.loads(before)) if at is not None else None
