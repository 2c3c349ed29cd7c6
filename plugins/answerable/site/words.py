"""The words that pages use for the values of the format.

Each table gives the English word; ``Language.text`` translates it. :func:`N_` marks a word
for the catalogue where it stands, and does nothing else.
"""

from __future__ import annotations

from answerable.model import Channel, DecisionName, Kind, Outcome, SealState, State


def N_(word: str) -> str:  # noqa: N802  (gettext's customary name)
    """*word* itself: it is translated where it is shown."""
    return word


KIND: dict[Kind, str] = {
    "question": N_("Question"),
    "idea": N_("Idea"),
    "problem": N_("Problem"),
    "praise": N_("Praise"),
}

KINDS: dict[Kind, str] = {
    "question": N_("Questions"),
    "idea": N_("Ideas"),
    "problem": N_("Problems"),
    "praise": N_("Words of praise"),
}

STATE: dict[State | DecisionName, str] = {
    "open": N_("Waiting for an answer"),
    "answered": N_("Answered"),
    "resolved": N_("Resolved"),
    "withheld": N_("Withheld"),
    "withdrawn": N_("Withdrawn"),
    "erased": N_("Erased"),
}

STUB_TITLE: dict[State | DecisionName, str] = {
    "withheld": N_("A comment that is withheld"),
    "withdrawn": N_("A comment that was withdrawn"),
    "erased": N_("A comment that was erased"),
}

STUB_TEXT: dict[DecisionName, str] = {
    "withheld": N_("The company decided on {day} not to show this message."),
    "withdrawn": N_("The author took this message back on {day}."),
    "erased": N_("This message was erased on {day}. Nothing of it is kept."),
}

CHANNEL: dict[Channel, str] = {
    "form": N_("through the form"),
    "email": N_("by e-mail"),
    "letter": N_("by letter"),
    "phone": N_("on the phone"),
    "social": N_("on social media"),
    "in-person": N_("in person"),
    "import": N_("on an earlier platform"),
}

SEAL: dict[SealState, str] = {
    "valid": N_("Signed, and unchanged since"),
    "retired": N_("Signed with an earlier key, and unchanged since"),
    "unsigned": N_("Not signed"),
    "altered": N_("Changed after it was signed"),
    "other-namespace": N_("Signed for another purpose"),
    "other-person": N_("Signed by somebody else"),
    "unknown-key": N_("Signed with an unknown key"),
    "outside-time": N_("Signed with a key that was not valid then"),
    "revoked": N_("Signed with a key that was revoked"),
    "unusable": N_("The signature cannot be read"),
}

SEAL_TEXT: dict[SealState, str] = {
    "valid": N_("{name} signed exactly these words. Nothing in them has been changed since."),
    "retired": N_(
        "{name} signed exactly these words as {role}. Nothing in them has been changed since. The "
        "key was valid then; it was retired on {until} and signs nothing new."
    ),
    "unsigned": N_("This answer bears a name and no signature: nobody can check who wrote it."),
    "altered": N_("What stands here is not what was signed. Do not rely on it."),
    "other-namespace": N_(
        "The signature beside this answer was made for something else. It says nothing about "
        "these words."
    ),
    "other-person": N_(
        "The signature beside this answer was made with the key of another person here. It does "
        "not show that {name} wrote these words."
    ),
    "unknown-key": N_(
        "The signature beside this answer was made with a key that nobody here has. It does not "
        "show that {name} wrote these words."
    ),
    "outside-time": N_(
        "On the day of this answer, the key that signed it was not valid. It does not show that "
        "{name} wrote these words."
    ),
    "revoked": N_(
        "Since {revoked} somebody else may have this key. Whatever date an answer bears, the key "
        "does not show any more that {name} wrote these words."
    ),
    "unusable": N_("The file beside this answer is no signature that can be checked."),
}

OUTCOME: dict[Outcome, str] = {
    "explained": N_("Explained"),
    "planned": N_("Planned"),
    "changed": N_("Changed"),
    "declined": N_("Declined"),
}

OUTCOME_TEXT: dict[Outcome, str] = {
    "explained": N_("This answer explains how things are."),
    "planned": N_("The company plans a change."),
    "changed": N_("The company changed something."),
    "declined": N_("The company will not do this."),
}
