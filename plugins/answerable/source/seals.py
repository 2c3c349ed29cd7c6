"""What the signature beside a reply is worth, and what of that is a problem.

A signature that proves nothing is an error, and its reply is left out like any other with an
error: words that an employee did not sign never stand under their name. The one exception is
an answer from before its key was revoked: it stays, and its seal says what is known.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from answerable.model import GOOD_SEALS, Policy, Reply, Seal, SealState
from answerable.source.checks import Known
from answerable.source.frontmatter import Document
from answerable.source.problems import quoted
from answerable.workdays import local_day


class _Problem(NamedTuple):
    code: str
    message: str
    mend: str


def _sign(reply: Reply) -> str:
    return f"'answerable sign {reply.path}'"


def sealed(reply: Reply, signature: bytes | None, known: Known) -> Reply:
    """*reply* with the *signature* that lies beside its file, and what that is worth."""
    seal = known.keys.judge(
        reply.file, signature, signer=reply.signed_by, date=reply.date, now=known.now
    )
    return replace(reply, seal=seal, signature=signature)


def check_seal(document: Document, reply: Reply, known: Known) -> None:
    """Report a signature that is missing where the policy requires one, or proves nothing."""
    seal = reply.seal
    if seal.state == "unsigned" and not _must_be_signed(reply, known.policy):
        return
    if seal.state == "unknown-key" and reply.signed_by not in known.people:
        return  # where there is no such person, or the person's file is broken, that is the cause
    if seal.state == "unsigned" and known.written_rules is None:
        document.file.depends("not-signed")
        return  # what the policy wants cannot be read, and that is the cause
    describe = _PROBLEMS.get(seal.state)
    if describe is not None:
        problem = describe(reply, seal)
        document.problem(problem.code, "signed_by", problem.message, problem.mend)


def elsewhere(reply: Reply) -> Reply:
    """*reply* where it stands below something else than its signer saw.

    A site may show it all the same, if its settings make little of that; but not with a seal
    that calls it unchanged.
    """
    good = reply.seal.state in GOOD_SEALS
    return replace(reply, seal=replace(reply.seal, state="altered")) if good else reply


def _must_be_signed(reply: Reply, policy: Policy) -> bool:
    since = policy.signing_since
    older = since is not None and local_day(reply.date, policy.calendar) < since
    return policy.signing == "required" and not older


def _unsigned(reply: Reply, _: Seal) -> _Problem:
    return _Problem(
        "not-signed",
        "the reply is not signed, and policy.yml requires it",
        f"{quoted(reply.signed_by)} signs it with {_sign(reply)} on the computer that has the key, "
        f"and adds the file that comes of it, '{posixpath.basename(reply.path)}.sig', beside it.",
    )


def _altered(reply: Reply, _: Seal) -> _Problem:
    return _Problem(
        "altered-after-signing",
        "the file is not the one that was signed: something in it was changed afterwards",
        f"undo the change, or let {quoted(reply.signed_by)} read it and sign again:"
        f" {_sign(reply)}.",
    )


def _other_namespace(reply: Reply, _: Seal) -> _Problem:
    return _Problem(
        "other-namespace",
        "the signature was made for another purpose (another namespace) than answers",
        f"sign the file for this one: {_sign(reply)}, or 'ssh-keygen -Y sign -n answerable'.",
    )


def _other_person(reply: Reply, seal: Seal) -> _Problem:
    owner = quoted(seal.owner or "")
    return _Problem(
        "signed-by-another",
        f"the key that signed this belongs to {owner}, not to {quoted(reply.signed_by)}",
        f"{quoted(reply.signed_by)} signs it, or it becomes an answer of {owner}.",
    )


def _unknown_key(reply: Reply, seal: Seal) -> _Problem:
    return _Problem(
        "unknown-key",
        f"nobody here has the key that signed this, {seal.fingerprint}",
        f"if it is a new one: 'answerable keys add {reply.signed_by}'; else sign it again.",
    )


def _outside_time(reply: Reply, seal: Seal) -> _Problem:
    return _Problem(
        "outside-key-time",
        f"the reply is dated {reply.date.isoformat()}, and its key is valid {_time_of(seal)}",
        f"correct the date, or sign it with a key that {quoted(reply.signed_by)} had then.",
    )


def _revoked(reply: Reply, seal: Seal) -> _Problem:
    assert seal.revoked is not None
    code = "revoked-key" if reply.date < seal.revoked else "signed-after-revocation"
    when = "after this answer" if reply.date < seal.revoked else "before this answer"
    return _Problem(
        code,
        f"the key that signed this was revoked {when}, on {seal.revoked:%Y-%m-%d}",
        f"{quoted(reply.signed_by)} reads it and signs it again with another key.",
    )


def _unusable(reply: Reply, seal: Seal) -> _Problem:
    return _Problem(
        "unusable-signature",
        f"the signature cannot be used: {seal.problem}",
        f"make it anew: {_sign(reply)}.",
    )


def _time_of(seal: Seal) -> str:
    since = f"since {seal.since:%Y-%m-%d %H:%M:%S} UTC" if seal.since else "always"
    return f"{since} until {seal.until:%Y-%m-%d %H:%M:%S} UTC" if seal.until else since


_PROBLEMS: Mapping[SealState, Callable[[Reply, Seal], _Problem]] = {
    "unsigned": _unsigned,
    "altered": _altered,
    "other-namespace": _other_namespace,
    "other-person": _other_person,
    "unknown-key": _unknown_key,
    "outside-time": _outside_time,
    "revoked": _revoked,
    "unusable": _unusable,
}
