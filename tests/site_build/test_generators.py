"""MkDocs and ProperDocs give the same site, but for the line in which each names itself."""

from __future__ import annotations

import re
from importlib.util import find_spec

import pytest

from samples import write_sample
from site_build.building import BuiltSite, build_own_site, build_site

pytestmark = pytest.mark.skipif(
    find_spec("properdocs") is None, reason="ProperDocs is not installed"
)

GENERATOR = re.compile(
    rb'<meta name="generator" content="mkdocs-(1\.[0-9.]+|ProperDocs 1\.[0-9.]+), mkdocs-material-'
)


@pytest.fixture(scope="module")
def by_properdocs(tmp_path_factory) -> BuiltSite:
    return build_own_site(tmp_path_factory.mktemp("properdocs"), command="properdocs")[0]


def test_both_write_the_same_files(own_sites, by_properdocs):
    assert set(own_sites[0].files) == set(by_properdocs.files)


def test_files_differ_in_the_name_of_the_generator_only(own_sites, by_properdocs):
    assert [
        path
        for path, content in own_sites[0].files.items()
        if unnamed(content) != unnamed(by_properdocs.files[path]) and not is_digest(path)
    ] == []


def test_each_names_itself_once_in_a_page_of_the_theme(own_sites, by_properdocs):
    for built, name in ((own_sites[0], b"1."), (by_properdocs, b"ProperDocs")):
        for path in built.pages:
            named = GENERATOR.findall(built.files[path])
            assert len(named) == (0 if "/embed/" in path else 1)
            assert all(generator.startswith(name) for generator in named)


def test_strict_build_by_properdocs_fails_because_of_a_broken_file(tmp_path):
    write_sample(tmp_path / "feedback")
    (tmp_path / "feedback" / "people" / "ben.md").write_text("broken\n", encoding="utf-8")
    built = build_site(tmp_path, tmp_path / "feedback", strict=True, command="properdocs")
    assert built.code == 1
    assert "front-matter-missing" in built.log


def is_digest(path: str) -> bool:
    """Whether the file at *path* is a digest of all others."""
    return path.endswith(".answerable/state")


def unnamed(content: bytes) -> bytes:
    return GENERATOR.sub(b"", content)
