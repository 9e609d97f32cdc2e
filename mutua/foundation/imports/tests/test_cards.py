"""Contact cards of every version and many habits become rows; what is not taken of them is told."""

from __future__ import annotations

import io

import pytest

from mutua.foundation.imports.cards import HEADINGS, LONGEST_LINE, Card, are_cards, cards
from mutua.foundation.imports.tables import inspect, rows


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def read(content: str | bytes) -> list[Card]:
    return list(cards(io.BytesIO(content.encode() if isinstance(content, str) else content)))


def cells(content: str | bytes) -> dict[str, str]:
    (only,) = read(content)
    return {name: text for name, text in only.cells.items() if text}


def test_version_3_with_folded_lines_groups_and_escapes() -> None:
    text = card(
        "UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
        "N:Mwansa;Thandiwe;Ruth;Dr.;",
        "FN:Dr. Thandiwe Mwansa",
        "ORG:Alder\\, Birch & Co\\; Ltd;Buying;Spare parts",
        "TITLE:Head of\r\n  buying",
        "item1.EMAIL;TYPE=INTERNET:second@alder.example",
        "EMAIL;TYPE=INTERNET,PREF:first@alder.example",
        "TEL;TYPE=CELL:+260 97 1234567",
        "TEL;TYPE=WORK,VOICE:+260 211 123456",
        "TEL;TYPE=FAX:+260 211 999999",
        "ADR;TYPE=WORK:;2nd floor;12 Cairo\\, Road;Lusaka;;10101;Zambia",
        "NOTE:Line one\\nline two\\, with comma",
        "X-ABLabel:whatever",
    )
    assert cells(text) == {
        "UID": "4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
        "First name": "Thandiwe Ruth",
        "Last name": "Mwansa",
        "Full name": "Dr. Thandiwe Mwansa",
        "Organization": "Alder, Birch & Co; Ltd",
        "Department": "Buying / Spare parts",
        "Title": "Head of buying",
        "Email": "first@alder.example",
        "Other email": "second@alder.example",
        "Mobile": "+260 97 1234567",
        "Phone": "+260 211 123456",
        "Street": "12 Cairo, Road",
        "Street 2": "2nd floor",
        "City": "Lusaka",
        "Postcode": "10101",
        "Country": "Zambia",
        "Note": "Line one\nline two, with comma",
    }


def test_version_4_with_uris_parameters_in_quotes_and_preferences() -> None:
    text = card(
        "FN:Anna Müller",
        "N:Müller;Anna;;;",
        'TEL;VALUE=uri;TYPE="voice,home";PREF=2:tel:+49-40-123456;ext=12',
        'TEL;VALUE=uri;PREF=1;TYPE="cell":tel:+49-171-1234567',
        'EMAIL;X-LABEL="a:b;c":anna@mueller.example',
        'ADR;LABEL="Elbchaussee 5\\nHamburg":;;Elbchaussee 5;Hamburg;;22763;Germany',
        "LANG;PREF=1:de",
        version="4.0",
    )
    found = cells(text)
    assert (found["Phone"], found["Mobile"], found["Email"], found["Language"]) == (
        "+49-40-123456 ext. 12", "+49-171-1234567", "anna@mueller.example", "de",
    )  # fmt: skip
    assert (found["Street"], found["Postcode"], found["City"]) == ("Elbchaussee 5", "22763", "Hamburg")


def test_version_2_1_with_quoted_printable_and_its_own_letters() -> None:
    text = card(
        "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg",
        "ORG;CHARSET=UTF-8;QUOTED-PRINTABLE:B=C3=A4r=\r\n & S=C3=B6hne=0D=0A",
        "TEL;WORK;VOICE:040 123456",
        "EMAIL;PREF;INTERNET:joerg@baer.example",
        version="2.1",
    )
    assert cells(text) == {
        "First name": "Jörg", "Last name": "Müller", "Organization": "Bär & Söhne", "Phone": "040 123456", "Email": "joerg@baer.example",
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_are_told_from_the_file(encoding: str) -> None:
    content = card("FN:Zoë Müller", "N:Müller;Zoë").encode(encoding)
    assert are_cards(content)
    assert cells(content)["Full name"] == "Zoë Müller"


def test_a_picture_is_passed_over_however_it_is_folded_and_that_is_told() -> None:
    text = card(
        "FN:Bob Berg", "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n SkZJRg==", "", "EMAIL:bob@x.example", "PHOTO;BASE64:broken!\r\n====\r\n"
    )
    (only,) = read(text)
    assert (only.cells["Email"], len(only.remarks)) == ("bob@x.example", 1)


def test_what_is_more_than_two_of_a_kind_is_told() -> None:
    (only,) = read(card("FN:Bob Berg", *[f"EMAIL:b{number}@x.example" for number in range(3)], "ADR:;;A;B;;;", "ADR;TYPE=work:;;C;D;;;"))
    assert (only.cells["Email"], only.cells["Other email"], only.cells["Street"], len(only.remarks)) == (
        "b0@x.example",
        "b1@x.example",
        "C",
        2,
    )


def test_companies_lists_and_cards_without_a_name_are_no_people_and_the_others_come_in() -> None:
    text = "".join(
        [
            card("FN:Alder Markets", "KIND:org"),
            card("FN:Friends", "KIND:group", "MEMBER:urn:uuid:1"),
            card("EMAIL:x@x.example"),
            card("FN:Alder Markets", "ORG:Alder Markets", "X-ABShowAs:COMPANY"),
            card("FN:Bob Berg"),
        ]
    )
    assert [bool(one.problem) for one in read(text)] == [True, True, True, True, False]


def test_bad_lines_a_card_in_a_card_and_a_missing_end_cost_nothing_else() -> None:
    text = (
        card("no colon here", ":nothing", "FN:Bob Berg", "AGENT:", "BEGIN:VCARD", "FN:His assistant", "END:VCARD", "TITLE:Buyer")
        + "junk\r\n"
    )
    first, last = read(text + "BEGIN:VCARD\r\nFN:Cut Off\r\n")
    assert (first.cells["Full name"], first.cells["Title"], first.problem) == ("Bob Berg", "Buyer", "")
    assert (last.number, last.cells["Full name"]) == (2, "Cut Off")
    assert last.problem


def test_a_line_without_end_is_cut_and_not_held_whole() -> None:
    found = cells(card("FN:Bob Berg", "NOTE:" + "x" * (3 * LONGEST_LINE)))
    assert (found["Full name"], len(found["Note"]) <= LONGEST_LINE) == ("Bob Berg", True)


def test_cards_are_a_table_with_headings_of_their_own() -> None:
    file = io.BytesIO(card("FN:Bob Berg").encode())
    table = inspect(file)
    assert (table.headings, table.encoding) == (HEADINGS, "vcard")
    assert [row.cells["Full name"] for row in rows(file, table)] == ["Bob Berg"]
