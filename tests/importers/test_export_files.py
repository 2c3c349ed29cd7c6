"""An export is not trusted: what is no plain file in it is named, and neither read nor awaited."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from exports import discourse_post, discourse_topic, staticman_comment

LINK = "is a link, which is not followed"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs links, pipes and devices")


@pytest.fixture
def page(site) -> Path:
    """The folder of a page with one comment that is in order."""
    return staticman_comment(site.export, "doors/c-1", message="Fine").parent


def test_staticman_follows_no_link_out_of_the_export(site, page):
    secret = site.export.parent / "secret.yml"
    secret.write_text("message: secret\ndate: 2018-01-01\n")
    (page / "c-2.yml").symlink_to(secret)
    (page.parent / "elsewhere").symlink_to(site.export.parent)
    (page / "gone").symlink_to("nowhere")

    left_out = site.left_out("staticman")

    assert left_out == {"doors/c-2.yml": LINK, "doors/gone": LINK, "elsewhere": LINK}
    assert list(site.threads()) == ["Fine"]


@pytest.mark.parametrize("link", ["_data", "_data/comments"])
def test_a_link_in_place_of_the_comments_is_named_and_nothing_else_read(site, link):
    site_folder = site.export / "site"
    (site_folder / link).parent.mkdir(parents=True)
    (site_folder / link).symlink_to(site.export.parent)
    (site_folder / "_config.yml").write_text("message: secret\ndate: 2018-01-01\n")

    report = site.report("staticman", path=site_folder)

    assert report["left_out"] == [{"item": link, "reason": LINK}]
    assert report["read"] == 1


def test_staticman_waits_for_no_pipe(site, page):
    os.mkfifo(page / "c-2.yml")

    assert site.left_out("staticman") == {"doors/c-2.yml": "is no file"}


def test_discourse_reads_neither_links_nor_devices_nor_pipes(site):
    discourse_topic(site.export, discourse_post(1))
    secret = discourse_topic(site.export.parent / "secret", discourse_post(1, id=7))
    (site.export / "zero.json").symlink_to("/dev/zero")
    (site.export / "secret.json").symlink_to(secret)
    (site.export / "folder").symlink_to(secret.parent)
    os.mkfifo(site.export / "pipe.json")

    left_out = site.left_out("discourse")

    assert left_out == {
        "folder": LINK,
        "pipe.json": "is no file",
        "secret.json": LINK,
        "zero.json": LINK,
    }
    assert len(site.threads()) == 1


def test_a_topic_may_be_named_by_a_link(site):
    topic = discourse_topic(site.export, discourse_post(1))
    (site.export.parent / "mine").symlink_to(topic)

    assert site.report("discourse", path=site.export.parent / "mine")["new"]["threads"] == 1


@pytest.mark.parametrize(
    "form", ["staticman", "discourse", "disqus", "isso", "remark42", "stackexchange", "wxr"]
)
def test_a_device_or_a_pipe_as_the_export_is_a_wrong_call(site, form):
    os.mkfifo(site.export / "pipe")

    for path in (site.export / "pipe", Path(os.devnull)):
        assert site.run(form, path=path).exit_code == 2


@pytest.mark.parametrize("form", ["staticman", "discourse"])
def test_a_folder_of_the_export_that_cannot_be_read_is_named(site, page, monkeypatch, form):
    discourse_topic(page, discourse_post(1))
    closed = page.parent / "windows"
    closed.mkdir()
    list_folder = os.scandir

    def scandir(path: str) -> object:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return list_folder(path)

    monkeypatch.setattr(os, "scandir", scandir)
    left_out = site.left_out(form)

    name = "windows" if form == "staticman" else "_data/comments/windows"
    assert left_out[name] == "cannot be read: Permission denied"


@pytest.mark.parametrize("form", ["staticman", "discourse"])
def test_an_export_may_be_deeper_than_programs_can_recurse(site, form):
    good = staticman_comment(site.export, "doors/c-1", message="Fine")
    discourse_topic(site.export, discourse_post(1))
    try:
        nest(good.parent, 1500)
        assert site.report(form)["new"]["threads"] >= 1
    finally:
        # Python's own way to delete folders recurses, so pytest could not delete these.
        subprocess.run(["rm", "-rf", good.parent], check=True)


def nest(folder: Path, depth: int) -> None:
    """Make a folder within a folder, and so on."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)


@pytest.mark.skipif(sys.platform != "linux", reason="needs file names of any bytes")
def test_a_file_name_of_any_bytes_is_shown(site, page):
    for name in (b"/\xff.yml", b"/\xfe.txt"):
        Path(os.fsdecode(os.fsencode(page) + name)).write_text("message: Hi\ndate: 2018-01-01\n")

    assert "doors/\N{REPLACEMENT CHARACTER}.txt" in site.run("staticman").stdout
    site.check()
