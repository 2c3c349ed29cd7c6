"""The seal of a reply: what its signature is worth, in words, and how to check that.

A reader who distrusts the company finds here all that ``ssh-keygen`` needs, which is a program
of somebody else's, from OpenSSH 9.1 on: older ones know no times in UTC. The lines work in the
shells of Unix and, but for those about the question, in the command prompt of Windows.
"""

from __future__ import annotations

from datetime import timezone

from markupsafe import Markup

from answerable.model import GOOD_SEALS, PersonKey, Seal, SealState
from answerable.site.context import Site
from answerable.site.fragments import FILES, ROOT
from answerable.site.language import Language
from answerable.site.publication import Message, PublishedComment, PublishedReply, PublishedThread
from answerable.site.question import question_state
from answerable.site.templating import Templates
from answerable.site.trust_files import ALLOWED_SIGNERS, REVOKED_KEYS
from answerable.site.words import SEAL, SEAL_TEXT
from answerable.trust.sshsig import NAMESPACE

HELP = "verify/"
"""The page that explains all this."""


def seal_html(
    message: PublishedReply,
    thread: PublishedThread,
    answered: Message | None,
    site: Site,
    templates: Templates,
) -> Markup:
    """The seal of *message* as a fragment; *answered* is what it answers, if that is here."""
    seal = message.seal
    form = templates.form(
        "seal.html",
        "signer thread stem word text fingerprint valid files root help commands",
        state=seal.state,
        kind=kind_of(seal.state),
        key=bool(seal.fingerprint),
        redacted=message.redacted_later,
        time=seal.since is not None,
    )
    person = site.publication.people[message.signed_by]
    language = site.language
    words = language.text(SEAL_TEXT[seal.state])
    filled = form.fill(
        signer=message.signed_by,
        thread=thread.id,
        stem=message.stem,
        word=language.text(SEAL[seal.state]),
        text=words.format(
            name=person.name,
            role=person.role.in_language(language.code),
            until=language.day(seal.until.date()) if seal.until else "",
            revoked=language.day(seal.revoked.date()) if seal.revoked else "",
        ),
        fingerprint=seal.fingerprint,
        valid=validity(seal, language),
        files=FILES,
        root=ROOT,
        help=site.link(ROOT, HELP),
        commands=commands(message, thread, answered, site),
    )
    return Markup(filled)  # noqa: S704  (filled in by templates)


def kind_of(state: SealState) -> str:
    """How the seal of a *state* looks."""
    if state == "unsigned":
        return "none"
    return "good" if state in GOOD_SEALS else "bad"


def validity(key: Seal | PersonKey, language: Language) -> str:
    """From when to when *key*, or that of a seal, may sign."""
    if key.since is None:
        return ""
    # The times of keys are written in UTC, and mean whole days there.
    since = language.day(key.since.date())
    if key.until is None:
        return language.text("since {since}", since=since)
    return language.text(
        "from {since} to {until}", since=since, until=language.day(key.until.date())
    )


def commands(
    message: PublishedReply, thread: PublishedThread, answered: Message | None, site: Site
) -> str:
    """The lines that check *message* with programs that are on most computers."""
    folder = site.folder(thread.url)
    reply = f"{message.stem}.md"
    addresses = [
        f"{folder}{reply}",
        f"{folder}{reply}.sig",
        site.absolute(ALLOWED_SIGNERS),
        site.absolute(REVOKED_KEYS),
    ]
    digest = []
    if question_state(message, answered) == "compared":
        assert isinstance(answered, PublishedComment)
        addresses.append(f"{folder}{answered.stem}.txt")
        digest = [
            f"openssl dgst -sha256 -mac HMAC -macopt hexkey:{answered.nonce} {answered.stem}.txt",
            f"grep question: {reply}",
        ]
    fetch = [f'curl -fsSO "{address}"' for address in addresses]
    at = message.date.astimezone(timezone.utc)
    verify = (
        "ssh-keygen -Y verify -f allowed_signers -r revoked_keys"
        f" -n {NAMESPACE} -I {message.signed_by} -O verify-time={at:%Y%m%d%H%M%S}Z"
        f" -s {reply}.sig < {reply}"
    )
    return "\n".join([*fetch, verify, *digest])
