"""How customers write to the company: a form, an e-mail or an issue on the forge.

The page works without scripts. With them it knows which thread somebody comments on:
the link of a thread's page names it behind a ``?``; without, the customer pastes its address.
Nothing is sent before somebody sends it, and nothing is loaded from where it goes to.

The names of the form's fields are part of the interface (docs/contact.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from answerable.config import Contact
from answerable.forges import Forge
from answerable.model import KINDS, LONGEST_SENDER, LONGEST_TITLE
from answerable.site.context import Page, Site
from answerable.site.forge_links import host, new_issue_url
from answerable.site.head import plain_page
from answerable.site.publication import PublishedThread
from answerable.site.templating import Templates
from answerable.site.words import KIND

URL = "write/"
LONGEST_MESSAGE = 20_000
HONEYPOT = "homepage"
"""The field that only programs fill in, because people do not see it."""

_THREAD = "\0"
"""Where a script puts the address of a thread; a quoted address has it as %00."""


def comment_link(thread: PublishedThread, root: str, site: Site) -> str:
    """Where somebody comments on *thread*; empty where customers cannot write."""
    if site.settings.contact is None or thread.is_stub:
        return ""
    return f"{site.link(root, URL)}?thread={quote(site.page(thread.url))}"


def write_pages(site: Site, templates: Templates) -> Iterator[Page]:
    """The page "Write to us", where customers can write."""
    contact, forge, text = site.settings.contact, site.settings.forge, site.language.text
    if contact is None:
        return
    root = site.root_of(URL)
    body = templates.render(
        "write.html",
        site_url=site.url,
        site_name=site.name,
        language=site.language.code,
        promise=site.language.plural(
            "We answer within {number} working day.",
            "We answer within {number} working days.",
            site.publication.promise,
        ),
        rules=site.link(root, "rules/"),
        topics=site.link(root, "topics/") if _topics_promise(site) else "",
        form=contact.form,
        kinds=[(kind, text(KIND[kind])) for kind in KINDS],
        longest_title=LONGEST_TITLE,
        longest_name=LONGEST_SENDER,
        longest_message=LONGEST_MESSAGE,
        honeypot=HONEYPOT,
        email=contact.email,
        mail=_mail(contact, "", site),
        mail_on_thread=_mail(contact, _THREAD, site),
        issue_host=host(forge) if forge and contact.issues else "",
        issue=_issue(contact, forge, ""),
        issue_on_thread=_issue(contact, forge, _THREAD),
    )
    about = text("How to send a comment, what happens to it, and when it is answered.")
    yield plain_page(URL, text("Write to us"), about, body, site)


def _topics_promise(site: Site) -> bool:
    """Whether a topic promises anything else than the policy."""
    promises = {site.publication.promise_of(topic) for topic in site.publication.topics}
    return bool(promises - {site.publication.promise})


def _mail(contact: Contact, thread: str, site: Site) -> str:
    text = site.language.text
    subject = text("A comment on {site}", site=site.name)
    lines = [
        text("My comment:"),
        "",
        "",
        text("The name that may be shown (without it: Anonymous):"),
        "",
    ]
    if thread:
        lines += [text("It belongs to this thread:"), thread]
    parts = {"subject": subject, "body": "\r\n".join(lines)}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in parts.items())
    return f"mailto:{quote(contact.email or '', safe='@')}?{query}"


def _issue(contact: Contact, forge: Forge | None, thread: str) -> str:
    return new_issue_url(forge, thread) if forge and contact.issues else ""
