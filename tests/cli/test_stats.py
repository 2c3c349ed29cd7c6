from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from answerable.cli import main
from answerable.config import Settings
from answerable.source import load_feedback
from publications import bytes_of, files, publication, site
from samples import COMMENT, NOW, comment_text, reply_text, write

DECISIONS = {
    "published": "{decision: published, by: ben, at: 2026-11-03T09:00:00+01:00}",
    "pending": "{decision: pending}",
    "withheld": "{decision: withheld, by: ben, at: 2026-11-04T09:00:00+01:00, reason: insult}",
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["stats", *arguments])


@pytest.fixture
def many(desk: Path) -> Path:
    """Threads of three months in three states of moderation; some are answered."""
    for number in range(30):
        decision = ("published", "published", "published", "pending", "withheld")[number % 5]
        id_, month = f"thread{number:04}", 9 + number % 3
        folder = f"threads/2026/{id_}"
        text = comment_text(
            id=id_,
            received=f"2026-{month:02}-02T08:00:00+01:00",
            moderation=DECISIONS[decision],
            kind="problem" if number % 2 else "idea",
        )
        write(desk / "feedback", f"{folder}/comment.md", text)
        if decision == "published" and number % 4:
            write(desk / "feedback", f"{folder}/2026-11-03-anna.md", reply_text(thread=id_))
    return desk


def pages(desk: Path):
    """The pages and files that the site has of this folder."""
    feedback = load_feedback(desk / "feedback", Settings(), now=NOW).feedback
    policy = feedback.policy
    shown = publication(
        *feedback.threads,
        people=feedback.people.values(),
        topics=feedback.topics.values(),
        rules=policy.rules.values(),
        promise=policy.promise,
        least=policy.least,
    )
    return files(site(shown))


def test_the_figures_of_moderation_are_those_of_the_site(many):
    value = json.loads(run("--format", "json").stdout)["messages"]
    published = json.loads(bytes_of(pages(many)["transparency/transparency.json"]))

    for name in ("least", "complaints", "all", "months"):
        assert value[name] == published[name], name


def lines_of(table: str) -> dict[str, str]:
    """The figures of threads in a table, by their names."""
    found = re.findall(r"(?m)^  (\S.*?) {2,}(\S.*)$", table.partition("\n\n")[0])
    return dict(found)


def test_the_figures_of_threads_are_those_of_the_site(many):
    body = str(pages(many)["figures/"].body)
    tiles = re.findall(r"<strong>([^<]*)</strong> <span>([^<]*)</span>", body)

    assert len(tiles) == 6
    assert lines_of(run().stdout) == {name: number for number, name in tiles}


def test_the_figures_of_states_are_those_of_the_sites_data(many):
    value = json.loads(run("--format", "json").stdout)["threads"]
    index = json.loads(bytes_of(pages(many)["api/threads.json"]))

    assert value["received"] == index["count"] == 25
    assert {state: value[state] for state in index["states"]} == index["states"]


def test_the_table_names_the_rules(many):
    value = json.loads(run("--format", "json").stdout)["messages"]["all"]

    (line,) = [line for line in run().stdout.splitlines() if "by the rule insult" in line]
    assert line.split()[-1] == str(value["withheld_by_rule"]["insult"])


def test_what_is_too_small_to_be_shown_is_not_shown_here(desk):
    value = json.loads(run("--format", "json").stdout)["messages"]["all"]

    assert value["received"] == {"fewer_than": 5}
    assert "fewer than 5" in run().stdout
    assert "messages,all,received,<5\n" in run("--format", "csv").stdout


def test_the_table_for_programs_has_every_figure_of_the_json(many):
    value = json.loads(run("--format", "json").stdout)
    rows = list(csv.DictReader(StringIO(run("--format", "csv").stdout)))
    found = {(row["of"], row["month"], row["figure"]): row["value"] for row in rows}

    assert len(found) == len(rows)
    assert found["threads", "all", "open"] == str(value["threads"]["open"])
    for month in value["threads"]["months"]:
        assert found["threads", month["month"], "answered"] == str(month["answered"])
    whole = value["messages"]["all"]
    assert found["messages", "all", "withheld_by_rule:insult"] == str(
        whole["withheld_by_rule"]["insult"]
    )
    assert found["messages", "all", "days_to_decision:median"] == str(
        whole["days_to_decision"]["median"]
    )
    assert {row["month"] for row in rows} == {"all", "2026-09", "2026-10", "2026-11"}


def test_what_has_an_error_is_not_counted_and_told(many):
    write(many / "feedback", COMMENT, comment_text(kind="problm"))

    result = run()

    assert result.exit_code == 1
    assert "1 error in 1 file" in result.stderr
    assert "Received" in result.stdout
