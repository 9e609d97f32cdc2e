"""Having looked at the executive page: what was shown is kept, so that the next visit can say what has changed."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection, transaction

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.strategy.queries.seen_summary import ONE_VISIT, digest_of
from mutua.strategy.queries.summary import facts_of, summary

# One statement, so that two windows opened at once do not trip over each other. Within one visit the visit before stays what it was.
KEEP = """
INSERT INTO strategy_summarylook AS look (user_id, looked_at, facts) VALUES (%(user)s, %(now)s, %(facts)s)
ON CONFLICT (user_id) DO UPDATE SET
    before_at = CASE WHEN look.looked_at < %(over)s THEN look.looked_at ELSE look.before_at END,
    before = CASE WHEN look.looked_at < %(over)s THEN look.facts ELSE look.before END,
    looked_at = EXCLUDED.looked_at, facts = EXCLUDED.facts"""


@transaction.atomic
def look_at_summary(actor: Actor, shown: str) -> bool:
    """shown: the digest of what stood on the page. False, and nothing is kept, where more has happened since: the next visit tells it then."""
    require(actor, "strategy.strategy.view")
    facts: dict[str, Any] = facts_of(summary(actor))
    if actor.user_id is None or digest_of(facts) != shown:
        return False

    now = days.now()
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {"user": actor.user_id, "now": now, "facts": json.dumps(facts), "over": now - ONE_VISIT})
    return True
