"""People from a seed, some of them several times as different hands write them: a file for `mutua match` with a known truth.

An id is `<person>-<copy>`: rows whose ids begin alike are one person. Names are as unevenly spread as real ones (Zipf), many people share a
house, a family telephone or a birthday, and a copy has slips, gaps, short forms and new addresses.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from mutua.customers.matching.facts import lines

HEADINGS = ["key", "first_name", "last_name", "birth_date", "email", "phone", "street", "city", "zip"]
COPIED = 0.08  # people who are there more than once
MOVED, GAP, SLIP, SHORT = 0.2, 0.12, 0.15, 0.3
HOSTS = ["gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "web.de", "orange.fr", "example.org", "example.net"]
_STARTS = [
    "b",
    "br",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "sch",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "z",
]
_MIDDLES = ["a", "e", "i", "o", "u", "ai", "au", "ei", "ie", "oo"]
_ENDS = [
    "ck",
    "d",
    "l",
    "ll",
    "m",
    "mann",
    "n",
    "nn",
    "r",
    "rd",
    "rs",
    "s",
    "son",
    "ss",
    "t",
    "tz",
    "v",
    "berg",
    "er",
    "ing",
    "ley",
    "man",
    "sen",
    "ski",
    "ton",
]

Row = dict[str, str]


def write(file: Path, rows: int, *, seed: int = 1) -> int:
    """Writes so many rows in mixed order and returns how many pairs of them are one person."""
    chance, written, true = random.Random(seed), 0, 0
    people: list[Row] = []
    for number, person in enumerate(people_of(chance)):
        copies = chance.choice((1, 1, 1, 2)) if chance.random() < COPIED else 0
        group = [{"key": f"{number}-0", **person}, *({"key": f"{number}-{copy + 1}", **_copied(person, chance)} for copy in range(copies))]
        group = group[: rows - written]
        written += len(group)
        true += len(group) * (len(group) - 1) // 2
        people += group
        if written == rows:
            break
    chance.shuffle(people)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, HEADINGS)
        writer.writeheader()
        writer.writerows(people)
    return true


def people_of(chance: random.Random) -> Iterator[Row]:
    """Households without end."""
    given = [name for line in lines("nicknames") for name in line.split()[:2]]
    family = sorted({_name(chance) for _ in range(60_000)})
    streets = [f"{_name(chance)} {chance.choice(['Street', 'Road', 'Avenue', 'Lane'])}".title() for _ in range(8_000)]
    cities = [(_name(chance).title(), f"{chance.randrange(10_000, 99_999)}") for _ in range(3_000)]
    chance.shuffle(family)
    many = [list(accumulate(1 / (rank + 10) for rank in range(len(names)))) for names in (given, family, cities)]
    number = 0
    while True:
        (name,) = chance.choices(family, cum_weights=many[1])
        ((city, code),) = chance.choices(cities, cum_weights=many[2])
        home = {"street": f"{chance.randrange(1, 200)} {chance.choice(streets)}", "city": city, "zip": f"{code}"}
        line = _telephone(chance)
        members = dict.fromkeys(chance.choices(given, cum_weights=many[0], k=chance.choice((1, 1, 1, 2, 2, 4))))
        for first in members:  # no two of a house are called alike, and no two people in the world have one mailbox
            number += 1
            box = f"{first}{chance.choice(['.', '_', ''])}{name}{number}"
            yield {
                "first_name": first.title(),
                "last_name": name.title(),
                "birth_date": f"{chance.randrange(1935, 2006)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
                "email": f"{box}@{chance.choice(HOSTS)}",
                "phone": line if chance.random() < 0.3 else _telephone(chance),
                **home,
            }


def _copied(person: Row, chance: random.Random) -> Row:
    """The same person by another hand."""
    copy = dict(person)
    if chance.random() < SHORT:
        family = next((line.split() for line in lines("nicknames") if copy["first_name"].lower() in line.split()), [])
        copy["first_name"] = chance.choice([*family, copy["first_name"][0]]).title()
    if chance.random() < MOVED:
        copy |= {
            "street": f"{chance.randrange(1, 200)} {_name(chance).title()} Street",
            "city": _name(chance).title(),
            "zip": f"{chance.randrange(10_000, 99_999)}",
        }
    if chance.random() < MOVED:
        copy["phone"] = _telephone(chance)
    if chance.random() < MOVED:
        copy["email"] = f"{copy['last_name'].lower()}{chance.randrange(10_000)}@{chance.choice(HOSTS)}"
    for heading in copy:
        if chance.random() < SLIP:
            copy[heading] = slipped(copy[heading], chance)
        if chance.random() < GAP and heading != "last_name":
            copy[heading] = ""
    return copy


def slipped(text: str, chance: random.Random) -> str:
    """One letter left out, written twice, turned round with the next, or another one."""
    if len(text) < 4:
        return text
    place = chance.randrange(1, len(text) - 1)
    before, letter, after = text[:place], text[place], text[place + 1 :]
    other = chance.choice("0123456789" if letter.isdigit() else "aeioulnrst")
    return chance.choice([before + after, before + 2 * letter + after, before + after[0] + letter + after[1:], before + other + after])


def _name(chance: random.Random) -> str:
    return "".join(chance.choice(_STARTS) + chance.choice(_MIDDLES) for _ in range(chance.choice((1, 1, 2)))) + chance.choice(_ENDS)


def _telephone(chance: random.Random) -> str:
    number = f"{chance.randrange(10**8, 10**9)}"
    return chance.choice([f"+44 7{number}", f"07{number[:3]} {number[3:]}", f"+447{number}"])
