"""What a build refuses, so that nothing is published by mistake and no page is lost."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from samples import COMMENT, POLICY, SLUG, TOPIC, comment_text, topic_text, write, write_sample
from site_build.building import HOME, build_site

WITHHELD = "{decision: erased, by: ben, at: 2026-11-20T10:00:00+01:00}"


@pytest.fixture
def feedback(tmp_path):
    write_sample(tmp_path / "feedback")
    return tmp_path / "feedback"


@pytest.fixture
def build(tmp_path, feedback):
    def build(**changes):
        built = build_site(tmp_path, changes.pop("feedback", feedback), **changes)
        assert "Traceback" not in built.log
        return built

    return build


@pytest.mark.parametrize("place", ["docs/feedback", "site/feedback", "."])
def test_feedback_that_mkdocs_would_publish_or_clean_is_refused(build, tmp_path, place):
    write_sample(tmp_path / place)
    built = build(feedback=tmp_path / place)
    assert built.code == 1
    assert "lie in one another" in built.log
    assert (tmp_path / place / COMMENT).exists()


@pytest.mark.parametrize("page", ["threads/index.md", "topics.md", "rules.md", "people/README.md"])
def test_a_page_at_an_entry_of_the_feedback_is_refused(build, page):
    built = build(docs={page: "# Mine\n"})
    assert built.code == 1
    assert f"docs/{page} lies where the feedback has" in built.log


@pytest.mark.parametrize(
    "page", [f"threads/2026/{SLUG}.md", "topics/spare-parts.md", "feed.xml", "api/threads.json"]
)
def test_a_page_at_the_address_of_another_is_refused(build, page):
    built = build(docs={page: "# Mine\n"})
    assert built.code == 1
    assert f"docs/{page} and the feedback both make" in built.log


@pytest.mark.parametrize("broken", ["", "version: 2\n", "rules: [\n"])
def test_nothing_is_published_without_a_policy_that_can_be_read(build, feedback, broken):
    write(feedback, POLICY, broken)
    built = build()
    assert built.code == 1
    assert "cannot be read as a whole" in built.log


@pytest.mark.parametrize("address", ["https://example.org/?x=1", "https://example.org/#x"])
def test_an_address_to_which_nothing_can_be_added_is_refused(build, address):
    built = build(config={"site_url": address})
    assert built.code == 1
    assert "answerable needs site_url" in built.log


@pytest.mark.parametrize(
    "line",
    [
        "<meta name=description content={{ page.title }}>",
        "<a onclick=\"share('{{ page.title }}')\">share</a>",
        "<style>p::after { content: '{{ page.title }}' }</style>",
        "<p>{{ page.title | upper }}</p>",
        "<link href='../{{ page.url }}'>",
        "{% if page %}<p>{{ page.file.src_uri }}</p>{% endif %}",
    ],
)
def test_a_theme_that_is_not_safe_for_titles_is_refused(build, tmp_path, line):
    override = '{% extends "base.html" %}{% block extrahead %}' + line + "{% endblock %}"
    write(tmp_path, "overrides/main.html", override)
    built = build(config={"theme": {"custom_dir": "overrides"}})
    assert built.code == 1
    assert "Threads cannot be put into the pages of this theme safely" in built.log


def test_what_is_erased_is_gone_after_a_build_that_does_not_clean(build, tmp_path, feedback):
    body = "marker-of-what-was-written\n"
    write(feedback, COMMENT, comment_text(tags="[old-tag]", body=body))
    (feedback / COMMENT).with_name("2026-11-03-anna.md").unlink()
    assert any(b"marker-of-what" in content for content in build().files.values())
    erased = {"title": None, "from_": None, "nonce": None, "tags": None, "body": ""}
    write(feedback, COMMENT, comment_text(moderation=WITHHELD, **erased))
    again = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--dirty", "--config-file", "mkdocs.yml"],
        cwd=tmp_path,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        check=False,
    )
    assert again.returncode == 0, again.stderr
    left = [
        path
        for path in (tmp_path / "site").rglob("*")
        if path.is_file() and b"marker-of-what" in path.read_bytes()
    ]
    # The theme's search keeps what it had until a build cleans the folder.
    assert left == []
    assert not list((tmp_path / "site/tags").glob("old-tag/*"))


def test_the_overview_leads_to_the_lists_from_any_page(build):
    built = build(docs={"about/us.md": HOME})
    assert 'href="../../threads/"' in built.text("about/us/index.html")


def test_a_topic_may_have_the_name_of_a_page_of_the_feedback(build, feedback):
    write(feedback, TOPIC.replace("spare-parts", "page"), topic_text())
    built = build()
    assert built.code == 0
    assert built.has("topics/page/index.html")


HOOKS = {
    "comments": r're.sub(r"<!--.*?-->", "", output, flags=re.DOTALL)',
    "quotes": r"""re.sub(r'content="(\S+?)"', r"content=\1", output)""",
}


@pytest.mark.parametrize(("minifies", "code"), [("comments", 0), ("quotes", 1)])
def test_a_minifier_may_drop_comments_but_not_the_quotes_around_a_title(
    build, tmp_path, minifies, code
):
    hook = f"import re\n\ndef on_post_page(output, **_):\n    return {HOOKS[minifies]}\n"
    write(tmp_path, "hook.py", hook)
    built = build(config={"hooks": ["hook.py"]})
    assert built.code == code
    assert ("without quotes" in built.log) == bool(code)
    assert built.has(f"threads/2026/{SLUG}/index.html") != bool(code)
