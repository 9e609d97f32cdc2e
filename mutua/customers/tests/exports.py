"""What six programs call the columns of their exports, with the field that each belongs to and invented values.

The headings are those of the programs' documentation and of files that their own tools write. None: Mutua keeps no such field.
"""

from __future__ import annotations

from typing import Final

Column = tuple[str, str | None, tuple[str, str, str, str]]
_SF = ("001x0000002xLCVAA2", "001x0000002xLCWAA2", "001x0000002xLD0AAM", "001x0000002xLDaAAM")
_SF_PERSON = ("003x0000001aBcDAAU", "003x0000001aBcEAAU", "003x0000001aBcFAAU", "003x0000001aBcGAAU")
_SF_USER = ("005x0000000fNSiAAM",) * 4
_NAMES = ("Gravity Investments Ltd", "BX Video Solutions Inc.", "Müller Söhne GmbH", "Alder Markets")
_CITIES = ("Fort Collins", "Carnegie", "Hamburg", "Lusaka")
_STREETS = ("150 Palmer Drive", "306 East Main Street", "Elbchaussee 5", "12 Cairo Road")
_POSTCODES = ("80525", "15106", "22763", "10101")
_STATES = ("CO", "PA", "Hamburg", "Lusaka")
_COUNTRIES = ("United States", "US", "Germany", "Zambia")
_PHONES = ("(970) 555-0134", "+1 412 555 0199", "+49 40 123456", "+260 211 123456")
_MOBILES = ("+1 970 555 0177", "+1 412 555 0102", "+49 171 1234567", "+260 97 1234567")
_SITES = ("https://www.gravity.example", "bxvideo.example", "http://mueller.example/start", "www.alder.example")
_MAILS = ("grace.banda@gravity.example", "joseph@bxvideo.example", "anna.mueller@mueller.example", "t.mwansa@alder.example")
_PRIVATE = ("grace@home.example", "", "anna@home.example", "")
_GIVEN = ("Grace", "Joseph", "Anna", "Thomas")
_FAMILY = ("Banda", "Phiri", "Müller", "Mwansa")
_WHOLE = ("Grace Banda", "Joseph Phiri", "Anna Müller", "Thomas Mwansa")
_OWNERS = ("Ada Lovelace", "Ben Okri", "Ada Lovelace", "Ben Okri")
_DAYS = ("2026-01-14", "2026-02-20", "2026-03-02", "2026-04-30")
_TIMES = ("2026-01-14T03:23:15.000Z", "2026-02-20T03:23:15.000Z", "2026-03-02T03:23:15.000Z", "2026-04-30T03:23:15.000Z")
_NUMBERS = ("500000", "50000", "1200", "78000")
_TEXTS = ("A good customer", "Met at the fair", "Wants a call in May", "")
_INDUSTRIES = ("Finance", "Media", "Machinery", "Retail")
_TITLES = ("Head of buying", "Engineer", "Managing director", "Accountant")
_NO = ("false", "false", "true", "false")
_IDS = ("10023", "10024", "10025", "10026")
_OTHER_IDS = ("551", "552", "551", "553")
_UUIDS = (
    "3f0c2c1e-6f0a-4d0c-9a53-0b6e7c9f2a10", "b2a1f1de-0f3b-4e61-8f6e-1c2d3e4f5a6b", "c7d8e9f0-1a2b-4c3d-8e4f-5a6b7c8d9e0f", "d0e1f2a3-b4c5-4d6e-9f70-8192a3b4c5d6",
)  # fmt: skip
_OTHER_UUIDS = ("11111111-6f0a-4d0c-9a53-0b6e7c9f2a10",) * 2 + ("22222222-0f3b-4e61-8f6e-1c2d3e4f5a6b",) * 2
_EMPTY = ("", "", "", "")
_CURRENCIES = ("USD", "USD", "EUR", "ZMW")

ACCOUNTS: Final[dict[str, list[Column]]] = {
    "salesforce": [
        ("ID", "key", _SF), ("ISDELETED", None, _NO), ("MASTERRECORDID", None, _EMPTY), ("NAME", "name", _NAMES),
        ("TYPE", "roles", ("Prospect", "Customer - Direct", "Customer - Channel", "Technology Partner")), ("PARENTID", "parent", ("", _SF[0], "", "")),
        ("BILLINGSTREET", "street", _STREETS), ("BILLINGCITY", "city", _CITIES), ("BILLINGSTATE", "region", _STATES),
        ("BILLINGPOSTALCODE", "postcode", _POSTCODES), ("BILLINGCOUNTRY", "country", _COUNTRIES), ("SHIPPINGSTREET", "delivery_street", _STREETS),
        ("SHIPPINGCITY", "delivery_city", _CITIES), ("SHIPPINGSTATE", "delivery_region", _STATES), ("SHIPPINGPOSTALCODE", "delivery_postcode", _POSTCODES),
        ("SHIPPINGCOUNTRY", "delivery_country", _COUNTRIES), ("PHONE", "phone", _PHONES), ("FAX", None, _PHONES), ("ACCOUNTNUMBER", None, _IDS),
        ("WEBSITE", "website", _SITES), ("SIC", None, ("6211", "7812", "3550", "5411")), ("INDUSTRY", "industry", _INDUSTRIES),
        ("ANNUALREVENUE", None, _NUMBERS), ("NUMBEROFEMPLOYEES", None, ("12", "40", "7", "300")), ("OWNERSHIP", None, ("Private",) * 4),
        ("TICKERSYMBOL", None, _EMPTY), ("DESCRIPTION", "note", _TEXTS), ("RATING", None, ("Hot", "Warm", "Cold", "Hot")), ("SITE", None, _EMPTY),
        ("OWNERID", "owner", _SF_USER), ("CREATEDDATE", None, _TIMES), ("CREATEDBYID", None, _SF_USER), ("LASTMODIFIEDDATE", None, _TIMES),
        ("LASTMODIFIEDBYID", None, _SF_USER), ("SYSTEMMODSTAMP", None, _TIMES), ("LASTACTIVITYDATE", None, _DAYS), ("CURRENCYISOCODE", "currency", _CURRENCIES),
    ],
    "hubspot": [
        ("Record ID", "key", _IDS), ("Company name", "name", _NAMES), ("Company owner", "owner", _OWNERS), ("Create Date", None, _TIMES),
        ("Phone Number", "phone", _PHONES), ("Last Activity Date", None, _TIMES), ("City", "city", _CITIES), ("Country/Region", "country", _COUNTRIES),
        ("Industry", "industry", _INDUSTRIES), ("Company Domain Name", "website", _SITES), ("Street Address", "street", _STREETS),
        ("Street Address 2", "street_2", ("Suite 4", "", "", "2nd floor")), ("State/Region", "region", _STATES), ("Postal Code", "postcode", _POSTCODES),
        ("Annual Revenue", None, _NUMBERS), ("Number of Employees", None, ("12", "40", "7", "300")), ("Description", "note", _TEXTS),
        ("Lifecycle Stage", "roles", ("Lead", "Customer", "Customer", "Opportunity")), ("Time Zone", None, _EMPTY), ("LinkedIn Company Page", None, _SITES),
        ("Parent Company", "parent", ("", "Alder Markets", "", "")), ("Lead Status", None, ("New", "", "", "")), ("Associated Contact", None, _WHOLE),
    ],
    "pipedrive": [
        ("Organization - ID", "key", _IDS), ("Organization - Name", "name", _NAMES), ("Organization - Label", None, ("Hot", "", "", "")),
        ("Organization - Owner", "owner", _OWNERS), ("Organization - People", None, ("1", "3", "2", "1")), ("Organization - Open deals", None, ("1", "0", "2", "1")),
        ("Organization - Address", "address", ("150 Palmer Drive, Fort Collins", "", "Elbchaussee 5, Hamburg", "")),
        ("Organization - Street/road name of Address", "street", _STREETS), ("Organization - City/town/village/locality of Address", "city", _CITIES),
        ("Organization - State/county of Address", "region", _STATES), ("Organization - ZIP/Postal code of Address", "postcode", _POSTCODES),
        ("Organization - Country of Address", "country", _COUNTRIES), ("Organization - Organization created", None, _TIMES),
        ("Organization - Update time", None, _TIMES), ("Organization - Next activity date", None, _DAYS), ("Organization - Website", "website", _SITES),
        ("Organization - Industry", "industry", _INDUSTRIES), ("Organization - Annual revenue", None, _NUMBERS),
    ],
    "zoho": [
        ("Record Id", "key", ("zcrm_1001", "zcrm_1002", "zcrm_1003", "zcrm_1004")), ("Account Owner.id", None, ("zcrm_9", "zcrm_9", "zcrm_8", "zcrm_8")),
        ("Account Owner", "owner", _OWNERS), ("Account Name", "name", _NAMES), ("Account Site", None, _EMPTY), ("Parent Account.id", None, _EMPTY),
        ("Parent Account", "parent", ("", "Alder Markets", "", "")), ("Account Number", None, _IDS), ("Account Type", "roles", ("Customer", "Prospect", "Vendor", "Partner")),
        ("Industry", "industry", _INDUSTRIES), ("Annual Revenue", None, _NUMBERS), ("Rating", None, ("Active", "", "", "")), ("Phone", "phone", _PHONES),
        ("Fax", None, _PHONES), ("Website", "website", _SITES), ("Ticker Symbol", None, _EMPTY), ("Ownership", None, ("Private",) * 4),
        ("Employees", None, ("12", "40", "7", "300")), ("SIC Code", None, ("6211", "7812", "3550", "5411")), ("Created By", None, _OWNERS), ("Modified By", None, _OWNERS),
        ("Created Time", None, _TIMES), ("Modified Time", None, _TIMES), ("Last Activity Time", None, _TIMES), ("Billing Street", "street", _STREETS),
        ("Shipping Street", "delivery_street", _STREETS), ("Billing City", "city", _CITIES), ("Shipping City", "delivery_city", _CITIES),
        ("Billing State", "region", _STATES), ("Shipping State", "delivery_region", _STATES), ("Billing Code", "postcode", _POSTCODES),
        ("Shipping Code", "delivery_postcode", _POSTCODES), ("Billing Country", "country", _COUNTRIES), ("Shipping Country", "delivery_country", _COUNTRIES),
        ("Description", "note", _TEXTS), ("Currency", "currency", _CURRENCIES), ("Tag", "tags", _EMPTY),
    ],
    "suitecrm": [
        ("name", "name", _NAMES), ("id", "key", _UUIDS), ("date_entered", None, _TIMES), ("date_modified", None, _TIMES), ("modified_user_id", None, ("1",) * 4),
        ("created_by", None, ("1",) * 4), ("description", "note", _TEXTS), ("deleted", None, ("0",) * 4), ("assigned_user_id", None, _OTHER_UUIDS),
        ("assigned_user_name", "owner", _OWNERS), ("account_type", "roles", ("Customer", "Prospect", "Partner", "Competitor")), ("industry", "industry", _INDUSTRIES),
        ("annual_revenue", None, _NUMBERS), ("phone_fax", None, _PHONES), ("billing_address_street", "street", _STREETS), ("billing_address_city", "city", _CITIES),
        ("billing_address_state", "region", _STATES), ("billing_address_postalcode", "postcode", _POSTCODES), ("billing_address_country", "country", _COUNTRIES),
        ("rating", None, _EMPTY), ("phone_office", "phone", _PHONES), ("phone_alternate", "other_phone", _MOBILES), ("website", "website", _SITES),
        ("ownership", None, _EMPTY), ("employees", None, ("12", "40", "7", "300")), ("ticker_symbol", None, _EMPTY), ("shipping_address_street", "delivery_street", _STREETS),
        ("shipping_address_city", "delivery_city", _CITIES), ("shipping_address_state", "delivery_region", _STATES),
        ("shipping_address_postalcode", "delivery_postcode", _POSTCODES), ("shipping_address_country", "delivery_country", _COUNTRIES),
        ("parent_id", "parent", ("", _UUIDS[0], "", "")), ("sic_code", None, _EMPTY), ("campaign_id", None, _EMPTY), ("email1", "mail", _MAILS),
    ],
    "twenty": [
        ("Id", "key", _UUIDS), ("Name", "name", _NAMES), ("Domain Name / Link URL", "website", _SITES), ("Domain Name / Link Label", None, _EMPTY),
        ("Employees", None, ("12", "40", "7", "300")), ("Linkedin / Link URL", None, _SITES), ("X / Link URL", None, _SITES), ("ARR / Amount", None, _NUMBERS),
        ("ARR / Currency", "currency", _CURRENCIES), ("Address / Address 1", "street", _STREETS), ("Address / Address 2", "street_2", ("Suite 4", "", "", "")),
        ("Address / City", "city", _CITIES), ("Address / State", "region", _STATES), ("Address / Country", "country", _COUNTRIES),
        ("Address / Post Code", "postcode", _POSTCODES), ("ICP", None, _NO), ("Account Owner Id", "owner", _OTHER_UUIDS), ("Creation date", None, _TIMES),
        ("Last update", None, _TIMES), ("Deleted at", None, _EMPTY), ("Created by / Name", None, _OWNERS),
    ],
}  # fmt: skip

PEOPLE: Final[dict[str, list[Column]]] = {
    "salesforce": [
        ("Id", "key", _SF_PERSON), ("IsDeleted", None, _NO), ("MasterRecordId", None, _EMPTY), ("AccountId", "account_key", _SF), ("LastName", "family_name", _FAMILY),
        ("FirstName", "given_name", _GIVEN), ("Salutation", None, ("Ms.", "Mr.", "Ms.", "Mr.")), ("Name", "name", _WHOLE), ("MailingStreet", "street", _STREETS),
        ("MailingCity", "city", _CITIES), ("MailingState", "region", _STATES), ("MailingPostalCode", "postcode", _POSTCODES),
        ("MailingCountry", "country", _COUNTRIES), ("Phone", "phone", _PHONES), ("Fax", None, _PHONES), ("MobilePhone", "mobile", _MOBILES),
        ("HomePhone", "other_phone", ("", "+1 412 555 0103", "", "")), ("AssistantPhone", None, _PHONES), ("ReportsToId", None, ("", _SF_PERSON[0], "", "")), ("Email", "mail", _MAILS),
        ("Title", "job_title", _TITLES), ("Department", "department", ("Buying", "Technology", "", "Accounts")), ("AssistantName", None, _WHOLE),
        ("LeadSource", None, ("Web",) * 4), ("Birthdate", None, ("1980-01-02",) * 4), ("Description", "note", _TEXTS), ("OwnerId", "owner", _SF_USER),
        ("HasOptedOutOfEmail", "no_news_by_mail", _NO), ("HasOptedOutOfFax", None, _NO), ("DoNotCall", None, _NO), ("CreatedDate", None, _TIMES),
        ("CreatedById", None, _SF_USER), ("LastModifiedDate", None, _TIMES), ("SystemModstamp", None, _TIMES), ("LastActivityDate", None, _DAYS),
    ],
    "hubspot": [
        ("Record ID", "key", _IDS), ("First Name", "given_name", _GIVEN), ("Last Name", "family_name", _FAMILY), ("Email", "mail", _MAILS),
        ("Phone Number", "phone", _PHONES), ("Mobile Phone Number", "mobile", _MOBILES), ("Company Name", "account", _NAMES),
        ("Associated Company ID", "account_key", _OTHER_IDS), ("Contact owner", "owner", _OWNERS), ("Lifecycle Stage", None, ("Lead", "Customer", "", "")),
        ("Lead Status", None, ("New", "", "", "")), ("Original Source", None, ("Direct Traffic",) * 4), ("Country/Region", "country", _COUNTRIES),
        ("State/Region", "region", _STATES), ("City", "city", _CITIES), ("Website URL", None, _SITES), ("Annual Revenue", None, _NUMBERS),
        ("Create Date", None, _TIMES), ("Last Activity Date", None, _TIMES), ("Job Title", "job_title", _TITLES), ("Street Address", "street", _STREETS),
        ("Postal Code", "postcode", _POSTCODES), ("Unsubscribed from all email", "no_news_by_mail", _NO), ("Preferred language", "languages", ("en", "en", "de", "en")),
    ],
    "pipedrive": [
        ("Person - ID", "key", _IDS), ("Person - Name", "name", _WHOLE), ("Person - First name", "given_name", _GIVEN), ("Person - Last name", "family_name", _FAMILY),
        ("Person - Label", None, _EMPTY), ("Person - Organization", "account", _NAMES), ("Person - Phone - Work", "phone", _PHONES),
        ("Person - Phone - Home", "other_phone", _MOBILES), ("Person - Phone - Mobile", "mobile", _MOBILES), ("Person - Email - Work", "mail", _MAILS),
        ("Person - Email - Home", "other_mail", _PRIVATE), ("Person - Open deals", None, ("1", "0", "2", "1")), ("Person - Owner", "owner", _OWNERS),
        ("Person - Next activity date", None, _DAYS), ("Person - Person created", None, _TIMES), ("Person - Job title", "job_title", _TITLES),
        ("Person - Postal address", "address", _STREETS), ("Person - Notes", "note", _TEXTS), ("Person - Birthday", None, ("1980-01-02",) * 4),
    ],
    "zoho": [
        ("Record Id", "key", ("zcrm_2001", "zcrm_2002", "zcrm_2003", "zcrm_2004")), ("Contact Owner.id", None, ("zcrm_9", "zcrm_9", "zcrm_8", "zcrm_8")),
        ("Contact Owner", "owner", _OWNERS), ("Lead Source", None, ("Web",) * 4), ("First Name", "given_name", _GIVEN), ("Last Name", "family_name", _FAMILY),
        ("Account Name.id", "account_key", ("zcrm_1001", "zcrm_1002", "zcrm_1003", "zcrm_1004")), ("Account Name", "account", _NAMES), ("Vendor Name", None, _EMPTY),
        ("Email", "mail", _MAILS), ("Title", "job_title", _TITLES), ("Department", "department", ("Buying", "", "", "")), ("Phone", "phone", _PHONES),
        ("Home Phone", "other_phone", ("", "+1 412 555 0103", "", "")), ("Fax", None, _PHONES), ("Mobile", "mobile", _MOBILES), ("Date of Birth", None, ("1980-01-02",) * 4),
        ("Assistant", None, _WHOLE), ("Asst Phone", None, _PHONES), ("Email Opt Out", "no_news_by_mail", _NO), ("Skype ID", None, _EMPTY), ("Created By", None, _OWNERS),
        ("Created Time", None, _TIMES), ("Modified Time", None, _TIMES), ("Salutation", None, ("Ms.", "Mr.", "Ms.", "Mr.")), ("Secondary Email", "other_mail", _PRIVATE),
        ("Last Activity Time", None, _TIMES), ("Twitter", None, _EMPTY), ("Reporting To", None, ("", "Grace Banda", "", "")), ("Mailing Street", "street", _STREETS),
        ("Other Street", None, _STREETS), ("Mailing City", "city", _CITIES), ("Other City", None, _CITIES), ("Mailing State", "region", _STATES),
        ("Other State", None, _STATES), ("Mailing Zip", "postcode", _POSTCODES), ("Other Zip", None, _POSTCODES), ("Mailing Country", "country", _COUNTRIES),
        ("Other Country", None, _COUNTRIES), ("Description", "note", _TEXTS),
    ],
    "suitecrm": [
        ("first_name", "given_name", _GIVEN), ("last_name", "family_name", _FAMILY), ("id", "key", _UUIDS), ("salutation", None, ("Ms.", "Mr.", "Ms.", "Mr.")),
        ("title", "job_title", _TITLES), ("department", "department", ("Buying", "", "", "")), ("account_name", "account", _NAMES), ("account_id", "account_key", _OTHER_UUIDS),
        ("email1", "mail", _MAILS), ("email2", "other_mail", _PRIVATE), ("phone_mobile", "mobile", _MOBILES), ("phone_work", "phone", _PHONES),
        ("phone_home", "other_phone", ("", "+1 412 555 0103", "", "")), ("phone_other", None, _EMPTY), ("phone_fax", None, _PHONES),
        ("primary_address_street", "street", _STREETS), ("primary_address_city", "city", _CITIES), ("primary_address_state", "region", _STATES),
        ("primary_address_postalcode", "postcode", _POSTCODES), ("primary_address_country", "country", _COUNTRIES), ("alt_address_street", None, _STREETS),
        ("alt_address_city", None, _CITIES), ("description", "note", _TEXTS), ("birthdate", None, ("1980-01-02",) * 4), ("lead_source", None, ("Web",) * 4),
        ("reports_to_id", None, _OTHER_UUIDS), ("assistant", None, _WHOLE), ("assistant_phone", None, _PHONES), ("assigned_user_name", "owner", _OWNERS),
        ("assigned_user_id", None, _OTHER_UUIDS), ("do_not_call", None, ("0",) * 4), ("date_entered", None, _TIMES), ("date_modified", None, _TIMES), ("deleted", None, ("0",) * 4),
    ],
    "twenty": [
        ("Id", "key", _UUIDS), ("Name / First Name", "given_name", _GIVEN), ("Name / Last Name", "family_name", _FAMILY), ("Emails / Primary Email", "mail", _MAILS),
        ("Emails / Additional Emails", "other_mail", _PRIVATE), ("Phones / Primary Phone Number", "phone", _PHONES),
        ("Phones / Primary Phone Country Code", None, ("US", "US", "DE", "ZM")), ("Phones / Primary Phone Calling Code", None, ("+1", "+1", "+49", "+260")),
        ("Phones / Additional Phones", "other_phone", ("", "+1 412 555 0103", "", "")), ("Job Title", "job_title", _TITLES), ("Company Id", "account_key", _OTHER_UUIDS),
        ("City", "city", _CITIES), ("Linkedin / Link URL", None, _SITES), ("X / Link URL", None, _SITES), ("Avatar", None, _SITES), ("Creation date", None, _TIMES),
        ("Last update", None, _TIMES), ("Created by / Name", None, _OWNERS), ("Deleted at", None, _EMPTY),
    ],
}  # fmt: skip
