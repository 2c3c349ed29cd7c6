from __future__ import annotations

import pytest

from site_build.building import REPOSITORY, BuiltSite, build_site
from site_build.links import Links


@pytest.fixture(scope="session")
def own_links(own_sites: tuple[BuiltSite, BuiltSite]) -> Links:
    """The links of this repository's own site in both languages."""
    return Links(own_sites[0])


@pytest.fixture(scope="session")
def paged(tmp_path_factory) -> BuiltSite:
    """The demonstration data with lists of three."""
    root = tmp_path_factory.mktemp("paged")
    return build_site(root, REPOSITORY / "feedback", settings={"per_page": 3})


@pytest.fixture(scope="session")
def flat(tmp_path_factory) -> BuiltSite:
    """The same, each page as a file of its own."""
    root = tmp_path_factory.mktemp("flat")
    config = {"use_directory_urls": False}
    return build_site(root, REPOSITORY / "feedback", settings={"per_page": 3}, config=config)
