"""What ``init`` says at its end: what is there, what was assumed, and what comes next."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import click

from answerable.scaffold import Answers, gaps_in, person_id, words_in
from answerable.terminal import visible

_PLACES = {
    "company": "mkdocs.yml, docs/",
    "address": "mkdocs.yml",
    "timezone": "feedback/policy.yml",
}


def tell(
    answers: Answers,
    folder: Path,
    files: Mapping[str, bytes],
    there: Sequence[str],
    assumed: Sequence[str],
    missing: bytes,
) -> None:
    """Say on standard error what was made of *answers*, and the next steps.

    *files* were written, those of *there* stayed; *missing* is what a file of them lacks.
    """
    words = words_in(answers.languages[0])
    place = _shown(folder)
    lines = ["", words.say("report", "done", company=answers.company, folder=place)]
    if there:
        lines += ["", words.say("report", "stays"), *(f"  {name}" for name in there)]
    if "GUIDE.md" in files:
        lines += ["", words.say("report", "readme", file="GUIDE.md")]
    if missing:
        lines += ["", f".gitignore: {words.say('report', 'ignore')}"]
        lines += [
            f"  {line}" for line in missing.decode().splitlines() if line[:1] not in ("", "#")
        ]
    if assumed:
        lines += ["", words.say("report", "assumed")]
        lines += [f"  {line}" for line in _assumed(answers, assumed)]
    steps = _steps(answers, place, is_repository=".git" in there)
    lines += ["", words.say("report", "gaps"), *_gaps(files)]
    lines += ["", words.say("report", "next"), *_numbered(steps)]
    click.echo("\n".join(map(visible, lines)), err=True)


def _assumed(answers: Answers, names: Sequence[str]) -> Iterator[str]:
    person = f"feedback/people/{person_id(answers.person)}.md"
    for name in names:
        yield f"{name}: {getattr(answers, name)}  ({_PLACES.get(name, person)})"


def _gaps(files: Mapping[str, bytes]) -> Iterator[str]:
    texts = [name for name in files if name.startswith(("docs/", "feedback/"))]
    for name, gaps in groupby(gaps_in(files, texts), key=lambda gap: gap.file):
        yield f"  {name}"
        yield from (f"    {gap.line}: {gap.what}" for gap in gaps)


def _numbered(steps: Iterable[Sequence[str]]) -> Iterator[str]:
    for number, (text, *commands) in enumerate(steps, 1):
        yield f"  {number}. {text}{':' if commands else '.'}"
        yield from (f"       {command}" for command in commands)


def _steps(answers: Answers, place: str, *, is_repository: bool) -> Iterator[Sequence[str]]:
    words = words_in(answers.languages[0])
    person = person_id(answers.person)

    def say(name: str) -> str:
        file = f"feedback/people/{person}.md"
        return words.say("steps", name, name=answers.person, person=file)

    yield say("go"), f"cd {shlex.quote(place)}", "pip install -r requirements.txt"
    yield say("look"), "answerable check", "answerable serve"
    yield (say("complete"),)
    yield say("key"), f"answerable keys add {person}"
    branch = shlex.quote(answers.branch)
    begin = [] if is_repository else [f"git init -b {branch}"]
    yield say("commit"), *begin, "git add .", f"git commit -m {shlex.quote(say('message'))}"
    unsaid = [name for name in ("repository", "handle") if getattr(answers, name) is None]
    if unsaid:
        yield say("_and_".join(unsaid)), "answerable codeowners"
    push = f"git push -u origin {branch}"
    if is_repository:
        yield say("push_again"), push
    else:
        yield say("push"), f"git remote add origin {shlex.quote(answers.repository or '…')}", push
    yield (say("publish"),)
    yield (say("invite"),)


def _shown(folder: Path) -> str:
    try:
        near = os.path.relpath(folder)
    except ValueError:  # another drive
        return str(folder)
    return str(folder) if near.startswith("..") else near
