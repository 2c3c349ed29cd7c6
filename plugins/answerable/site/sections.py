"""The lists of the site with their addresses, titles and introductions."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from answerable.model import STATES, TopicId
from answerable.site.about import about
from answerable.site.addresses import tag_url
from answerable.site.catalogue import Catalogue
from answerable.site.context import Page, Site
from answerable.site.due_page import due_link
from answerable.site.head import plain_page
from answerable.site.lists import Choice, Filter, Link, Listing
from answerable.site.moderation import redress, rule_view
from answerable.site.templating import Templates
from answerable.site.transparency import RULE
from answerable.site.words import KINDS, STATE


def listings(lists: Catalogue, site: Site) -> Iterator[Listing]:
    """Every list of threads but those of people."""
    text = site.language.text
    everything = Link(text("Comments"), "threads/")
    yield Listing(
        url="threads/",
        title=text("Comments"),
        description=text("All comments that {site} received, with the answers.", site=site.name),
        threads=lists.all,
        filters=filters(lists, site),
        feeds=False,
    )
    for year, threads in lists.years.items():
        title = text("Comments of {year}", year=year)
        yield Listing(f"threads/{year}/", title, title, threads, everything, feeds=False)
    for topic_id in lists.topics:
        yield _topic(topic_id, lists, site)
    for tag, threads in sorted(lists.tags.items()):
        title = text("Tag: {tag}", tag=tag)
        yield Listing(tag_url(tag), title, title, threads, Link(text("Tags"), "tags/"))
    for kind, threads in lists.kinds.items():
        if threads:
            title = text(KINDS[kind])
            yield Listing(f"kinds/{kind}/", title, title, threads, everything, feeds=False)
    for state, threads in lists.states.items():
        # The figures lead to the lists of these states even while they are empty.
        if threads or state in STATES:
            title = text(STATE[state])  # type: ignore[index]
            url = f"states/{state}/"
            due = due_link(site.root_of(url), site) if state == "open" else Markup()
            yield Listing(url, title, title, threads, everything, introduction=due)


def filters(lists: Catalogue, site: Site) -> list[Filter]:
    """The choices above the list of all comments; choices without a thread are left out."""
    text = site.language.text
    groups = [
        Filter(
            text("State"),
            [
                Choice(text(STATE[state]), f"states/{state}/", len(threads))  # type: ignore[index]
                for state, threads in lists.states.items()
            ],
        ),
        Filter(text("Topic"), topic_choices(lists, site)),
        Filter(
            text("Kind"),
            [
                Choice(text(KINDS[kind]), f"kinds/{kind}/", len(threads))
                for kind, threads in lists.kinds.items()
            ],
        ),
        Filter(
            text("Year"),
            [
                Choice(year, f"threads/{year}/", len(threads))
                for year, threads in sorted(lists.years.items(), reverse=True)
            ],
        ),
        Filter(text("Tag"), tag_choices(lists)[:30]),
    ]
    return [
        Filter(group.name, chosen)
        for group in groups
        if (chosen := [choice for choice in group.choices if choice.count])
    ]


def topic_choices(lists: Catalogue, site: Site) -> list[Choice]:
    """The topics by name, with their counts."""
    choices = [
        Choice(
            site.publication.topics[topic].title.in_language(site.language.code),
            f"topics/{topic}/",
            len(threads),
        )
        for topic, threads in lists.topics.items()
    ]
    return sorted(choices, key=lambda choice: choice.name.casefold())


def tag_choices(lists: Catalogue) -> list[Choice]:
    """The tags, the most used first."""
    return [
        Choice(tag, tag_url(tag), len(threads))
        for tag, threads in sorted(lists.tags.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def index_pages(lists: Catalogue, site: Site, templates: Templates) -> Iterator[Page]:
    """The pages that list lists: topics and tags; and the rules of moderation."""
    text = site.language.text
    notes = {
        f"topics/{topic.id}/": promise_note(topic.id, site)
        for topic in site.publication.topics.values()
    }
    yield _index(
        "topics/",
        text("Topics"),
        text("What people write about, and when they can expect an answer."),
        topic_choices(lists, site),
        notes,
        site,
        templates,
    )
    yield _index("tags/", text("Tags"), "", tag_choices(lists), {}, site, templates)
    yield rules_page(lists, site, templates)


def rules_page(lists: Catalogue, site: Site, templates: Templates) -> Page:
    """The rules of moderation, each with the list of what it kept back, and how to object."""
    text, language = site.language.text, site.language.code
    root = site.root_of("rules/")
    rules = []
    for rule in site.publication.rules.values():
        shown = rule_view(rule.code, site, root)
        assert shown is not None
        rules.append(
            {
                "code": rule.code,
                "title": shown.title,
                "text": rule.text.in_language(language),
                "example": rule.example.in_language(language) if rule.example else "",
                "basis": shown.basis,
                "count": len(lists.moderated.get(f"{RULE}{rule.code}", ())),
                "list": site.link(root, f"rules/{rule.code}/"),
            }
        )
    return plain_page(
        "rules/",
        text("Rules"),
        text("The rules by which comments are shown or withheld."),
        templates.render(
            "rules.html",
            rules=rules,
            redress=Markup(site.page_markdown(redress(site))),  # noqa: S704  (the site's own words)
            transparency=site.link(root, "transparency/"),
        ),
        site,
    )


def _index(
    url: str,
    title: str,
    lead: str,
    choices: list[Choice],
    notes: dict[str, str],
    site: Site,
    templates: Templates,
) -> Page:
    root = site.root_of(url)
    entries = [
        {
            "url": site.link(root, choice.url),
            "name": choice.name,
            "count": choice.count,
            "note": notes.get(choice.url, ""),
        }
        for choice in choices
    ]
    body = templates.render("index.html", title=title, lead=lead, entries=entries)
    return plain_page(url, title, lead or title, body, site)


def promise_note(topic: TopicId, site: Site) -> str:
    """The promise of a topic in a sentence."""
    return site.language.plural(
        "First answer within {number} working day",
        "First answer within {number} working days",
        site.publication.promise_of(topic),
    )


def _topic(topic_id: TopicId, lists: Catalogue, site: Site) -> Listing:
    topic = site.publication.topics[topic_id]
    title = topic.title.in_language(site.language.code)
    root = site.root_of(f"topics/{topic_id}/")
    owners = [
        Markup('<a href="{}">{}</a>').format(
            site.link(root, f"people/{owner}/"), site.publication.people[owner].name
        )
        for owner in topic.owners
        if owner in site.publication.people
    ]
    promise = Markup('<p class="ans-promise">{}.').format(promise_note(topic_id, site))
    if owners:
        named = Markup(", ").join(owners)
        promise += Markup(" {}: {}").format(site.language.text("Who answers"), named)
    return Listing(
        url=f"topics/{topic_id}/",
        title=title,
        description=site.language.text("Comments and answers: {topic}", topic=title),
        threads=lists.topics[topic_id],
        parent=Link(site.language.text("Topics"), "topics/"),
        introduction=about(topic, site) + promise + Markup("</p>"),
    )
