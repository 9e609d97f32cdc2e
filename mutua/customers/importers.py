"""Accounts and people from files of other systems."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.customers.actions.hang_under_parents import hang_under_parents, lock_hierarchy
from mutua.customers.actions.keep_pairs import forget_keys
from mutua.customers.actions.prefer_what_is_left import prefer_what_is_left
from mutua.customers.actions.write_consents import write_consents
from mutua.customers.actions.write_households import write_households
from mutua.customers.actions.write_identifiers import write_identifiers
from mutua.customers.actions.write_reach import write_account_reach, write_reach
from mutua.customers.events import MOST_TOLD, AccountsImported, PeopleImported
from mutua.customers.import_targets import ACCOUNT_TARGETS, PERSON_TARGETS, ROLES
from mutua.customers.likeness import account_marks, accounts_like, people_like, person_marks
from mutua.customers.models import Account, Affiliation, ContactPoint, Person
from mutua.customers.person_rights import known_by
from mutua.customers.queries.accounts import in_circles
from mutua.customers.queries.merges import survivors_of
from mutua.customers.queries.named import accounts_named, owners_named
from mutua.customers.rules.normalised import BadAddress, normalise
from mutua.customers.rules.postal import LONGEST, one_line
from mutua.customers.tasks import ask_about
from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.imports import Batch, Importer, Row, importer, write_records
from mutua.foundation.imports.importer import Like, Undone
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.imports.undoing.uses import goes_along
from mutua.foundation.privacy.suppressing import suppressed_among
from mutua.foundation.tags.importing import settle_tags_of

TIERS = frozenset(Account.Tier.values)


@importer
class AccountImporter(Importer):
    """One row is one account. Its key is its number in the source, or else its name."""

    kind = "accounts"
    title = _("Accounts")
    needs = "customers.account.create"
    model = Account
    custom_kind = "account"
    can_be_undone = True
    timeline_kind = "account"
    targets = ACCOUNT_TARGETS

    def key(self, values: dict[str, Any]) -> str:
        return str(values.get("key") or values.get("name") or "")

    def check(self, row: Row) -> None:
        _check_roles(row)
        _check_currency(row)
        tier = row.values.get("tier")
        if tier is not None and tier not in TIERS:
            row.values["tier"] = None
            row.correct("tier", _("A tier is 1, 2 or 3: left empty."), found=str(tier))
        for name in ("spend_per_year", "category_spend"):
            if (row.values.get(name) or 0) < 0:
                row.correct(name, _("An amount below nothing is left out."), found=str(row.values[name]))
                row.values[name] = None
        for name, most in (("name", 200), ("industry", 80), ("country", 80), ("website", 200)):
            if len(row.values.get(name) or "") > most:
                row.refuse(name, _("The text is longer than the field holds."), found=row.values[name][:60])
        _check_reach(row, ("mail", "phone", "other_phone"))
        _join_address(row, "postal", "")
        _join_address(row, "delivery", "delivery_")

    def look_up(self, batch: Batch) -> None:
        _find_owners(batch)
        parents = accounts_named(batch.actor, batch.source, batch.texts("parent"))
        coming = batch.memory.setdefault("coming", set())
        if any("parent" in row.values for row in batch.rows):  # a file that speaks of no parents needs no memory
            coming |= {text for row in batch.rows for text in (row.key, row.values["name"])}
        for row in batch.rows:
            text = row.values.get("parent")
            # Whether there is a parent, not its number, is the row's: the same file has to say the same the second time.
            row.values["has_parent"] = (
                text is not None and text not in (row.values["name"], row.key) and (parents.get(text) is not None or text in coming)
            )
            if text in (row.values["name"], row.key):
                row.correct("parent", _("An account is not its own parent: left empty."), found=text)
            elif text and not row.values["has_parent"] and (row.last_chance or text in parents):
                row.correct("parent", _("No single account has the parent's name: left empty."), found=text)
            elif text is not None and parents.get(text) is None:
                row.wait("parent")  # it may stand further down in the same file

    def write(self, batch: Batch) -> None:
        fields = (
            "name",
            "trading_names",
            "roles",
            "parent_id",
            "owner_id",
            "industry",
            "country",
            "currency",
            "tier",
            "spend_per_year",
            "category_spend",
        )
        stood = _own_what_is_new(batch)
        settle_tags_of(batch)
        write_records(Account, batch, (*fields, "website", "note", "tags", "custom"))
        hung = [(int(row.record_id or 0), row.values["parent"]) for row in batch.rows if row.values.get("has_parent")]
        write_account_reach(batch.actor, batch.source, [(int(row.record_id or 0), row.key, row.values) for row in batch.rows], stood)
        numbers = [(int(row.record_id or 0), str(row.values["vat"])) for row in batch.rows if row.values.get("vat")]
        taken = write_identifiers(batch.actor, "register", "vat", numbers)
        for row in batch.rows:
            if row.record_id in taken:
                row.correct("vat", _("Another account has this number: left out."), found=row.values["vat"])
        left = hang_under_parents(batch.actor, batch.source, hung)
        for row in batch.rows:
            if row.record_id in left:
                row.correct(
                    "parent", _("The parent is missing or would stand below the account itself: left empty."), found=row.values["parent"]
                )

    def marks(self, row: Row) -> frozenset[str]:
        return account_marks(row.values)

    def alike(self, batch: Batch) -> dict[int, list[Like]]:
        return accounts_like(batch.actor, [(row.number, row.values) for row in batch.rows])

    def shown(self, record_ids: list[int]) -> dict[int, dict[str, str]]:
        return {number: said | reach for (number, said), reach in _with_reach("account", super().shown(record_ids))}

    def if_new(self, actor: Actor) -> dict[str, Any]:
        return _owned_by(actor)

    def lock(self) -> None:
        lock_hierarchy()

    def misfits(self, record_ids: list[int]) -> list[int]:
        return list(in_circles(record_ids))

    def mend(self, undone: Undone) -> None:
        prefer_what_is_left("account", undone.owners)
        forget_keys("account", undone.gone)
        ask_about("account", undone.put_back)

    def went_into(self, record_ids: list[int]) -> dict[int, int]:
        return survivors_of("account", record_ids)

    def done(self, run: ImportRun, actor: Actor) -> None:
        announce(AccountsImported(run_id=run.pk, account_ids=run.few_changed_ids(MOST_TOLD)), actor=actor)


@importer
class PersonImporter(Importer):
    """One row is one person, with where they work and how to reach them."""

    kind = "people"
    title = _("People")
    needs = "customers.person.create"
    model = Person
    custom_kind = "person"
    takes_cards = True
    can_be_undone = True
    timeline_kind = "person"
    targets = PERSON_TARGETS

    def key(self, values: dict[str, Any]) -> str:
        whole = values.get("name") or " ".join(filter(None, (values.get("given_name"), values.get("family_name"))))
        return str(values.get("key") or values.get("mail") or whole)

    def check(self, row: Row) -> None:
        if not (row.values.get("given_name") or row.values.get("family_name")) and row.values.get("name"):
            given, _space, family = row.values["name"].rpartition(" ")
            row.values["given_name"], row.values["family_name"] = given, family
        if not (row.values.get("given_name") or row.values.get("family_name")):
            row.refuse("name", _("The row names nobody."))
        _check_reach(row, ("mail", "other_mail", "phone", "mobile", "other_phone"))
        _join_address(row, "postal", "")

    def look_up(self, batch: Batch) -> None:
        _find_owners(batch)
        accounts = accounts_named(batch.actor, batch.source, batch.texts("account") | batch.texts("account_key"))
        for row in batch.rows:
            # What the row says is its own; which number that has here is not, or the same file would not say the same the second time.
            key, name = row.values.get("account_key"), row.values.get("account")
            row.values["account_id"] = accounts.get(key or "") or accounts.get(name or "")
            text = name or key
            if text and row.values["account_id"] is None:
                row.refuse(
                    "account", _("Two accounts fit this name.") if text in accounts else _("There is no account of this name."), found=text
                )

    def write(self, batch: Batch) -> None:
        stood = _own_what_is_new(batch)
        settle_tags_of(batch)
        write_records(Person, batch, ("given_name", "family_name", "languages", "time_zone", "owner_id", "note", "tags", "custom"))
        write_reach(batch.actor, batch.source, [(int(row.record_id or 0), row.key, row.values) for row in batch.rows], stood)
        named = [(int(row.record_id or 0), str(row.values["household"])) for row in batch.rows if row.values.get("household")]
        write_households(batch.actor, batch.source, named)
        said = [(int(row.record_id or 0), given) for row in batch.rows if (given := _news(row)) is not None]
        write_consents(batch.actor, batch.source, said)

    def forget_erased(self, batch: Batch) -> None:
        words = {
            row.number: (known_by(batch.source, row.key), *(str(row.values.get(name) or "") for name in ("mail", "other_mail")))
            for row in batch.rows
        }
        erased = suppressed_among(word for said in words.values() for word in said)
        for row in batch.rows:
            if erased.intersection(words[row.number]):
                row.forget(
                    _(
                        "This person was erased here at their wish and is not brought back by an import; nothing of the row was kept. "
                        "If they want to be known again, add them by hand."
                    )
                )

    def marks(self, row: Row) -> frozenset[str]:
        return person_marks(row.values)

    def alike(self, batch: Batch) -> dict[int, list[Like]]:
        return people_like(batch.actor, [(row.number, row.values) for row in batch.rows])

    def shown(self, record_ids: list[int]) -> dict[int, dict[str, str]]:
        return {number: said | reach for (number, said), reach in _with_reach("person", super().shown(record_ids))}

    def if_new(self, actor: Actor) -> dict[str, Any]:
        return _owned_by(actor)

    def mend(self, undone: Undone) -> None:
        prefer_what_is_left("person", undone.owners)
        forget_keys("person", undone.gone)
        ask_about("person", undone.put_back)

    def went_into(self, record_ids: list[int]) -> dict[int, int]:
        return survivors_of("person", record_ids)

    def done(self, run: ImportRun, actor: Actor) -> None:
        announce(PeopleImported(run_id=run.pk, person_ids=run.few_changed_ids(MOST_TOLD)), actor=actor)


def _with_reach(party: str, shown: dict[int, dict[str, str]]) -> list[tuple[tuple[int, dict[str, str]], dict[str, str]]]:
    """Each record with its addresses and numbers, and of a person with where it works, by the fields that fill them: at most two queries."""
    reach: dict[int, dict[str, list[str]]] = {number: defaultdict(list) for number in shown}
    points = ContactPoint.objects.filter(**{f"{party}__in": shown}).order_by("pk")
    for number, kind, value in points.values_list(f"{party}_id", "kind", "value"):
        reach[number]["address" if kind == ContactPoint.Kind.POSTAL else kind].append(value)
    if party == "person":
        at = Affiliation.objects.filter(person__in=shown, until=None).order_by("pk")
        for number, account, title in at.values_list("person_id", "account__name", "job_title"):
            reach[number]["account"].append(account)
            reach[number]["job_title"] += [title] if title else []
    return [(item, {name: ", ".join(texts) for name, texts in reach[item[0]].items()}) for item in shown.items()]


def _check_roles(row: Row) -> None:
    given = row.values.get("roles")
    if given is None:
        return
    unknown = sorted({role for role in given if role.lower() not in ROLES})
    if unknown:
        row.refuse("roles", _("A role is customer, prospect, partner, supplier or competitor."), found=", ".join(unknown))
    row.values["roles"] = sorted({ROLES[role.lower()] for role in given if role.lower() in ROLES}) or None


def _check_currency(row: Row) -> None:
    text = (row.values.get("currency") or "").upper()
    if text and not (len(text) == 3 and text.isascii() and text.isalpha()):
        row.refuse("currency", _("A currency is three letters, such as USD."), found=text)
    row.values.pop("currency", None)
    if text:
        row.values["currency"] = text


def _check_reach(row: Row, names: tuple[str, ...]) -> None:
    """Mail addresses and numbers that reach nobody are left out; a field that may hold several keeps each of them."""
    for name in names:
        text = row.values.get(name)
        if text is None:
            continue
        kind = "mail" if name.endswith("mail") else "phone"
        try:
            normalise(kind, text)
        except BadAddress:
            row.values[name] = None
            row.correct(name, _("This cannot be used to reach anybody: left empty."), found=text)


_PARTS = ("street", "street_2", "postcode", "city", "region")


def _join_address(row: Row, name: str, prefix: str) -> None:
    """Puts the parts of a postal address, or else the whole, under `name`."""
    parts = {part: text for part in _PARTS if (text := row.values.get(f"{prefix}{part}"))}
    if not parts and (prefix or not row.values.get("address")):
        return
    country = row.values.get(f"{prefix}country") or ""
    whole = one_line(**{part: parts.get(part, "") for part in _PARTS}, country=country) or (
        "" if prefix else one_line(row.values.get("address") or "")
    )
    if len(whole) > LONGEST:
        row.correct(name, _("The postal address is longer than the field holds: left out."), found=whole[:60])
    elif whole:
        row.values[name] = whole


def _news(row: Row) -> bool | None:
    """Whether the row allows news by mail; a no wins over a yes, and who did not say no has not said yes."""
    if row.values.get("no_news_by_mail"):
        return False
    allowed: bool | None = row.values.get("news_by_mail")
    return allowed


def _find_owners(batch: Batch) -> None:
    owners = owners_named(batch.texts("owner"))
    for row in batch.rows:
        text = row.values.get("owner")
        if not text:
            continue
        if owners.get(text) is None:
            row.correct("owner", _("No colleague has this name or mail address: left as it is."), found=text)
        else:
            row.values["owner_id"] = owners[text]


def _own_what_is_new(batch: Batch) -> set[int]:
    """Returns the records that are not new."""
    owned = _owned_by(batch.actor)
    for row in batch.rows:
        if row.record_id is None and owned:
            row.values = {**owned, **row.values}
    return {row.record_id for row in batch.rows if row.record_id is not None}


def _owned_by(actor: Actor) -> dict[str, Any]:
    """As by hand: who brings a record in owns it, unless the file says otherwise. What belongs to nobody only some could see."""
    return {"owner_id": actor.user_id} if actor.scope != "all" else {}


goes_along("customers.DuplicatePair")
goes_along("customers.Merge", only=Q(undone_at__isnull=False))
