"""Changes to a built site that would deceive its readers, and the state each has to lead to.

change, reply, state = PLANTS["nonce_left_out"]
change(site, feedback)          # the folder of the site, and the feedback it was built from
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from signed_feedback import EARLY, OTHER_REPLY, OTHER_THREAD, REPLY, THREAD, SignedFeedback
from site_build.page_plants import HEAD, OF_PAGE, SECTION
from ssh_programs import public_line, sign_by_program

ALLOWED = ".well-known/answerable/allowed_signers"
REVOKED = ".well-known/answerable/revoked_keys"
PAGE = f"{THREAD}/index.html"
EMBED = f"{THREAD}/embed/index.html"
DATA = "api/threads/k7q2m9x4tb.json"
OTHER_PAGE = f"{OTHER_THREAD}/index.html"

Plant = Callable[[Path, SignedFeedback], object]
PLANTS: dict[str, tuple[Plant, str, str]] = {}


def plant(state: str, reply: str = REPLY) -> Callable[[Plant], Plant]:
    """Register a change, and the *state* of *reply* that it has to lead to."""

    def register(change: Plant) -> Plant:
        PLANTS[change.__name__] = (change, reply, state)
        return change

    return register


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    # What stands in the head and above the messages is not what readers see of them.
    start = max(0, text.find(HEAD)) if old not in ("<head>", HEAD) else 0
    assert old in text[start:], f"{old!r} is not in {path}"
    path.write_text(text[:start] + text[start:].replace(old, new, 1), encoding="utf-8")


def replaced(name: str, file: str, old: str, new: str, state: str, reply: str = REPLY) -> None:
    PLANTS[name] = (lambda site, _: edit(site / file, old, new), reply, state)


SIGNED_TEXT = "The supplier moved"
for _name, (_old, _new) in OF_PAGE.items():
    _state = "not-shown" if _name == "the answer left out" else "page-differs"
    replaced(f"page: {_name}", PAGE, _old, _new, _state)
replaced("bare page: a word", EMBED, SIGNED_TEXT, "The customer moved", "page-differs")
replaced("bare page: title", EMBED, "weeks &amp; more</a>", "days</a>", "page-differs")
replaced("person's page: name", "people/anna/index.html", "<h1>Anna", "<h1>Hanna", "page-differs")
replaced("data: Markdown", DATA, "It is *not*", "It is", "data-differs")
replaced("data: HTML", DATA, "<em>not</em>", "", "data-differs")
replaced("data: question", DATA, "I have **waited**", "I have **slept**", "data-differs")
replaced("data: state", DATA, '"state":"valid"', '"state":"unsigned"', "data-differs")
replaced(
    "data: fingerprint", DATA, '"fingerprint":"SHA256:', '"fingerprint":"SHA256:A', "data-differs"
)
replaced("data: person", DATA, '"id":"anna"', '"id":"ben"', "data-differs")
replaced("data: outcome", DATA, '"outcome":"changed"', '"outcome":"planned"', "data-differs")
replaced("data: title", DATA, '"title":"Spare', '"title":"Square', "data-differs")
replaced("data: page", DATA, f"{THREAD}/", f"{OTHER_THREAD}/", "data-differs")
replaced("data: broken", DATA, "{", "[", "data-differs")
replaced("words file", f"{THREAD}/comment.txt", "waited", "slept", "question-changed")
replaced("nonce", f"{THREAD}/comment.nonce", "5b0c", "5b0d", "question-changed")
replaced("nonce: garbled", f"{THREAD}/comment.nonce", "5b0c", "5g0c", "missing-words")
replaced("source: a word", REPLY, SIGNED_TEXT, "The supplier mooed", "altered")
replaced("source: date", REPLY, "10:05:00", "10:05:01", "altered")
replaced("source: no front matter", REPLY, "---\n", "", "unreadable")
replaced("signature: a letter", f"{REPLY}.sig", "U1NI", "U1NJ", "unusable")
replaced("revoked keys: garbled", REVOKED, "", "ssh-ed25519 nonsense\n", "unusable-keys")


@plant("title-changed")
def title_everywhere(site, _):
    for file in (PAGE, EMBED, DATA):
        text = (site / file).read_text("utf-8")
        (site / file).write_text(text.replace("take six weeks", "take two weeks"), "utf-8")


@plant("question-changed")
def question_everywhere(site, _):
    for file in (PAGE, EMBED, DATA, f"{THREAD}/comment.txt"):
        text = (site / file).read_text("utf-8")
        (site / file).write_text(text.replace("waited", "slept"), "utf-8")


@plant("altered")
def answer_everywhere(site, _):
    for file in (PAGE, EMBED, DATA, REPLY):
        text = (site / file).read_text("utf-8")
        (site / file).write_text(text.replace(SIGNED_TEXT, "The supplier left"), "utf-8")


@plant("altered")
def signature_of_another_answer(site, _):
    shutil.copy(site / f"{OTHER_REPLY}.sig", site / f"{REPLY}.sig")


@plant("unusable")
def signature_is_empty(site, _):
    (site / f"{REPLY}.sig").write_bytes(b"")


@plant("page-differs")
def signature_left_out(site, _):
    (site / f"{REPLY}.sig").unlink()


@plant("unusable")
def signature_is_a_link(site, _):
    (site / f"{REPLY}.sig").rename(site.parent / "elsewhere")
    (site / f"{REPLY}.sig").symlink_to(site.parent / "elsewhere")


@plant("other-namespace")
def signature_for_another_purpose(site, feedback):
    value = sign_by_program(feedback.keys["anna"], (site / REPLY).read_bytes(), "git")
    (site / f"{REPLY}.sig").write_bytes(value)


@plant("other-person")
def signature_of_another_person(site, feedback):
    value = sign_by_program(feedback.keys["ben"], (site / REPLY).read_bytes())
    (site / f"{REPLY}.sig").write_bytes(value)


@plant("unknown-key")
def signature_of_a_stranger(site, feedback):
    value = sign_by_program(feedback.keys["stranger"], (site / REPLY).read_bytes())
    (site / f"{REPLY}.sig").write_bytes(value)


@plant("unknown-key")
def key_left_out(site, _):
    path = site / ALLOWED
    path.write_text("".join(line for line in path.open() if not line.startswith("anna")))


@plant("unknown-key")
def key_swapped(site, feedback):
    keys = feedback.keys
    edit(site / ALLOWED, public_line(keys["anna"]), public_line(keys["stranger"]))


@plant("unknown-key")
def key_garbled(site, _):
    edit(site / ALLOWED, "anna ", "anna nonsense=1,")


@plant("other-person")
def key_given_to_another(site, _):
    edit(site / ALLOWED, "anna ", "ben ")


@plant("outside-time")
def key_valid_later(site, _):
    edit(site / ALLOWED, 'valid-after="20260301', 'valid-after="20261201')


@plant("outside-time", EARLY)
def key_valid_shorter(site, _):
    edit(site / ALLOWED, 'valid-before="20260228', 'valid-before="20260202')


@plant("revoked")
def key_revoked(site, feedback):
    line = f"{public_line(feedback.keys['anna'])} anna revoked 2026-11-10T00:00:00Z\n"
    (site / REVOKED).write_text(line)


@plant("unusable-keys")
def revoked_keys_left_out(site, _):
    (site / REVOKED).unlink()


@plant("missing-source")
def source_left_out(site, _):
    (site / REPLY).unlink()


@plant("missing-source")
def all_but_the_page_left_out(site, _):
    (site / REPLY).unlink()
    (site / f"{REPLY}.sig").unlink()
    leave_out_of_data(site)


@plant("data-differs")
def data_without_the_answer(site, _):
    leave_out_of_data(site)


def leave_out_of_data(site: Path) -> None:
    data = json.loads((site / DATA).read_text("utf-8"))
    data["messages"] = [one for one in data["messages"] if one["stem"] != "2026-11-03-anna"]
    (site / DATA).write_text(json.dumps(data), "utf-8")


@plant("unreadable")
def source_is_a_link(site, _):
    (site / REPLY).rename(site.parent / "elsewhere")
    (site / REPLY).symlink_to(site.parent / "elsewhere")


@plant("unreadable")
def source_is_not_utf8(site, _):
    (site / REPLY).write_bytes((site / REPLY).read_bytes() + b"\xff")


@plant("unreadable")
def source_is_endless(site, _):
    (site / REPLY).write_bytes(b"-" * 2_000_000)


@plant("not-shown")
def page_left_out(site, _):
    (site / PAGE).unlink()


@plant("page-differs")
def page_is_not_utf8(site, _):
    (site / PAGE).write_bytes(b"\xff" + (site / PAGE).read_bytes())


@plant("page-differs")
def page_is_too_deep(site, _):
    (site / PAGE).write_text("<div>" * 100_000)


@plant("missing-words")
def words_left_out(site, _):
    (site / THREAD / "comment.txt").unlink()


@plant("missing-words")
def nonce_left_out(site, _):
    (site / THREAD / "comment.nonce").unlink()


@plant("data-differs")
def data_left_out(site, _):
    (site / DATA).unlink()


@plant("data-differs")
def data_is_endlessly_deep(site, _):
    (site / DATA).write_text("[" * 1_000_000)


@plant("data-differs")
def data_of_other_kinds(site, _):
    data = json.loads((site / DATA).read_text("utf-8"))
    for message in data["messages"]:
        message.update({"person": [], "seal": 3, "html": None, "markdown": {}, "type": ["reply"]})
    (site / DATA).write_text(json.dumps(data), "utf-8")


@plant("other-thread", f"{OTHER_THREAD}/2026-11-03-anna.md")
def answer_copied_to_another_thread(site, _):
    for suffix in ("", ".sig"):
        name = f"2026-11-03-anna.md{suffix}"
        shutil.copy(site / THREAD / name, site / OTHER_THREAD / name)
    section = re.search(f"{SECTION}.*?</section>\n(?=<section)", text_of(site / PAGE), re.DOTALL)
    assert section
    copied = section[0].replace("k7q2m9x4tb", "hinge00001")
    for file in (OTHER_PAGE, f"{OTHER_THREAD}/embed/index.html"):
        edit(site / file, '<section class="ans-message ans-message--reply"', copied + SECTION[:48])
    other = site / "api/threads/hinge00001.json"
    data, copy = json.loads(text_of(other)), json.loads(text_of(site / DATA))
    data["messages"] += [one for one in copy["messages"] if one["stem"] == "2026-11-03-anna"]
    other.write_text(json.dumps(data), "utf-8")


@plant("misnamed", f"{THREAD}/2026-11-03-ben.md")
def answer_under_the_name_of_another(site, _):
    for suffix in ("", ".sig"):
        name = site / THREAD / f"2026-11-03-anna.md{suffix}"
        name.rename(site / THREAD / f"2026-11-03-ben.md{suffix}")
    for file in (PAGE, EMBED, DATA):
        text = text_of(site / file).replace("2026-11-03-anna", "2026-11-03-ben")
        (site / file).write_text(text.replace("Anna Berg", "Ben Olsen"), "utf-8")


@plant("other-person", f"{THREAD}/2026-11-03-ben.md")
def answer_in_the_name_of_another(site, feedback):
    answer_under_the_name_of_another(site, feedback)
    edit(site / THREAD / "2026-11-03-ben.md", "signed_by: anna", "signed_by: ben")
    key = feedback.keys["anna"]
    signature = sign_by_program(key, (site / THREAD / "2026-11-03-ben.md").read_bytes())
    (site / THREAD / "2026-11-03-ben.md.sig").write_bytes(signature)


@plant("unknown-message")
def answer_to_a_message_that_is_not_there(site, feedback):
    edit(site / REPLY, "answers: comment", "answers: ../../../etc/passwd")
    resign(site, feedback)


@plant("unbound")
def answer_without_a_digest(site, feedback):
    text = re.sub(r"question: .*\n", "", text_of(site / REPLY))
    (site / REPLY).write_text(text, "utf-8")
    resign(site, feedback)


def resign(site: Path, feedback: SignedFeedback) -> None:
    value = sign_by_program(feedback.keys["anna"], (site / REPLY).read_bytes())
    (site / f"{REPLY}.sig").write_bytes(value)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")
