"""The theme's pages around ours, by address: some have one of their own, the others share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from answerable.cache import key_of
from answerable.site.context import Page, Site
from answerable.site.shell import PLACE, Shell

DEEPEST = 4
"""Folders above the deepest pages, ``threads/<year>/page/<n>/``."""


class Shells:
    """The shells of one build; each page goes into that of its address or of its depth."""

    def __init__(self, shells: Mapping[str, Shell]) -> None:
        self._shells = shells

    @cached_property
    def key(self) -> str:
        """Equal for equal shells."""
        return key_of(sorted((url, shell.html) for url, shell in self._shells.items()))

    def page(self, page: Page, site: Site) -> bytes:
        """The whole page."""
        depth = site.page(page.url).count("/")
        shell = self._shells.get(page.url) or self._shells[shared_address(depth)]
        return shell.join(page, site.absolute(page.url)).encode()


def shared_address(depth: int) -> str:
    """Where the shell lies that the pages below *depth* folders share."""
    return PLACE + "x/" * (depth - 1)
