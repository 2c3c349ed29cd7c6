"""While a site is served, a change in the feedback folder is noticed at once."""

from __future__ import annotations

import os
import time

import pytest

from answerable.build.watching import watch_folder


def add(folder):
    (folder / "threads" / "new").mkdir()
    (folder / "threads" / "new" / "comment.md").write_text("new")


def edit(folder):
    (folder / "threads" / "old" / "comment.md").write_text("edited")


def delete(folder):
    (folder / "threads" / "old" / "comment.md").unlink()


def read(folder):
    (folder / "threads" / "old" / "comment.md").read_text()


def noticed(change, tmp_path, *, patience):
    """Whether a *change* is noticed within that many seconds."""
    folder, sign = tmp_path / "feedback", tmp_path / "cache" / "changed"
    (folder / "threads" / "old").mkdir(parents=True)
    (folder / "threads" / "old" / "comment.md").write_text("old")
    assert watch_folder(folder, sign)
    # Long ago: two times within the same tick of the clock would be equal.
    os.utime(sign, (0, 0))
    before = sign.stat().st_mtime_ns
    change(folder)
    end = time.monotonic() + patience
    while (seen := sign.stat().st_mtime_ns == before) and time.monotonic() < end:
        time.sleep(0.02)
    return not seen


@pytest.mark.parametrize("change", [add, edit, delete])
def test_change_is_noticed(change, tmp_path):
    assert noticed(change, tmp_path, patience=20)


def test_reading_is_no_change(tmp_path):
    assert not noticed(read, tmp_path, patience=3)
