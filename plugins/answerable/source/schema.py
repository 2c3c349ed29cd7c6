"""What a kind of file may say: its fields by name, with the right line of each as the mend.

A schema reports unknown and missing fields; the values are read by the converters of
``fields``. A field that is missing or wrong is not among the values, and the caller decides
what it can still make of the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from answerable.diagnostics import did_you_mean
from answerable.source.nodes import Entry, Mapping, Node, Scalar
from answerable.source.problems import SourceFile, mend_by, quoted

Values = dict[str, Any]
Converter = Callable[["Field", Node, SourceFile], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``example`` is a right value, ``convert`` gives None for a wrong one."""

    name: str
    convert: Converter
    example: str
    required: bool = True
    mend: str = ""

    @property
    def right_line(self) -> str:
        """How the line looks when it is right, as the mend of a wrong or missing one."""
        return self.mend or f"write it like '{self.name}: {self.example}'."

    def missing(self, mapping: Mapping, file: SourceFile) -> None:
        """Report that *mapping* has no such field."""
        message = f"the field '{self.name}' is missing"
        file.problem("missing-field", mapping.start, mapping.end, message, self.right_line)

    def wrong(self, node: Node | Entry, file: SourceFile, must: str, mend: str = "") -> None:
        """Report that the value *node*, or what stands at a key, is not what it must be."""
        if node is not None:
            message = f"'{self.name}' must be {must}"
            file.problem("wrong-type", node.start, node.end, message, mend or self.right_line)


class Schema:
    """The fields of a file, or of a mapping in it."""

    __slots__ = ("_required", "fields")

    def __init__(self, *fields: Field) -> None:
        self.fields = {field.name: field for field in fields}
        self._required = {field.name: field for field in fields if field.required}

    def __getitem__(self, name: str) -> Field:
        return self.fields[name]

    def read(self, mapping: Mapping, file: SourceFile) -> Values:
        """The values of *mapping*, each as its converter gave it."""
        values: Values = {}
        fields = self.fields
        for name, entry in mapping.entries.items():
            field = fields.get(name)
            if field is None:
                self._unknown(name, entry, file)
                continue
            node = entry.value
            if type(node) is Scalar and not node.text and node.start == node.end:
                field.wrong(entry, file, "followed by a value")
                continue
            value = field.convert(field, node, file) if node is not None else None
            if value is not None:
                values[name] = value
        if not self._required.keys() <= mapping.entries.keys():
            for name, field in self._required.items():
                if name not in mapping.entries:
                    field.missing(mapping, file)
        return values

    def complete(self, values: Values) -> bool:
        """Whether every required field has a value."""
        return self._required.keys() <= values.keys()

    def _unknown(self, name: str, entry: Entry, file: SourceFile) -> None:
        known = ", ".join(self.fields)
        file.problem(
            "unknown-field",
            entry.start,
            entry.end,
            f"there is no field {quoted(name)}",
            mend_by(did_you_mean(name, self.fields), f"the fields are: {known}."),
        )
