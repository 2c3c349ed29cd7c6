"""Where ``answerable keys add`` takes a public key from, and which one.

Of a private key only the public half is ever read out, and nothing of its file is shown.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from answerable.cli.ending import ProjectError
from answerable.cli.forge import ForgeError, address, fetch, lines
from answerable.terminal import visible
from answerable.trust.finding import SIGNING_KEY, FoundKey, Keys, find_key, find_keys
from answerable.trust.keys import UnusableKeyError, parse_key_line

HOW_TO_MAKE_ONE = (
    "Make a key with 'ssh-keygen -t ed25519', in PowerShell on Windows, in the Terminal on "
    "macOS and Linux. Its public half is the file whose name ends in .pub."
)

_LARGEST = 64 * 1024
_MOST_REASONS = 5
_SHORTEST = 4


def from_file(file: Path) -> Keys:
    """The keys in *file*: a line each. Of a private key's file, the one that it belongs to."""
    try:
        with file.open("rb") as opened:
            data = opened.read(_LARGEST)
    except OSError as error:
        raise ProjectError(f"{file}: {error.strerror or error}") from error
    # PowerShell's '>' writes UTF-16.
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = data.decode(encoding, errors="replace")
    if text.startswith("PuTTY-User-Key-File"):
        raise ProjectError(
            f"{file} is a private key of PuTTY, and stays where it is. Open it in PuTTYgen, copy "
            "what stands below 'Public key for pasting' into a file, and name that file"
        )
    if "PRIVATE KEY-----" in text:
        return _public_half(file)
    if "BEGIN SSH2 PUBLIC KEY" in text:
        raise ProjectError(
            f"{file} is a public key in another form: 'ssh-keygen -i -f {file} > key.pub' writes "
            "it as OpenSSH does"
        )
    return _parsed(text.splitlines(), str(file))


def from_agent(folder: Path) -> Keys:
    """The keys that the ssh-agent holds."""
    keys = find_keys(folder)
    return Keys(tuple(key for key in keys.found if key.agent is not None), keys.unusable)


def from_git(folder: Path) -> Keys:
    """The key that git signs with in *folder*."""
    keys = find_keys(folder)
    found = tuple(key for key in keys.found if key.where == SIGNING_KEY)
    unusable = tuple(reason for reason in keys.unusable if reason.startswith(SIGNING_KEY))
    if not found and not unusable:
        unusable = ("git signs with no SSH key here: gpg.format is not ssh, or no user.signingkey",)
    return Keys(found, unusable)


def from_forge(forge: str, handle: str, *, agreed: bool) -> Keys:
    """The keys that *forge* publishes for *handle*; asked for only if that is *agreed*.

    Where it is not, the user is asked, if there is a terminal.
    """
    try:
        url = address(forge, handle)
        click.echo(f"One request will be made: GET {url}", err=True)
        if not agreed:
            if sys.stdin is None or not sys.stdin.isatty():
                raise ProjectError("nothing was requested: say --yes to allow it")
            click.confirm("Make it?", abort=True, err=True)
        written = lines(fetch(url))
    except ForgeError as error:
        raise ProjectError(str(error)) from error
    if not written:
        other = " (those to sign with: --from-forge github-signing)" if forge == "github" else ""
        raise ProjectError(f"{url} lists no keys{other}")
    return _parsed(written, url)


def choose(keys: Keys, wanted: str | None, owner: Callable[[FoundKey], str | None]) -> FoundKey:
    """The one of *keys* whose fingerprint begins with *wanted*, without it the only new one.

    Raises ProjectError with a list of them where it is not clear which; *owner* says who has
    a key already.
    """
    found = keys.found
    if wanted is not None:
        found = tuple(key for key in found if names(wanted, key.key.fingerprint))
    else:
        found = tuple(key for key in found if owner(key) is None) or found
    if len(found) == 1:
        return found[0]
    shown = found if wanted is not None and found else keys.found
    if not shown:
        raise ProjectError("\n".join(["no key was found", *_reasons(keys), HOW_TO_MAKE_ONE]))
    said = "no key begins so" if wanted is not None and not found else "there are several keys"
    listed = [f"  {_line(key, owner(key))}" for key in shown]
    raise ProjectError("\n".join([f"{said}: name one with --key", *listed, *_reasons(keys)]))


def names(word: str, fingerprint: str) -> bool:
    """Whether *word* is the beginning of *fingerprint*, long enough to be meant so."""
    digits = word.removeprefix("SHA256:")
    return len(digits) >= _SHORTEST and fingerprint.startswith(f"SHA256:{digits}")


def _public_half(file: Path) -> Keys:
    beside = file.with_name(f"{file.name}.pub")
    click.echo(
        f"{file} is a private key. It stays where it is: never send it to anybody, and never "
        "put it into a repository. Only its public half is taken.",
        err=True,
    )
    if beside.is_file():
        return from_file(beside)
    keys = find_key(file)
    if not keys.found:
        reasons = "\n".join(_reasons(keys))
        raise ProjectError(
            f"there is no {beside}: 'ssh-keygen -y -f {file} > {beside}' makes it\n{reasons}"
        )
    return keys


def _parsed(written: list[str], where: str) -> Keys:
    found: dict[bytes, FoundKey] = {}
    unusable = []
    for number, line in enumerate(written, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            key = parse_key_line(line)
        except UnusableKeyError as error:
            place = f"{where}, line {number}" if len(written) > 1 else where
            unusable.append(f"{place}: {error}")
        else:
            found.setdefault(key.blob, FoundKey(key, where))
    return Keys(tuple(found.values()), tuple(unusable))


def _line(found: FoundKey, owner: str | None) -> str:
    known = f" ({owner} has it already)" if owner else ""
    return f"{found.key.fingerprint}  {found.key.kind}, from {visible(found.where)}{known}"


def _reasons(keys: Keys) -> list[str]:
    more = len(keys.unusable) - _MOST_REASONS
    reasons = [f"  cannot be used: {visible(reason)}" for reason in keys.unusable[:_MOST_REASONS]]
    return [*reasons, f"  … and {more:,} more"] if more > 0 else reasons
