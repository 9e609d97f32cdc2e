"""Accounts and people from files of other systems."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.customers.actions.hang_under_parents import hang_under_parents
from mutua.customers.actions.write_consents import write_consents
from mutua.customers.actions.write_households import write_households
from mutua.customers.actions.write_reach import write_reach
from mutua.customers.events import AccountsImported, PeopleImported
from mutua.customers.models import Account, Person
from mutua.customers.queries.merges import survivors_of
from mutua.customers.queries.named import accounts_named, owners_named
from mutua.customers.rules.normalised import BadAddress, normalise
from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.imports import Batch, Importer, Row, Target, importer, write_records
from mutua.foundation.imports.models import ImportRun

ROLES = {str(role.value): role.value for role in Account.Role} | {
    "client": "customer", "buyer": "customer", "lead": "prospect", "vendor": "supplier", "manufacturer": "supplier", "reseller": "partner", "distributor": "partner",
}  # fmt: skip
TIERS = frozenset(Account.Tier.values)


@importer
class AccountImporter(Importer):
    """One row is one account. Its key is its number in the source, or else its name."""

    kind = "accounts"
    title = _("Accounts")
    needs = "customers.account.create"
    model = Account
    custom_kind = "account"
    timeline_kind = "account"
    targets = (
        Target("key", _("Key in the source"), synonyms=("id", "record id", "account id", "company id", "customer number")),
        Target(
            "name",
            _("Legal name"),
            required=True,
            synonyms=("account", "company", "company name", "account name", "organization - name", "organisation"),
        ),
        Target("trading_names", _("Trading names"), kind="list", synonyms=("trading name", "also known as", "aliases")),
        Target("roles", _("Roles"), kind="list", synonyms=("role", "type", "lifecycle stage")),
        Target("parent", _("Parent account"), synonyms=("parent", "parent company", "subsidiary_of", "subsidiary of", "parent account id")),
        Target("owner", _("Owner"), synonyms=("account owner", "company owner", "sales agent", "responsible")),
        Target("industry", _("Industry"), synonyms=("sector", "branch")),
        Target("country", _("Country"), synonyms=("country/region", "office_location", "billing country", "location")),
        Target("currency", _("Currency"), synonyms=("currency code",)),
        Target("tier", _("Tier"), kind="integer", synonyms=("class",)),
        Target("spend_per_year", _("Spend per year"), kind="number", synonyms=("annual spend", "yearly spend")),
        Target("category_spend", _("Category spend per year"), kind="number", synonyms=("total spend", "wallet")),
        Target("website", _("Website"), synonyms=("website url", "url", "domain", "web site")),
        Target("note", _("Note"), synonyms=("notes", "description", "comment")),
    )

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
        _own_what_is_new(batch)
        write_records(Account, batch, (*fields, "website", "note", "custom"))
        hung = [(int(row.record_id or 0), row.values["parent"]) for row in batch.rows if row.values.get("has_parent")]
        left = hang_under_parents(batch.actor, batch.source, hung)
        for row in batch.rows:
            if row.record_id in left:
                row.correct(
                    "parent", _("The parent is missing or would stand below the account itself: left empty."), found=row.values["parent"]
                )

    def went_into(self, record_ids: list[int]) -> dict[int, int]:
        return survivors_of("account", record_ids)

    def done(self, run: ImportRun, actor: Actor) -> None:
        announce(AccountsImported(run_id=run.pk, account_ids=tuple(run.changed_ids())), actor=actor)


@importer
class PersonImporter(Importer):
    """One row is one person, with where they work and how to reach them."""

    kind = "people"
    title = _("People")
    needs = "customers.person.create"
    model = Person
    custom_kind = "person"
    timeline_kind = "person"
    targets = (
        Target("key", _("Key in the source"), synonyms=("id", "record id", "contact id", "person id")),
        Target("given_name", _("Given name"), synonyms=("first name", "firstname", "forename")),
        Target("family_name", _("Family name"), synonyms=("last name", "lastname", "surname")),
        Target(
            "name",
            _("Whole name"),
            synonyms=("full name", "person - name", "contact", "contact name"),
            help=_("Used where no parts are given."),
        ),
        Target("mail", _("Mail"), synonyms=("email", "e-mail", "email address", "person - email")),
        Target("phone", _("Telephone"), synonyms=("phone", "phone number", "mobile phone number", "person - phone", "telephone")),
        Target("account", _("Works for"), synonyms=("company", "company name", "account name", "organization", "associated company id")),
        Target("department", _("Department")),
        Target("job_title", _("Job title"), synonyms=("title", "position", "role")),
        Target("household", _("Household"), synonyms=("household name", "family", "household id")),
        Target(
            "news_by_mail",
            _("May get news by mail"),
            kind="bool",
            synonyms=("mail opt in", "email opt in", "marketing consent", "newsletter"),
            help=_("Yes or no; an empty cell says nothing. A yes never undoes a no that stands here."),
        ),
        Target("languages", _("Languages"), kind="list", synonyms=("language", "preferred language")),
        Target("time_zone", _("Time zone"), synonyms=("timezone",)),
        Target("owner", _("Owner"), synonyms=("contact owner", "responsible")),
        Target("note", _("Note"), synonyms=("notes", "comment")),
    )

    def key(self, values: dict[str, Any]) -> str:
        whole = values.get("name") or " ".join(filter(None, (values.get("given_name"), values.get("family_name"))))
        return str(values.get("key") or values.get("mail") or whole)

    def check(self, row: Row) -> None:
        if not (row.values.get("given_name") or row.values.get("family_name")) and row.values.get("name"):
            given, _space, family = row.values["name"].rpartition(" ")
            row.values["given_name"], row.values["family_name"] = given, family
        if not (row.values.get("given_name") or row.values.get("family_name")):
            row.refuse("name", _("The row names nobody."))
        for kind in ("mail", "phone"):
            _check_address(row, kind)

    def look_up(self, batch: Batch) -> None:
        _find_owners(batch)
        accounts = accounts_named(batch.actor, batch.source, batch.texts("account"))
        for row in batch.rows:
            text = row.values.get("account")
            row.values["account_id"] = accounts.get(text) if text else None
            if text and row.values["account_id"] is None:
                row.refuse(
                    "account", _("Two accounts fit this name.") if text in accounts else _("There is no account of this name."), found=text
                )

    def write(self, batch: Batch) -> None:
        _own_what_is_new(batch)
        write_records(Person, batch, ("given_name", "family_name", "languages", "time_zone", "owner_id", "note", "custom"))
        write_reach(batch.actor, batch.source, [(int(row.record_id or 0), row.key, row.values) for row in batch.rows])
        named = [(int(row.record_id or 0), str(row.values["household"])) for row in batch.rows if row.values.get("household")]
        write_households(batch.actor, batch.source, named)
        said = [
            (int(row.record_id or 0), bool(row.values["news_by_mail"])) for row in batch.rows if row.values.get("news_by_mail") is not None
        ]
        write_consents(batch.actor, batch.source, said)

    def went_into(self, record_ids: list[int]) -> dict[int, int]:
        return survivors_of("person", record_ids)

    def done(self, run: ImportRun, actor: Actor) -> None:
        announce(PeopleImported(run_id=run.pk, person_ids=tuple(run.changed_ids())), actor=actor)


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


def _check_address(row: Row, kind: str) -> None:
    text = row.values.get(kind)
    if text is None:
        return
    try:
        normalise(kind, text)
    except BadAddress:
        row.values[kind] = None
        row.correct(kind, _("This cannot be used to reach anybody: left empty."), found=text)


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


def _own_what_is_new(batch: Batch) -> None:
    """As by hand: who brings a record in owns it, unless the file says otherwise. What belongs to nobody only some could see."""
    for row in batch.rows:
        if row.record_id is None and batch.actor.scope != "all":
            row.values.setdefault("owner_id", batch.actor.user_id)
