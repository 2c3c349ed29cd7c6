"""How an employee answers without an installation: a link, and the page that helps with it.

The link leads to the forge's own page for a new file, with its path and all of the front matter
filled in that the site knows: which message is answered, and the digests that bind the answer
to it. Who answers and when is known to nobody here, so placeholders stand there
(``answerable.placeholders``). Where scripts run, the link leads to our own page first, which
names the thread, asks for the name and puts it in their place, and the time with it. That page
gets the address behind a ``#``, which no server sees and which can be of any length; the title
it takes from our own data, not from there. Nor does the address tell the title: what the forge
keeps of it, as a file or as the message of a commit, would outlast the customer's words.
"""

from __future__ import annotations

from collections.abc import Iterator

from answerable import placeholders
from answerable.digests import question_digest, title_digest
from answerable.model import Person
from answerable.site.context import Page, Site
from answerable.site.forge_links import LONGEST, TEXT_FIELD, host, new_file_begins, new_file_url
from answerable.site.head import plain_page
from answerable.site.publication import PublishedComment, PublishedThread
from answerable.site.templating import Templates
from answerable.site.waiting import waiting

URL = "answer/"


def answer_link(thread: PublishedThread, site: Site) -> str:
    """The address at which the forge takes an answer to *thread*; empty where there is none."""
    forge, asked = site.settings.forge, waiting(thread)
    if forge is None or asked is None or thread.is_stub:
        return ""
    text = prefilled(thread, asked, site.language.code)
    folder = thread.url.removesuffix("/")
    return new_file_url(forge, site.settings, folder, f"{placeholders.STEM}.md", text)


def prefilled(thread: PublishedThread, asked: PublishedComment, language: str) -> str:
    """The file of an answer to *asked*, with placeholders for people who read *language*."""
    assert asked.nonce is not None
    # Other readers of YAML take an id such as 1234567890 for a number.
    thread_id = f'"{thread.id}"' if thread.id[0].isdigit() else thread.id
    title = f"title: {title_digest(asked.nonce, thread.title)}\n" if thread.title else ""
    return (
        "---\n"
        f"thread: {thread_id}\n"
        f"answers: {asked.stem}\n"
        f"question: {question_digest(asked.nonce, asked.body)}\n"
        f"{title}"
        f"signed_by: {placeholders.PERSON}\n"
        f"date: {placeholders.TIME}\n"
        f"language: {asked.language}\n"
        "---\n"
        f"{placeholders.words_in(language)}\n"
    )


def link_on_page(thread: PublishedThread, root: str, site: Site) -> tuple[str, str]:
    """Where the link of a thread's page leads, without scripts and with them; empty for nowhere.

    What is too long for the forge leads to our own page, which offers it to be copied.
    """
    address = answer_link(thread, site)
    if not address:
        return "", ""
    helped = site.link(root, URL)
    return (address if len(address) <= LONGEST else f"{helped}#{address}"), helped


def answer_pages(site: Site, templates: Templates) -> Iterator[Page]:
    """The page that fills in who answers and when, where there is a forge."""
    forge, text = site.settings.forge, site.language.text
    if forge is None:
        return
    people = sorted(
        (person for person in site.publication.people.values() if _works_here(person, site)),
        key=lambda person: (person.name.casefold(), person.id),
    )
    root = site.root_of(URL)
    body = templates.render(
        "answer.html",
        people=people,
        host=host(forge),
        begins=new_file_begins(forge),
        longest=LONGEST,
        text_field=TEXT_FIELD[forge.kind],
        takes_text=forge.kind != "gitlab",
        placeholders=placeholders,
        words=placeholders.words_in(site.language.code),
        threads=site.link(root, "threads/"),
        data=f"{root}api/threads/",
        site_url=site.url,
        root=root,
    )
    title = text("Answer as an employee")
    about = text("For employees: how to answer a comment in the browser.")
    yield plain_page(URL, title, about, body, site)


def _works_here(person: Person, site: Site) -> bool:
    return person.since.isoformat() <= site.today and (
        person.until is None or person.until.isoformat() >= site.today
    )
