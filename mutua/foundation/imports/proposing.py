"""The mapping that a file proposes by itself, from its headings and its first rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import BinaryIO

from mutua.foundation.imports.building import all_targets
from mutua.foundation.imports.headings import SAMPLE, propose
from mutua.foundation.imports.importer import Importer
from mutua.foundation.imports.mapping import Mapping
from mutua.foundation.imports.tables import Table, rows
from mutua.foundation.imports.values import DateOrder

_TWO_WAYS = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](?:\d{4}|\d{2})\b")


def propose_mapping(importer: Importer, file: BinaryIO, table: Table) -> Mapping:
    """Reads the first rows of the file. Raises UnreadableFile."""
    first = [row.cells for row in islice(rows(file, table), SAMPLE)]
    samples = {heading: [cells.get(heading, "") for cells in first] for heading in table.headings}
    found = propose(table.headings, all_targets(importer), samples)
    days = [samples[found[target.name]] for target in importer.targets if target.kind in ("date", "moment") and target.name in found]
    return Mapping(Mapping.of_headings(found).columns, dates=order_of_days(days))


def order_of_days(columns: Sequence[Sequence[str]]) -> DateOrder:
    """Whether days such as 03/04/2026 begin with the day or the month, where others of the same file leave no doubt."""
    found = [match for values in columns for value in values if (match := _TWO_WAYS.match(value.strip()))]
    day_first = any(int(match[1]) > 12 for match in found)
    month_first = any(int(match[2]) > 12 for match in found)
    if day_first == month_first:
        return "auto"
    return "dmy" if day_first else "mdy"
