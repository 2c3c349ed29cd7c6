"""The files with which anybody can check a signature, and where they lie.

Beside the page of a thread:

    <stem>.md, <stem>.md.sig    a reply's file and its signature, byte for byte
    <stem>.txt, <stem>.nonce    a customer's words, and the key of their digest in the answers

Below ``.well-known/answerable/`` (RFC 8615 reserves the name for such files) are the lists of
all keys of all employees, in the form that ``ssh-keygen -Y verify`` reads.
"""

from __future__ import annotations

from collections.abc import Iterator

from answerable.site.context import Resource, Site
from answerable.site.publication import Message, PublishedReply, PublishedThread, Stub
from answerable.trust.allowed_signers import allowed_signers
from answerable.trust.revocation import revoked_keys

ALLOWED_SIGNERS = ".well-known/answerable/allowed_signers"
REVOKED_KEYS = ".well-known/answerable/revoked_keys"


def trust_lists(site: Site) -> Iterator[Resource]:
    """The keys of all employees, and those of them that are revoked."""
    people = site.publication.people.values()
    yield Resource(ALLOWED_SIGNERS, allowed_signers(people).encode())
    yield Resource(REVOKED_KEYS, revoked_keys(people).encode())


def message_files(thread: PublishedThread) -> Iterator[Resource]:
    """What *thread* has beside its page for each of its messages that is shown."""
    for message in thread.messages:
        for suffix, content in _files(message):
            yield Resource(f"{thread.url}{message.stem}{suffix}", content)


def file_address(thread: PublishedThread, message: Message, suffix: str, site: Site) -> str:
    """The public address of one of these files."""
    return f"{site.folder(thread.url)}{message.stem}{suffix}"


def _files(message: Message) -> Iterator[tuple[str, bytes]]:
    if isinstance(message, PublishedReply):
        yield ".md", message.file
        if message.signature is not None:
            yield ".md.sig", message.signature
    elif not isinstance(message, Stub) and message.nonce is not None:
        yield ".txt", message.body.encode()
        yield ".nonce", f"{message.nonce}\n".encode()
