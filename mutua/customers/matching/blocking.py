"""Which pairs are worth a look: records that share a key, such as a mailbox, or a date of birth and the sound of a surname.

Two records that share none are never compared. A key that very many share says nothing and is passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutua.customers.matching.columns import Kind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ADDRESSES = (
    "list_transform(mails, lambda one: 'm' || one)",
    "list_transform(tails, lambda one: 'p' || one)",
    "['b' || box, 's' || street || '/' || coalesce(post, city, '')]",
    "['i' || ident, 'i<' || left(ident, 4) || coalesce(left(post, 2), ''), 'i>' || right(ident, 4)]",
)
# Each is a list of texts; a missing part makes its text missing. Tried on made-up and published people: each finds some pairs that no other finds.
KEYS: dict[Kind, tuple[str, ...]] = {
    "person": (
        *_ADDRESSES,
        "['n' || least(given_root, family) || ' ' || greatest(given_root, family), 'ns' || sound || '/' || given_root, 'f' || family]",
        "['nf' || sound || '/' || left(given, 1) || '/' || coalesce(post, city, ''), 'fp' || family || '/' || coalesce(post, city, '')]",
        "['bf' || birth || sound, 'bg' || birth || left(given_root, 2), 'bp' || birth || '/' || coalesce(post, city, '')]",
        "['y' || left(birth, 7) || sound, 'y' || left(birth, 4) || given_root || left(family, 1), 'y' || right(birth, 5) || sound]",
        "['hp' || house || '/' || post || '/' || left(given, 1), 'hf' || house || '/' || sound]",
        "['o' || org || '/' || given_root, 'o' || org || '/' || family]",
    ),
    "company": (
        *_ADDRESSES,
        "['n' || bag, 'w' || replace(name, ' ', '')[:8], 'h' || host, 'hn' || split_part(host, '.', 1)]",
        "list_transform(map_keys(weights), lambda word: 't' || word)",
        "list_transform(map_keys(weights), lambda word: 'tc' || word || '/' || city)",
        "list_transform(map_keys(weights), lambda word: 'tp' || word || '/' || left(post, 3))",
        "flatten([list_transform(map_keys(weights), lambda other: CASE WHEN other > word THEN 'tt' || word || ' ' || other END) for word in map_keys(weights)])",
        "['ws' || left(name, 4) || coalesce(post, city, ''), 'z' || house || '/' || post]",
    ),
}
EVERY_PAIR = 500_000  # so few are compared without asking for a key
PAIRS_FOR_EACH = 6  # otherwise about so many for each record
SIZES = (1000, 700, 500, 350, 250, 180, 130, 90, 64, 48, 36, 26, 18, 12, 8, 5, 3, 2)


def write_keys(connection: DuckDBPyConnection, kind: Kind) -> None:
    """Table `keys` (rid, side, key): one row for each record and key, some twice. A key is 64 bits of MD5, signed, the same in every run and release."""
    texts = ", ".join(f"coalesce({expression}, [])" for expression in KEYS[kind])
    connection.execute(
        "CREATE OR REPLACE TABLE keys AS SELECT rid, side, (md5_number_lower(text)::HUGEINT - 9223372036854775808::HUGEINT)::BIGINT AS key FROM "
        f"(SELECT rid, side, unnest(flatten([{texts}])) AS text FROM prepared) WHERE text IS NOT NULL"
    )


def write_every_pair(connection: DuckDBPyConnection, *, link: bool) -> int:
    """Table `candidates` as `write_pairs` makes it, of all pairs that there are."""
    connection.execute(
        f"CREATE OR REPLACE TABLE candidates AS SELECT l.rid AS join_key_l, r.rid AS join_key_r, '0' AS match_key FROM prepared AS l JOIN prepared AS r ON {across(link=link)}"
    )
    return int(connection.sql("SELECT count(*) FROM candidates").fetchall()[0][0])


def across(*, link: bool) -> str:
    """The condition under which l and r are one pair that may be looked at."""
    return "l.side = 0 AND r.side = 1" if link else "l.rid < r.rid"


def write_pairs(connection: DuckDBPyConnection, *, link: bool, records: int) -> int:
    """Table `candidates` (join_key_l, join_key_r, match_key): each pair once, the smaller rid left. Returns how many.

    link: only pairs across the two sides. Blocks are taken up to the size at which there are enough pairs.
    """
    connection.execute(
        "CREATE OR REPLACE TABLE blocks AS SELECT key, count(*)::INTEGER AS size, count(*) FILTER (side = 0)::BIGINT AS lefts FROM keys GROUP BY key HAVING count(*) > 1"
        + (" AND count(DISTINCT side) = 2" if link else "")
    )
    size = _largest_block(connection, link=link, most=max(EVERY_PAIR, PAIRS_FOR_EACH * records))
    connection.execute(
        "CREATE OR REPLACE TABLE candidates AS WITH small AS (SELECT rid, side, key FROM keys SEMI JOIN (SELECT key FROM blocks WHERE size <= $size) USING (key)) "
        "SELECT DISTINCT l.rid AS join_key_l, r.rid AS join_key_r, '0' AS match_key "
        f"FROM small AS l JOIN small AS r ON l.key = r.key AND {across(link=link)}",
        {"size": size},
    )
    return int(connection.sql("SELECT count(*) FROM candidates").fetchall()[0][0])


def _largest_block(connection: DuckDBPyConnection, *, link: bool, most: int) -> int:
    pairs = "lefts * (size - lefts)" if link else "size::BIGINT * (size - 1) // 2"
    counted = dict(connection.sql(f"SELECT size, sum({pairs})::BIGINT FROM blocks GROUP BY size").fetchall())
    for size in SIZES:
        if sum(number for one, number in counted.items() if one <= size) <= most:
            return size
    return SIZES[-1]
