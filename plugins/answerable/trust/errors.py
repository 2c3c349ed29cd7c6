"""Why nothing could be signed: the only exceptions that signing lets out.

Each message is a sentence for people, without a full stop, that says what to do where
something can be done.
"""

from __future__ import annotations


class CannotSignError(Exception):
    """There is no signature, and the message says why."""


class PassphraseError(CannotSignError):
    """A private key stayed locked: no passphrase was given, or it was wrong."""
