"""What five programs call the columns of their exports of leads, with the field of each and invented values. None: Mutua keeps no such field."""

from __future__ import annotations

from typing import Final

from mutua.customers.tests.exports import Column

_FIRMS = ("Kano Clinics Ltd", "Lagos Stores Inc.", "Müller Söhne GmbH", "Alder Markets")
_GIVEN = ("Grace", "Joseph", "Anna", "Thomas")
_FAMILY = ("Banda", "Phiri", "Müller", "Mwansa")
_WHOLE = ("Grace Banda", "Joseph Phiri", "Anna Müller", "Thomas Mwansa")
_MAILS = ("grace@kano.example", "joseph@lagos.example", "anna@mueller.example", "t.mwansa@alder.example")
_PHONES = ("(970) 555-0134", "+1 412 555 0199", "+49 40 123456", "+260 211 123456")
_MOBILES = ("+1 970 555 0177", "", "+49 171 1234567", "")
_TITLES = ("Head of buying", "Engineer", "Managing director", "Accountant")
_SITES = ("https://www.kano.example", "lagos.example", "http://mueller.example/start", "www.alder.example")
_INDUSTRIES = ("Health", "Retail", "Machinery", "Retail")
_COUNTRIES = ("Nigeria", "Nigeria", "Germany", "Zambia")
_CITIES = ("Kano", "Lagos", "Hamburg", "Lusaka")
_STAFF = ("300", "40", "7", "")
_SOURCES = ("Web", "Trade Show", "Partner Referral", "Web")
_TEXTS = ("Wants cold boxes", "Met at the fair", "", "Call in May")
_OWNERS = ("Ada Lovelace", "Ben Okri", "Ada Lovelace", "Ben Okri")
_TIMES = ("2026-01-14T03:23:15.000Z", "2026-02-20T03:23:15.000Z", "2026-03-02T03:23:15.000Z", "2026-04-30T03:23:15.000Z")
_SF = ("00Qx0000001aBcDAAU", "00Qx0000001aBcEAAU", "00Qx0000001aBcFAAU", "00Qx0000001aBcGAAU")
_SF_USER = ("005x0000000fNSiAAM",) * 4
_NO = ("false", "false", "true", "false")
_IDS = ("10023", "10024", "10025", "10026")
_UUIDS = (
    "3f0c2c1e-6f0a-4d0c-9a53-0b6e7c9f2a10", "b2a1f1de-0f3b-4e61-8f6e-1c2d3e4f5a6b", "c7d8e9f0-1a2b-4c3d-8e4f-5a6b7c8d9e0f", "d0e1f2a3-b4c5-4d6e-9f70-8192a3b4c5d6",
)  # fmt: skip
_EMPTY = ("", "", "", "")
_MONEY = ("500000", "50000", "1200", "78000")
_CURRENCIES = ("USD", "USD", "EUR", "ZMW")

LEADS: Final[dict[str, list[Column]]] = {
    "salesforce": [
        ("ID", "key", _SF), ("ISDELETED", None, _NO), ("LASTNAME", "family_name", _FAMILY), ("FIRSTNAME", "given_name", _GIVEN), ("SALUTATION", None, ("Ms.", "Mr.", "Ms.", "Mr.")),
        ("TITLE", "job_title", _TITLES), ("COMPANY", "organisation", _FIRMS), ("STREET", None, ("Main St 1", "Broad St 5", "Elbchaussee 5", "12 Cairo Road")), ("CITY", None, _CITIES),
        ("COUNTRY", "country", _COUNTRIES), ("PHONE", "phone", _PHONES), ("MOBILEPHONE", "mobile", _MOBILES), ("EMAIL", "mail", _MAILS), ("WEBSITE", "website", _SITES),
        ("DESCRIPTION", "message", _TEXTS), ("LEADSOURCE", "came_by", _SOURCES), ("STATUS", "status", ("Open - Not Contacted", "Working - Contacted", "Closed - Converted", "Closed - Not Converted")),
        ("INDUSTRY", "industry", _INDUSTRIES), ("RATING", None, ("Hot", "Warm", "Cold", "Hot")), ("NUMBEROFEMPLOYEES", "employees", _STAFF), ("OWNERID", "owner", _SF_USER),
        ("ISCONVERTED", None, _NO), ("CREATEDDATE", "arrived_on", _TIMES), ("LASTMODIFIEDDATE", None, _TIMES), ("CURRENCYISOCODE", "currency", _CURRENCIES),
    ],
    "hubspot": [
        ("Record ID - Contact", "key", _IDS), ("First Name", "given_name", _GIVEN), ("Last Name", "family_name", _FAMILY), ("Email", "mail", _MAILS), ("Phone Number", "phone", _PHONES),
        ("Mobile Phone Number", "mobile", _MOBILES), ("Company Name", "organisation", _FIRMS), ("Job Title", "job_title", _TITLES), ("Website URL", "website", _SITES),
        ("Industry", "industry", _INDUSTRIES), ("Country/Region", "country", _COUNTRIES), ("City", None, _CITIES), ("Number of Employees", "employees", _STAFF),
        ("Lead Status", "status", ("New", "In progress", "Connected", "Unqualified")), ("Original Source", "came_by", ("Organic Search", "Offline Sources", "Referrals", "Direct Traffic")),
        ("Message", "message", _TEXTS), ("Contact owner", "owner", _OWNERS), ("Create Date", "arrived_on", _TIMES), ("Last Activity Date", None, _TIMES), ("Marketing contact status", None, _EMPTY),
    ],
    "pipedrive": [
        ("Lead - ID", "key", _UUIDS), ("Lead - Title", "message", _TEXTS), ("Lead - Owner", "owner", _OWNERS), ("Lead - Labels", "tags", ("Hot", "Warm", "", "Cold")),
        ("Lead - Value", "amount", _MONEY), ("Lead - Currency of Value", "currency", _CURRENCIES), ("Lead - Source", "came_by", _SOURCES), ("Lead - Lead created", "arrived_on", _TIMES),
        ("Lead - Contact person", "name", _WHOLE), ("Lead - Organization", "organisation", _FIRMS), ("Person - Email", "mail", _MAILS), ("Person - Phone", "phone", _PHONES),
        ("Lead - Next activity", None, _TIMES), ("Lead - Archived time", None, _EMPTY),
    ],
    "zoho": [
        ("Record Id", "key", ("zcrm_5678001", "zcrm_5678002", "zcrm_5678003", "zcrm_5678004")), ("Lead Owner", "owner", _OWNERS), ("Company", "organisation", _FIRMS),
        ("First Name", "given_name", _GIVEN), ("Last Name", "family_name", _FAMILY), ("Designation", "job_title", _TITLES), ("Email", "mail", _MAILS), ("Phone", "phone", _PHONES),
        ("Mobile", "mobile", _MOBILES), ("Fax", None, _EMPTY), ("Website", "website", _SITES), ("Lead Source", "came_by", _SOURCES),
        ("Lead Status", "status", ("Not Contacted", "Attempted to Contact", "Contacted", "Junk Lead")), ("Industry", "industry", _INDUSTRIES), ("No. of Employees", "employees", _STAFF),
        ("Annual Revenue", None, _MONEY), ("Rating", None, _EMPTY), ("Created Time", "arrived_on", _TIMES), ("Modified Time", None, _TIMES), ("Country", "country", _COUNTRIES),
        ("City", None, _CITIES), ("Description", "message", _TEXTS), ("Tag", "tags", ("Hot", "Warm", "", "Cold")),
    ],
    "suitecrm": [
        ("ID", "key", _UUIDS), ("First Name", "given_name", _GIVEN), ("Last Name", "family_name", _FAMILY), ("Title", "job_title", _TITLES), ("Account Name", "organisation", _FIRMS),
        ("Email Address", "mail", _MAILS), ("Office Phone", "phone", _PHONES), ("Mobile", "mobile", _MOBILES), ("Website", "website", _SITES), ("Primary Address Country", "country", _COUNTRIES),
        ("Primary Address City", None, _CITIES), ("Lead Source", "came_by", _SOURCES), ("Status", "status", ("New", "Assigned", "In Process", "Dead")),
        ("Opportunity Amount", "amount", _MONEY), ("Description", "message", _TEXTS), ("Assigned User Name", "owner", _OWNERS), ("Date Created", "arrived_on", _TIMES),
        ("Date Modified", None, _TIMES), ("Do Not Call", None, _NO),
    ],
}  # fmt: skip
