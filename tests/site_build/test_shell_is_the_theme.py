"""A page that is written into a shell has the bytes that MkDocs' own pipeline gives it.

One difference is allowed: a shell serves all pages of its depth, so a link of the theme to a
page above goes through the root (``../../topics/``) where MkDocs writes it shorter (``../``).
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest

from site_build.building import REPOSITORY, URL, BuiltSite, build_site

HOOK = Path(__file__).with_name("real_pages.py")


def build(root: Path, main: str = "", **theme: object) -> tuple[BuiltSite, dict[str, bytes]]:
    """The demonstration site, and its pages as MkDocs renders them; *main* is an override."""
    (root / "theme").mkdir()
    if main:
        text = f'{{% extends "base.html" %}}{main}'
        (root / "theme" / "main.html").write_text(text, encoding="utf-8")
    built = build_site(
        root,
        REPOSITORY / "feedback",
        settings={"per_page": 3},
        config={
            "theme": {"custom_dir": "theme", **theme},
            "hooks": [str(HOOK)],
            "extra": {"real_pages": str(root / "real")},
        },
    )
    assert built.code == 0, built.log
    real = {
        path.relative_to(root / "real").as_posix(): path.read_bytes()
        for path in (root / "real").rglob("index.html")
    }
    return built, real


def differing(built: BuiltSite, real: dict[str, bytes]) -> list[str]:
    """The pages that differ, however relative addresses are written."""
    return [
        path
        for path, content in real.items()
        if resolved(path, built.files[path]) != resolved(path, content)
    ]


def resolved(path: str, content: bytes) -> str:
    def resolve(match: re.Match[str]) -> str:
        return f'{match[1]}="{urljoin(URL + path, match[2])}"'

    return re.sub(r'(href|src)="(\.[^"]*)"', resolve, content.decode())


FEATURES = [
    "content.action.edit",
    "header.autohide",
    "navigation.footer",
    "navigation.indexes",
    "navigation.instant",
    "navigation.path",
    "navigation.sections",
    "navigation.tabs",
    "navigation.top",
]
SAYS_THE_SAME = """
{% block announce %}{% if page %}
{{ page.title }} {{ page.canonical_url }} {{ page.meta.description }} {{ config.site_name }}
{% endif %}{% endblock %}
"""


def test_pages_are_those_of_mkdocs(tmp_path):
    built, real = build(tmp_path)
    assert {path.split("/")[0] for path in real} == {
        *("kinds", "people", "rules", "states", "tags", "threads", "topics", "transparency")
    }
    assert {path.count("/") for path in real} == {2, 3, 4}
    assert differing(built, real) == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_pages_are_those_of_mkdocs_with_features_and_an_override(language, tmp_path):
    built, real = build(tmp_path, SAYS_THE_SAME, language=language, features=FEATURES)
    assert len(real) > 50
    assert differing(built, real) == []


@pytest.mark.parametrize("name", ["page.url | length", "page.file.src_uri | length"])
def test_override_that_shows_what_a_shell_cannot_know_is_found(name, tmp_path):
    shown = f"{{% if page %}}{{{{ {name} }}}}{{% endif %}}"
    built, real = build(tmp_path, f"{{% block announce %}}{shown}{{% endblock %}}")
    # Some pages have an address as long as that of their shell.
    assert len(differing(built, real)) > len(real) / 2


def strict_build(root: Path, shown: str, **config: object) -> BuiltSite:
    """The demonstration site with *shown* in an override of the theme, built strictly."""
    (root / "theme").mkdir()
    text = f'{{% extends "base.html" %}}{shown}'
    (root / "theme" / "main.html").write_text(text, encoding="utf-8")
    theme = {"theme": {"custom_dir": "theme"}, **config}
    return build_site(root, REPOSITORY / "feedback", config=theme, strict=True)


@pytest.mark.parametrize("flat", [False, True])
def test_strict_build_compares_some_pages_with_those_of_mkdocs(flat, tmp_path):
    built = strict_build(tmp_path, SAYS_THE_SAME, use_directory_urls=not flat)
    assert built.code == 0, built.log
    assert "answerable-slot" not in built.text("threads/index.html")


@pytest.mark.parametrize("name", ["page.url | length", "page.file.src_uri | length"])
def test_strict_build_fails_where_a_template_depends_on_more_of_the_page(name, tmp_path):
    shown = f"{{% if page %}}<b>{{{{ {name} }}}}</b>{{% endif %}}"
    built = strict_build(tmp_path, f"{{% block announce %}}{shown}{{% endblock %}}")
    assert built.code == 1
    assert "the theme makes …" in built.log
    assert "<b>" in built.log
    assert "depends on more of a page than its title" in built.log
    assert "Traceback" not in built.log


def test_samples_are_in_no_sitemap_twice_and_in_no_search(tmp_path):
    built = strict_build(tmp_path, "")
    locations = re.findall("<loc>(.*?)</loc>", built.text("sitemap.xml"))
    assert len(locations) == len(set(locations))
    found = [entry["location"] for entry in built.data("search/search_index.json")["docs"]]
    assert len(found) == len(set(found))
