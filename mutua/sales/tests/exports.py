"""What six programs call the columns of their exports of deals, with the field of each and invented values. None: Mutua keeps no such field."""

from __future__ import annotations

from typing import Final

from mutua.customers.tests.exports import Column

_NAMES = ("Gravity - 5000 widgets", "BX Video - 500 widgets", "Alder renewal", "Müller spare parts")
_FIRMS = ("Gravity Investments Ltd", "BX Video Solutions Inc.", "Alder Markets", "Müller Söhne GmbH")
_ACCOUNT_KEYS = ("001x0000002xLD0AAM", "001x0000002xLCWAA2", "001x0000002xLD0AAM", "001x0000002xLDaAAM")
_STAGES = ("Prospecting", "Closed Won", "Closed Lost", "Prospecting")
_AMOUNTS = ("500000.0", "50000.0", "1200", "78000")
_DAYS = ("2026-01-14", "2026-02-20", "2026-03-02", "2026-04-30")
_TIMES = ("2026-01-14T03:23:15.000Z", "2026-02-20T03:23:15.000Z", "2026-03-02T03:23:15.000Z", "2026-04-30T03:23:15.000Z")
_OWNERS = ("Ada Lovelace", "Ben Okri", "Ada Lovelace", "Ben Okri")
_TEXTS = ("First deal", "", "Follow up", "")
_NO = ("false", "true", "false", "false")
_CURRENCIES = ("USD", "USD", "EUR", "EUR")
_IDS = ("501", "502", "503", "504")
_UUIDS = (
    "3f0c2c1e-6f0a-4d0c-9a53-0b6e7c9f2a10", "b2a1f1de-0f3b-4e61-8f6e-1c2d3e4f5a6b", "c7d8e9f0-1a2b-4c3d-8e4f-5a6b7c8d9e0f", "d0e1f2a3-b4c5-4d6e-9f70-8192a3b4c5d6",
)  # fmt: skip
_EMPTY = ("", "", "", "")

DEALS: Final[dict[str, list[Column]]] = {
    "salesforce": [
        ("ID", "key", ("006x0000001YtCrAAK", "006x0000001YtCsAAK", "006x0000001YtCtAAK", "006x0000001YtCuAAK")), ("ISDELETED", None, _NO),
        ("ACCOUNTID", "account_key", _ACCOUNT_KEYS), ("NAME", "name", _NAMES), ("DESCRIPTION", None, _TEXTS), ("STAGENAME", "stage", _STAGES),
        ("AMOUNT", "amount", _AMOUNTS), ("PROBABILITY", None, ("10", "100", "0", "10")), ("EXPECTEDREVENUE", None, _AMOUNTS),
        ("TOTALOPPORTUNITYQUANTITY", None, _EMPTY), ("CLOSEDATE", "closed_on", _DAYS), ("TYPE", None, ("Opportunity",) * 4), ("NEXTSTEP", None, _TEXTS),
        ("LEADSOURCE", None, ("Advertisement",) * 4), ("ISCLOSED", None, _NO), ("ISWON", None, _NO), ("FORECASTCATEGORY", None, ("Closed",) * 4),
        ("HASOPPORTUNITYLINEITEM", None, _NO), ("PRICEBOOK2ID", None, _EMPTY), ("OWNERID", "owner", ("005x0000000fNSiAAM",) * 4),
        ("CREATEDDATE", "engaged_on", _TIMES), ("CREATEDBYID", None, ("005x0000000fNSiAAM",) * 4), ("LASTMODIFIEDDATE", None, _TIMES),
        ("SYSTEMMODSTAMP", None, _TIMES), ("LASTACTIVITYDATE", None, _DAYS), ("FISCALQUARTER", None, ("4",) * 4), ("FISCALYEAR", None, ("2025",) * 4),
    ],
    "hubspot": [
        ("Record ID", "key", _IDS), ("Deal Name", "name", _NAMES), ("Deal Stage", "stage", _STAGES), ("Close Date", "closed_on", _TIMES),
        ("Deal owner", "owner", _OWNERS), ("Amount", "amount", _AMOUNTS), ("Pipeline", "pipeline", ("Sales Pipeline",) * 4), ("Currency", "currency", _CURRENCIES),
        ("Deal Description", None, _TEXTS), ("Deal Type", None, ("New Business",) * 4), ("Create Date", "engaged_on", _TIMES), ("Last Activity Date", None, _TIMES),
        ("Closed Lost Reason", "lost_reason", ("", "", "Too dear", "")), ("Associated Company", "account", _FIRMS), ("Associated Company IDs", "account_key", _IDS),
        ("Associated Contact", None, _OWNERS), ("Deal probability", None, ("0.1", "1", "0", "0.1")),
    ],
    "pipedrive": [
        ("Deal - ID", "key", _IDS), ("Deal - Title", "name", _NAMES), ("Deal - Creator", None, _OWNERS), ("Deal - Owner", "owner", _OWNERS),
        ("Deal - Value", "amount", _AMOUNTS), ("Deal - Currency of Value", "currency", _CURRENCIES), ("Deal - Organization", "account", _FIRMS),
        ("Deal - Pipeline", "pipeline", ("Pipeline",) * 4), ("Deal - Contact person", None, _OWNERS), ("Deal - Stage", "stage", ("Prospecting",) * 4),
        ("Deal - Status", "outcome", ("Open", "Won", "Lost", "Open")), ("Deal - Deal created", "engaged_on", _TIMES), ("Deal - Update time", None, _TIMES),
        ("Deal - Lost reason", "lost_reason", ("", "", "Too dear", "")), ("Deal - Won time", None, _EMPTY), ("Deal - Lost time", None, _EMPTY),
        ("Deal - Deal closed on", "closed_on", ("", "2026-02-20", "2026-03-02", "")), ("Deal - Expected close date", "expected_on", _DAYS), ("Deal - Label", None, _EMPTY),
    ],
    "zoho": [
        ("Record Id", "key", ("zcrm_31", "zcrm_32", "zcrm_33", "zcrm_34")), ("Deal Owner.id", None, ("zcrm_9",) * 4), ("Deal Owner", "owner", _OWNERS), ("Amount", "amount", _AMOUNTS),
        ("Deal Name", "name", _NAMES), ("Closing Date", "closed_on", _DAYS), ("Account Name.id", "account_key", ("zcrm_1001", "zcrm_1002", "zcrm_1001", "zcrm_1003")),
        ("Account Name", "account", _FIRMS), ("Stage", "stage", _STAGES), ("Type", None, _EMPTY), ("Probability (%)", None, ("10", "100", "0", "10")),
        ("Expected Revenue", None, _AMOUNTS), ("Next Step", None, _TEXTS), ("Lead Source", None, _EMPTY), ("Contact Name", None, _OWNERS),
        ("Created Time", "engaged_on", _TIMES), ("Modified Time", None, _TIMES), ("Reason For Loss", "lost_reason", ("", "", "Too dear", "")),
        ("Pipeline", "pipeline", ("Standard",) * 4), ("Currency", "currency", _CURRENCIES),
    ],
    "suitecrm": [
        ("name", "name", _NAMES), ("id", "key", _UUIDS), ("date_entered", "engaged_on", _TIMES), ("date_modified", None, _TIMES), ("description", None, _TEXTS),
        ("deleted", None, ("0",) * 4), ("assigned_user_name", "owner", _OWNERS), ("opportunity_type", None, _EMPTY), ("account_name", "account", _FIRMS),
        ("account_id", "account_key", _UUIDS), ("lead_source", None, _EMPTY), ("amount", "amount", _AMOUNTS), ("currency_name", "currency", _CURRENCIES),
        ("date_closed", "closed_on", _DAYS), ("next_step", None, _TEXTS), ("sales_stage", "stage", _STAGES), ("probability", None, ("10", "100", "0", "10")),
    ],
    "twenty": [
        ("Id", "key", _UUIDS), ("Name", "name", _NAMES), ("Amount / Amount", "amount", _AMOUNTS), ("Amount / Currency", "currency", _CURRENCIES),
        ("Close date", "closed_on", _TIMES), ("Stage", "stage", ("NEW", "PROPOSAL", "CUSTOMER", "NEW")), ("Company Id", "account_key", _UUIDS), ("Point of Contact Id", None, _UUIDS),
        ("Owner Id", "owner", _UUIDS), ("Creation date", "engaged_on", _TIMES), ("Last update", None, _TIMES), ("Created by / Name", None, _OWNERS),
    ],
}  # fmt: skip
