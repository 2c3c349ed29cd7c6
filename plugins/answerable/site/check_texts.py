"""What the button "Check in this browser" says, for ``assets/check.js``.

The script fetches the file when somebody asks for the check. It puts values in the place of
``{names}``; the names of the texts are its own.
"""

from __future__ import annotations

import json

from answerable.site.language import Language
from answerable.site.words import NOTE, OUTCOME, OUTCOME_TEXT

CHECK_TEXTS = "assets/answerable/check-texts.json"


def check_texts(language: Language) -> bytes:
    """The texts as JSON."""
    texts = {
        **_result(language),
        **_signature(language),
        **_binding(language),
        **_question(language),
        **_shown(language),
        **_on_the_page(language),
    }
    return json.dumps(texts, ensure_ascii=False, indent=0, sort_keys=True).encode()


def _result(language: Language) -> dict[str, str]:
    return {
        "checking": language.text("Checking …"),
        "verdict-good": language.text("Checked just now: everything fits."),
        "verdict-unclear": language.text(
            "Checked just now: nothing contradicts, but not everything could be checked."
        ),
        "verdict-bad": language.text("Checked just now: something is wrong."),
        "key": language.text("The key that signed:"),
        "source": language.text("The text that was signed"),
        "limit": language.text(
            "This check comes from the same site as the page. The commands below do without it."
        ),
        "insecure": language.text(
            "The page did not come over a secure connection (https). There, a browser does not"
            " check signatures."
        ),
        "unsupported": language.text(
            "This browser cannot check keys of this kind ({kind}). The commands below can."
        ),
        "missing": language.text("A file that the check needs could not be loaded: {address}"),
        "unreadable": language.text(
            "The signed file is written in a way that only the commands below can read."
        ),
    }


def _signature(language: Language) -> dict[str, str]:
    return {
        "valid": language.text("The signature is genuine: {name} signed the text below."),
        "retired": language.text(
            "The signature is genuine: {name} signed the text below, with a key that was valid"
            " then and is retired now."
        ),
        "unsigned": language.text("There is no signature."),
        "unusable": language.text("The file with the signature holds none that can be read."),
        "other-namespace": language.text("The signature was made for another purpose."),
        "altered": language.text(
            "The signature does not fit the text: one of them was changed afterwards."
        ),
        "unknown-key": language.text("The key that signed is nobody’s here."),
        "other-person": language.text("The key that signed is that of another person: {owner}."),
        "outside-time": language.text("The key that signed was not valid at that time."),
        "revoked": language.text(
            "The key that signed is revoked: somebody else may have it. What it signed proves"
            " nothing."
        ),
        "no-list": language.text(
            "The list of revoked keys cannot be read. So the key that signed may be revoked."
        ),
        "claims": language.text("The page itself says something else about this signature."),
    }


def _binding(language: Language) -> dict[str, str]:
    return {
        "thread": language.text("It was signed for this thread."),
        "other-thread": language.text("It was signed for another thread."),
        "other-signer": language.text(
            "The signed text is by somebody else than the page says: {person}."
        ),
        "other-name": language.text("The page shows two different names for this answer."),
        "other-date": language.text("The page shows another date than the signed text."),
        "other-outcome": language.text("The page shows another outcome than the signed text."),
        "other-place": language.text(
            "On the page, the answer belongs to another message than in the signed text."
        ),
    }


def _question(language: Language) -> dict[str, str]:
    return {
        "question": language.text("It answers this very question, letter for letter."),
        "other-question": language.text(
            "The question was changed: the answer was given to other words."
        ),
        "question-gone": language.text(
            "The question is not public any more. So it could not be compared."
        ),
        "question-redacted": language.text(
            "The question was redacted after the answer. So it could not be compared."
        ),
        "question-missing": language.text(
            "The page shows a question, but the files with which it can be compared are missing"
            " or damaged."
        ),
        "no-question": language.text("The message that it answers is not on this page."),
        "title": language.text("It was given under this title."),
        "other-title": language.text("The title was changed after the answer."),
        "title-redacted": language.text(
            "The title was redacted after the answer. So it could not be compared."
        ),
        "title-unbound": language.text("The signature does not cover the title of the thread."),
    }


def _shown(language: Language) -> dict[str, str]:
    return {
        "answer-same": language.text("The page shows the answer as it was signed."),
        "answer-words": language.text(
            "The page shows the words of the signed answer. Emphasis, lists and the like could"
            " not be compared: please compare with the text below."
        ),
        "answer-unclear": language.text(
            "What the page shows of the answer could not be compared: please compare with the"
            " text below."
        ),
        "answer-different": language.text(
            "The page does not show the answer as it was signed. Signed: “{was}”. Shown: “{is}”."
            " A translation by the browser can be the reason, too."
        ),
        "answer-hidden": language.text(
            "Words of the answer are hidden on the page, or added by its style: “{text}”."
        ),
        "answer-beside": language.text(
            "Beside the answer stands something that does not belong there: “{text}”."
        ),
        "question-same": language.text("The page shows the question as it was sent."),
        "question-words": language.text(
            "The page shows the words of the question. Emphasis, lists and the like could not be"
            " compared."
        ),
        "question-unclear": language.text(
            "What the page shows of the question could not be compared."
        ),
        "question-different": language.text(
            "The page does not show the question as it was sent. Sent: “{was}”. Shown: “{is}”."
            " A translation by the browser can be the reason, too."
        ),
        "question-hidden": language.text(
            "Words of the question are hidden on the page, or added by its style: “{text}”."
        ),
        "question-beside": language.text(
            "Beside the question stands something that does not belong there: “{text}”."
        ),
        "pictures": language.text("Of pictures, only names and descriptions were compared."),
    }


def _on_the_page(language: Language) -> dict[str, str]:
    """What pages show anyway, so that the script can compare it."""
    outcomes = {
        f"outcome-{outcome}": f"{language.text(word)}. {language.text(OUTCOME_TEXT[outcome])}"
        for outcome, word in OUTCOME.items()
    }
    notes = {f"note-{name}": language.text(text) for name, text in NOTE.items()}
    return {
        **outcomes,
        **notes,
        "answered": language.text("Answered by {name}"),
        "picture-missing": language.text("Picture that is not shown"),
        "settled": language.text("For the customer, the matter is settled."),
    }
