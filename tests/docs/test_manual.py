"""The manual says what the code does: each page is compared with what it describes."""

from __future__ import annotations

import importlib
import itertools
import json
import pkgutil
import re
import shutil
import subprocess
import textwrap
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

import answerable.source
from answerable.cli.project import find_project
from answerable.codes import DEFAULT_SEVERITY
from answerable.config import Settings, Staff
from answerable.model import (
    BASES,
    CHANNELS,
    CLOSING_OUTCOMES,
    DECISIONS,
    KINDS,
    OUTCOMES,
    PROMPTS,
    REDACTION_KINDS,
    SEAL_STATES,
    SIGNING,
)
from answerable.source import load_feedback
from answerable.source.problems import Report, SourceFile
from answerable.source.schema import Schema
from answerable.source.smallyaml import read_yaml
from mistakes import CHECKS_PAGE, MISTAKES, report_on
from samples import (
    COMMENT,
    NONCE,
    NOW,
    POLICY,
    REPLY,
    comment_text,
    question,
    title,
    write,
    write_sample,
)

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("checks", "format", "moderating", "settings")

# Where docs/format.md lists the fields of each schema of answerable.source.
TABLES = {
    "messages._COMMENT": "The comment that opens a thread",
    "fields._ORIGIN": "Where a message was imported from",
    "messages._FOLLOW_UP": "A follow-up",
    "messages._REPLY": "A reply",
    "moderation._DECISION": "Moderation",
    "appeals._APPEAL": "Appeals",
    "redaction._REDACTION": "Redactions",
    "people._PERSON": "A person",
    "people._SIGNING_KEY": "Keys",
    "topics._TOPIC": "A topic",
    "policy._POLICY": "The policy",
    "calendar._CALENDAR": "Calendar",
    "policy._RULE": "Rules",
}


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def sections(name: str, mark: str) -> dict[str, str]:
    """The parts of a page below each heading that begins with *mark*."""
    parts = re.split(rf"(?m)^{mark} (.+)$", page(name))
    return {
        title: re.split(r"(?m)^#{1,6} ", text)[0]
        for title, text in zip(parts[1::2], parts[2::2], strict=True)
    }


CHECKS = sections("checks", "###")
SETTINGS = sections("settings", "###")
SETTINGS_EXAMPLES = re.findall(r"(?ms)^```yaml\n(.*?)^```$", page("settings"))
FORMAT = sections("format", "##") | sections("format", "###")


def schemas() -> dict[str, Schema]:
    package = answerable.source
    return {
        f"{module.name}.{name}": value
        for module in pkgutil.iter_modules(package.__path__)
        for name, value in vars(
            importlib.import_module(f"{package.__name__}.{module.name}")
        ).items()
        if isinstance(value, Schema)
    }


SCHEMAS = schemas()


def rows(section: str) -> dict[str, tuple[str, str]]:
    """By field: whether it is needed, and the example."""
    table = re.findall(r"(?m)^\| `(\w+)` \| .+? \| (.+?) \| .+? \|(.*)\|$", FORMAT[section])
    return {
        name: (needed, "" if example.strip() == "see below" else example.strip().strip("`"))
        for name, needed, example in table
    }


@pytest.mark.parametrize("name", PAGES)
def test_headings_are_in_order(name):
    text = re.sub(r"(?ms)^```.*?^```$", "", page(name))
    levels = [len(mark) for mark in re.findall(r"(?m)^(#+) ", text)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("name", PAGES)
def test_links_between_the_pages_lead_somewhere(name):
    for target, anchor in re.findall(r"\]\((?:(\w+)\.md)?(?:#([\w-]+))?\)", page(name)):
        headings = re.findall(r"(?m)^#+ (.+)$", page(target or name))
        anchors = {re.sub(r"[^\w -]", "", text).lower().replace(" ", "-") for text in headings}
        assert not anchor or anchor in anchors, f"{target}#{anchor}"


def test_every_check_has_a_section_and_no_section_is_without_a_check():
    assert set(CHECKS) == set(DEFAULT_SEVERITY)


@pytest.mark.parametrize("code", CHECKS)
def test_a_check_weighs_what_its_section_says(code):
    stated = re.match(r"\s*\*\*(Error|Warning)\.\*\*", CHECKS[code])

    assert stated
    assert stated[1].lower() == DEFAULT_SEVERITY[code]


@pytest.mark.parametrize("code", CHECKS)
def test_a_section_says_how_to_mend(code):
    assert re.search(r"(?m)^Mend: \S", CHECKS[code])


def test_there_is_a_mistake_for_every_check():
    assert set(MISTAKES) == set(DEFAULT_SEVERITY)


@pytest.mark.parametrize("code", CHECKS)
def test_an_example_is_what_the_check_says(code, tmp_path):
    example = re.search(r"(?ms)^```text\n(.*?)\n?^```$", CHECKS[code])

    assert example
    assert example[1] == report_on(code, tmp_path / "feedback"), (
        f"if the new words are better, run: python tests/mistakes.py ({CHECKS_PAGE.name})"
    )


def test_the_first_example_is_real():
    shown = page("checks").split("```text\n")[1].split("\n```")[0]

    assert shown in CHECKS["unknown-person"]


def test_every_field_of_the_json_report_is_named(tmp_path):
    report = json.loads(report_on("unknown-person", tmp_path / "feedback", "json"))
    names = {*report, *report["problems"][0]}

    assert [name for name in sorted(names) if f"`{name}`" not in page("checks")] == []


def test_every_setting_has_a_section_and_no_section_is_without_a_setting():
    assert set(SETTINGS) == {field.name for field in fields(Settings)}


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: field.name)
def test_a_default_is_stated(field):
    default = field.default
    if default is MISSING:
        assert field.default_factory is not MISSING
        default = field.default_factory()

    if default is None or isinstance(default, bool | tuple):
        default = json.dumps(default)
    elif default == Staff():
        default = {}

    assert f"Default: `{default}`" in SETTINGS[field.name]


@pytest.mark.parametrize("number", range(len(SETTINGS_EXAMPLES)))
def test_an_example_of_settings_can_be_used(number, tmp_path):
    example = SETTINGS_EXAMPLES[number]
    if "plugins:" not in example:
        example = "plugins:\n  - answerable:\n" + textwrap.indent(example, " " * 6)
    config = write(tmp_path, "site/mkdocs.yml", example)
    write(tmp_path, "company.yml", "site_name: Company\n")
    for folder in ("feedback", "customers/feedback"):
        (tmp_path / "site" / folder).mkdir(parents=True)

    assert find_project(config).root == tmp_path / "site"


def test_every_kind_of_mapping_has_a_table():
    assert set(SCHEMAS) == set(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_lists_every_field(name):
    assert list(rows(TABLES[name])) == list(SCHEMAS[name].fields)


@pytest.mark.parametrize("name", TABLES)
def test_a_field_is_needed_where_the_table_says_so(name):
    stated = {field for field, (needed, _) in rows(TABLES[name]).items() if needed == "always"}
    # A reply without it is reported as well, together with the line that is right.
    stated.discard("question")

    assert stated == {field.name for field in SCHEMAS[name].fields.values() if field.required}


@pytest.mark.parametrize("name", TABLES)
def test_the_examples_of_a_table_are_right(name, tmp_path):
    examples = {field: example for field, (_, example) in rows(TABLES[name]).items() if example}
    text = "".join(f"{field}: {example}\n" for field, example in examples.items())
    report = Report(Settings())
    file = SourceFile("example", text, report)
    mapping = read_yaml(file, 0, len(text))

    assert mapping is not None
    assert set(SCHEMAS[name].read(mapping, file)) == set(examples)
    assert {problem.code for problem in report.diagnostics} <= {"missing-field"}


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("The comment that opens a thread", (*KINDS, *CHANNELS)),
        ("Moderation", (*DECISIONS, *PROMPTS)),
        ("Redactions", REDACTION_KINDS),
        ("Rules", BASES),
        ("A reply", OUTCOMES),
        ("The signature of a reply", SEAL_STATES),
        ("The policy", SIGNING),
        ("States", OUTCOMES),
    ],
)
def test_every_word_to_choose_from_is_named(section, words):
    assert [word for word in words if f"`{word}`" not in FORMAT[section]] == []


def test_the_outcomes_that_resolve_a_thread_are_named():
    (row,) = re.findall(r"(?m)^\| a reply with (.+) \| \*resolved\* \|$", FORMAT["States"])

    assert set(re.findall(r"`(?:outcome: )?(\w+)`", row)) == CLOSING_OUTCOMES


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
def test_the_digests_can_be_made_as_the_page_says(tmp_path):
    recipes = re.findall(r"(?ms)^```bash\n(.*?)^```$", FORMAT["The digest of the question"])
    folder = write(tmp_path, COMMENT, comment_text()).parent
    words = {"NONCE": NONCE, "TITLE": "Spare parts take six weeks", "PATH": "/usr/bin:/bin"}

    made = [
        subprocess.run(
            ["sh", "-c", recipe], cwd=folder, env=words, capture_output=True, text=True, check=True
        ).stdout.split()[-1]
        for recipe in recipes
    ]

    assert [f"hmac-sha256:{digest}" for digest in made] == [question(), title()]


def test_the_examples_of_a_comment_a_reply_and_a_policy_are_right_together(tmp_path):
    comment, reply = re.findall(r"(?ms)^```markdown\n(---\n.*?)^```$", page("format"))
    (policy,) = re.findall(r"(?ms)^```yaml\n(version: .*?)^```$", page("format"))
    write_sample(tmp_path)
    write(tmp_path, COMMENT, comment)
    write(tmp_path, REPLY, reply)
    write(tmp_path, POLICY, policy.replace("signing: required", "signing: optional"))

    loaded = load_feedback(tmp_path, Settings(), now=NOW)

    assert loaded.diagnostics == ()
    assert len(loaded.feedback.threads[0].replies) == 1
