"""What is hidden from whoever imports is not written by the import: the file does not speak of it."""

from __future__ import annotations

from dataclasses import replace

from mutua.foundation.access import Actor
from mutua.foundation.access.hidden import hidden_columns, hidden_keys, hideable
from mutua.foundation.imports.importer import Importer
from mutua.foundation.imports.mapping import Mapping


def hidden_targets(importer: Importer, actor: Actor) -> frozenset[str]:
    """The names of the importer's fields, custom ones too, that the actor does not see."""
    keys = hidden_keys(actor, importer.custom_kind) if importer.custom_kind else frozenset()
    known = hideable().get(importer.custom_kind) if keys else None
    beside = (what.names for key, what in known.beside.items() if key in keys) if known else ()
    return hidden_columns(actor, importer.model) | keys | {name for names in beside for name in names}


def seen_mapping(mapping: Mapping, importer: Importer, actor: Actor) -> Mapping:
    hidden = hidden_targets(importer, actor)
    return replace(mapping, columns={name: column for name, column in mapping.columns.items() if name not in hidden}) if hidden else mapping
