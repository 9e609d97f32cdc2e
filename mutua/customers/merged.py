"""What happens to details of which two merged records both have one."""

from __future__ import annotations

from mutua.customers.merging import Then, both_have, unites

# People, needs and tasks in a department of the same name and function belong to one department afterwards.
unites("customers.Department", "department_once")
for _name in (
    "affiliation_once_at_a_time",
    "assignment_once",
    "contact_point_once_a_person",
    "contact_point_once_an_account",
    "household_member_once_at_a_time",
    "trading_link_once",
    "trading_link_joins_two",
):
    both_have(_name, Then.STAY)
# Both addresses are kept; the survivor's stays the preferred one.
for _name in ("one_preferred_a_person_and_kind", "one_preferred_an_account_and_kind"):
    both_have(_name, Then.GIVE_WAY, preferred=False)
