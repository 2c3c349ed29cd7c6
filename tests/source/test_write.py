from __future__ import annotations

import os
import stat
import tempfile
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from answerable.config import Settings
from answerable.digests import source_digest
from answerable.model import (
    PROMPTS,
    REDACTION_KINDS,
    Appeal,
    Comment,
    Decision,
    Origin,
    Redaction,
    Reply,
    Thread,
)
from answerable.source import load_feedback, question_digest, title_digest
from answerable.source.names import NONCE, THREAD_ID, is_visible
from answerable.source.redaction import marker
from answerable.source.scalars import canonical_text, scalar
from answerable.source.write import (
    WouldOverwriteError,
    comment_file,
    follow_up_file,
    new_id,
    new_nonce,
    reply_file,
    write_atomically,
)
from samples import NONCE as SAMPLE_NONCE
from samples import NOW, SLUG, THREAD, write_sample
from samples import THREAD_ID as SAMPLE_ID

# Halves of characters as well, which JSON can bring in.
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)
YAML_SIGNS = st.text(st.sampled_from("ab1 :#-?,[]{}&*!|>'\"%@`~\\\n\t.0xe=<"), max_size=12)
TIMES = st.datetimes(
    datetime(1900, 1, 2),
    datetime(2026, 11, 1),
    timezones=st.sampled_from([timezone.utc, timezone(timedelta(hours=-3, minutes=-30))]),
)
RECEIVED = datetime(2026, 11, 1, 9, 12, tzinfo=timezone(timedelta(hours=1)))


def one_line(text: str) -> str:
    return " ".join(canonical_text(text).split())


def lines(text: str) -> str:
    return canonical_text(text).strip() + "\n"


WORDS = ANY_TEXT.map(one_line).filter(lambda text: is_visible(text) and text != "anonymous")
BODIES = ANY_TEXT.map(lines).filter(is_visible)
ORIGINS = st.none() | st.builds(Origin, WORDS, WORDS, st.none() | st.just("https://a.example/?b#c"))


def comment(stem: str = "comment", **changes: object) -> Comment:
    message = Comment(
        stem=stem,
        path="",
        sender="P. M.",
        channel="import",
        received=RECEIVED,
        language="en",
        nonce=SAMPLE_NONCE,
        moderation=Decision("published", at=RECEIVED),
        body="Why?\n",
    )
    return replace(message, **changes)  # type: ignore[arg-type]


def thread(opening: Comment, **changes: object) -> Thread:
    opened = Thread(
        id=SAMPLE_ID,
        year=f"{opening.received.year}",
        slug=SLUG,
        title="Spare parts",
        kind="problem",
        topic="spare-parts",
        tags=("delivery",),
        comment=opening,
    )
    return replace(opened, **changes)  # type: ignore[arg-type]


def read_back(written: Thread) -> Thread:
    """What the loader reads from the files of *written*."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_sample(root)
        for file in (root / THREAD).iterdir():
            file.unlink()
        folder = root / "threads" / written.year / written.slug
        folder.mkdir(parents=True, exist_ok=True)
        files = {"comment": comment_file(written)}
        files |= {
            message.stem: follow_up_file(written.id, message) for message in written.follow_ups
        }
        files |= {reply.stem: reply_file(written.id, reply) for reply in written.replies}
        for stem, text in files.items():
            (folder / f"{stem}.md").write_bytes(text.encode())
        loaded = load_feedback(root, Settings(), now=NOW)
        (found,) = loaded.feedback.threads
    return replace(
        found,
        comment=replace(found.comment, path=""),
        follow_ups=tuple(replace(message, path="") for message in found.follow_ups),
        replies=tuple(replace(reply, path="") for reply in found.replies),
    )


@given(title=WORDS, sender=st.none() | WORDS, body=BODIES, received=TIMES, source=ORIGINS)
@settings(max_examples=100, deadline=None)
def test_what_is_written_as_a_thread_reads_back_the_same(title, sender, body, received, source):
    opening = comment(
        sender=sender,
        body=body,
        received=received,
        source=source,
        moderation=Decision("published", by="ben", at=received),
    )
    written = thread(opening, title=title, tags=("a", "b-2"))

    assert read_back(written) == written


@given(sender=WORDS, body=BODIES, source=ORIGINS, resolved=st.booleans())
@settings(max_examples=50, deadline=None)
def test_what_is_written_as_a_dialogue_reads_back_the_same(sender, body, source, resolved):
    opening = comment()
    later = RECEIVED + timedelta(days=1)
    follow_up = comment(
        "2026-11-02-customer",
        sender=sender,
        body=body,
        received=later,
        source=source,
        resolved=resolved,
        moderation=Decision("published", at=later),
    )
    reply = Reply(
        stem="2026-11-02-anna",
        path="",
        answers="2026-11-02-customer",
        question=question_digest(SAMPLE_NONCE, body),
        signed_by="anna",
        date=later,
        language="en",
        body=body,
        outcome="changed",
        source=source,
        title=title_digest(SAMPLE_NONCE, "Spare parts"),
    )
    reply = replace(reply, file=reply_file(SAMPLE_ID, reply).encode())
    written = replace(thread(opening), follow_ups=(follow_up,), replies=(reply,))

    assert read_back(written) == written


HOURS = st.lists(st.integers(1, 600), min_size=4, max_size=4).map(
    lambda hours: [RECEIVED + timedelta(hours=one) for one in sorted(hours)]
)


@given(
    times=HOURS,
    facts=st.none() | WORDS,
    prompted_by=st.sampled_from([None, *PROMPTS]),
    kinds=st.lists(st.sampled_from(REDACTION_KINDS), max_size=3),
    answer=st.sampled_from([{}, {"upheld": NOW, "by": "ben"}]),
)
@settings(max_examples=50, deadline=None)
def test_what_was_decided_reads_back_the_same(times, facts, prompted_by, kinds, answer):
    first, second, third, fourth = times
    history = (
        Decision("published", "anna", first),
        Decision("withheld", None, second, "privacy", "notice", "It names people."),
    )
    marks = " ".join(marker(kind, "Anna Berg", "de") for kind in kinds)
    opening = comment(
        moderation=Decision("withheld", "ben", third, "insult", prompted_by, facts),
        history=history,
        appeal=Appeal(fourth, **answer),
        redactions=tuple(Redaction(kind, "anna", fourth) for kind in kinds),
        body=f"Zzyzx. {marks}\n",
        sender="Qq Xx Zzyzx",
    )
    follow_up = replace(opening, stem="2026-11-01-customer", body=f"Zzyzx. {marks}\n")
    written = replace(thread(opening, title="Zzyzx Yyzxz"), follow_ups=(follow_up,))

    assert read_back(written) == written


def test_a_withheld_stub_and_a_tombstone_read_back_the_same():
    stub = comment(
        sender=None,
        nonce=None,
        body="",
        moderation=Decision("withheld", by="ben", at=RECEIVED, reason="insult"),
    )
    tombstone = replace(
        stub,
        moderation=Decision("erased", by="ben", at=RECEIVED),
        suppressed=source_digest(SAMPLE_ID, "forum", "1"),
    )

    for opening in (stub, tombstone):
        written = thread(opening, title=None, tags=())
        assert read_back(written) == written


@given(ANY_TEXT | YAML_SIGNS)
@example("no")
@example("1e3")
@example("0o17")
@example("2026-11-01")
@example("\u0338=")
@example("\n\u0301")
@example("a: b #c")
@example("a\u2028b\x85c")
@settings(max_examples=1500, deadline=None)
def test_a_scalar_is_the_same_text_for_every_reader_of_yaml(text):
    inside = scalar(text, inside=True)
    document = f"a: {scalar(text)}\nb: {{c: {inside}, d: x}}\ne: [{inside}, y]\n"

    for loader in (yaml.SafeLoader, yaml.CSafeLoader):
        read = yaml.load(document, Loader=loader)
        same = canonical_text(text)
        assert read == {"a": same, "b": {"c": same, "d": "x"}, "e": [same, "y"]}
    assert canonical_text(document) == document


@pytest.mark.parametrize("text", ["P. M.", "Spare parts take six weeks", "Größe?", "https://a.b/c"])
def test_an_ordinary_text_needs_no_quotes(text):
    assert scalar(text) == text


@given(ANY_TEXT)
def test_canonical_text_is_canonical(text):
    assert canonical_text(canonical_text(text)) == canonical_text(text)


def test_ids_and_nonces_have_their_form_and_differ():
    ids = {new_id() for _ in range(200)}
    nonces = {new_nonce() for _ in range(200)}

    assert all(THREAD_ID.fullmatch(each) for each in ids)
    assert all(NONCE.fullmatch(each) for each in nonces)
    assert (len(ids), len(nonces)) == (200, 200)


def test_a_new_file_is_written_with_the_folders_above_it(tmp_path):
    file = tmp_path / "a" / "b" / "comment.md"

    assert write_atomically(file, b"new\n")
    assert file.read_bytes() == b"new\n"
    assert [each.name for each in file.parent.iterdir()] == ["comment.md"]


def test_a_file_that_holds_the_same_is_left_alone(tmp_path):
    file = tmp_path / "comment.md"
    write_atomically(file, b"same\n")
    os.utime(file, ns=(1, 1))

    assert not write_atomically(file, b"same\n")
    assert file.stat().st_mtime_ns == 1


def test_another_file_is_never_overwritten_unasked(tmp_path):
    file = tmp_path / "comment.md"
    file.write_bytes(b"theirs\n")

    with pytest.raises(WouldOverwriteError, match=r"comment\.md"):
        write_atomically(file, b"ours\n")
    assert file.read_bytes() == b"theirs\n"


def test_what_is_overwritten_keeps_who_may_read_it(tmp_path):
    file = tmp_path / "comment.md"
    file.write_bytes(b"old\n")
    file.chmod(0o640)

    assert write_atomically(file, b"new\n", overwrite=True)
    assert file.read_bytes() == b"new\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_everything_as_it_was(tmp_path, monkeypatch, step, error):
    file = tmp_path / "comment.md"
    file.write_bytes(b"old\n")

    def fail(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), fail)
    with pytest.raises(type(error)):
        write_atomically(file, b"new\n", overwrite=True)

    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"old\n"]


def refuse_links(monkeypatch) -> None:
    """A file system without links, such as FAT."""

    def refuse(_source: Path, _target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)


@pytest.mark.parametrize("theirs", [b"theirs\n", b"ours\n"])
@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_another_writes_at_the_same_moment_stays(tmp_path, monkeypatch, theirs, links):
    file = tmp_path / "new" / "comment.md"
    if not links:
        refuse_links(monkeypatch)
    monkeypatch.setattr(os, "fsync", lambda _file: file.write_bytes(theirs))

    if theirs == b"ours\n" and links:
        assert not write_atomically(file, b"ours\n")
    else:
        with pytest.raises(WouldOverwriteError, match=r"comment\.md"):
            write_atomically(file, b"ours\n")

    assert [each.read_bytes() for each in file.parent.iterdir()] == [theirs]


def test_a_file_system_without_links_will_do(tmp_path, monkeypatch):
    refuse_links(monkeypatch)

    assert write_atomically(tmp_path / "new" / "comment.md", b"new\n")
    assert [each.read_bytes() for each in (tmp_path / "new").iterdir()] == [b"new\n"]


def test_a_link_that_leads_nowhere_is_another_file(tmp_path):
    link = tmp_path / "comment.md"
    link.symlink_to("nowhere")

    with pytest.raises(WouldOverwriteError):
        write_atomically(link, b"new\n")
    assert not (tmp_path / "nowhere").exists()


def test_a_full_disk_leaves_no_empty_folder_and_names_the_file(tmp_path, monkeypatch):
    file = tmp_path / "2026" / "doors" / "comment.md"

    def fail(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space left") as error:
        write_atomically(file, b"new\n")

    assert error.value.filename == str(file)
    assert list(tmp_path.iterdir()) == []
