"""A thread's files are taken for those of before only if they are."""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.source import stamps
from answerable.source.stamps import content_stamp, stat_stamp

NAMES = ["comment.md", "assets", "assets/a.png"]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "assets").mkdir()
    (tmp_path / "comment.md").write_bytes(b"Why?\n")
    (tmp_path / "assets" / "a.png").write_bytes(b"picture")
    return tmp_path


def by_times(folder, names=NAMES, **options):
    return stat_stamp(str(folder), names, **options)


def by_bytes(folder, names=NAMES, known=None):
    return content_stamp(str(folder), names, known or {})


def later():
    """Wait until the clock of the file system has moved on."""
    time.sleep(0.02)


def test_files_that_nobody_touched_have_the_stamp_that_they_had(folder):
    assert by_times(folder) == by_times(folder) != b""
    assert by_bytes(folder) == by_bytes(folder) != b""
    assert len(by_times(folder)) == len(by_bytes(folder)) == 16


def same_size(folder):
    (folder / "comment.md").write_bytes(b"How?\n")


def times_set_back(folder):
    path = folder / "comment.md"
    before = path.stat()
    path.write_bytes(b"How?\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(folder):
    path = folder / "comment.md"
    before = path.stat()
    other = folder.parent / "other.md"
    other.write_bytes(b"How?\n")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)


def picture(folder):
    (folder / "assets" / "a.png").write_bytes(b"PICTURE")


@pytest.mark.parametrize("edit", [same_size, times_set_back, replaced, picture])
def test_edit_changes_both_stamps(folder, edit):
    before = by_times(folder), by_bytes(folder)
    later()
    edit(folder)
    assert by_times(folder) != before[0]
    assert by_bytes(folder) != before[1]


def test_new_file_changes_the_stamp_by_times(folder):
    before = by_times(folder)
    later()
    (folder / "2026-11-03-anna.md").write_bytes(b"So.\n")
    assert by_times(folder) != before


def test_new_picture_changes_the_stamp_by_times(folder):
    before = by_times(folder)
    later()
    (folder / "assets" / "b.png").write_bytes(b"other")
    assert by_times(folder) != before


def test_touched_file_keeps_the_stamp_of_its_bytes(folder):
    before = by_times(folder), by_bytes(folder)
    later()
    (folder / "comment.md").touch()
    assert by_times(folder) != before[0]
    assert by_bytes(folder) == before[1]


@pytest.mark.parametrize("name", ["2026-11-03-anna.md", "assets/b.png"])
def test_file_that_is_gone_has_no_stamp(folder, name):
    assert by_times(folder, [*NAMES, name]) == b""
    assert by_bytes(folder, [*NAMES, name]) == b""


def test_file_that_was_just_written_is_not_settled(folder):
    assert by_times(folder, settled=True) == b""


def test_file_that_is_old_but_came_just_now_is_not_settled(folder):
    for path in (folder, *(folder / name for name in NAMES)):
        os.utime(path, (0, 0))
    assert by_times(folder, settled=True) == b""


def test_file_of_some_age_is_settled(folder, monkeypatch):
    monkeypatch.setattr(stamps, "YOUNG", 10_000_000)
    later()
    assert by_times(folder, settled=True) == by_times(folder) != b""


def test_file_of_the_future_is_never_settled(folder, monkeypatch):
    monkeypatch.setattr(stamps, "YOUNG", 0)
    later()
    os.utime(folder / "comment.md", (2**32, 2**32))
    assert by_times(folder, settled=True) == b""


def test_what_is_read_already_is_not_read_again(folder):
    known = {"comment.md": b"Why?\n"}
    whole = by_bytes(folder)
    (folder / "comment.md").write_bytes(b"How?\n")
    assert by_bytes(folder, known=known) == whole


def test_order_of_names_does_not_matter_to_the_bytes(folder):
    assert by_bytes(folder, reversed(NAMES)) == by_bytes(folder)


@given(st.lists(st.tuples(st.text(), st.binary()), unique_by=lambda pair: pair[0]), st.data())
def test_bytes_that_move_from_one_file_to_another_change_the_stamp(files, data):
    known = dict(files)
    other = dict(data.draw(st.just(files) | st.permutations(files)))
    if known and data.draw(st.booleans()):
        name = data.draw(st.sampled_from(sorted(known)))
        other[name] = data.draw(st.binary())
    same = content_stamp(".", known, known) == content_stamp(".", other, other)
    assert same is (known == other)
