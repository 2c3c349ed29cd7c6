"""Allowed signers: which key may sign in whose name, for what, and when.

The file format is OpenSSH's (ssh-keygen(1), ALLOWED SIGNERS), and as there a line that cannot
be read counts as if it were missing: any other that matches suffices. Some rules are stricter
than OpenSSH's, so that a list means the same everywhere:

* times carry a ``Z`` (without it OpenSSH reads them in local time) and exist in the calendar;
* ``cert-authority`` lines are refused, as are quotes and backslashes within a value, and
  options that are empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone

from answerable.model import Person, PersonId
from answerable.trust.keys import PublicKey, UnusableKeyError, parse_key_line
from answerable.trust.sshsig import NAMESPACE

_LINE = re.compile(r'(?:"([^"]*)"|([^" \t\r]+))[ \t]+(\S.*)')
_OPTION = re.compile(r'([A-Za-z-]+)(?:="([^"\\]*)")?')
_KEY_TYPE = re.compile(r"(ssh|ecdsa|sk|rsa)-")
_TIME_FORMATS = {9: "%Y%m%dZ", 13: "%Y%m%d%H%MZ", 15: "%Y%m%d%H%M%SZ"}
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_EARLIEST = datetime.min.replace(tzinfo=timezone.utc)
_LATEST = datetime.max.replace(microsecond=0, tzinfo=timezone.utc)
_MAX_PATTERN = 1022  # bytes; with a longer one OpenSSH matches nothing


class _UnusableLineError(ValueError):
    pass


@dataclass(frozen=True, slots=True)
class ListProblem:
    """Why a line of a list counts as if it were missing. The first line is 1."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class AllowedSigner:
    """One line of the list: a key, the people it speaks for, and its time.

    ``principals`` and ``namespaces`` are patterns with ``*``, ``?`` and a leading ``!`` for
    an exception; no ``namespaces`` means all. Both ends of the time are UTC and inclusive.
    """

    principals: tuple[str, ...]
    key: PublicKey
    namespaces: tuple[str, ...] | None = None
    valid_after: datetime | None = None
    valid_before: datetime | None = None

    @property
    def name(self) -> str | None:
        """The first principal that is a name and no pattern."""
        return next((name for name in self.principals if not set(name) & set("*?!")), None)

    def speaks_for(self, principal: PersonId) -> bool:
        """Whether the key is one of *principal*'s."""
        return matches(principal, self.principals)

    def serves(self, namespace: str) -> bool:
        """Whether the key may sign for this purpose."""
        return self.namespaces is None or matches(namespace, self.namespaces)

    def valid_at(self, moment: datetime) -> bool:
        """Whether *moment* (aware, any zone) lies in the key's time, to the second.

        A time that ends before it has begun, or just then, holds no moment, as in OpenSSH.
        """
        after, before, second = self.valid_after, self.valid_before, utc_second(moment)
        if after is not None and before is not None and before <= after:
            return False
        return (after is None or second >= after) and (before is None or second <= before)


def find(
    signers: Iterable[AllowedSigner],
    key: PublicKey,
    *,
    principal: PersonId,
    namespace: str,
    at: datetime,
) -> AllowedSigner | None:
    """The first line by which *key* may sign for *principal* and *namespace* at *at*."""
    return next(
        (
            signer
            for signer in signers
            if signer.key == key
            and signer.speaks_for(principal)
            and signer.serves(namespace)
            and signer.valid_at(at)
        ),
        None,
    )


def matches(value: str, patterns: Iterable[str]) -> bool:
    """Whether one of *patterns* fits *value* and no exception (``!``) among them does."""
    data = _bytes(value)
    found = False
    for pattern in map(_bytes, patterns):
        if pattern.startswith(b"!"):
            if _fits(data, pattern[1:]):
                return False
        else:
            found = found or _fits(data, pattern)
    return found


def _bytes(text: str) -> bytes:
    # Whoever reads a list may keep its undecodable bytes as surrogates.
    return text.encode(errors="surrogatepass")


def _fits(value: bytes, pattern: bytes) -> bool:
    """Whether a pattern with ``*`` and ``?`` fits: a ``?`` is one byte, as in OpenSSH."""
    at = mark = 0
    star = -1
    position = 0
    while at < len(value):
        if pattern[position : position + 1] == b"*":
            star, mark = position, at
            position += 1
        elif position < len(pattern) and pattern[position] in (value[at], ord("?")):
            at += 1
            position += 1
        elif star >= 0:
            # The last star takes one byte more; no earlier one has to be tried again.
            mark += 1
            at, position = mark, star + 1
        else:
            return False
    return not pattern[position:].strip(b"*")


def parse_allowed_signers(
    text: str,
) -> tuple[tuple[AllowedSigner, ...], tuple[ListProblem, ...]]:
    """The lines of a list, and what is wrong with the others."""
    signers: list[AllowedSigner] = []
    problems: list[ListProblem] = []
    for number, line in enumerate(text.split("\n"), start=1):
        content = line.removesuffix("\r").lstrip(" \t")
        if not content or content.startswith("#"):
            continue
        try:
            signers.append(_parse_line(content))
        except (_UnusableLineError, UnusableKeyError) as error:
            problems.append(ListProblem(number, str(error)))
    return tuple(signers), tuple(problems)


def _parse_line(line: str) -> AllowedSigner:
    parts = _LINE.fullmatch(line)
    if parts is None or "\0" in line:
        raise _UnusableLineError("a line has names, then options if any, then a public key")
    quoted, bare, rest = parts.groups()
    principals = _patterns(bare if quoted is None else quoted)
    if not principals:
        raise _UnusableLineError("it names nobody")
    options: dict[str, str] = {}
    if not _KEY_TYPE.match(rest):
        options, rest = _parse_options(rest)
    after, before = _time(options, "valid-after"), _time(options, "valid-before")
    if after is not None and before is not None and before <= after:
        raise _UnusableLineError("its time ends before it begins")
    namespaces = _patterns(options["namespaces"]) if "namespaces" in options else None
    return AllowedSigner(principals, parse_key_line(rest), namespaces, after, before)


def _patterns(text: str) -> tuple[str, ...]:
    patterns = tuple(filter(None, text.split(",")))
    if any(len(_bytes(pattern)) > _MAX_PATTERN for pattern in patterns):
        raise _UnusableLineError(f"a name in it is longer than {_MAX_PATTERN} bytes")
    return patterns


def _parse_options(text: str) -> tuple[dict[str, str], str]:
    """The options in front of *text*, and what follows them."""
    options: dict[str, str] = {}
    at = 0
    while found := _OPTION.match(text, at):
        name, value = found[1].lower(), found[2]
        if name == "cert-authority":
            raise _UnusableLineError("certificates are not accepted: name the person's own key")
        if name not in {"namespaces", "valid-after", "valid-before"} or value is None:
            raise _UnusableLineError(f"unknown option {found[0][:40]!r}")
        if name in options:
            raise _UnusableLineError(f"the option {name} is given twice")
        options[name] = value
        at = found.end()
        if text[at : at + 1] in (" ", "\t"):
            return options, text[at:].lstrip(" \t")
        if text[at : at + 1] != ",":
            break
        at += 1
    raise _UnusableLineError(f"an option is expected at {text[at : at + 40]!r}")


def _time(options: dict[str, str], name: str) -> datetime | None:
    if (text := options.get(name)) is None:
        return None
    if text.isascii() and text.isdigit():
        raise _UnusableLineError(
            f"{name} {text!r} has no Z: it would mean another moment in each time zone"
        )
    digits = text.removesuffix("Z")
    try:
        if not (digits.isascii() and digits.isdigit()):
            raise ValueError
        moment = datetime.strptime(text, _TIME_FORMATS[len(text)]).replace(tzinfo=timezone.utc)
    except (KeyError, ValueError):
        raise _UnusableLineError(
            f"{name} {text[:40]!r} is not a time: write YYYYMMDDHHMMSSZ"
        ) from None
    if moment <= _EPOCH:
        raise _UnusableLineError(f"{name} {text!r} is not after 1970")
    return moment


def signers_of(people: Iterable[Person]) -> tuple[AllowedSigner, ...]:
    """A line for each key of *people*, by their ids. A key that cannot be used has none."""
    signers = []
    for person in sorted(people, key=lambda person: person.id):
        for entry in person.keys:
            try:
                key = parse_key_line(entry.key)
            except UnusableKeyError:
                continue
            until = None if entry.until is None else utc_second(entry.until)
            since = utc_second(entry.since)
            signers.append(AllowedSigner((person.id,), key, (NAMESPACE,), since, until))
    return tuple(signers)


def allowed_signers(people: Iterable[Person]) -> str:
    """The list that a site publishes, for ``ssh-keygen -Y verify -f``."""
    return "".join(_line_of(signer) for signer in signers_of(people) if _can_be_written(signer))


def _can_be_written(signer: AllowedSigner) -> bool:
    """Whether OpenSSH reads the line: it knows no time before 1970, nor one without length."""
    after, before = signer.valid_after or _EPOCH, signer.valid_before
    return before is None or before > max(after, _EPOCH)


def _line_of(signer: AllowedSigner) -> str:
    options = [f'namespaces="{",".join(signer.namespaces or ())}"']
    for name, moment in (("after", signer.valid_after), ("before", signer.valid_before)):
        if moment is not None and moment > _EPOCH:
            options.append(f'valid-{name}="{moment:%Y%m%d%H%M%SZ}"')
    return f"{','.join(signer.principals)} {','.join(options)} {signer.key.line}\n"


def utc_second(moment: datetime) -> datetime:
    """*moment* (aware) as UTC in whole seconds, which is all that OpenSSH's lists can hold."""
    try:
        return moment.astimezone(timezone.utc).replace(microsecond=0)
    except OverflowError:
        return _EARLIEST if moment.year == _EARLIEST.year else _LATEST
