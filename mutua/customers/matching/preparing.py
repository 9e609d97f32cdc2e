"""Rows as they came become rows as they are compared: table `prepared`, one row a record, in an order that only the records decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mutua.customers.matching import companies, contacts, dates, people, places
from mutua.customers.matching.columns import Kind
from mutua.customers.matching.folding import fold
from mutua.customers.matching.shares import weigh_words
from mutua.customers.matching.training import Model

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BATCH = 50_000  # distinct values that are normalised at a time
TAIL = 9  # digits by which a telephone is known with and without its country code
SEEN_FOR_ORDER = 2_000  # dates looked at to tell day from month

# What is compared, by kind: {column of `prepared`: its type}. `raw_id` is the caller's id, `rid` the number that stands for it, `side` 0 or 1.
PREPARED: dict[Kind, dict[str, str]] = {
    "person": dict.fromkeys(
        ("given", "given_root", "family", "sound", "birth", "ident", "street", "house", "road", "box", "unit", "city", "post", "org"),
        "VARCHAR",
    )
    | dict.fromkeys(("mails", "phones", "tails"), "VARCHAR[]"),
    "company": dict.fromkeys(
        ("name", "form", "bag", "host", "ident", "street", "house", "road", "box", "unit", "city", "post", "parent", "parent_name"),
        "VARCHAR",
    )
    | dict.fromkeys(("mails", "phones", "tails"), "VARCHAR[]")
    | {"weights": "MAP(VARCHAR, DOUBLE)"},
}
Cells = tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One normaliser over one source: `source` is SQL over the raw columns, `makes` names what `work` gives back, in order."""

    source: str
    makes: tuple[str, ...]
    work: Callable[[str], Cells]


def prepare(
    connection: DuckDBPyConnection,
    raw: str,
    kind: Kind,
    columns: Mapping[str, Sequence[str]],
    *,
    home: str = "",
    model: Model | None = None,
) -> None:
    """raw: a table with raw_id, side and text columns, which is used up; columns: {field: raw columns}; home: region of numbers without a
    country code; model: what the last scan learned, where these are only a few records."""
    joins: list[str] = []
    made: dict[str, list[str]] = {}
    steps = _steps(connection, raw, kind, columns, home)
    for number, step in enumerate(steps):
        _look_up(connection, raw, step, f"seen_{number}")
        joins.append(f"LEFT JOIN seen_{number} ON seen_{number}.value = {step.source}")
        for name in step.makes:
            made.setdefault(name, []).append(f"seen_{number}.{name}")
    cells = []
    for name, type_ in PREPARED[kind].items():
        if type_ == "VARCHAR[]":
            several = ", ".join(made.get(name, ())) or "NULL"
            cells.append(
                f"nullif(list_sort(list_distinct(list_filter([{several}]::VARCHAR[], lambda one: one IS NOT NULL))), []) AS {name}"
            )
        elif name == "box" and kind == "person" and {"box", "family"} <= made.keys():
            # A mailbox that is made of the surname tells nothing that the surname has not told.
            box, family = f"coalesce({', '.join(made['box'])})", f"coalesce({', '.join(made['family'])})"
            cells.append(f"CASE WHEN contains({box}, replace({family}, ' ', '')) THEN NULL ELSE {box} END AS box")
        elif name in made:
            cells.append(f"coalesce({', '.join(made[name])}) AS {name}")
        elif name != "weights":
            cells.append(f"NULL::{type_} AS {name}")
    connection.execute(
        f"CREATE OR REPLACE TABLE prepared AS SELECT row_number() OVER (ORDER BY side, raw_id)::INTEGER AS rid, raw_id, side, {', '.join(cells)} "
        f"FROM {raw} {' '.join(joins)} ORDER BY rid"
    )
    for table in (raw, *(f"seen_{number}" for number in range(len(steps)))):
        connection.execute(f"DROP TABLE {table}")
    if kind == "company":
        # A parent is an id of the table or else a name.
        connection.execute("UPDATE prepared SET parent_name = NULL WHERE parent IN (SELECT raw_id FROM prepared)")
        weigh_words(connection, model)


def _steps(connection: DuckDBPyConnection, raw: str, kind: Kind, columns: Mapping[str, Sequence[str]], home: str) -> list[Step]:
    steps: list[Step] = []

    def add(name: str, makes: tuple[str, ...], work: Callable[[str], Cells]) -> None:
        steps.extend(Step(column, makes, work) for column in columns.get(name, ()))

    if kind == "person":
        add("given", ("given", "given_root"), _given)
        add("family", ("family", "sound"), _family)
        add("name", ("given", "given_root", "family", "sound"), _whole_name)
        add("birth", ("birth",), _date(connection, raw, columns.get("birth", ())))
        add("org", ("org",), lambda value: (companies.company_name(value)[0],))
    else:
        add("name", ("name", "form", "bag"), _company)
        add("website", ("host",), lambda value: (contacts.host(value),))
        add("mail", ("host",), lambda value: (contacts.host(value) if "@" in value else "",))
        add("parent", ("parent", "parent_name"), lambda value: (value.strip(), companies.company_name(value)[0]))
    add("mail", ("mails", "box"), _mailbox)
    regions = _regions(connection, raw, columns.get("country", ()), home)
    steps += [_phone(column, columns.get("country", ()), home, regions) for column in columns.get("phone", ())]
    add("ident", ("ident",), lambda value: ("".join(fold(value).split()).upper(),))
    line = [*columns.get("number", ()), *columns.get("street", ())]
    if line:
        steps.append(Step(f"nullif(concat_ws(' ', {', '.join(line)}), '')", ("street", "house", "road"), _street))
    add("unit", ("unit",), lambda value: (places.street(value),))
    add("city", ("city",), lambda value: (places.city(value),))
    add("post", ("post",), lambda value: (places.postcode(value),))
    return steps


def _given(value: str) -> Cells:
    name = people.given_name(value)
    return name, people.root(name)


def _family(value: str) -> Cells:
    name = people.family_name(value)
    return name, people.sound(name)


def _whole_name(value: str) -> Cells:
    given, family = people.split_name(value)
    return given, people.root(given), family, people.sound(family)


def _company(value: str) -> Cells:
    name, form = companies.company_name(value)
    return name, form, "".join(sorted(name.split()))


def _mailbox(value: str) -> Cells:
    address = contacts.mail(value)
    return address, contacts.box(address)


def _street(value: str) -> Cells:
    line = places.street(value)
    return line, places.house_number(line), places.without_number(line)


def _date(connection: DuckDBPyConnection, raw: str, columns: Sequence[str]) -> Callable[[str], Cells]:
    some = [
        value
        for column in columns
        for (value,) in connection.sql(
            f"SELECT DISTINCT {column} FROM {raw} WHERE {column} IS NOT NULL ORDER BY 1 LIMIT {SEEN_FOR_ORDER}"
        ).fetchall()
    ]
    order = dates.order_of(some)
    return lambda value: (dates.date(value, order),)


def _regions(connection: DuckDBPyConnection, raw: str, columns: Sequence[str], home: str) -> dict[str, str]:
    """{country as written: region} of the file."""
    if not columns:
        return {}
    written = [value for (value,) in connection.sql(f"SELECT DISTINCT {columns[0]} FROM {raw} WHERE {columns[0]} IS NOT NULL").fetchall()]
    return {value: contacts.region(value) or home for value in written}


def _phone(column: str, country: Sequence[str], home: str, regions: Mapping[str, str]) -> Step:
    if not country:
        return Step(column, ("phones", "tails"), lambda value: _telephone(value, home))
    # The country travels in front of the number, parted by a sign that neither holds.
    source = f"coalesce({country[0]}, '') || chr(31) || {column}"

    def work(value: str) -> Cells:
        written, _sign, number = value.partition("\x1f")
        return _telephone(number, regions.get(written, home))

    return Step(source, ("phones", "tails"), work)


def _telephone(text: str, home: str) -> Cells:
    number = contacts.phone(text, home)
    return number, number[-TAIL:]


def _look_up(connection: DuckDBPyConnection, raw: str, step: Step, table: str) -> None:
    """Normalises each distinct value once: a million people share some thousand names."""
    import pyarrow

    connection.execute(f"CREATE OR REPLACE TABLE {table} (value VARCHAR, {', '.join(f'{name} VARCHAR' for name in step.makes)})")
    reader = connection.cursor()
    reader.execute(f"SELECT DISTINCT {step.source} AS value FROM {raw} WHERE {step.source} IS NOT NULL")
    while batch := reader.fetchmany(BATCH):
        values = [value for (value,) in batch]
        made = [step.work(value) for value in values]
        columns = [[cells[place] or None for cells in made] for place in range(len(step.makes))]
        batch_table = pyarrow.table(
            [pyarrow.array(values, pyarrow.string()), *(pyarrow.array(one, pyarrow.string()) for one in columns)],
            names=["value", *step.makes],
        )
        connection.register("batch_of_values", batch_table)
        connection.execute(f"INSERT INTO {table} SELECT * FROM batch_of_values")
        connection.unregister("batch_of_values")
