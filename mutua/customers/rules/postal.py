"""A postal address on one line, as it is kept and compared."""

from __future__ import annotations

LONGEST = 400


def one_line(street: str = "", street_2: str = "", postcode: str = "", city: str = "", region: str = "", country: str = "") -> str:
    """ "Hauptstraße 5, Hof, 80331 München, Bayern, Germany": parts that are empty, or repeat the one before, are left out; a lone country is no address."""
    place = " ".join(filter(None, (_flat(postcode), _flat(city))))
    parts = [part for part in (_flat(street), _flat(street_2), place, _flat(region)) if part]
    if not parts:
        return ""
    parts += [_flat(country)] if country else []
    kept = [part for number, part in enumerate(parts) if number == 0 or part.casefold() != parts[number - 1].casefold()]
    return ", ".join(kept)


def _flat(text: str) -> str:
    """One line; lines of a street become parts."""
    return ", ".join(" ".join(line.split()).strip(" ,") for line in (text or "").splitlines() if line.strip(" ,"))
