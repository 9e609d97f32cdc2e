from mutua.customers.models.account import Account
from mutua.customers.models.affiliation import Affiliation
from mutua.customers.models.assignment import Assignment
from mutua.customers.models.consent import Consent
from mutua.customers.models.contact_point import ContactPoint
from mutua.customers.models.department import Department
from mutua.customers.models.duplicate_pair import DuplicatePair, MatchingKey, MatchingModel, SourceTrust
from mutua.customers.models.erased_person import ErasedPerson
from mutua.customers.models.household import Household, HouseholdMember
from mutua.customers.models.identifier import Identifier
from mutua.customers.models.merge import Merge, MergeStep
from mutua.customers.models.need import Need
from mutua.customers.models.person import Person
from mutua.customers.models.trading_link import TradingLink
from mutua.customers.models.value_rating import ValueRating
from mutua.customers.models.wording import Purpose, Wording

__all__ = [
    "Account",
    "Affiliation",
    "Assignment",
    "Consent",
    "ContactPoint",
    "Department",
    "DuplicatePair",
    "ErasedPerson",
    "Household",
    "HouseholdMember",
    "Identifier",
    "MatchingKey",
    "MatchingModel",
    "Merge",
    "MergeStep",
    "Need",
    "Person",
    "Purpose",
    "SourceTrust",
    "TradingLink",
    "ValueRating",
    "Wording",
]
