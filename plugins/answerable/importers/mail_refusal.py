"""Letters that nobody wrote to be published, and how they are told.

What machines write: RFC 3834 (``Auto-Submitted``) and the fields that came before it, reports
on delivery (RFC 3462). What is no letter any more or not yet: flags of mbox and Mozilla. What
its author keeps: ``Sensitivity`` (RFC 4021), ``X-No-Archive``. What filters mark as spam. An
mbox of Gmail (Takeout) holds spam, drafts and the bin among the letters, told apart by
``X-Gmail-Labels`` alone, in the words of the account's language.
"""

from __future__ import annotations

import re
from email.message import Message

from answerable.importers.mail_fields import decoded, field_of

_DAEMONS = ("mailer-daemon@", "postmaster@")
_PKCS7 = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_DELETED_BY_MOZILLA = 0x0008
_GMAIL_LABELS = {
    label: reason
    for reason, labels in (
        ("marked as spam", "spam junk correo_no_deseado"),
        ("deleted", "trash bin papierkorb corbeille papelera cestino prullenbak lixeira"),
        ("a draft", "draft drafts entwurf entwürfe brouillons borradores bozze rascunhos"),
        ("a chat", "chat chats"),
    )
    for label in labels.split()
}


def why_left_out(message: Message, address: str) -> str | None:
    """Why the letter must not be published, as its head says it."""
    return (
        _spam(message)
        or _labelled(message)
        or _machine(message, address)
        or _kept(message)
        or _sealed(message)
    )


def _field(message: Message, name: str) -> str:
    return str(message.get(name, "")).strip().lower()


def _spam(message: Message) -> str | None:
    marked = (
        _field(message, "X-Spam-Flag").startswith("yes")
        or _field(message, "X-Spam-Status").startswith("yes")
        or _field(message, "X-Spam") in ("yes", "true")
    )
    return "marked as spam" if marked else None


def _labelled(message: Message) -> str | None:
    labels = decoded(field_of(message, "X-Gmail-Labels")).casefold().split(",")
    names = (label.strip(' "').replace(" ", "_") for label in labels)
    return next((_GMAIL_LABELS[name] for name in names if name in _GMAIL_LABELS), None)


def _machine(message: Message, address: str) -> str | None:
    is_report = message.get_content_type() == "multipart/report"
    from_server = address.startswith(_DAEMONS) or _field(message, "Return-Path") == "<>"
    if is_report or from_server:
        return "a report of a mail server"
    automatic = _field(message, "Auto-Submitted").partition(";")[0].strip()
    if (
        automatic not in ("", "no")
        or _field(message, "Precedence") in ("auto_reply", "auto-reply", "junk")
        or any(message.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder"))
    ):
        return "an automatic answer"
    return None


def _kept(message: Message) -> str | None:
    if _field(message, "Sensitivity") in ("private", "personal", "company-confidential"):
        return "marked as private"
    if _field(message, "X-No-Archive") == "yes" or _field(message, "Archive") == "no":
        return "its author asked not to archive it"
    flags = _field(message, "X-Status")
    mozilla = _field(message, "X-Mozilla-Status")
    expunged = re.fullmatch(r"[0-9a-f]{1,8}", mozilla) and int(mozilla, 16) & _DELETED_BY_MOZILLA
    if "d" in flags or expunged:
        return "deleted"
    draft = "t" in flags or any(
        message.get(name) is not None for name in ("X-Mozilla-Draft-Info", "X-Draft-Info")
    )
    return "a draft" if draft else None


def _sealed(message: Message) -> str | None:
    kind = message.get_content_type()
    if kind == "multipart/encrypted":
        return "encrypted"
    if kind in _PKCS7:
        signed = "signed-data" in _field(message, "Content-Type")
        return "signed in a form that hides its text" if signed else "encrypted"
    return None
