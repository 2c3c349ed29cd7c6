"""Signing replies: what ``answerable sign`` does, for other verbs as well.

Rules kept here:

* only a reply that ``check`` has nothing against is signed, and exactly the bytes that were
  checked and shown;
* the signer is whom the reply names, with a key that stands in that person's file;
* what is signed is shown before it is signed; a signature that is good is left alone;
* the results, on standard output, are the paths of the signatures that were written.
"""

from __future__ import annotations

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import click

from answerable.cli import signing_words as words
from answerable.cli.ending import ProjectError
from answerable.cli.known_names import known_person
from answerable.cli.project import Project, now
from answerable.codes import SIGNATURE_CODES
from answerable.model import COMMENT, GOOD_SEALS, PersonId, Reply, Stem
from answerable.report import Finding, has_errors, render, weigh
from answerable.source import ThreadName, ThreadRead, open_feedback
from answerable.source.names import message_name
from answerable.source.write import write_atomically
from answerable.terminal import visible
from answerable.trust.choosing import choose_key, signers_here
from answerable.trust.errors import CannotSignError
from answerable.trust.finding import FoundKey, Keys, find_key, find_keys
from answerable.trust.keys import FIDO_KINDS
from answerable.trust.signing import AskPassphrase, Signer

DONE, WRONG, NOT_POSSIBLE = 0, 1, 2


class _Target(NamedTuple):
    thread: ThreadName
    stem: Stem


class SigningRun:
    """One run: the feedback folder as it is now, and the keys of this machine.

    *key_file* is the one file to take a key from; *signer* the one person to sign for.
    """

    def __init__(
        self, project: Project, *, key_file: Path | None = None, signer: PersonId | None = None
    ) -> None:
        self._project = project
        self._now = now()
        self._opened = open_feedback(
            project.feedback, project.settings, now=self._now, shown_as=project.shown_as
        )
        self._reader = self._opened.reader()
        self._key_file = key_file
        self._signer = signer
        self._signers: dict[bytes, Signer] = {}
        self._counts: Counter[str] = Counter()
        # Only where all of somebody's replies are wanted: those that no key fits, by reason.
        self._unfit: dict[str, list[str]] | None = None
        if signer is not None:
            known_person(signer, self._opened.known.people, project)

    def sign_files(self, files: Sequence[Path]) -> int:
        """Sign the replies in *files*; gives the exit code. Raises ProjectError."""
        targets = [self._target(file) for file in files]
        code = max([self._sign(target) for target in targets], default=DONE)
        if len(targets) > 1:
            _say(words.counts(self._counts))
        return code

    def sign_all(self) -> int:
        """Sign every reply without a signature, of the person whose key is here.

        Gives the exit code, WRONG where one is left without a good signature. A signature that
        is no longer good is not replaced: somebody may have changed the words, and has to be
        asked. Such replies, and those that are dated outside of the time of each key, are left.
        """
        signer = self._signer = self._signer or self._only_signer()
        self._unfit = defaultdict(list)
        code = max([self._sign(target) for target in self._all_of(signer)], default=DONE)
        for reason, paths in self._unfit.items():
            _say(words.left_unsigned(reason, paths))
        _say(words.counts(self._counts))
        return max(code, WRONG) if self._counts["left"] else code

    @cached_property
    def _keys(self) -> Keys:
        if self._key_file is None:
            return find_keys(self._project.root)
        keys = find_key(self._key_file)
        if not keys.found:
            raise ProjectError(visible("; ".join(keys.unusable)))
        return keys

    def _target(self, file: Path) -> _Target:
        """The reply that *file* is, wherever the path to it leads through."""
        feedback = os.path.realpath(self._project.feedback)
        try:
            parts = Path(os.path.realpath(file)).relative_to(feedback).parts
        except ValueError:
            parts = ()
        match parts:
            case ("threads", year, slug, name) if name.endswith(".md"):
                message = message_name(name.removesuffix(".md"))
                if message is not None and not message.is_follow_up:
                    return _Target(ThreadName(year, slug), message.stem)
        raise ProjectError(
            f"{visible(str(file))} is no reply: those are in {self._project.shown_as}/threads, "
            "and named like 2026-11-03-anna.md"
        )

    def _all_of(self, signer: PersonId) -> Iterator[_Target]:
        for thread in self._opened.threads:
            for name in self._reader.names(thread):
                message = message_name(name.removesuffix(".md")) if name.endswith(".md") else None
                if message is not None and message.author == signer:
                    yield _Target(thread, message.stem)

    def _only_signer(self) -> PersonId:
        known = self._opened.known
        here = signers_here(self._keys.found, known.keys, known.people)
        if len(here) == 1:
            return here[0]
        if here:
            names = ", ".join(here)
            raise ProjectError(f"the keys of {names} are here: say whose replies with --as PERSON")
        _say(words.no_key(None, self._keys, self._people_file("PERSON"), ""))
        raise ProjectError("nothing can be signed here")

    def _people_file(self, person: PersonId) -> str:
        return f"{self._project.shown_as}/people/{person}.md"

    def _sign(self, target: _Target) -> int:
        read = self._reader.read(target.thread)
        path = read.folder.place.inner(f"{target.stem}.md").shown
        reply = next((reply for reply in read.replies if reply.stem == target.stem), None)
        findings = self._findings(read, path, reply)
        if findings:
            _say(f"{render(findings, 'text')}\n")
        if reply is None or has_errors(findings) or not self._is_whole(read, reply):
            return self._left(WRONG, f"{visible(path)} is not signed: check has an error for it.")
        if self._signer not in (None, reply.signed_by):
            message = f"it is signed_by {reply.signed_by}, not by {self._signer}."
            return self._left(NOT_POSSIBLE, f"{visible(path)} is not signed: {message}")
        if reply.seal.state in GOOD_SEALS:
            self._counts["good"] += 1
            if self._unfit is None:
                _say(words.signed_already(path, self._opened.known.people[reply.signed_by], reply))
            return DONE
        if reply.signature is not None and self._unfit is not None:
            self._counts["left"] += 1
            self._unfit[words.to_be_read(reply.seal)].append(path)
            return DONE
        key = self._key_for(reply, path)
        if key is None:
            return DONE if self._unfit is not None else NOT_POSSIBLE
        self._sign_with(key, read, reply, path)
        return DONE

    def _findings(self, read: ThreadRead, path: str, reply: Reply | None) -> tuple[Finding, ...]:
        """What ``check`` says of the file; where that is no error, of what it depends on."""
        found = weigh((*read.diagnostics, *self._opened.diagnostics), self._project.settings)
        found = tuple(f for f in found if f.problem.code not in SIGNATURE_CODES)
        own = tuple(finding for finding in found if finding.problem.path == path)
        if has_errors(own) or (reply is not None and self._is_whole(read, reply)):
            return own
        # Left is what it answers, its signer, or a person, topic or rule that these depend on.
        return tuple(finding for finding in found if finding.severity == "error")

    def _is_whole(self, read: ThreadRead, reply: Reply) -> bool:
        """Whether the signer and what is answered are there and in order."""
        if reply.signed_by not in self._opened.known.people or read.thread is None:
            return False
        return reply.answers in (COMMENT, *(message.stem for message in read.thread.follow_ups))

    def _key_for(self, reply: Reply, path: str) -> FoundKey | None:
        """The key to sign *reply* with; None, said why, where there is none."""
        known = self._opened.known
        choice = choose_key(
            self._keys.found, known.keys, signer=reply.signed_by, date=reply.date, now=self._now
        )
        if choice.key is not None:
            return choice.key
        if choice.unfit and self._unfit is not None:
            self._counts["left"] += 1
            why = words.unfit(choice.unfit[0])
            place = self._people_file(reply.signed_by)
            self._unfit[f"{why} (its times stand in {visible(place)})"].append(path)
            return None
        person = known.people[reply.signed_by]
        people_file = self._people_file(person.id)
        if choice.unfit:
            text = words.no_fitting_key(path, reply, choice.unfit, people_file)
        else:
            text = words.no_key(person, self._keys, people_file, path, reply)
        self._left(NOT_POSSIBLE, text)
        if self._unfit is not None:
            raise ProjectError("nothing can be signed here")
        return None

    def _left(self, code: int, text: str) -> int:
        self._counts["left"] += 1
        _say(text)
        return code

    def _sign_with(self, key: FoundKey, read: ThreadRead, reply: Reply, path: str) -> None:
        person = self._opened.known.people[reply.signed_by]
        assert read.thread is not None
        _say(words.what_is_signed(path, read.thread, reply, person, key, self._project.language))
        if reply.signature is not None:
            _say(words.replaced(reply.seal))
        if self._unfit is not None and _at_terminal() and not click.confirm("Sign it?", err=True):
            self._counts["left"] += 1
            return
        signer = self._signers.setdefault(key.key.blob, Signer(key, ask=_ask()))
        if key.key.kind in FIDO_KINDS:
            _say("Touch the security key when it blinks.")
        try:
            signature = signer.sign(reply.file)
        except CannotSignError as error:
            raise ProjectError(f"{visible(path)} is not signed: {visible(str(error))}") from error
        file = self._reader.folder(ThreadName(read.folder.year, read.folder.slug))
        write_atomically(Path(file, f"{reply.stem}.md.sig"), signature, overwrite=True)
        self._counts["signed"] += 1
        click.echo(f"{visible(path)}.sig")


def _ask() -> AskPassphrase | None:
    """How a passphrase is asked for; None without a terminal."""
    if not _at_terminal():
        return None

    asked: set[Path] = set()

    def ask(file: Path) -> str:
        if file in asked:
            _say("That was not the passphrase. Once more:")
        asked.add(file)
        answer: str = click.prompt(
            f"Passphrase of {visible(str(file))}",
            default="",
            hide_input=True,
            show_default=False,
            err=True,
        )
        return answer

    return ask


def _at_terminal() -> bool:
    # A stream that was closed is None.
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _say(text: str) -> None:
    click.echo(text, err=True)
