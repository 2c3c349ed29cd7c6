"""What is kept is found again, or not at all: never something else."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from contextlib import closing
from functools import partial

import pytest

from answerable.cache import Cache, Kept, key_of
from site_build.disturbing import Child, needs_fork, read_only, small_disk

TABLES = {"words": "1", "pages": "1"}
ROW = ("2026/hinge", b"stamp", b"value")
KEPT = Kept(b"stamp", b"value")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder" / "site.cache"


def keep(path, *rows, tables=None):
    """Save *rows* in the table of words; whether that was possible."""
    with Cache(path, tables or TABLES) as cache:
        cache.put("words", rows or [ROW])
        cache.save()
        return cache.writable


def found(path, key=ROW[0], *, tables=None, write=False):
    with Cache(path, tables or TABLES, write=write) as cache:
        return cache.get("words", key)


def test_what_was_saved_is_found(path):
    keep(path)
    assert found(path) == found(path, write=True) == KEPT
    assert found(path, "2026/other") is None


def test_what_was_not_saved_is_not_there(path):
    with Cache(path, TABLES) as cache:
        cache.put("words", [ROW])
    assert found(path) is None


def test_what_is_put_again_replaces_what_was_there(path):
    keep(path)
    keep(path, (ROW[0], b"other", b"words"))
    assert found(path) == Kept(b"other", b"words")


def test_what_is_dropped_is_gone_and_the_rest_stays(path):
    keep(path, ROW, ("2026/lamp", b"s", b"v"))
    with Cache(path, TABLES) as cache:
        cache.drop("words", [ROW[0], "2026/nothing"])
        cache.save()
    assert found(path) is None
    assert found(path, "2026/lamp")


def test_nothing_of_what_is_dropped_stays_in_the_files(path):
    secret = b"Words that were erased. " * 400
    keep(path, ("2026/hinge", b"stamp", secret), ("2026/other", b"stamp", b"value"))
    with Cache(path, TABLES) as cache:
        cache.drop("words", ["2026/hinge"])
        cache.save()
    left = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"erased" not in left


def test_cleared_table_is_empty_and_the_others_are_not(path):
    keep(path)
    with Cache(path, TABLES) as cache:
        cache.put("pages", [ROW])
        cache.clear("words")
        cache.save()
        assert list(cache.all("words")) == []
        assert list(cache.all("pages")) == [ROW]


def test_range_of_keys_has_both_its_ends(path):
    rows = [(key, b"", key.encode()) for key in ("a", "a-b", "b", "c")]
    keep(path, *rows)
    with Cache(path, TABLES) as cache:
        assert sorted(cache.between("words", "a-b", "b")) == rows[1:3]
        assert sorted(cache.all("words")) == rows


def test_table_of_another_version_is_empty(path):
    keep(path)
    other = {**TABLES, "words": "2"}
    assert found(path, tables=other) is None
    assert found(path, tables=other, write=True) is None
    assert found(path) is None


def test_reader_of_another_version_takes_nothing_away(path):
    keep(path)
    found(path, tables={**TABLES, "words": "2"})
    assert found(path) == KEPT


def test_new_version_of_one_table_leaves_the_others(path):
    keep(path)
    assert found(path, tables={**TABLES, "pages": "2"}, write=True) == KEPT


def test_reader_makes_no_file(path):
    assert found(path) is None
    assert not path.exists()


def test_reader_keeps_nothing(path):
    keep(path)
    with Cache(path, TABLES, write=False) as cache:
        assert not cache.writable
        cache.drop("words", [ROW[0]])
        cache.save()
    assert found(path) == KEPT


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"This is no cache at all.\n" * 500,
        lambda data: data[:2000],
        lambda data: data[:4096] + b"\xff" * (len(data) - 4096),
        lambda data: b"\0" * len(data),
        lambda data: data[:-4096],
    ],
    ids=["empty", "text", "head", "overwritten", "zeros", "short"],
)
def test_damaged_file_is_made_anew(path, damage):
    keep(path, *((f"key-{number}", b"stamp", b"value" * 50) for number in range(200)))
    path.write_bytes(damage(path.read_bytes()))
    with Cache(path, TABLES) as cache:
        for _, stamp, value in cache.all("words"):
            assert (stamp, value) == (b"stamp", b"value" * 50)
        cache.get("words", "key-100")
        cache.put("words", [ROW])
        cache.save()
    keep(path)
    assert found(path) == KEPT


def test_reader_of_a_damaged_file_finds_nothing(path):
    keep(path)
    path.write_bytes(b"This is no cache at all.\n" * 500)
    assert found(path) is None


def test_damaged_file_takes_its_journal_along(path):
    keep(path, *((f"key-{number}", b"old", b"value" * 50) for number in range(200)))
    with closing(sqlite3.connect(path)) as other:
        # A reader keeps the journal from being written back.
        other.execute("SELECT count(*) FROM words").fetchall()
        keep(path, ROW)
        journal = path.with_name(f"{path.name}-wal").read_bytes()
    path.write_bytes(b"This is no cache at all.\n" * 500)
    path.with_name(f"{path.name}-wal").write_bytes(journal)
    keep(path, ("2026/lamp", b"s", b"v"))
    with Cache(path, TABLES) as cache:
        assert list(cache.all("words")) == [("2026/lamp", b"s", b"v")]


@pytest.mark.parametrize("write", [True, False])
def test_folder_in_place_of_the_file_is_no_cache(path, write):
    path.mkdir(parents=True)
    assert found(path, write=write) is None
    assert not keep(path)


def test_file_in_place_of_the_folder_is_no_cache(path):
    path.parent.write_text("in the way", encoding="utf-8")
    assert not keep(path)
    assert found(path) is None


def test_read_only_cache_is_read(path):
    keep(path)
    with read_only(path.parent):
        assert found(path) == found(path, write=True) == KEPT
        assert not keep(path, (ROW[0], b"other", b"words"))
    assert found(path) == KEPT


def test_read_only_cache_of_another_version_is_empty(path):
    keep(path)
    with read_only(path.parent):
        assert found(path, tables={**TABLES, "words": "2"}, write=True) is None


def test_full_disk_keeps_what_was_saved_before(path):
    with small_disk(path.parent, "256k") as change:
        assert keep(path)
        large = [(f"key-{number}", b"stamp", os.urandom(4000)) for number in range(200)]
        assert not keep(path, (ROW[0], b"other", b"words"), *large)
        assert found(path) == KEPT
        change("size=8m")
        assert keep(path, *large)
        assert found(path, "key-199") == Kept(*large[-1][1:])


def test_writer_that_has_to_wait_too_long_goes_without(path, monkeypatch):
    monkeypatch.setattr("answerable.cache._WAIT", 0.05)
    keep(path)
    with Cache(path, TABLES) as first:
        first.put("words", [("2026/lamp", b"s", b"v")])
        with Cache(path, TABLES) as second:
            assert not second.writable
            assert second.get("words", ROW[0]) == KEPT
        first.save()
    assert found(path, "2026/lamp")


def test_writers_after_each_other_both_keep(path):
    with Cache(path, TABLES) as first, Cache(path, TABLES) as second:
        first.put("words", [("a", b"s", b"v")])
        first.save()
        second.put("words", [("b", b"s", b"v")])
        second.save()
        assert first.get("words", "b") == second.get("words", "a") == Kept(b"s", b"v")


@needs_fork
@pytest.mark.slow
def test_two_writers_at_once_leave_a_whole_cache(path):
    def write(name):
        for number in range(50):
            keep(path, *((f"{name}-{number}-{part}", b"s", b"v") for part in range(10)))

    children = [Child(partial(write, name)) for name in ("one", "other")]
    assert [child.wait() for child in children] == [0, 0]
    with Cache(path, TABLES) as cache:
        keys = [key.rpartition("-")[0] for key, _, _ in cache.all("words")]
    assert keys
    assert all(keys.count(key) == 10 for key in set(keys))


@needs_fork
@pytest.mark.slow
def test_killed_writer_leaves_whole_steps(path):
    def write():
        with Cache(path, TABLES) as cache:
            for step in range(100_000):
                stamp = str(step).encode()
                cache.put("words", ((f"key-{n}", stamp, stamp * 100) for n in range(20)))
                cache.save()

    for part in range(12):
        child = Child(write)
        time.sleep(0.01 + part * 0.015)
        child.kill()
        assert child.wait() == -signal.SIGKILL
        with Cache(path, TABLES) as cache:
            assert cache.writable
            rows = list(cache.all("words"))
            assert len(rows) in (0, 20)
            assert len({stamp for _, stamp, _ in rows}) <= 1
            assert all(value == stamp * 100 for _, stamp, value in rows)


@pytest.mark.parametrize(
    ("one", "other"),
    [(("ab", "c"), ("a", "bc")), (("1",), (1,)), ((None,), ("",)), ((("a",), "b"), (("a", "b"),))],
)
def test_keys_of_different_values_are_different(one, other):
    assert key_of(*one) == key_of(*one)
    assert key_of(*one) != key_of(*other)


def test_key_of_text_that_is_no_unicode_is_a_key():
    assert key_of("\udcff") != key_of("\udcfe")
