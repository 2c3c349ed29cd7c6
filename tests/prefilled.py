"""The file that the forge shows an employee, as it comes from the link of a thread.

text = prefilled_text(root)                 # root is the feedback folder, of one thread
filled(text)                                # as somebody without our page fills it in
"""

from __future__ import annotations

from pathlib import Path

from answerable.config import Settings
from answerable.placeholders import PERSON, TIME, WORDS
from answerable.site.answering import prefilled
from answerable.site.publishing import publish, publish_thread
from answerable.site.waiting import waiting
from answerable.source import load_feedback
from samples import NOW

DAY = "2026-11-20"
MOMENT = f"{DAY}T10:05:00+01:00"
ANSWER = "It is on its way, and comes on Monday."


def prefilled_text(root: Path, language: str = "en") -> str:
    """The file of the next answer to the one thread in *root*."""
    feedback = load_feedback(root, Settings(), now=NOW).feedback
    around = publish(feedback.policy, feedback.people, feedback.topics)
    (one,) = feedback.threads
    published = publish_thread(one, around)
    assert published is not None
    asked = waiting(published)
    assert asked is not None
    return prefilled(published, asked, language)


def filled(
    text: str, *, person: str = "anna", moment: str = MOMENT, words: str = ANSWER, to: str = "en"
) -> str:
    """*text* with its placeholders filled in, as far as they are given otherwise."""
    return text.replace(PERSON, person).replace(TIME, moment).replace(WORDS[to], words)
