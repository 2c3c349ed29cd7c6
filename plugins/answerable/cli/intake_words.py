"""What a pull request says that brings in a customer's comment, in the language of the site.

Its title becomes a commit's message, and there words are orders: ``[skip ci]`` keeps the checks
from running, ``fixes #3`` closes an issue. So the title names the folder, which is made of small
letters, and the customer's own words stand in the text, as code.
"""

from __future__ import annotations

from answerable.cli.forge_markdown import code
from answerable.cli.intake_comment import Taken
from answerable.cli.intake_event import Opened
from answerable.source import ThreadName

_ENGLISH = {
    "title": "Comment: {thread}",
    "intro": "A customer wrote {title} in issue #{number}. The comment waits for a decision in "
    "{path}; nothing of it is shown yet.",
    "private": "Merge this to take it into the queue, or decide here first, with a commit to this "
    "branch:",
    "public": "Everybody can read this repository, so a text that waits must not come into the "
    "main branch: `answerable check` refuses it. Decide here, with a commit to this branch, "
    "and then merge:",
    "notes": "To be looked at:",
}
_GERMAN = {
    "title": "Kommentar: {thread}",
    "intro": "Eine Kundin oder ein Kunde hat in Issue #{number} {title} geschrieben. Der Kommentar "
    "wartet in {path} auf eine Entscheidung; gezeigt wird davon noch nichts.",
    "private": "Wer das zusammenführt, nimmt ihn in die Warteschlange auf. Sie können auch erst "
    "hier entscheiden, mit einem Commit auf diesem Zweig:",
    "public": "Dieses Repository können alle lesen. Darum darf ein wartender Text nicht in den "
    "Hauptzweig: `answerable check` weist ihn ab. Bitte entscheiden Sie hier, mit einem Commit "
    "auf diesem Zweig, und führen Sie dann zusammen:",
    "notes": "Bitte ansehen:",
}


def title(name: ThreadName, language: str) -> str:
    """The title of the pull request, and of its commit."""
    return _words(language)["title"].format(thread=f"{name.year}/{name.slug}")


def body(
    issue: Opened, taken: Taken, name: ThreadName, path: str, *, language: str, public: bool
) -> str:
    """The text of the pull request; *path* is the comment's file."""
    words = _words(language)
    thread = f"{name.year}/{name.slug}"
    lines = [
        words["intro"].format(
            title=code(taken.thread.title or ""), number=issue.number, path=code(path)
        ),
        "",
        words["public" if public else "private"],
        "",
        f"    answerable moderate {thread} publish",
        f"    answerable moderate {thread} withhold --reason CODE",
    ]
    if taken.notes:
        lines += ["", words["notes"], "", *(f"- {note}" for note in taken.notes)]
    return "\n".join([*lines, "", f"Closes #{issue.number}", ""])


def _words(language: str) -> dict[str, str]:
    return _GERMAN if language.partition("-")[0] == "de" else _ENGLISH
