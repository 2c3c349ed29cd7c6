"""What can go wrong with a locked page. No message ever holds a password, a key or a text."""

from __future__ import annotations


class VaultError(Exception):
    """A page cannot be locked or opened; the message says why in plain words."""


class WeakPasswordError(VaultError):
    """A password that a program guesses; the message says what to do."""


class CannotOpenError(VaultError):
    """The password is wrong, or the page was changed or moved after it was locked."""


class UnusablePageError(VaultError):
    """A page that is not locked, or in a way that cannot be read."""
