"""What the page that asks for a password says, for ``vault/page.py``."""

from __future__ import annotations

from answerable.site.language import Language
from answerable.vault.page import LockTexts


def lock_texts(language: Language) -> LockTexts:
    """The texts in *language*."""
    return LockTexts(
        language=language.code,
        title=language.text("Protected page"),
        instructions="",
        label=language.text("Password"),
        button=language.text("Open the page"),
        remember=language.text("Remember me"),
        show=language.text("Show password"),
        hide=language.text("Hide password"),
        working=language.text("Opening …"),
        error=language.text("That is not the password."),
        damaged=language.text("This page is damaged, so no password opens it."),
        elsewhere=language.text("This page opens only at its own address:"),
        insecure=language.text(
            "The page did not come over a secure connection (https). There, a browser does not"
            " decrypt."
        ),
        no_script=language.text(
            "This page is encrypted. The browser opens it with a script, and scripts are switched"
            " off or could not be loaded."
        ),
        logged_out=language.text("Logged out: this browser has forgotten the password."),
    )
