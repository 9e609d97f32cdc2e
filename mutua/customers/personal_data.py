"""Which fields are about a person."""

from __future__ import annotations

from mutua.customers.models import (
    Account,
    Affiliation,
    Assignment,
    Consent,
    ContactPoint,
    Department,
    DuplicatePair,
    Household,
    HouseholdMember,
    Identifier,
    MatchingKey,
    MatchingModel,
    Merge,
    MergeStep,
    Need,
    Person,
    SourceTrust,
    TradingLink,
    ValueRating,
    Wording,
)
from mutua.foundation.privacy import nothing_personal, personal

personal(Person, fields=["given_name", "family_name", "languages", "time_zone", "note", "custom", "source_key"])
personal(Affiliation, fields=["person", "job_title", "buying_role", "since", "until"])
personal(ContactPoint, fields=["person", "value", "normalised"])
personal(Household, fields=["name", "address", "note", "custom", "source_key"])
personal(HouseholdMember, fields=["person", "role", "since", "until"])
personal(Identifier, fields=["person", "value"])
personal(Need, fields=["person", "words"])
personal(Assignment, fields=["user", "duty"])
personal(Consent, fields=["person", "proof", "recorded_by", "recorded_by_name"])
personal(Wording, fields=["made_by_name"])
personal(DuplicatePair, fields=["left_person", "right_person", "evidence", "decided_by_name"])
personal(Merge, fields=["survivor_person", "merged_person", "survivor_name", "merged_name", "by_name", "undone_by_name"])
personal(MergeStep, fields=["ids", "kept", "before", "after"])
# How common a name or a town is, and hashes by which records find each other.
personal(MatchingModel, fields=["learned"])
personal(MatchingKey, fields=["record_id", "key"])
nothing_personal(SourceTrust)
nothing_personal(Account, Department, ValueRating, TradingLink)
