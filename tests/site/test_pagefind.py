"""Bundles of Pagefind: what a folder holds, that it is the same twice, and who goes where."""

from __future__ import annotations

import gzip
import json
import os
import random
from datetime import timezone
from pathlib import Path
from typing import NamedTuple

import pytest

from answerable.site import bundles, pagefind
from answerable.site.bundles import bundle_list, divide
from answerable.site.language import Language
from answerable.site.pagefind import PagefindError, SearchRecord, write_bundle

needs_pagefind = pytest.mark.skipif(
    not pagefind.available(), reason="Pagefind is not installed: pip install 'pagefind[bin]'"
)

HOSTILE = "<script>alert(1)</script> &amp; <mark>you"


class Thread(NamedTuple):
    """Where a thread lies."""

    url: str
    year: str = "2026"
    language: str = "de"


def records(number):
    return [
        SearchRecord(f"threads/2026/t{n}/", f"Frage {n}", f"Bremsbeläge und Licht {n} " * 40)
        for n in range(number)
    ]


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def fragments(folder):
    """What a browser gets of each thread, by its address."""
    found = {}
    for path in folder.glob("fragment/*"):
        fragment = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        found[fragment["url"]] = fragment
    return found


@needs_pagefind
def test_a_bundle_holds_every_record_in_one_language(tmp_path):
    write_bundle(records(30), "de", tmp_path / "de-2026-0")
    entry = json.loads((tmp_path / "de-2026-0" / "pagefind-entry.json").read_text())
    assert {code: index["page_count"] for code, index in entry["languages"].items()} == {"de": 30}
    assert set(fragments(tmp_path / "de-2026-0")) == {record.url for record in records(30)}


@needs_pagefind
def test_the_same_records_give_the_same_bytes(tmp_path):
    shuffled = records(300)
    random.Random(3).shuffle(shuffled)
    write_bundle(records(300), "de", tmp_path / "one")
    write_bundle(shuffled, "de", tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two")


@needs_pagefind
def test_nothing_stays_of_an_older_bundle_nor_beside_it(tmp_path):
    write_bundle(records(9), "de", tmp_path / "bundle")
    write_bundle(records(2), "de", tmp_path / "bundle")
    write_bundle(records(2), "de", tmp_path / "fresh")
    assert files(tmp_path / "bundle") == files(tmp_path / "fresh")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle", "fresh"]


@needs_pagefind
def test_a_bundle_has_no_user_interface_and_no_other_language(tmp_path):
    write_bundle(records(2), "de", tmp_path / "bundle")
    names = {path.name for path in (tmp_path / "bundle").iterdir()}
    assert names - {"fragment", "index", "filter"} == {
        "pagefind.js",
        "pagefind-worker.js",
        "pagefind-entry.json",
        "wasm.de.pagefind",
        *(path.name for path in (tmp_path / "bundle").glob("*.pf_meta")),
    }


@needs_pagefind
def test_a_language_that_pagefind_does_not_know_is_indexed_all_the_same(tmp_path):
    write_bundle(records(2), "tlh", tmp_path / "bundle")
    assert (tmp_path / "bundle" / "wasm.unknown.pagefind").is_file()


@needs_pagefind
def test_texts_are_kept_as_they_are(tmp_path):
    record = SearchRecord("threads/2026/a/", HOSTILE, f"{HOSTILE}\nwide  space", ("a, b", '"c"'))
    write_bundle([record], "en", tmp_path / "bundle")
    (fragment,) = fragments(tmp_path / "bundle").values()
    assert fragment["meta"]["title"] == HOSTILE
    assert fragment["content"] == f"{HOSTILE} wide space"
    assert json.loads(fragment["meta"]["tags"]) == ["a, b", '"c"']


@needs_pagefind
@pytest.mark.parametrize(
    "text", ["", "  \n", "\u200b", ":)", "...", "\u2026!", "\U0001f44d"], ids=ascii
)
def test_a_thread_without_words_is_found_by_its_title(text, tmp_path):
    write_bundle([SearchRecord("threads/2026/a/", "Nur Titel", text)], "de", tmp_path / "bundle")
    assert fragments(tmp_path / "bundle")["threads/2026/a/"]["content"] == "Nur Titel"


@needs_pagefind
def test_a_thread_without_any_words_is_in_the_bundle(tmp_path):
    write_bundle([SearchRecord("threads/2026/a/", "?!", ":)")], "de", tmp_path / "bundle")
    assert fragments(tmp_path / "bundle").keys() == {"threads/2026/a/"}


@needs_pagefind
def test_settings_of_the_surroundings_do_not_change_a_bundle(tmp_path, monkeypatch):
    write_bundle(records(3), "de", tmp_path / "one")
    (tmp_path / "pagefind.json").write_text('{"force_language": "en", "keep_index_url": true}')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGEFIND_FORCE_LANGUAGE", "en")
    monkeypatch.setenv("PAGEFIND_OUTPUT_PATH", str(tmp_path / "elsewhere"))
    write_bundle(records(3), "de", tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two")


@needs_pagefind
def test_a_refusal_leaves_the_older_bundle(tmp_path):
    write_bundle(records(2), "de", tmp_path / "bundle")
    before = files(tmp_path)
    with pytest.raises(PagefindError):
        write_bundle([SearchRecord("threads/2026/a/", "\ud800", "text")], "de", tmp_path / "bundle")
    assert files(tmp_path) == before


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo no luck >&2", "no luck"),
        ("exit 3", "without an answer"),
        ("echo e30=,", "payload"),
    ],
)
def test_a_pagefind_that_ends_early_is_reported_with_what_it_said(
    script, said, tmp_path, monkeypatch
):
    program = tmp_path / "pagefind"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(pagefind, "_executable", lambda: program)
    with pytest.raises(PagefindError, match=said):
        write_bundle(records(3), "de", tmp_path / "out" / "bundle")
    assert list((tmp_path / "out").iterdir()) == []


def test_without_pagefind_the_message_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(pagefind, "_executable", lambda: None)
    assert not pagefind.available()
    with pytest.raises(PagefindError, match=r"pip install 'mkdocs-answerable\[search\]'"):
        write_bundle(records(1), "de", tmp_path / "bundle")


def test_languages_and_the_newest_year_have_bundles_of_their_own():
    threads = [
        Thread("a", "2024", "en"),
        Thread("b", "2025", "de-AT"),
        Thread("c", "2026", "de"),
        Thread("d", "2026", "en"),
        Thread("e", "2023", "en-GB"),
    ]
    divided = {
        name: [thread.url for thread in members] for name, members in divide(threads).items()
    }
    assert divided == {
        "de-2026-0": ["c"],
        "de-older-0": ["b"],
        "en-2026-0": ["d"],
        "en-older-0": ["a", "e"],
    }


def test_every_thread_is_in_one_bundle_of_bounded_size():
    threads = [Thread(f"{year}/{n}", year) for year in ("2025", "2026") for n in range(4001)]
    divided = divide(reversed(threads))
    assert sorted(thread for members in divided.values() for thread in members) == sorted(threads)
    for name, members in divided.items():
        limit = bundles.OLDER if "older" in name else bundles.NEWEST
        assert len(members) < 1.25 * limit


def test_a_new_thread_changes_one_bundle():
    threads = [Thread(str(n)) for n in range(1200)]
    before, after = divide(threads), divide([*threads, Thread("new")])
    assert len([name for name in after if after[name] != before[name]]) == 1


def test_no_threads_need_no_bundle():
    assert divide([]) == {}


def test_the_list_names_bundles_by_language_in_the_words_of_the_interface():
    tags = {"en-2026-0": "x", "de-older-0": "y", "de-2026-0": "z"}
    content = json.loads(bundle_list(tags, Language("de", timezone.utc)))
    assert content["bundles"] == {
        "de": [["de-2026-0", "z"], ["de-older-0", "y"]],
        "en": [["en-2026-0", "x"]],
    }
    assert content["one"] == "1 passendes Gespräch"
    place = Path("site", bundles.FOLDER, content["root"])
    assert os.path.normpath(place) == "site"
