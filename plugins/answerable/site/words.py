"""The words that pages use for the values of the format.

Each table gives the English word; ``Language.text`` translates it. :func:`N_` marks a word
for the catalogue where it stands, and does nothing else.
"""

from __future__ import annotations

from answerable.model import (
    Basis,
    Channel,
    DecisionName,
    Kind,
    Outcome,
    Prompt,
    SealState,
    State,
)


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

SCOPE: dict[DecisionName, str] = {
    "withheld": N_(
        "Since {day} the message is withheld everywhere on this site. That has no end, until it is"
        " decided otherwise."
    ),
    "withdrawn": N_(
        "Since {day} nothing of the message is shown on this site. Answers to it stay: they are the"
        " company’s own words."
    ),
    "erased": N_(
        "Its words, its title, the name and the pictures are deleted. This note stays, so that"
        " nobody has to wonder, and so do the answers: they are the company’s own words."
    ),
}

PROMPT: dict[Prompt | None, str] = {
    "own-initiative": N_("The company came upon it by itself. No notice and no machine led to it."),
    "notice": N_("A notice from somebody led to it."),
    "machine": N_("A program had pointed it out."),
    None: N_("What led to the decision is not recorded."),
}

BASIS: dict[Basis, str] = {
    "terms": N_("It is a rule of this company."),
    "law": N_("It is the law."),
}

REDRESS = N_(
    "Write to the company. Give the address of this page, and say why the message should be shown."
)

PAST_DECISION: dict[DecisionName, str] = {
    "published": N_("Published on {day}"),
    "withheld": N_("Withheld on {day}"),
    "withdrawn": N_("Withdrawn on {day}"),
    "erased": N_("Erased on {day}"),
}

NOTE: dict[str, str] = {
    "redacted-name": N_("A passage was removed here on {day}: a name."),
    "redacted-address": N_("A passage was removed here on {day}: an address."),
    "redacted-phone": N_("A passage was removed here on {day}: a telephone number."),
    "redacted-email": N_("A passage was removed here on {day}: an e-mail address."),
    "redacted-number": N_("A passage was removed here on {day}: a number."),
    "redacted-health": N_("A passage was removed here on {day}: something about health."),
    "redacted-other": N_("A passage was removed here on {day}."),
    "shown-again": N_(
        "The company had withheld this message. Somebody objected, and since {day} it is shown"
        " again."
    ),
}
"""The lines below a customer's message, by their names."""

MEASURE: dict[str, str] = {
    "received": N_("Received"),
    "waiting": N_("Waiting for a decision"),
    "published": N_("Published"),
    "redacted": N_("With a passage removed"),
    "withheld": N_("Withheld"),
    "withdrawn": N_("Withdrawn"),
    "erased": N_("Erased"),
    "requested": N_("Objections"),
    "upheld": N_("Decision kept"),
    "reversed": N_("Decision taken back"),
}

MODERATED: dict[str, str] = {
    "withheld": N_("Threads with a withheld message"),
    "withdrawn": N_("Threads with a withdrawn message"),
    "erased": N_("Threads with an erased message"),
    "redacted": N_("Threads with a passage removed"),
    "appeal": N_("Threads with an objection"),
    "upheld": N_("Threads with an objection: decision kept"),
    "reversed": N_("Threads with an objection: decision taken back"),
}

MODERATED_TEXT: dict[str, str] = {
    "withheld": N_("In each of them the company withholds a message, or several."),
    "withdrawn": N_("In each of them the author took a message back, or several."),
    "erased": N_("In each of them a message was erased, or several."),
    "redacted": N_("In each of them a passage of a message, or of the title, was removed."),
    "appeal": N_("In each of them somebody asked the company to decide about a message again."),
    "upheld": N_("After an objection the company looked at the message again and kept to it."),
    "reversed": N_("After an objection the company took its decision back."),
}
"""Lists of threads by what readers see of moderation in them."""

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
