from __future__ import annotations

import subprocess
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner

from answerable.cli import main
from answerable.model import KINDS, STATES
from benchmark.corpus.project import corpus, last_reply
from benchmark.corpus.threads import threads
from benchmark.corpus.world import EMPLOYEES, TAGS, TOPICS
from benchmark.peers.content import state_of
from ssh_programs import SSH_KEYGEN, needs_ssh_keygen

COUNT = 300


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def accepted(reply: Path, allowed: Path) -> bool:
    """Whether ssh-keygen accepts the signature of the file *reply*."""
    who = reply.stem.rpartition("-")[2]
    options = f"-Y verify -n answerable -I {who} -f {allowed} -s {reply}.sig"
    assert SSH_KEYGEN
    done = subprocess.run(
        [SSH_KEYGEN, *options.split()],
        input=reply.read_bytes(),
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def made(place):
    return corpus(place, 1, COUNT)


@pytest.fixture(scope="module")
def plain(place):
    """The same without signatures."""
    return corpus(place, 1, COUNT, signed=False)


@pytest.fixture(scope="module")
def some(made):
    return list(made.threads())


def test_the_same_seed_gives_the_same_files(made, tmp_path):
    assert files(corpus(tmp_path, 1, COUNT).folder) == files(made.folder)


def test_another_seed_gives_other_threads(some):
    assert next(threads(2, 1)) != some[0]


def test_a_thread_is_the_same_in_a_corpus_of_any_size(some):
    assert list(islice(threads(1, 100_000), 50)) == some[:50]


@pytest.mark.parametrize("which", ["made", "plain"])
def test_the_check_finds_nothing_in_a_corpus(request, which):
    made = request.getfixturevalue(which)
    config = str(made.folder / "mkdocs.yml")

    done = CliRunner().invoke(main, ["--config", config, "check"])

    replies = sum(len(thread.replies) for thread in made.threads())
    assert done.output == f"Everything is in order: {COUNT} threads, {replies} replies.\n"
    assert done.exit_code == 0


@needs_ssh_keygen
def test_every_reply_is_signed_and_its_signature_is_good(made):
    replies = sorted(made.folder.glob("feedback/threads/*/*/20*-*.md"))
    replies = [reply for reply in replies if not reply.stem.endswith("-customer")]
    (allowed := made.folder.with_name("allowed")).write_text(
        "".join(f"{one.id} {made.signers.public(one.id).line}\n" for one in EMPLOYEES)
    )

    assert replies
    assert all(reply.with_suffix(".md.sig").is_file() for reply in replies)
    for reply in replies[::50]:
        assert accepted(reply, allowed)


def test_a_corpus_without_signatures_is_the_same_but_for_these_and_the_keys(made, plain):
    with_them, without = files(made.folder), files(plain.folder)

    signed = {name for name in with_them if name.endswith(".sig")}
    assert set(with_them) - set(without) == signed
    differing = {name for name in without if without[name] != with_them[name]}
    people = {f"feedback/people/{person.id}.md" for person in EMPLOYEES}
    assert differing == {"feedback/policy.yml", *people}


@pytest.mark.parametrize("added", [b"", b"\nMore words.\n"])
def test_the_changed_reply_is_signed_again(made, added):
    (reply, content), (_, signature) = made.changed_files(added)
    (changed,) = made.folder.glob(f"feedback/threads/*/{made.changed_thread().slug}/{reply}")

    assert content == changed.read_bytes() + added
    assert (signature == changed.with_suffix(".md.sig").read_bytes()) == (not added)


def test_a_thread_is_a_comment_and_two_replies_by_two_employees(some):
    usual = [thread for thread in some if not thread.follow_ups and thread.replies]

    assert len(usual) > 0.85 * COUNT
    assert all(len({reply.signed_by for reply in thread.replies}) == 2 for thread in usual)


def test_everything_that_a_thread_can_be_occurs(some):
    assert {thread.kind for thread in some} == set(KINDS)
    assert {state_of(thread) for thread in some} == set(STATES)
    assert {thread.topic for thread in some} == {topic.id for topic in TOPICS}
    assert {tag for thread in some for tag in thread.tags} == set(TAGS)
    assert {reply.signed_by for thread in some for reply in thread.replies} == {
        person.id for person in EMPLOYEES
    }
    assert len({thread.year for thread in some}) == 5
    assert any(thread.follow_ups for thread in some)


def test_there_are_20_topics_50_tags_and_20_people():
    assert (len(TOPICS), len(set(TAGS)), len(EMPLOYEES)) == (20, 50, 20)


def test_both_languages_are_as_frequent(some):
    counts = Counter(thread.comment.language for thread in some)

    assert set(counts) == {"de", "en"}
    assert min(counts.values()) > 0.4 * COUNT


def test_messages_are_as_long_as_people_write(some):
    lengths = sorted(
        len(message.body) for thread in some for message in (thread.comment, *thread.replies)
    )

    assert lengths[0] >= 300
    assert lengths[len(lengths) // 2] < 900
    assert lengths[int(0.9 * len(lengths))] < 1_000


@pytest.mark.parametrize("sign", ["```", "\n- ", "\n1. ", "](https://", "<https://", "**", "`"])
def test_messages_hold_code_lists_and_links(some, sign):
    assert any(sign in reply.body for thread in some for reply in thread.replies)


def test_the_changed_reply_is_the_newest(made, some):
    newest = max(reply.date for thread in some for reply in thread.replies)

    assert last_reply(made.changed_thread()).date == newest


def test_a_corpus_is_made_once(made, place):
    config = made.folder / "mkdocs.yml"
    before = config.stat().st_mtime_ns

    assert corpus(place, 1, COUNT) == made
    assert config.stat().st_mtime_ns == before


@pytest.mark.parametrize("manifest", [None, "{", '{"version": "another"}'])
def test_half_a_corpus_and_an_old_one_are_made_again(tmp_path, manifest):
    folder = corpus(tmp_path, 1, 20).folder
    whole = files(folder)
    (folder / "mkdocs.yml").unlink()
    (folder / "corpus.json").unlink()
    if manifest is not None:
        (folder / "corpus.json").write_text(manifest, encoding="utf-8")

    assert files(corpus(tmp_path, 1, 20).folder) == whole
