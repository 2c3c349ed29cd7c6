"""The files with which anybody can check the answers, for peers that copy them to the site.

<stem>.md, <stem>.md.sig    a reply's file and its signature
<stem>.txt, <stem>.nonce    a customer's words, and the key of their digest in the answers
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from answerable.model import Thread
from benchmark.corpus.project import Corpus, reply_files
from benchmark.corpus.signing import Signers
from benchmark.peers.content import folder_of, write


def write_beside(corpus: Corpus, static: Path) -> Callable[[bytes], Mapping[Path, bytes]]:
    """Write the files of all threads below *static*, a folder that is copied as it is.

    Returns what a job's ``follows`` is: which of them change with the newest reply.
    """
    for thread in corpus.threads():
        for name, content in _files_of(thread, corpus.signers):
            write(static / folder_of(thread) / name, content)
    home = static / folder_of(corpus.changed_thread())
    return lambda added: {home / name: after for name, after in corpus.changed_files(added)}


def _files_of(thread: Thread, signers: Signers | None) -> Iterator[tuple[str, bytes]]:
    for message in (thread.comment, *thread.follow_ups):
        yield f"{message.stem}.txt", message.body.encode()
        yield f"{message.stem}.nonce", f"{message.nonce}\n".encode()
    for reply in thread.replies:
        yield from reply_files(thread, reply, signers)
