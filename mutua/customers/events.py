"""What happens to accounts and people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from django.utils.translation import gettext_lazy as _

from mutua.foundation.events import Event, Sentence, say

MOST_TOLD: Final = 500  # records that the event of an import names

say("customers.account.created", _("{who} added {name}"), icon="building")
say("customers.account.changed", _("{who} changed {fields}"), icon="pencil")
say("customers.account.deleted", _("{who} put {name} into the bin"), icon="trash")
say("customers.account.restored", _("{who} took {name} back from the bin"), icon="arrow-back-up")
say("customers.person.created", _("{who} added {name}"), needs="customers.person.view", icon="user")
say("customers.person.affiliated", _("{name} works here as {job}"), needs="customers.person.view", icon="user")
say("customers.person.left", _("{name} no longer works here"), needs="customers.person.view", icon="user-share")
say("customers.need.noted", _("{who} noted a need: “{words}”"), icon="message")
say("customers.household.created", _("{who} added {name}"), needs="customers.person.view", icon="home")
say("customers.household.joined", _("{person} belongs to {name}"), needs="customers.person.view", icon="home")
say("customers.consent.given", _("Allowed: {purpose}, {channel}"), needs="customers.person.view", icon="circle-check")
say("customers.consent.withdrawn", _("No longer wanted: {purpose}, {channel}"), needs="customers.person.view", icon="ban")
say("customers.value.rated", _("They rated our {component} {ours} of 10"), icon="star")


@dataclass(frozen=True)
class AccountCreated(Event):
    """Somebody added an account."""

    name: ClassVar[str] = "customers.account.created"
    account_id: int
    account_name: str

    def timeline(self) -> Sentence:
        return Sentence(key=self.name, params={"name": self.account_name}, about=[("account", self.account_id)])


@dataclass(frozen=True)
class AccountChanged(Event):
    """Somebody changed fields of an account. fields: their names in the code; labels: as they are shown."""

    name: ClassVar[str] = "customers.account.changed"
    account_id: int
    fields: tuple[str, ...]
    labels: str

    def timeline(self) -> Sentence:
        return Sentence(key=self.name, params={"fields": self.labels}, about=[("account", self.account_id)])


@dataclass(frozen=True)
class AccountDeleted(Event):
    """An account went into the bin."""

    name: ClassVar[str] = "customers.account.deleted"
    account_id: int
    account_name: str

    def timeline(self) -> Sentence:
        return Sentence(key=self.name, params={"name": self.account_name}, about=[("account", self.account_id)])


@dataclass(frozen=True)
class AccountRestored(Event):
    """An account came back from the bin."""

    name: ClassVar[str] = "customers.account.restored"
    account_id: int
    account_name: str

    def timeline(self) -> Sentence:
        return Sentence(key=self.name, params={"name": self.account_name}, about=[("account", self.account_id)])


@dataclass(frozen=True)
class AccountsImported(Event):
    """An import made or changed accounts. account_ids: which, where they are 500 at most; else none, and the rows of the run say it."""

    name: ClassVar[str] = "customers.account.imported"
    run_id: int
    account_ids: tuple[int, ...]


@dataclass(frozen=True)
class PersonCreated(Event):
    """Somebody added a person."""

    name: ClassVar[str] = "customers.person.created"
    person_id: int
    person_name: str

    def timeline(self) -> Sentence:
        return Sentence(key=self.name, params={"name": self.person_name}, about=[("person", self.person_id)])


@dataclass(frozen=True)
class PersonChanged(Event):
    """Somebody changed fields of a person."""

    name: ClassVar[str] = "customers.person.changed"
    person_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class PersonDeleted(Event):
    """A person went into the bin."""

    name: ClassVar[str] = "customers.person.deleted"
    person_id: int


@dataclass(frozen=True)
class PersonRestored(Event):
    """A person came back from the bin."""

    name: ClassVar[str] = "customers.person.restored"
    person_id: int


@dataclass(frozen=True)
class PersonErased(Event):
    """A person was erased for good, with everything that was known. rows: how many were deleted or emptied."""

    name: ClassVar[str] = "customers.person.erased"
    person_id: int
    rows: int


@dataclass(frozen=True)
class PeopleImported(Event):
    """An import made or changed people. person_ids: which, where they are 500 at most; else none, and the rows of the run say it."""

    name: ClassVar[str] = "customers.person.imported"
    run_id: int
    person_ids: tuple[int, ...]


@dataclass(frozen=True)
class PersonAffiliated(Event):
    """A person works for an account."""

    name: ClassVar[str] = "customers.person.affiliated"
    affiliation_id: int
    person_id: int
    account_id: int
    person_name: str
    job: str

    def timeline(self) -> Sentence:
        link = f"/people/{self.person_id}/"
        return Sentence(
            key=self.name,
            params={"name": self.person_name, "job": self.job or "–"},
            about=[("account", self.account_id)],
            side="them",
            link=link,
        )


@dataclass(frozen=True)
class PersonLeft(Event):
    """A person no longer works for an account. Where they went is told there, not here: who sees the one may not see the other."""

    name: ClassVar[str] = "customers.person.left"
    affiliation_id: int
    person_id: int
    account_id: int
    person_name: str

    def timeline(self) -> Sentence:
        link = f"/people/{self.person_id}/"
        return Sentence(key=self.name, params={"name": self.person_name}, about=[("account", self.account_id)], side="them", link=link)


@dataclass(frozen=True)
class NeedNoted(Event):
    """A customer said what it needs."""

    name: ClassVar[str] = "customers.need.noted"
    need_id: int
    account_id: int | None
    person_id: int | None
    words: str

    def timeline(self) -> Sentence:
        about = [("account", self.account_id)] if self.account_id else [("person", self.person_id or 0)]
        return Sentence(key=self.name, params={"words": self.words}, about=about, side="them")


@dataclass(frozen=True)
class ValueRated(Event):
    """A customer rated a component of what it gets from us."""

    name: ClassVar[str] = "customers.value.rated"
    rating_id: int
    account_id: int
    component: str
    ours: int

    def timeline(self) -> Sentence:
        return Sentence(
            key=self.name, params={"component": self.component, "ours": str(self.ours)}, about=[("account", self.account_id)], side="them"
        )


@dataclass(frozen=True)
class DetailChanged(Event):
    """A department, contact point, assignment, trading link, need or rating was added, changed or removed. act: added, changed, removed or restored."""

    name: ClassVar[str] = "customers.detail.changed"
    kind: str
    detail_id: int
    act: str
    account_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class ConsentGiven(Event):
    """A person allowed to be contacted for a purpose by a channel; both in words."""

    name: ClassVar[str] = "customers.consent.given"
    consent_id: int
    person_id: int
    purpose: str
    channel: str

    def timeline(self) -> Sentence:
        return Sentence(
            key=self.name, params={"purpose": self.purpose, "channel": self.channel}, about=[("person", self.person_id)], side="them"
        )


@dataclass(frozen=True)
class ConsentWithdrawn(Event):
    """A person took back what it had allowed; purpose and channel in words."""

    name: ClassVar[str] = "customers.consent.withdrawn"
    consent_id: int
    person_id: int
    purpose: str
    channel: str

    def timeline(self) -> Sentence:
        return Sentence(
            key=self.name, params={"purpose": self.purpose, "channel": self.channel}, about=[("person", self.person_id)], side="them"
        )


@dataclass(frozen=True)
class WordingWritten(Event):
    """A new version of what people are asked to consent to."""

    name: ClassVar[str] = "customers.wording.written"
    wording_id: int


@dataclass(frozen=True)
class HouseholdCreated(Event):
    """Somebody added a household."""

    name: ClassVar[str] = "customers.household.created"
    household_id: int
    household_name: str

    def timeline(self) -> Sentence:
        return Sentence(key=self.name, params={"name": self.household_name}, about=[("household", self.household_id)])


@dataclass(frozen=True)
class HouseholdChanged(Event):
    """Somebody changed fields of a household."""

    name: ClassVar[str] = "customers.household.changed"
    household_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class HouseholdDeleted(Event):
    """A household went into the bin."""

    name: ClassVar[str] = "customers.household.deleted"
    household_id: int


@dataclass(frozen=True)
class HouseholdRestored(Event):
    """A household came back from the bin."""

    name: ClassVar[str] = "customers.household.restored"
    household_id: int


@dataclass(frozen=True)
class HouseholdJoined(Event):
    """A person belongs to a household."""

    name: ClassVar[str] = "customers.household.joined"
    member_id: int
    household_id: int
    person_id: int
    household_name: str
    person_name: str

    def timeline(self) -> Sentence:
        params = {"name": self.household_name, "person": self.person_name}
        # Only where the person's page is: who sees the household need not see everybody who belongs to it.
        return Sentence(key=self.name, params=params, about=[("person", self.person_id)], side="them")


say("customers.account.merged", _("{who} merged {merged} into {name}"), icon="git-merge")
say("customers.account.unmerged", _("{who} took the merge of {merged} into {name} back"), icon="arrow-back-up")
say("customers.person.merged", _("{who} merged {merged} into {name}"), needs="customers.person.view", icon="git-merge")
say(
    "customers.person.unmerged",
    _("{who} took the merge of {merged} into {name} back"),
    needs="customers.person.view",
    icon="arrow-back-up",
)


def _of_both(
    event: AccountMerged | AccountMergeUndone | PersonMerged | PersonMergeUndone, kind: str, survivor: tuple[int, str]
) -> Sentence:
    number, name = survivor
    params = {"name": name, "merged": event.merged_name}
    return Sentence(key=event.name, params=params, about=[(kind, number), (kind, event.merged_id)], link=f"/merges/{event.merge_id}/")


@dataclass(frozen=True)
class AccountMerged(Event):
    """Two accounts were one: what hung on merged_id hangs on account_id now."""

    name: ClassVar[str] = "customers.account.merged"
    merge_id: int
    account_id: int
    merged_id: int
    account_name: str
    merged_name: str

    def timeline(self) -> Sentence:
        return _of_both(self, "account", (self.account_id, self.account_name))


@dataclass(frozen=True)
class AccountMergeUndone(Event):
    """A merge of two accounts was taken back: merged_id lives again."""

    name: ClassVar[str] = "customers.account.unmerged"
    merge_id: int
    account_id: int
    merged_id: int
    account_name: str
    merged_name: str

    def timeline(self) -> Sentence:
        return _of_both(self, "account", (self.account_id, self.account_name))


@dataclass(frozen=True)
class PersonMerged(Event):
    """Two people were one: what hung on merged_id hangs on person_id now."""

    name: ClassVar[str] = "customers.person.merged"
    merge_id: int
    person_id: int
    merged_id: int
    person_name: str
    merged_name: str

    def timeline(self) -> Sentence:
        return _of_both(self, "person", (self.person_id, self.person_name))


@dataclass(frozen=True)
class PersonMergeUndone(Event):
    """A merge of two people was taken back: merged_id lives again."""

    name: ClassVar[str] = "customers.person.unmerged"
    merge_id: int
    person_id: int
    merged_id: int
    person_name: str
    merged_name: str

    def timeline(self) -> Sentence:
        return _of_both(self, "person", (self.person_id, self.person_name))
