"""What ``answerable sign`` says: what is signed, with which key, and what to do without one.

Texts of customers and file names are made visible, so that nothing in them drives the
terminal: who signs must be able to trust what is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timezone

from answerable.model import Origin, Person, PersonKey, Reply, Seal, SealState, Thread
from answerable.report import count
from answerable.source.problems import listed
from answerable.terminal import visible
from answerable.trust.choosing import Unfit
from answerable.trust.finding import FoundKey, Keys
from answerable.trust.keys import UnusableKeyError, parse_key_line

MOST_LINES = 20
_LONGEST_LINE = 500
_FIRST_WORDS = 150

_NO_LONGER_GOOD: Mapping[SealState, str] = {
    "altered": "the file was changed after it was made",
    "other-namespace": "it was made for another purpose",
    "other-person": "another person's key made it",
    "unknown-key": "nobody here has the key that made it",
    "outside-time": "the reply is dated outside of its key's time",
    "revoked": "its key was revoked",
    "unusable": "it cannot be used",
}


def what_is_signed(
    path: str, thread: Thread, reply: Reply, person: Person, key: FoundKey, language: str
) -> str:
    """The question, the answer or its first lines, and who signs with which key."""
    asked = next(
        (message for message in thread.follow_ups if message.stem == reply.answers),
        thread.comment,
    )
    words = " ".join(asked.body.split())
    question = [thread.title or "", _cut(words, _FIRST_WORDS)]
    lines = [_cut_openly(line) for line in reply.body.rstrip("\n").split("\n")]
    answer = lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        answer.append(f"… and {count(len(lines) - MOST_LINES, 'more line', 'more lines')}")
    role = person.role.in_language(language)
    rows = (
        ("question", [line for line in question if line] or ["(nothing is left of it)"]),
        ("answer", answer),
        ("dated", [reply.date.isoformat()]),
        ("outcome", [reply.outcome] if reply.outcome else []),
        ("source", [_source(reply.source)] if reply.source else []),
        ("signer", [f"{person.name}, {role} ({person.id})"]),
        ("key", [f"{key.key.fingerprint} in {key.place}"]),
    )
    shown = [visible(path)]
    for name, texts in rows:
        for index, text in enumerate(texts):
            shown.append(f"  {name if index == 0 else '':<9} {visible(text)}".rstrip())
    return "\n".join(shown)


def signed_already(path: str, person: Person, reply: Reply) -> str:
    """A good signature is left alone."""
    return f"{visible(path)} is signed already: {visible(person.name)}, {reply.seal.fingerprint}."


def replaced(seal: Seal) -> str:
    """A signature that is no longer good, *seal*, makes way."""
    return f"  The signature that lies there is replaced: {_NO_LONGER_GOOD[seal.state]}."


def unfit(why: Unfit) -> str:
    """Why a key of the signer's may not sign a reply."""
    key = f"the key {why.found.key.fingerprint}"
    moment = f"{why.moment:%Y-%m-%d %H:%M:%S} UTC" if why.moment else "an unknown time"
    match why.reason:
        case "revoked":
            return f"{key} was revoked on {moment}"
        case "too-early":
            return f"{key} signs what is dated {moment} or later"
        case "too-late":
            return f"{key} signs what is dated {moment} or earlier"
        case "retired":
            return f"{key} was retired on {moment}"


def no_fitting_key(path: str, reply: Reply, why: Sequence[Unfit], people_file: str) -> str:
    """Keys of the signer's are here, and none may sign this reply."""
    reasons = "".join(f"\n  {unfit(one)}" for one in why)
    return (
        f"{visible(path)} is not signed: it is dated {reply.date.isoformat()}, and\n"
        f"  no key of {reply.signed_by} on this machine fits:{reasons}\n"
        f"The time of each key stands in {visible(people_file)}. Correct what is wrong there, such "
        "as its 'since', or the date of the reply,\n"
        f"or let {reply.signed_by} sign with a new key: "
        f"answerable keys add {reply.signed_by}{_since(reply)}"
    )


def no_key(
    person: Person | None, keys: Keys, people_file: str, path: str, reply: Reply | None = None
) -> str:
    """No key of *person*, or of anybody, is here: what is, and the three next steps.

    *reply* is what waits for the signature, where it is one.
    """
    if person is None:
        lines = ["Nothing is signed: no key of anybody's here is on this machine."]
        what_to_do = "What to do:"
    else:
        entries = [_entry(entry) for entry in person.keys]
        lines = [
            f"{visible(path)} is not signed: no key of {visible(person.name)} is on this machine.",
            f"  in {visible(people_file)}: {', '.join(entries) or 'no key yet'}",
        ]
        what_to_do = f"Only {visible(person.name)} can sign it. If that is you:"
    here = [_key_here(key) for key in keys.found]
    lines.append(f"  on this machine: {', '.join(here) or 'no key'}")
    lines += [f"  not usable: {visible(reason)}" for reason in keys.unusable]
    name, since = person.id if person else "PERSON", _since(reply) if reply else ""
    again = visible(path) if person else "--all-mine"
    lines += [
        what_to_do,
        "  1. If you have no key yet, make one: ssh-keygen -t ed25519",
        f"  2. Enter it in {visible(people_file)}: answerable keys add {name}{since}",
        f"  3. Sign again: answerable sign {again}",
    ]
    return "\n".join(lines)


def to_be_read(seal: Seal) -> str:
    """Why a reply that has a signature is not simply signed again."""
    why = _NO_LONGER_GOOD[seal.state]
    return f"the signature beside it is no longer good ({why}): read it, then sign it by name"


def left_unsigned(reason: str, paths: Sequence[str]) -> str:
    """Replies that no key fits, of all that were to be signed."""
    replies = count(len(paths), "reply is", "replies are")
    return f"{replies} not signed, because {reason}: {listed(paths)}"


def counts(numbers: Counter[str]) -> str:
    """How many replies were signed, and how many were not."""
    parts = [count(numbers["signed"], "reply signed", "replies signed")]
    parts += [f"{numbers['good']} signed already"] * (numbers["good"] > 0)
    parts += [f"{numbers['left']} not signed"] * (numbers["left"] > 0)
    return ", ".join(parts)


def _since(reply: Reply) -> str:
    # A key that is added signs from now on, and the reply is older than that.
    return f" --since {reply.date.astimezone(timezone.utc):%Y-%m-%d}"


def _entry(entry: PersonKey) -> str:
    try:
        fingerprint = parse_key_line(entry.key).fingerprint
    except UnusableKeyError as error:
        return f"a key that cannot be used ({error})"
    return f"{fingerprint} ({visible(entry.note)})" if entry.note else fingerprint


def _key_here(found: FoundKey) -> str:
    half = "" if found.can_sign else "only the public half of "
    return f"{half}{found.key.fingerprint} in {visible(found.place)}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _cut_openly(line: str) -> str:
    """A line of what is signed: whoever signs has to know how much of it is not shown."""
    more = len(line) - _LONGEST_LINE
    if more <= 0:
        return line
    return f"{line[:_LONGEST_LINE]}… and {count(more, 'more character', 'more characters')}"


def _source(source: Origin) -> str:
    """Where a reply was imported from: no page shows it, and it is signed with the file."""
    return " ".join(filter(None, (source.system, source.id, source.url)))
