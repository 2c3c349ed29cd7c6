"""An XML export is not trusted: bombs, sizes, control characters, and files that break off."""

from __future__ import annotations

import gzip

import pytest

from answerable.importers import export_stream, xml_files
from page_exports import (
    DISQUS_HEAD,
    disqus_export,
    disqus_post,
    disqus_thread,
    stack_dump,
    stack_row,
    wxr_comment,
    wxr_export,
    wxr_item,
)

BOMB = """<!DOCTYPE disqus [
<!ENTITY a "ha"> <!ENTITY b "&a;&a;&a;&a;"> <!ENTITY c "&b;&b;&b;&b;">
]>"""
OTHER_FILE = '<!DOCTYPE disqus [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
BEHIND = "; what comes behind was not read"


@pytest.mark.parametrize("declared", [BOMB, OTHER_FILE, "<!DOCTYPE disqus>"])
def test_a_document_type_is_refused_and_with_it_every_entity(site, declared):
    file = disqus_export(site.export, disqus_thread(), disqus_post(1, message=("&a;",)))
    text = file.read_text().replace("<disqus", f"{declared}\n<disqus", 1)
    file.write_text(text)

    result = site.run("disqus", path=file)

    assert result.exit_code == 2
    assert "declares a document type (DOCTYPE) in line 2, which is refused" in result.stderr


def test_an_entity_that_nobody_declared_ends_the_reading(site):
    post = disqus_post(2, message=("&nbsp;",))
    file = disqus_export(site.export, disqus_thread(), disqus_post(1), post, disqus_post(3))

    (left,) = site.report("disqus", path=file)["left_out"]

    assert left == {
        "item": "disqus.xml",
        "reason": f"is not XML in line 6 (undefined entity){BEHIND}",
    }
    assert site.thread().comment.source.id == "1"


@pytest.mark.parametrize("kept", [0.3, 0.5, 0.7, 0.9, 0.999])
def test_what_was_whole_before_a_file_breaks_off_is_taken_over(site, kept):
    posts = [disqus_post(at) for at in range(1, 29)]
    file = disqus_export(site.export, disqus_thread(), *posts)
    text = file.read_text()
    text = text[: int(len(text) * kept)]
    file.write_text(text)

    report = site.report("disqus", path=file)

    whole = text.count("</post>")
    assert report["new"]["threads"] == whole
    line = text.count("\n") + 1
    assert report["left_out"] == [
        {"item": "disqus.xml", "reason": f"ends in the middle, in line {line}{BEHIND}"}
    ]
    site.check()


def test_the_whole_file_adds_what_was_missing_in_the_one_that_broke_off(site):
    posts = [disqus_post(at) for at in range(1, 9)]
    whole = disqus_export(site.export, disqus_thread(), *posts)
    cut = site.export / "cut.xml"
    cut.write_text(whole.read_text()[:2500])
    first = site.report("disqus", path=cut)["new"]["threads"]

    report = site.report("disqus", path=whole)

    assert 0 < first < 8
    assert (report["already_there"], report["new"]["threads"]) == (first, 8 - first)


def test_a_comment_that_looks_like_records_is_never_read_as_one(site):
    forged = disqus_post(9, "Anna Berg", "anna_b", parent=1)
    text = f"Hi ]]\x08>{forged} &#8; \udcff<!-- </message> {forged}"
    posts = disqus_post(1, message="X"), disqus_post(2, message="Y")
    file = disqus_export(site.export, disqus_thread(), *posts)
    raw = file.read_bytes().replace(
        b">X<", b"><![CDATA[" + text.encode("utf-8", "surrogateescape") + b"]]><"
    )
    file.write_bytes(raw)

    report = site.report("disqus", "--staff", "user:anna_b=anna", path=file)

    assert report["read"] == 2
    assert report["new"] == {"threads": 2, "follow_ups": 0, "replies": 0}
    site.check()


def test_characters_that_xml_forbids_end_nothing(site):
    file = disqus_export(site.export, disqus_thread(), disqus_post(1, message="a BELL b"))
    raw = file.read_bytes().replace(b"BELL", b"\x07 \x00 &#x1F; &#55296; \xff")
    file.write_bytes(raw)

    site.report("disqus", path=file)

    assert site.thread().comment.body == "a \ufffd \ufffd \ufffd \ufffd \ufffd b\n"


def test_a_reference_to_a_character_may_lie_across_two_pieces(site):
    # The rest of the reference begins the second piece of 64 KiB.
    for shift in range(8):
        file = disqus_export(site.export, disqus_thread(), disqus_post(1 + shift, message="PAD"))
        before = file.read_text().index("PAD")
        pad = "x" * (64 * 1024 - before - shift) + " &#x1;&#xe9;"
        file.write_text(file.read_text().replace("PAD", pad))

        assert site.report("disqus", path=file)["new"]["threads"] == 1

    bodies = [thread.comment.body for thread in site.all_threads()]
    assert all(body.endswith("x \ufffdé\n") for body in bodies)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252", "ISO-8859-1"])
def test_the_encoding_that_a_file_declares_is_followed(site, encoding):
    file = disqus_export(site.export, disqus_thread(), disqus_post(1, "Zoë", message="Tür"))
    declared = encoding.removesuffix("-sig")
    text = file.read_text("utf-8").replace('encoding="utf-8"', f'encoding="{declared}"')
    file.write_text(text, encoding=encoding)

    site.report("disqus", path=file)

    comment = site.thread().comment
    assert (comment.sender, comment.body) == ("Zoë", "Tür\n")


@pytest.mark.parametrize("encoding", ["hex", "zip", "utf-7", "unicode_escape", "klingon", "cp9999"])
def test_an_encoding_that_is_none_of_text_is_refused(site, encoding):
    file = disqus_export(site.export, disqus_thread(), disqus_post(1))
    file.write_text(file.read_text().replace("utf-8", encoding))

    result = site.run("disqus", path=file)

    assert result.exit_code == 2
    assert f"is in the encoding '{encoding}', which is not known" in result.stderr


def test_a_record_that_is_too_large_is_passed_over_by_name(site, monkeypatch):
    monkeypatch.setattr(xml_files, "LARGEST_RECORD", 2 * 1024 * 1024)
    monkeypatch.setattr(xml_files, "MOST_ELEMENTS", 100)
    file = disqus_export(
        site.export,
        disqus_thread(),
        disqus_post(1),
        disqus_post(2, message="x" * 3_000_000),
        disqus_post(3, message=("<b/>" * 200,)),
        disqus_post(4),
    )

    report = site.report("disqus", path=file)

    assert report["left_out"] == [
        {"item": "disqus.xml line 6", "reason": "holds more than 2 million characters"},
        {"item": "disqus.xml line 7", "reason": "holds more than 100 elements"},
    ]
    assert report["new"]["threads"] == 2


def test_comments_of_a_page_that_is_too_large_stay_out(site, monkeypatch):
    monkeypatch.setattr(xml_files, "MOST_ELEMENTS", 50)
    meta = ("<x/>" * 100,)
    large = wxr_item(wxr_comment(1), post_id=1, postmeta=meta)
    file = wxr_export(site.export, large, wxr_item(wxr_comment(2), post_id=2))

    report = site.report("wxr", path=file)

    assert report["left_out"] == [
        {"item": "wordpress.xml line 7", "reason": "holds more than 50 elements"},
        {"item": "comment 1", "reason": "its page could not be read"},
    ]
    assert site.thread().comment.source.id == "2"


def test_a_tag_without_an_end_is_not_waited_for(site):
    file = stack_dump(site.export, stack_row(1, 1), stack_row(2, 2, ParentId=1))
    with file.open("a") as out:
        out.write('<row Id="')
        for _ in range(20):
            out.write("x" * 1024 * 1024)

    result = site.run("stackexchange", path=file)
    file.write_text(file.read_text().replace("</posts>", ""))
    report = site.report("stackexchange", path=file)

    assert result.exit_code == 0
    reason = f"holds a tag or a remark of more than 8 MiB in line 5{BEHIND}"
    assert report["left_out"][0]["reason"] == reason
    assert report["already_there"] == 2


def test_an_export_is_not_followed_into_the_depth(site):
    deep = "<a>" * 100_000
    file = disqus_export(site.export, disqus_thread(), disqus_post(1), deep)

    (left,) = site.report("disqus", path=file)["left_out"]

    assert left["reason"] == f"is nested deeper than 50 elements in line 6{BEHIND}"


def test_a_packed_bomb_is_unpacked_only_so_far(site, monkeypatch):
    monkeypatch.setattr(export_stream, "LARGEST", 1024 * 1024)
    text = DISQUS_HEAD + disqus_thread() + disqus_post(1) + " " * 50_000_000
    file = site.export / "bomb.xml.gz"
    file.write_bytes(gzip.compress(text.encode()))

    (left,) = site.report("disqus", path=file)["left_out"]

    assert file.stat().st_size < 100_000
    assert left == {"item": "bomb.xml.gz", "reason": f"is larger than 1 MiB{BEHIND}"}


@pytest.mark.parametrize("kept", [12, 0.6])
def test_a_packed_file_that_is_cut_off_says_so(site, kept):
    posts = [disqus_post(at, message=f"{at**999}") for at in range(1, 29)]
    file = disqus_export(site.export, disqus_thread(), *posts)
    packed = gzip.compress(file.read_bytes())
    cut = site.export / "cut.gz"
    cut.write_bytes(packed[: kept if kept > 1 else int(len(packed) * kept)])

    result = site.run("disqus", path=cut)

    assert result.exit_code == (2 if kept > 1 else 0)
    assert "is packed, and damaged or cut off" in result.output


@pytest.mark.parametrize("form", ["disqus", "wxr", "stackexchange"])
@pytest.mark.parametrize("text", ["", "x", "<html></html>", "<?xml version='1.0'?>\n<opml/>"])
def test_a_file_of_another_kind_is_a_wrong_call(site, form, text):
    file = site.export / "other.xml"
    file.write_text(text)

    result = site.run(form, path=file)

    assert result.exit_code == 2
    assert "PATH must be" in result.stderr
    words = "is something else" if text.endswith(">") else "is not XML in line 1"
    assert words in result.stderr


@pytest.mark.parametrize("form", ["disqus", "wxr", "isso", "remark42"])
def test_a_folder_in_place_of_the_file_is_a_wrong_call(site, form):
    result = site.run(form, path=site.export)

    assert result.exit_code == 2
    assert "PATH must be" in result.stderr
