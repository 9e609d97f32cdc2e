"""The fields that a file of accounts or people can fill, and what other programs call them."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from mutua.customers.matching import companies, people
from mutua.customers.matching.facts import first_of_line
from mutua.foundation.imports import Target, looks
from mutua.foundation.imports.targets import Look

ROLES: Final = {role: role for role in ("customer", "prospect", "partner", "supplier", "competitor")} | {
    "client": "customer", "buyer": "customer", "lead": "prospect", "vendor": "supplier", "manufacturer": "supplier", "reseller": "partner", "distributor": "partner",
    "kunde": "customer", "interessent": "prospect", "lieferant": "supplier", "wettbewerber": "competitor",
    "customer - direct": "customer", "customer - channel": "customer", "technology partner": "partner", "channel partner / reseller": "partner",
    "installation partner": "partner", "subscriber": "prospect", "marketing qualified lead": "prospect", "sales qualified lead": "prospect",
    "opportunity": "prospect",
}  # fmt: skip


def _is_given_name(text: str) -> bool:
    return " " not in text and people.given_name(text) in first_of_line("nicknames")


def _is_whole_name(text: str) -> bool:
    return 2 <= len(text.split()) <= 4 and people.split_name(text)[0] in first_of_line("nicknames")


def _is_company(text: str) -> bool:
    return " " in text and bool(companies.company_name(text)[1])


COMPANY = Look(_is_company, alone=0.4)
GIVEN = Look(_is_given_name, alone=0.5)
WHOLE_NAME = Look(_is_whole_name, alone=0.5)
ACCOUNT_KEY = Look(looks.salesforce_key("001"), alone=0.9)


def _address(whose: str, words: tuple[str, ...], labels: tuple[object, ...]) -> tuple[Target, ...]:
    """The parts of a postal address. words: what stands in front of them in other programs, such as "billing"."""
    parts = (
        ("street", ("street", "street address", "address street", "address line 1", "address 1", "address1", "line1", "strasse", "rue", "calle", "adresse", "direccion",
                    "street road name of address"), None),
        ("street_2", ("street 2", "street address 2", "address line 2", "address street 2", "address 2", "address2", "line2", "adresszusatz"), None),
        ("postcode", ("postcode", "postal code", "zip", "zip code", "code", "address postalcode", "address post code", "post code", "zip postal code", "plz",
                      "postleitzahl", "code postal", "codigo postal", "zip postal code of address"), looks.POSTCODE),
        ("city", ("city", "town", "address city", "ort", "stadt", "ville", "ciudad", "localite", "city town village locality of address"), None),
        ("region", ("state", "region", "state region", "province", "state province", "address state", "bundesland", "county", "state county of address"), None),
    )  # fmt: skip
    return tuple(
        Target(
            f"{whose}{name}",
            label,
            synonyms=tuple(f"{word} {way}".strip() for word in words for way in ways),
            look=look,
        )
        for (name, ways, look), label in zip(parts, labels, strict=True)
    )


_PARTS = (_("Street"), _("Street, second line"), _("Postcode"), _("City"), _("State or region"))
_DELIVERY = (
    _("Delivery: street"),
    _("Delivery: street, second line"),
    _("Delivery: postcode"),
    _("Delivery: city"),
    _("Delivery: state or region"),
)
_DELIVERY_WORDS = ("shipping", "shipping address", "delivery", "liefer")
_COUNTRY = ("country", "country/region", "country name", "country code", "land", "pays", "pais", "nation")
_NOTE = ("notes", "description", "comment", "comments", "remark", "bemerkung", "notiz", "beschreibung", "remarque", "nota", "about us")

ACCOUNT_TARGETS: Final = (
    Target(
        "key",
        _("Key in the source"),
        synonyms=("id", "record id", "account id", "company id", "organization id", "org id", "uuid", "external id", "customer number", "kundennummer"),
        look=looks.key_of("001"),
    ),
    Target(
        "name",
        _("Legal name"),
        required=True,
        synonyms=(
            "account name", "company name", "organization name", "account", "company", "organization - name", "organisation", "legal name", "customer name", "firma",
            "firmenname", "unternehmen", "societe", "raison sociale", "empresa", "razon social", "customer", "kunde",
        ),
        look=COMPANY,
    ),
    Target("trading_names", _("Trading names"), kind="list", synonyms=("trading name", "also known as", "aliases", "dba", "doing business as")),
    Target(
        "roles",
        _("Roles"),
        kind="list",
        synonyms=("role", "account type", "type", "lifecycle stage", "relationship", "customer type", "company type", "typ", "kundentyp"),
        look=looks.one_of(ROLES, alone=0.8),
    ),
    Target(
        "parent",
        _("Parent account"),
        synonyms=(
            "parent account id", "parent id", "parent company id", "parent organization id", "parent", "parent company", "member of", "subsidiary_of", "subsidiary of",
            "parent organization", "parent account name", "mutterfirma", "konzern", "societe mere", "member of id",
        ),
    ),
    Target(
        "owner",
        _("Owner"),
        synonyms=(
            "account owner", "company owner", "owner name", "assigned to", "assigned user name", "assigned to user", "sales agent", "responsible", "account manager",
            "sales rep", "betreuer", "zustandig", "responsable", "owner id", "account owner id", "assigned user id", "owner email",
        ),
    ),
    Target("industry", _("Industry"), synonyms=("sector", "branch", "branche", "secteur", "industria", "vertical", "industry type")),
    Target(
        "country",
        _("Country"),
        synonyms=(
            *_COUNTRY, "billing country", "address country", "billing address country", "primary address country", "country of address", "office_location",
            "location", "billing country code", "mailing country",
        ),
        look=looks.COUNTRY,
    ),
    Target("currency", _("Currency"), synonyms=("currency code", "currency iso code", "wahrung", "devise", "moneda"), look=looks.CURRENCY),
    Target("tier", _("Tier"), kind="integer", synonyms=("class", "abc class")),
    Target("spend_per_year", _("Spend per year"), kind="number", synonyms=("annual spend", "yearly spend")),
    Target("category_spend", _("Category spend per year"), kind="number", synonyms=("total spend", "wallet")),
    Target(
        "website",
        _("Website"),
        synonyms=(
            "website url", "web site", "company domain name", "domain name", "domain", "url", "homepage", "webseite", "site web", "sitio web", "domain name / link url",
            "company domain", "domains", "web",
        ),
        look=looks.WEBSITE,
    ),
    Target("mail", _("Mail"), synonyms=("email", "e-mail", "email address", "email1", "primary email", "email primary email"), look=looks.MAIL),
    Target(
        "phone",
        _("Telephone"),
        synonyms=(
            "phone", "phone number", "office phone", "phone office", "main phone", "telephone", "business phone", "work phone", "telefon", "telefonnummer", "tel",
            "telefono", "phone work", "company phone",
        ),
        look=looks.PHONE,
    ),
    Target("other_phone", _("Further telephone"), synonyms=("alternate phone", "phone alternate", "other phone", "phone 2", "second phone"), look=looks.PHONE),
    Target(
        "address",
        _("Whole postal address"),
        synonyms=("postal address", "full address", "billing address", "full combined address of address", "anschrift", "organization - address"),
        help=_("Where no parts are given."),
    ),
    *_address("", ("", "billing", "billing address", "mailing", "primary address", "address"), _PARTS),
    *_address("delivery_", _DELIVERY_WORDS, _DELIVERY),
    Target("delivery_country", _("Delivery: country"), synonyms=tuple(f"{word} country" for word in _DELIVERY_WORDS)),
    Target("vat", _("VAT or tax number"), synonyms=("vat", "vat number", "vat id", "tax id", "tax number", "ust-idnr", "ust id", "siret", "nif", "ein")),
    Target("note", _("Note"), synonyms=_NOTE),
    Target("tags", _("Tags"), kind="list", synonyms=("tag", "labels", "label list", "keywords")),
)  # fmt: skip

PERSON_TARGETS: Final = (
    Target(
        "key",
        _("Key in the source"),
        synonyms=("id", "record id", "contact id", "person id", "uuid", "uid", "external id", "kontakt id"),
        look=looks.key_of("003"),
    ),
    Target(
        "given_name",
        _("Given name"),
        synonyms=("first name", "firstname", "forename", "given", "vorname", "prenom", "nombre", "voornaam", "name / first name"),
        look=GIVEN,
    ),
    Target(
        "family_name",
        _("Family name"),
        synonyms=("last name", "lastname", "surname", "family", "nachname", "familienname", "nom", "nom de famille", "apellido", "apellidos", "name / last name"),
    ),
    Target(
        "name",
        _("Whole name"),
        synonyms=("full name", "person - name", "contact", "contact name", "display name", "name", "nom complet", "nombre completo", "ansprechpartner"),
        help=_("Used where no parts are given."),
        look=WHOLE_NAME,
    ),
    Target(
        "mail",
        _("Mail"),
        synonyms=(
            "email", "e-mail", "email address", "email 1", "primary email", "emails primary email", "work email", "email work", "business email", "person - email",
            "courriel", "correo", "correo electronico", "email adresse", "mail address",
        ),
        look=looks.MAIL,
    ),
    Target(
        "other_mail",
        _("Further mail"),
        synonyms=("secondary email", "other email", "email 2", "additional emails", "emails additional emails", "private email", "personal email", "email home", "email other"),
        look=looks.MAIL,
    ),
    Target(
        "phone",
        _("Telephone"),
        synonyms=(
            "phone", "phone number", "work phone", "phone work", "business phone", "office phone", "telephone", "phones primary phone number", "person - phone",
            "telefon", "telefonnummer", "tel", "telefono", "direct phone", "primary phone",
        ),
        look=looks.PHONE,
    ),
    Target(
        "mobile",
        _("Mobile telephone"),
        synonyms=(
            "mobile phone number", "mobile phone", "mobile", "phone mobile", "cell phone", "cell", "handy", "mobil", "mobiltelefon", "portable", "movil",
            "mobile number",
        ),
        look=looks.PHONE,
    ),
    Target(
        "other_phone",
        _("Further telephone"),
        synonyms=("home phone", "phone home", "other phone", "phone other", "phones additional phones", "private phone", "phone 2", "telefon privat"),
        look=looks.PHONE,
    ),
    Target(
        "account_key",
        _("Works for (key in the source)"),
        synonyms=(
            "account id", "associated company id", "company id", "organization id", "associated company ids", "account name id", "primary associated company id",
            "organization - id",
        ),
        help=_("The account's key in the same source; where it fits none, the name counts."),
        look=ACCOUNT_KEY,
    ),
    Target(
        "account",
        _("Works for"),
        synonyms=(
            "account name", "company name", "company", "organization", "organisation", "account", "associated company", "organization name", "employer", "firma",
            "unternehmen", "societe", "entreprise", "empresa", "primary associated company", "organization - name",
        ),
        look=COMPANY,
    ),
    Target("department", _("Department"), synonyms=("abteilung", "service", "departamento", "division")),
    Target("job_title", _("Job title"), synonyms=("title", "position", "role", "job", "funktion", "fonction", "cargo", "puesto", "jobtitle")),
    Target(
        "address",
        _("Whole postal address"),
        synonyms=("postal address", "full address", "mailing address", "primary address", "full combined address of postal address", "anschrift"),
        help=_("Where no parts are given."),
    ),
    *_address("", ("", "mailing", "primary address", "mailing address", "address"), _PARTS),
    Target(
        "country",
        _("Country"),
        synonyms=(*_COUNTRY, "mailing country", "primary address country", "address country", "mailing country code"),
        look=looks.COUNTRY,
    ),
    Target("household", _("Household"), synonyms=("household name", "family", "household id")),
    Target(
        "news_by_mail",
        _("May get news by mail"),
        kind="bool",
        synonyms=("mail opt in", "email opt in", "marketing consent", "newsletter"),
        help=_("Yes or no; an empty cell says nothing. A yes never undoes a no that stands here."),
    ),
    Target(
        "no_news_by_mail",
        _("Wants no news by mail"),
        kind="bool",
        synonyms=(
            "email opt out", "has opted out of email", "unsubscribed from all email", "opted out of email", "unsubscribed", "do not email", "opt out",
            "marketing emails status",
        ),
        help=_("Yes: a no to news is recorded. No says nothing."),
    ),
    Target("languages", _("Languages"), kind="list", synonyms=("language", "preferred language", "sprache", "langue", "idioma")),
    Target("time_zone", _("Time zone"), synonyms=("timezone",)),
    Target(
        "owner",
        _("Owner"),
        synonyms=(
            "contact owner", "owner name", "assigned to", "assigned user name", "assigned to user", "responsible", "person - owner", "betreuer", "owner id",
            "contact owner id", "assigned user id",
        ),
    ),
    Target("note", _("Note"), synonyms=_NOTE),
    Target("tags", _("Tags"), kind="list", synonyms=("tag", "labels", "label list", "keywords")),
)  # fmt: skip
