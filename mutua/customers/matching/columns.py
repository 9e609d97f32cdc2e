"""Which column of a file is which field, told by its heading and by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mutua.customers.matching import companies, contacts, dates, people
from mutua.customers.matching.facts import first_of_line
from mutua.customers.matching.folding import fold

Kind = Literal["person", "company"]

# {field: headings, folded and without spaces}. The order is that of the search: what is said more exactly comes first.
HEADINGS: dict[str, tuple[str, ...]] = {
    "given": ("givenname", "firstname", "forename", "fname", "given", "first", "vorname", "prenom", "nombre", "voornaam", "christianname", "contactfirstname"),
    "family": ("surname", "lastname", "familyname", "lname", "last", "family", "nachname", "familienname", "nom", "nomdefamille", "apellido", "apellidos", "achternaam", "contactlastname"),
    "birth": ("dateofbirth", "birthdate", "dob", "birthday", "born", "geburtsdatum", "geburtstag", "datedenaissance", "fechadenacimiento", "geboortedatum"),
    "mail": ("email", "mail", "emailaddress", "mailaddress", "emailwork", "workemail", "email1", "personemail", "courriel", "correo", "emailadresse", "primaryemail", "businessemail", "otheremail", "secondaryemail"),
    "phone": ("phone", "telephone", "phonenumber", "tel", "mobile", "mobilephone", "mobilephonenumber", "cell", "cellphone", "homephone", "workphone", "businessphone", "officephone", "personphone", "otherphone", "telefon", "telefono", "handy", "telefoonnummer", "telephonenumber", "telefonnummer", "phonework", "phonemobile", "phonehome", "phoneoffice"),
    "ident": ("socsecid", "ssn", "socialsecuritynumber", "nationalid", "taxid", "taxnumber", "vat", "vatid", "vatnumber", "vatregistrationnumber", "companynumber", "registrationnumber", "companyregistrationnumber", "duns", "dunsnumber", "lei", "ein", "siren", "siret", "kvk", "passport", "passportnumber", "insurancenumber", "nhsnumber", "ustid", "ustidnr", "gln"),
    "number": ("streetnumber", "housenumber", "hausnummer", "streetno", "houseno", "numero"),
    "street": ("street", "address", "address1", "addressline1", "street1", "streetaddress", "addr", "billingstreet", "mailingstreet", "billingaddress", "mailingaddress", "postaladdress", "strasse", "adresse", "direccion", "straat", "billingaddressstreet", "primaryaddressstreet", "line1", "shippingstreet"),
    "unit": ("address2", "addressline2", "street2", "unit", "building", "line2", "adresszusatz", "addr2"),
    "city": ("city", "town", "suburb", "locality", "billingcity", "mailingcity", "place", "ort", "stadt", "ville", "ciudad", "plaats", "billingaddresscity", "primaryaddresscity", "municipality", "shippingcity"),
    "post": ("postcode", "zip", "zipcode", "postalcode", "billingpostalcode", "mailingpostalcode", "billingzip", "mailingzip", "plz", "postleitzahl", "codepostal", "codigopostal", "billingaddresspostalcode", "primaryaddresspostalcode", "zippostalcode", "shippingpostalcode", "billingcode"),
    "country": ("country", "countryregion", "billingcountry", "mailingcountry", "land", "pays", "pais", "officelocation", "countrycode"),
    "website": ("website", "domain", "url", "web", "homepage", "websiteurl", "companydomainname", "companydomain", "webseite", "domainname"),
    "parent": ("parent", "parentid", "parentaccount", "parentaccountid", "parentcompany", "parentcompanyid", "subsidiaryof", "memberof", "memberofid", "parentorganization", "ultimateparent", "parentname"),
    "org": ("company", "companyname", "organization", "organisation", "employer", "accountname", "account", "organizationname", "firma", "unternehmen", "societe", "empresa", "bedrijf", "business", "businessname", "legalname", "tradingname"),
    "name": ("name", "fullname", "personname", "contactname", "contact", "customer", "customername", "displayname", "clientname", "partyname", "gtname", "entityname", "vollername"),
}  # fmt: skip
FIELDS = tuple(HEADINGS)
SEVERAL = frozenset({"mail", "phone"})  # a record may have many of these; of the others the first column counts
OF_PERSON = frozenset(
    {"given", "family", "birth", "name", "mail", "phone", "ident", "number", "street", "unit", "city", "post", "country", "org"}
)
OF_COMPANY = frozenset(
    {"name", "org", "mail", "phone", "ident", "number", "street", "unit", "city", "post", "country", "website", "parent"}
)
# Without one of these two records are never told apart
TELLING = frozenset({"given", "family", "name", "org", "mail", "phone", "ident", "website"})
SAMPLE = 500  # values of a column that are looked at
MOSTLY, OFTEN, AT_TIMES = 0.8, 0.5, 0.15


@dataclass(frozen=True)
class Recognised:
    """What the columns of a file are. columns: {field: headings, the most telling first}; unused: headings that say nothing about who it is."""

    kind: Kind
    columns: Mapping[str, Sequence[str]]
    unused: Sequence[str] = field(default=())


def recognise(
    samples: Mapping[str, Sequence[str]], *, kind: Kind | None = None, given: Mapping[str, str] | None = None, ids: str = ""
) -> Recognised:
    """samples: {heading: some of its values}. given: {heading: field, or "none"} that the caller knows. ids: the heading of the ids, which may
    be names, but are no official numbers: each stands there once. Fields that cannot be told stay away."""
    known = dict(given or {})
    found: dict[str, list[str]] = {}
    for heading, name in known.items():
        if name != "none":
            found.setdefault(name, []).append(heading)
    rest = {heading: [v for v in values if v and v.strip()][:SAMPLE] for heading, values in samples.items() if heading not in known}
    if ids in rest and _by_heading(ids, rest[ids]) not in ("name", "org", "mail"):
        del rest[ids]
    for choose in (_by_heading, _by_content):
        for heading, values in list(rest.items()):
            name = choose(heading, values)
            if name and (name in SEVERAL or name not in found):
                found.setdefault(name, []).append(heading)
                del rest[heading]
    decided = kind or _kind(found, samples)
    fields = OF_PERSON if decided == "person" else OF_COMPANY
    if decided == "company" and "name" not in found and "org" in found:
        found["name"] = found.pop("org")
    if not TELLING & set(found) & fields:
        return Recognised(decided, {}, tuple(samples))
    columns = {name: tuple(found[name]) for name in FIELDS if name in found and name in fields}
    used = {heading for headings in columns.values() for heading in headings}
    return Recognised(decided, columns, tuple(heading for heading in samples if heading not in used and heading != ids))


def _by_heading(heading: str, values: Sequence[str]) -> str:
    words = fold(heading.replace("_", " ").partition(" - ")[2] or heading.replace("_", " "))
    whole = fold(heading.replace("_", " ")).replace(" ", "")
    for plain in (whole, words.replace(" ", "")):
        for name, headings in HEADINGS.items():
            if (plain in headings or plain == name) and _may_be(name, values):
                return name
    return ""


def _may_be(name: str, values: Sequence[str]) -> bool:
    """Whether the values allow what the heading says. A column without any is taken at its word."""
    if not values:
        return True
    looks, least = {
        "mail": (contacts.mail, OFTEN),
        "phone": (contacts.phone, OFTEN),
        "birth": (dates.date, OFTEN),
        "website": (contacts.host, AT_TIMES),
    }.get(name, (str, 0.0))
    if name in ("given", "family", "name", "org", "city") and _share(values, contacts.mail) > OFTEN:
        return False
    return _share(values, looks) >= least


def _by_content(heading: str, values: Sequence[str]) -> str:
    if len(values) < 3:
        return ""
    if _share(values, contacts.mail) > MOSTLY:
        return "mail"
    if _share(values, lambda value: "." in value and contacts.host(value)) > MOSTLY:
        return "website"
    if "fax" not in heading.lower() and _share(values, _looks_like_phone) > MOSTLY:
        return "phone"
    if _share(values, _is_known_given) > OFTEN:
        return "given"
    if _share(values, lambda value: " " in value and companies.company_name(value)[1]) > OFTEN:
        return "name"
    if _share(values, lambda value: 2 <= len(value.split()) <= 4 and _is_known_given(value.split()[0])) > OFTEN:
        return "name"
    return ""


def _looks_like_phone(value: str) -> bool:
    # A bare number may be anything: an amount, a key, a date.
    digits = sum(letter.isdecimal() for letter in value)
    return bool(digits > 8 and re.search(r"\d[ ()/.-]+\d|^\+\d", value) and not dates.date(value) and contacts.phone(value))


def _is_known_given(value: str) -> bool:
    return people.given_name(value) in first_of_line("nicknames") and " " not in value.strip()


def _kind(found: Mapping[str, Sequence[str]], samples: Mapping[str, Sequence[str]]) -> Kind:
    if "given" in found or "family" in found or "birth" in found:
        return "person"
    if "website" in found or "parent" in found or "org" in found:
        return "company"
    names = [value for heading in found.get("name", ()) for value in samples[heading] if value and value.strip()][:SAMPLE]
    known = _share(names, lambda value: people.split_name(value)[0] in first_of_line("nicknames"))
    form = _share(names, lambda value: companies.company_name(value)[1])
    return "person" if known > max(form, AT_TIMES) else "company"


def _share(values: Iterable[str], test: Callable[[str], object]) -> float:
    tried = [bool(test(value)) for value in values]
    return sum(tried) / len(tried) if tried else 0.0
