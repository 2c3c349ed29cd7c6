"""The formats that can be imported, by name. A new format is one file and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from answerable.importers.csv_export import Csv
from answerable.importers.discourse import Discourse
from answerable.importers.disqus import Disqus
from answerable.importers.github import GitHub
from answerable.importers.interface import Importer
from answerable.importers.isso import Isso
from answerable.importers.mail import Mail
from answerable.importers.remark42 import Remark42
from answerable.importers.stack_exchange import StackExchange
from answerable.importers.staticman import Staticman
from answerable.importers.wordpress import WordPress

_IMPORTERS: tuple[Importer, ...] = (
    Csv(),
    Discourse(),
    Disqus(),
    GitHub(),
    Isso(),
    Mail(),
    Remark42(),
    StackExchange(),
    Staticman(),
    WordPress(),
)

FORMATS: Mapping[str, Importer] = MappingProxyType({one.name: one for one in _IMPORTERS})
