"""What becomes of touchpoints, profiles and items when two accounts are merged that both have one."""

from __future__ import annotations

from mutua.customers.merging import Then, both_have, unites

# One touchpoint remains; engagements, blockages and measures of both hang on it. Where both have the same measure, the merged account's
# stays with all that was counted for it: two sequences of evidence cannot become one, and nothing is counted twice.
unites("relationships.AccountTouchpoint", "account_touchpoint_once", "engagement_once", "performance_measure_once")
for _name in (
    "roadmap_item_once_open",
    "profile_one_living_per_perspective",
    "readiness_once",
    "joint_session_one_open",
    "profile_snapshot_once_a_year",
):
    both_have(_name, Then.STAY)
