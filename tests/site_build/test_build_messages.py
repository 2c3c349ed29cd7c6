"""What a build says where something is wrong, and what it does all the same."""

from __future__ import annotations

import shutil

import pytest

from samples import COMMENT, REPLY, SLUG, THREAD_ID, comment_text, reply_text, write, write_sample
from site_build.building import build_site

PAGE = f"threads/2026/{SLUG}/"


@pytest.fixture
def feedback(tmp_path):
    write_sample(tmp_path / "feedback")
    return tmp_path / "feedback"


@pytest.fixture
def build(tmp_path, feedback):
    def build(**changes):
        built = build_site(tmp_path, feedback, **changes)
        assert "Traceback" not in built.log
        return built

    return build


def test_right_folder_builds_without_a_word_of_warning(build):
    built = build(strict=True)
    assert built.code == 0
    assert "WARNING" not in built.log
    assert "Page skipped" not in built.log


def test_site_url_is_asked_for(build):
    built = build(config={"site_url": None})
    assert built.code == 1
    assert "answerable needs site_url in mkdocs.yml" in built.log


def test_unknown_setting_is_named_with_a_guess(build):
    built = build(settings={"per_pag": 3, "search_limit": "many"})
    assert built.code == 1
    assert "unknown setting 'per_pag', did you mean 'per_page'?" in built.log
    assert "'search_limit' must be a whole number, 0 or more" in built.log


def test_unknown_check_is_named_with_a_guess(build):
    built = build(settings={"checks": {"image-mising": "off"}})
    assert built.code == 1
    assert "unknown check 'image-mising', did you mean 'image-missing'?" in built.log


def test_missing_feedback_folder_is_named(build):
    built = build(settings={"feedback_dir": "fedback"})
    assert built.code == 1
    assert "no feedback folder 'fedback'" in built.log


@pytest.mark.parametrize("strict", [False, True])
def test_broken_file_is_shown_with_its_place_and_mend(build, feedback, strict):
    write(feedback, REPLY, reply_text(signed_by="ana"))
    built = build(strict=strict)
    assert f"{REPLY}:5:12: error[unknown-person]" in built.log
    assert "5 | signed_by: ana\n    |            ^^^" in built.log
    assert "did you mean 'anna'?" in built.log
    assert built.code == strict


def test_site_is_built_without_the_broken_file(build, feedback):
    write(feedback, REPLY, reply_text(signed_by="ana"))
    record = build().data(f"api/threads/{THREAD_ID}.json")
    assert [message["type"] for message in record["messages"]] == ["comment"]
    assert record["state"] == "open"


def test_site_is_built_without_the_thread_of_a_broken_comment(build, feedback):
    write(feedback, COMMENT, comment_text(title=None))
    built = build()
    assert built.code == 0
    assert built.has("threads/index.html")
    assert not built.below(PAGE)


def test_site_without_any_thread_is_built(build, feedback):
    shutil.rmtree(feedback / "threads")
    built = build(strict=True)
    assert built.code == 0, built.log
    assert built.data("api/threads.json")["count"] == 0


def test_warning_of_a_check_does_not_fail_a_strict_build(build, feedback):
    body = "Write to maria.schmidt@company.org.\n"
    write(feedback, COMMENT, comment_text(body=body))
    (feedback / REPLY).unlink()
    built = build(strict=True)
    assert "warning[personal-email]" in built.log
    assert built.code == 0


def test_web_font_is_warned_of(build):
    built = build(config={"theme": {"font": {"text": "Roboto"}}})
    assert "Set 'font: false' under theme" in built.log
    assert built.code == 0


def indexed(built):
    entries = built.data("search/search_index.json")["docs"]
    return {entry["location"] for entry in entries if entry["location"].startswith("threads/2")}


@pytest.fixture
def three_threads(feedback):
    """Another thread, and a stub."""
    stub = "{decision: withheld, by: ben, at: 2026-11-02T10:00:00+01:00, reason: insult}"
    write(feedback, "threads/2026/other/comment.md", comment_text(id="aaaaaaaaaa"))
    write(feedback, "threads/2026/stub/comment.md", comment_text(id="bbbbbbbbbb", moderation=stub))


@pytest.mark.usefixtures("three_threads")
def test_search_finds_threads_up_to_the_limit_and_no_stub(build):
    built = build(settings={"search_limit": 3})
    assert indexed(built) == {PAGE, "threads/2026/other/"}
    assert "search_limit" not in built.log
    assert not built.below("assets/answerable/search")


@pytest.mark.usefixtures("three_threads")
def test_search_without_threads_finds_pages_only(build):
    built = build(settings={"search_limit": 0})
    assert indexed(built) == set()
    assert "search_limit" not in built.log
    assert not built.below("assets/answerable/search")


@pytest.mark.usefixtures("three_threads")
def test_search_above_the_limit_has_bundles_and_a_script_for_them(build):
    built = build(settings={"search_limit": 2})
    assert indexed(built) == set()
    assert list(built.data("assets/answerable/search/index.json")["bundles"]) == ["en"]
    assert 'assets/answerable/search.js" defer' in built.text("index.html")


@pytest.mark.usefixtures("three_threads")
def test_search_above_the_limit_without_pagefind_says_what_to_install(build, tmp_path):
    hook = tmp_path / "without.py"
    hook.write_text("from answerable.site import pagefind\npagefind.available = lambda: False\n")
    built = build(settings={"search_limit": 2}, config={"hooks": [str(hook)]})
    assert indexed(built) == set()
    assert "3 threads are more than search_limit (2)" in built.log
    assert "pip install 'mkdocs-answerable[search]'" in built.log
    assert not built.below("assets/answerable/search")


def test_search_index_holds_no_shell(build):
    locations = {e["location"] for e in build().data("search/search_index.json")["docs"]}
    assert locations == {"", PAGE}


def test_own_site_builds_strictly_in_both_languages(own_sites):
    for built in own_sites:
        assert built.code == 0, built.log
