"""The formats that can be imported, by name. A new format is one file and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from answerable.importers.discourse import Discourse
from answerable.importers.interface import Importer
from answerable.importers.staticman import Staticman

_IMPORTERS: tuple[Importer, ...] = (Discourse(), Staticman())

FORMATS: Mapping[str, Importer] = MappingProxyType({one.name: one for one in _IMPORTERS})
