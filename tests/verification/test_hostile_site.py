"""A site that somebody else made costs no more than its size, and leads nowhere else."""

from __future__ import annotations

import os
import time

import pytest

from answerable.verification.folder import Folder
from answerable.verification.page import read_page

SIZE = 300_000
"""Characters; the standard library's parser alone takes minutes for some of these."""

NEVER_ENDING = ("</", "<a ", "<!", "<?", "<![CDATA[", "<![CDATA[>", "<?php<", '<a x="', "</p ")
MANY = ("<br>", "<p>", "<", "&", "<a x=1 ", "<div>", "<li>x", "</p>")


@pytest.mark.parametrize("piece", [*NEVER_ENDING, *MANY])
@pytest.mark.parametrize("end", ["", ">", "-->", "</html>"])
def test_a_page_costs_no_more_than_its_size(piece, end):
    begun = time.process_time()
    page = read_page((piece * (SIZE // len(piece)) + end).encode())
    assert time.process_time() - begun < 5
    assert page.messages == {}


@pytest.mark.parametrize("piece", NEVER_ENDING)
def test_a_page_with_a_tag_that_never_ends_is_not_read(piece):
    assert read_page(f"<!doctype html><main><p>It is so.</p></main>{piece}".encode()).unread


def test_a_page_of_millions_of_elements_is_not_read():
    assert read_page(b"<br>" * 600_000).unread == "it has too many elements"


@pytest.mark.skipif(os.name == "nt", reason="there, no file has such a name")
@pytest.mark.parametrize(
    "name", ["..\\secret", "\\\\host\\share\\secret", "C:secret", "secret:stream"]
)
def test_a_name_that_leads_elsewhere_on_windows_is_that_of_no_file(tmp_path, name):
    (tmp_path / "threads").mkdir()
    (tmp_path / "threads" / name).write_bytes(b"secret")
    assert Folder(tmp_path).read(f"threads/{name}", 100) is None
    (tmp_path / f"{name}.d").mkdir()
    (tmp_path / f"{name}.d" / "file").write_bytes(b"secret")
    assert Folder(tmp_path).read(f"{name}.d/file", 100) is None


@pytest.mark.parametrize("path", ["../secret", "a/../../secret", "/secret", "a//b", ".", ""])
def test_a_path_that_leaves_the_folder_is_that_of_no_file(tmp_path, path):
    (tmp_path / "site" / "a").mkdir(parents=True)
    (tmp_path / "site" / "a" / "b").write_bytes(b"")
    (tmp_path / "secret").write_bytes(b"secret")
    assert Folder(tmp_path / "site").read(path, 100) is None
