"""The fields that a file of leads can fill, and what other programs call them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.utils.translation import gettext_lazy as _

from mutua.customers.import_targets import ACCOUNT_TARGETS, COMPANY, PERSON_TARGETS
from mutua.foundation.imports import Target, looks
from mutua.sales.models import Lead

_OF_PEOPLE = {target.name: target for target in PERSON_TARGETS}
_OF_ACCOUNTS = {target.name: target for target in ACCOUNT_TARGETS}

# How other programs say how far they came with a lead
STATES: Final = {
    **dict.fromkeys(("new", "open", "open - not contacted", "not contacted", "unworked", "neu", "nouveau", "nuevo"), Lead.State.NEW),
    **dict.fromkeys(
        (
            "working", "working - contacted", "contacted", "attempted to contact", "attempted_to_contact", "in progress", "in_progress", "in process", "assigned",
            "connected", "contact in future", "pre-qualified", "open deal", "open_deal", "bad timing", "bad_timing", "in bearbeitung", "kontaktiert", "recycled",
        ),
        Lead.State.WORKING,
    ),
    **dict.fromkeys(("qualified", "closed - converted", "converted", "qualifiziert", "qualifie", "calificado"), Lead.State.QUALIFIED),
    **dict.fromkeys(
        ("unqualified", "disqualified", "closed - not converted", "not qualified", "dead", "junk lead", "lost lead", "lost", "archived", "disqualifiziert"),
        Lead.State.DISQUALIFIED,
    ),
}  # fmt: skip

LEAD_TARGETS: Final = (
    Target(
        "key",
        _("Key in the source"),
        synonyms=("lead id", "record id", "id", "lead - id", "uuid", "external id", "record id - contact"),
        look=looks.key_of("00Q"),
    ),
    Target(
        "organisation",
        _("Organisation"),
        synonyms=(
            "company", "company name", "account name", "organization", "organisation", "lead - organization", "organization - name", "associated company", "firma",
            "unternehmen", "societe", "empresa",
        ),
        look=COMPANY,
    ),
    Target(
        "message",
        _("What they say"),
        synonyms=("lead - title", "description", "message", "comments", "notes", "note", "inquiry", "nachricht", "beschreibung"),
    ),
    _OF_PEOPLE["given_name"],
    _OF_PEOPLE["family_name"],
    replace(
        _OF_PEOPLE["name"],
        synonyms=("full name", "lead name", "contact person", "lead - contact person", "person - name", "contact", "contact name", "name", "ansprechpartner", "nom complet"),
    ),
    Target("job_title", _("Job title"), synonyms=("position", "designation", "job", "role", "title", "funktion", "fonction", "cargo")),
    _OF_PEOPLE["mail"],
    _OF_PEOPLE["phone"],
    Target("mobile", _("Mobile telephone"), synonyms=("mobile", "mobile phone", "phone mobile", "mobile phone number", "cell", "handy"), look=looks.PHONE, help=_("Taken where there is no other number.")),
    _OF_ACCOUNTS["website"],
    _OF_ACCOUNTS["industry"],
    replace(
        _OF_ACCOUNTS["country"], synonyms=(*_OF_ACCOUNTS["country"].synonyms, "country", "country region", "primary address country", "state country")
    ),
    Target(
        "employees",
        _("Employees"),
        kind="integer",
        synonyms=("no of employees", "number of employees", "numberofemployees", "employees", "company size", "no. of employees", "mitarbeiter", "effectif"),
    ),
    Target(
        "amount",
        _("Budget they speak of"),
        kind="number",
        synonyms=("opportunity amount", "lead - value", "value", "lead value", "budget", "expected revenue", "deal value", "betrag"),
    ),
    Target("currency", _("Currency"), synonyms=("currency code", "currency iso code", "currency of value", "lead - currency of value", "currency", "wahrung"), look=looks.CURRENCY),
    Target(
        "offering",
        _("What they ask for"),
        synonyms=("offering", "product interest", "productinterest c", "interested in", "product", "service of interest", "interesse"),
        help=_("The name of an offering."),
    ),
    Target(
        "came_by",
        _("How it came"),
        synonyms=("lead source", "original source", "source", "leadsource", "lead - source", "lead source description", "lead - source name", "source origin", "herkunft", "origine"),
    ),
    Target("status", _("State"), synonyms=("lead status", "status", "lead - status", "hs lead status", "stage", "lead stage"), look=replace(looks.one_of(STATES, alone=0.9), least=0.8)),
    Target("reason", _("Why not"), synonyms=("unqualified reason", "disqualification reason", "lost reason", "reason", "status description", "lead status reason")),
    Target(
        "owner",
        _("Owner"),
        synonyms=("lead owner", "lead - owner", "contact owner", "owner name", "owner", "owner id", "assigned to", "assigned user name", "assigned to user", "assigned user id", "responsible"),
    ),
    Target(
        "arrived_on",
        _("Arrived"),
        kind="date",
        synonyms=("create date", "created date", "created time", "date created", "date entered", "lead created", "lead - lead created", "createddate", "created at", "erstellt"),
    ),
    Target("tags", _("Tags"), kind="list", synonyms=("tag", "labels", "lead - labels", "label", "keywords")),
)  # fmt: skip
