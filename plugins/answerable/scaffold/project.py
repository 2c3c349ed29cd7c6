"""All files of a new project, as bytes by their paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from answerable.model import LocalText, Person, Topic
from answerable.scaffold.answers import Answers, person_id, topic_id
from answerable.scaffold.gaps import gap
from answerable.scaffold.languages import rules_in, words_in
from answerable.scaffold.owners import everything, marked_part
from answerable.scaffold.recipes import fitted
from answerable.scaffold.writing import Templates

_ROOT = Path(__file__).parent
_TEMPLATE = ".j2"
EXAMPLES = {
    "github": "https://github.com/example/feedback",
    "gitlab": "https://gitlab.com/example/feedback",
    "forgejo": "https://codeberg.org/example/feedback",
}
_RECIPES = {
    "github": ".github/workflows",
    "gitlab": ".gitlab-ci.yml",
    "forgejo": ".forgejo/workflows",
}
# Forgejo reads the folder of Gitea as well, and Gitea reads no other.
_FORGE_TEXTS = {
    "github": {
        "issue-form.yml": ".github/ISSUE_TEMPLATE/comment.yml",
        "change.md": ".github/pull_request_template.md",
    },
    "gitlab": {
        "issue.md": ".gitlab/issue_templates/comment.md",
        "change.md": ".gitlab/merge_request_templates/Default.md",
    },
    "forgejo": {
        "issue-form.yml": ".gitea/ISSUE_TEMPLATE/comment.yml",
        "change.md": ".gitea/pull_request_template.md",
    },
}


def project_files(answers: Answers) -> dict[str, bytes]:
    """The files of the project, by their paths with slashes."""
    main, *others = answers.languages
    templates = Templates(main)
    values = _values(answers, main)
    made = {}
    for name, source in _tree("common"):
        made[_placed(name, values)] = _content(templates, f"common/{name}", source, values)
    for name, source in _tree(f"languages/{main}"):
        if name.startswith(("docs/", "README")):
            path = f"languages/{main}/{name}"
            made[_placed(name, values)] = _content(templates, path, source, values)
    for language in others:
        made |= _other_language(answers, language)
    for name, source in _tree(f"forges/{answers.forge}"):
        recipe = source.read_text(encoding="utf-8")
        made[name] = fitted(recipe, answers.branch, others).encode()
    for name, place in _FORGE_TEXTS[answers.forge].items():
        made[place] = (_ROOT / "languages" / main / "forge" / name).read_bytes()
    return dict(sorted(made.items()))


def _other_language(answers: Answers, language: str) -> dict[str, bytes]:
    """The site in one more language: its configuration and its pages."""
    templates, values = Templates(language), _values(answers, language)
    made = {f"mkdocs.{language}.yml": templates.render("parts/other.yml.j2", values)}
    for name, source in _tree(f"languages/{language}/docs"):
        path = f"languages/{language}/docs/{name}"
        content = _content(templates, path, source, values)
        made[f"docs/{language}/{name.removesuffix(_TEMPLATE)}"] = content
    return made


def _values(answers: Answers, language: str) -> dict[str, Any]:
    """What the templates know."""
    main, *others = answers.languages
    words = words_in(language).all
    topic = answers.topic or words["general"]
    address = answers.address if language == main else f"{answers.address}{language}/"
    issues = answers.public and answers.repository is not None
    person = {"id": person_id(answers.person), "name": answers.person}
    return {
        **{name: getattr(answers, name) for name in answers.__slots__},
        "words": words,
        "language": language,
        "address": address,
        "others": others,
        "alternates": _alternates(answers, language) if others else [],
        "footer": _footer(address, words["nav"]),
        "issues": issues,
        "contact": issues or bool(answers.email),
        "person": person,
        "topic": {"id": topic_id(topic), "name": topic},
        "topic_is_general": answers.topic is None,
        "example_repository": EXAMPLES[answers.forge],
        "recipes": _RECIPES[answers.forge],
        "publishing": words["publishing"][answers.forge],
        "redress": _translated(answers, "redress"),
        "rules": _rules(answers),
        "everything": everything(answers.forge),
        "owners": _owners(answers, person["id"], topic_id(topic)),
        "version": version("mkdocs-answerable"),
        "versions": {name: _about(version(name)) for name in ("mkdocs", "mkdocs-material")},
    }


def _alternates(answers: Answers, language: str) -> list[dict[str, str]]:
    """The links between the languages, as they stand on the pages in *language*."""
    main = answers.languages[0]
    up = "./" if language == main else "../"
    return [
        {
            "name": words_in(other).all["language"],
            "link": "./" if other == language else up if other == main else f"{up}{other}/",
            "language": other,
        }
        for other in answers.languages
    ]


def _footer(address: str, names: Mapping[str, str]) -> str:
    """The links at the foot of every page, whatever its depth."""
    base = escape(urlsplit(address).path)
    return " · ".join(
        f'<a href="{base}{page}/">{names[page]}</a>' for page in ("privacy", "imprint")
    )


def _translated(answers: Answers, name: str) -> str | dict[str, str]:
    found = {}
    for language in answers.languages:
        rules = rules_in(language)
        address = answers.email or gap(language, rules["address"])
        found[language] = rules[name].format(address=address)
    return found if len(found) > 1 else found[answers.languages[0]]


def _rules(answers: Answers) -> dict[str, dict[str, str | dict[str, str]]]:
    """The rules, each text as such where there is one language, else by languages."""
    all_rules = {language: rules_in(language)["rules"] for language in answers.languages}
    main = answers.languages[0]
    return {
        code: {
            name: all_rules[main][code][name]
            if len(all_rules) == 1
            else {language: rules[code][name] for language, rules in all_rules.items()}
            for name in ("title", "text", "example")
        }
        for code in all_rules[main]
    }


def _owners(answers: Answers, person: str, topic: str) -> str:
    handles: dict[str, str] = {answers.forge: answers.handle} if answers.handle else {}
    nothing = LocalText({})
    people = {
        person: Person(person, "", answers.person, nothing, nothing, answers.since, handles=handles)
    }
    topics = {topic: Topic(topic, "", nothing, (person,))}
    return marked_part(answers.forge, "feedback", people, topics, ()).text


def _about(number: str) -> str:
    """The first two parts of a version: with ``~=`` all that is compatible."""
    return ".".join(number.split(".")[:2])


def _placed(name: str, values: Mapping[str, Any]) -> str:
    """Where a file of the scaffold lies in the project."""
    placed = name.removesuffix(_TEMPLATE)
    for mark, part in (("PERSON", "person"), ("TOPIC", "topic")):
        placed = placed.replace(f"{mark}.md", f"{values[part]['id']}.md")
    return placed


def _content(templates: Templates, path: str, source: Path, values: Mapping[str, Any]) -> bytes:
    return templates.render(path, values) if path.endswith(_TEMPLATE) else source.read_bytes()


def _tree(folder: str) -> Iterator[tuple[str, Path]]:
    """All files below *folder*, by their paths in it."""
    top = _ROOT / folder
    for path in sorted(top.rglob("*")):
        if path.is_file():
            yield path.relative_to(top).as_posix(), path
