"""Where the pages of threads and lists lie in the site: their addresses, and those left behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from answerable.build.state import SiteState
from answerable.build.writer import Writer
from answerable.model import ThreadId
from answerable.site.context import Site
from answerable.site.data import data_path
from answerable.site.sitemap import SitemapEntry
from answerable.site.summary import Summary


def addresses_of(threads: Iterable[Summary], now: SiteState, site: Site) -> Iterator[SitemapEntry]:
    """The whole addresses of all pages that are ours, but for those of stubs."""
    for thread in threads:
        if not thread.is_stub:
            yield SitemapEntry(site.absolute(thread.url), thread.changed)
    for group in now.groups.values():
        for file in group.files.values():
            if file.url is not None:
                yield SitemapEntry(site.absolute(file.url), file.changed)


def remove_threads(
    before: SiteState,
    now: SiteState,
    unsettled: Mapping[str, ThreadId],
    site: Site,
    writer: Writer,
) -> None:
    """Delete the files of threads that are gone, or have another id.

    *unsettled* are threads, by year and name, of which files may lie there under either id.
    """
    ids = {page.id for page in now.pages.values()}
    for name, id_ in unsettled.items():
        if name not in now.pages:
            _remove(f"threads/{name}/", site, writer)
        if id_ not in ids:
            writer.remove(data_path(id_))
    for name, page in before.pages.items():
        if name not in now.pages:
            _remove(f"threads/{name}/", site, writer)
        if page.id not in ids:
            writer.remove(data_path(page.id))


def _remove(address: str, site: Site, writer: Writer) -> None:
    writer.remove(site.file(address))
    writer.remove_folder(address.removesuffix("/"))
