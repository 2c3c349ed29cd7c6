"""Where a value within a value stands in a file."""

from __future__ import annotations

from answerable.source.nodes import Mapping, Sequence


def inner_span(fields: Mapping, name: str, inner: str) -> tuple[int, int]:
    """The place of the value *inner* in the mapping that is the value of *name*."""
    entry = fields.entries.get(name)
    if entry is not None and isinstance(entry.value, Mapping):
        return entry.value.span(inner)
    return fields.span(name)


def inner_mappings(fields: Mapping, name: str) -> list[Mapping]:
    """The mappings in the list that is the value of *name*; nothing else that stands there."""
    entry = fields.entries.get(name)
    items = entry.value.items if entry and isinstance(entry.value, Sequence) else ()
    return [item for item in items if isinstance(item, Mapping)]
