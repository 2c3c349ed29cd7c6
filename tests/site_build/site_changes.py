"""Changes of all that is around threads: people, topics, settings, the theme, the day."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from random import Random

from site_build.changing import change, toggle, word
from site_build.contents import Person, Thread, picture
from site_build.project import TEMPLATE, Project
from site_build.thread_changes import any_thread


def any_signer(project: Project, random: Random) -> Person:
    """Someone who answered, anyone where nobody did."""
    answers = [answer for thread in project.threads.values() for answer in thread.answers]
    names = {answer.signer for answer in answers if answer.signer in project.people}
    name = random.choice(sorted(name for name in names if name) or sorted(project.people))
    return project.people[name]


@change
def rename_person(project: Project, random: Random) -> None:
    any_signer(project, random).name = f"Dr. {word(random)}"


@change
def promote_person(project: Project, random: Random) -> None:
    any_signer(project, random).role = f"Head of {word(random)}"


@change
def person_leaves_or_returns(project: Project, random: Random) -> None:
    person = any_signer(project, random)
    person.until = None if person.until else "2026-11-30"


@change
def change_portrait(project: Project, random: Random) -> None:
    person = project.people[random.choice(sorted(project.people))]
    person.portrait = random.choice([None, picture(random.randrange(256))])


@change
def add_person(project: Project, random: Random) -> None:
    project.people[word(random)] = Person(f"Dr. {word(random)}")


@change
def remove_person(project: Project, random: Random) -> None:
    if len(project.people) > 1:
        # Without the moderator no comment is left.
        del project.people[random.choice(sorted({*project.people} - {"moderator"}))]


@change
def page_in_place_of_a_person(project: Project, random: Random) -> None:
    name = random.choice(sorted({*project.people, "ben"} - {"moderator"}))
    page = f"people/{name}.md"
    if page in project.docs:
        del project.docs[page]
        project.people[name] = Person("Come back")
    elif len(project.people) > 1 and name in project.people:
        del project.people[name]
        project.docs[page] = "# Who was here\n"


@change
def page_in_place_of_a_thread(project: Project, random: Random) -> None:
    pages = [name for name in project.docs if name.startswith("threads/2026/") and ".md" in name]
    if pages:
        del project.docs[pages[0]]
        slug = pages[0].split("/")[2].removesuffix(".md")
        project.threads.setdefault(slug, Thread(f"{word(random)}0000", 3))
    else:
        thread = any_thread(project, random)
        slug = next(name for name, one in project.threads.items() if one is thread)
        del project.threads[slug]
        project.docs[f"threads/2026/{slug}.md"] = "# What was here\n"


@change
def rename_topic(project: Project, random: Random) -> None:
    name = random.choice(sorted(project.topics))
    project.topics[name] = (word(random), project.topics[name][1])


@change
def promise_otherwise(project: Project, random: Random) -> None:
    for name, (title, promise) in project.topics.items():
        project.topics[name] = (title, promise and promise % 9 + 1)


@change
def promise_otherwise_in_general(project: Project, random: Random) -> None:
    promise = f"promise: {random.randrange(1, 12)}"
    project.policy = re.sub("^promise: .*", promise, project.policy, flags=re.MULTILINE)


@change
def add_or_remove_topic(project: Project, random: Random) -> None:
    toggle(project.topics, random.choice(["delivery", "service"]), ("Another topic", 4))


@change
def add_a_holiday(project: Project, random: Random) -> None:
    holiday = f"holidays: [2026-09-{random.randrange(1, 31):02}, "
    project.policy = project.policy.replace("holidays: [", holiday)


@change
def name_the_country_or_another(project: Project, random: Random) -> None:
    policy = re.sub("  country: .*\n", "", project.policy)
    country = f"  country: {random.choice(['DE', 'IT', 'US'])}\n"
    project.policy = policy.replace("  holidays: [", f"{country}  holidays: [")


@change
def rename_rule(project: Project, random: Random) -> None:
    title = f"title: {{en: {word(random)}, de: Beleidigungen}}"
    project.policy = re.sub("title: {.*de: Beleidigungen}", title, project.policy)


@change
def remove_rule_or_put_it_back(project: Project, random: Random) -> None:
    old, new = ("insult:", "rudeness:")
    if new in project.policy:
        old, new = new, old
    project.policy = project.policy.replace(old, new)


@change
def change_how_to_object(project: Project, random: Random) -> None:
    project.policy = re.sub("redress: .*\n", "", project.policy)
    if random.random() < 0.7:
        told = f"redress: {{en: Write to {word(random)}.}}\n"
        project.policy = project.policy.replace("rules:\n", f"{told}rules:\n")


@change
def set_least_number(project: Project, random: Random) -> None:
    project.policy = re.sub("least: .*\n", "", project.policy)
    project.policy = f"least: {random.randrange(1, 7)}\n{project.policy}"


@change
def move_to_another_zone(project: Project, random: Random) -> None:
    zone = f"timezone: {random.choice(['Europe/Berlin', 'Pacific/Auckland', 'America/Lima'])}"
    project.policy = re.sub("timezone: .*", zone, project.policy)


@change
def set_length_of_lists(project: Project, random: Random) -> None:
    project.settings["per_page"] = random.randrange(1, 5)


@change
def set_length_of_feeds(project: Project, random: Random) -> None:
    project.settings["feed_entries"] = random.randrange(1, 6)


@change
def set_weight_of_checks(project: Project, random: Random) -> None:
    project.settings["checks"] = {"unknown-person": random.choice(["error", "warning"])}


@change
def open_or_close_the_repository(project: Project, random: Random) -> None:
    project.settings["repository"] = random.choice(["private", "public"])


@change
def move_to_another_forge(project: Project, random: Random) -> None:
    kind = random.choice(["github", "gitlab", "forgejo", None])
    url = f"https://code.example.org/{word(random)}/feedback"
    project.settings["forge"] = {"kind": kind, "url": url} if kind else None
    project.settings.pop("contact", None)


@change
def take_comments_in_another_way(project: Project, random: Random) -> None:
    ways = {"form": f"https://forms.example.org/{word(random)}", "email": "feedback@example.org"}
    way = random.choice([*ways, None])
    project.settings["contact"] = {way: ways[way]} if way else None


@change
def change_theme(project: Project, random: Random) -> None:
    project.template = TEMPLATE.replace("<h1>", f"<h1><i>{word(random)}</i>")


@change
def change_page(project: Project, random: Random) -> None:
    project.docs["about.md"] = f"# About {word(random)}\n"


@change
def add_or_remove_page(project: Project, random: Random) -> None:
    names = [
        "people/extra.md",
        "topics/spare-parts/note.txt",
        "threads/2026/hinge/about.md",
        "x.md",
    ]
    toggle(project.docs, random.choice(names), f"# Extra {word(random)}\n")


@change
def change_language(project: Project, random: Random) -> None:
    project.language = "de" if project.language == "en" else "en"


@change
def change_site(project: Project, random: Random) -> None:
    project.config["site_name"] = f"Kitchens of {word(random)}"


@change
def change_addresses(project: Project, random: Random) -> None:
    """Pages are files instead of folders, or the other way round."""
    project.config["use_directory_urls"] = not project.config.get("use_directory_urls", True)


@change
def time_passes(project: Project, random: Random) -> None:
    project.now += timedelta(days=random.choice([0.1, 1, 7]))


@change
def time_goes_back(project: Project, random: Random) -> None:
    """As where the time of the build is that of a commit."""
    project.now -= timedelta(days=random.choice([1, 7, 30]))


@change
def lose_the_cache(project: Project, random: Random) -> None:
    shutil.rmtree(project.root / ".cache", ignore_errors=True)


@change
def lose_the_site(project: Project, random: Random) -> None:
    shutil.rmtree(project.site, ignore_errors=True)
