"""The source of a reply, as a site publishes it, read by the reader of the feedback folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from answerable.config import Settings
from answerable.model import Reply, Stem, ThreadId
from answerable.source.frontmatter import read_document
from answerable.source.messages import read_reply
from answerable.source.names import MessageName, message_name
from answerable.source.problems import Report, SourceFile
from answerable.verification.verdict import Finding

_NOBODY = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The reply in a file, None where it cannot be read; *notes* say why then.

    ``thread`` is the one that the file names.
    """

    reply: Reply | None
    thread: ThreadId | None
    notes: tuple[str, ...]
    findings: tuple[Finding, ...]


def read_source(data: bytes, stem: Stem) -> Source:
    """The reply in the file *stem* with this *data*."""
    report = Report(Settings())
    try:
        file = SourceFile(f"{stem}.md", data.decode(), report, data)
    except UnicodeDecodeError:
        return Source(None, None, ("it is not UTF-8",), ())
    document = read_document(file)
    if document is None:
        return Source(None, None, _messages(report), ())
    name = message_name(stem) or MessageName(stem, date.min, _NOBODY)
    read = read_reply(document, name)
    thread = read.values.get("thread")
    reply = read.message
    if reply is None:
        return Source(None, thread, _messages(report), ())
    named = [one.message for one in report.diagnostics if one.code == "file-name"]
    if reply.signed_by != name.author:
        named.append(f"the file is named after '{name.author}', and '{reply.signed_by}' signs it")
    return Source(reply, thread, (), tuple(_misnamed(named)))


def _messages(report: Report) -> tuple[str, ...]:
    return tuple(f"line {one.line}: {one.message}" for one in report.diagnostics)


def _misnamed(messages: Iterable[str]) -> Iterable[Finding]:
    return (Finding("misnamed", message) for message in messages)
