from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.codes import SUMMARIES
from answerable.config import Settings
from answerable.diagnostics import Diagnostic
from answerable.report import FORMATS, Format, has_errors, render, summary, tally, weigh
from answerable.terminal import visible

PROBLEM = Diagnostic(
    path="feedback/threads/2026/spare-parts/2026-11-03-anna.md",
    line=3,
    column=12,
    end_column=15,
    code="unknown-person",
    message="no person 'ana' in feedback/people",
    mend="did you mean 'anna'? A new colleague needs a file feedback/people/ana.md.",
    source="signed_by: ana",
)
ANY_PROBLEM = st.builds(
    Diagnostic,
    path=st.text(min_size=1),
    line=st.integers(1, 3),
    column=st.integers(1, 400),
    end_column=st.integers(1, 400),
    code=st.sampled_from(sorted(SUMMARIES)),
    message=st.text(),
    mend=st.text(),
    source=st.text(max_size=300),
)


def shown(*problems: Diagnostic, form: Format = "text", settings: Settings | None = None) -> str:
    return render(weigh(problems, settings or Settings()), form)


def parsed(*problems: Diagnostic, form: Format) -> Any:
    return json.loads(shown(*problems, form=form))


def marked(source: str, column: int, end_column: int) -> tuple[str, str]:
    """The two lines of the excerpt without their margins."""
    text = shown(replace(PROBLEM, source=source, column=column, end_column=end_column))
    _, line, mark, _ = text.splitlines()
    return line.removeprefix("  3 | "), mark.removeprefix("    | ").removesuffix(PROBLEM.message)


def test_text_is_shown_as_the_style_page_shows_it():
    assert shown(PROBLEM) == (
        "feedback/threads/2026/spare-parts/2026-11-03-anna.md:3:12: error[unknown-person]\n"
        "  3 | signed_by: ana\n"
        "    |            ^^^ no person 'ana' in feedback/people\n"
        "  mend: did you mean 'anna'? A new colleague needs a file feedback/people/ana.md."
    )


def test_a_problem_without_a_line_is_shown_without_a_marker():
    problem = replace(PROBLEM, source="", message="a thread folder has no comment.md", mend="")

    assert shown(problem).splitlines()[1:] == ["  a thread folder has no comment.md"]


@pytest.mark.parametrize(
    ("source", "column", "end_column", "line", "mark"),
    [
        ("標題: x", 5, 6, "標題: x", "      ^ "),
        ("標題: x", 1, 3, "標題: x", "^^^^ "),
        ("u\N{COMBINING DIAERESIS}ber x", 7, 8, "u\N{COMBINING DIAERESIS}ber x", "     ^ "),
        ("a\tb", 3, 4, "a   b", "    ^ "),
        ("abc", 4, 4, "abc", "   ^ "),
        ("abc", 3, 3, "abc", "  ^ "),
        ("abc", 90, 95, "abc", "   ^ "),
        ("abc", 2, 95, "abc", " ^^ "),
    ],
)
def test_the_marker_stands_below_what_it_marks(source, column, end_column, line, mark):
    assert marked(source, column, end_column) == (line, mark)


def test_a_long_line_is_cut_around_its_mark():
    line, mark = marked("a" * 5000 + "BAD" + "c" * 5000, 5001, 5004)

    assert line[mark.index("^") : mark.rindex("^") + 1] == "BAD"
    assert line.startswith("…")
    assert line.endswith("…")
    assert len(line) < 130


def test_an_escape_sequence_is_shown_and_not_sent():
    line, _ = marked("from: \x1b]0;owned\x07\x9b2J", 1, 2)

    assert line == "from: ␛]0;owned␇\N{REPLACEMENT CHARACTER}2J"


def test_what_cannot_be_seen_has_a_sign_to_point_at():
    line, mark = marked("\ufeff---", 1, 2)

    assert (line, mark) == ("\N{REPLACEMENT CHARACTER}---", "^ ")


@given(st.lists(ANY_PROBLEM, max_size=4), st.sampled_from(FORMATS))
def test_no_text_of_others_can_drive_the_terminal(problems, form):
    report = shown(*problems, form=form)

    unsafe = {unicodedata.category(character) for character in set(report) - {"\n"}}
    assert unsafe.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert not set(report) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    report.encode()


@given(ANY_PROBLEM)
def test_text_takes_at_most_four_lines_for_a_problem(problem):
    assert len(shown(problem).split("\n")) <= 4


def test_the_settings_decide_what_a_problem_weighs():
    settings = Settings(checks={"unknown-person": "warning", "unused-asset": "off"})

    findings = weigh([PROBLEM, replace(PROBLEM, code="unused-asset")], settings)

    assert [finding.severity for finding in findings] == ["warning"]
    assert not has_errors(findings)
    assert "warning[unknown-person]" in render(findings, "text")


def test_problems_are_sorted_by_file_and_place():
    late, early = replace(PROBLEM, line=10), replace(PROBLEM, line=9)
    other = replace(PROBLEM, path="feedback/people/anna.md")

    findings = weigh([late, early, other], Settings())

    assert [finding.problem for finding in findings] == [other, early, late]


def test_the_summary_counts_problems_and_files():
    warning = replace(PROBLEM, code="future-date", path="feedback/policy.yml")
    findings = weigh([PROBLEM, replace(PROBLEM, line=8), warning], Settings())

    assert summary(findings, threads=1, replies=1) == "2 errors, 1 warning in 2 files"
    assert tally(findings[:1]) == "1 warning in 1 file"


def test_the_summary_of_a_clean_folder_counts_what_was_read():
    clean = weigh([], Settings())

    assert summary(clean, threads=24, replies=31) == (
        "Everything is in order: 24 threads, 31 replies."
    )
    assert summary(clean, threads=1, replies=1) == "Everything is in order: 1 thread, 1 reply."


def test_nothing_found_is_an_empty_report_in_every_form():
    assert shown() == ""
    assert shown(form="github") == ""
    assert parsed(form="gitlab") == []
    assert parsed(form="json")["problems"] == []
    assert parsed(form="sarif")["runs"][0]["results"] == []


def test_json_holds_every_field_unchanged():
    problem = replace(PROBLEM, source="\x1b[2J 標題 \u202e")

    report = parsed(problem, replace(PROBLEM, code="future-date"), form="json")

    assert (report["version"], report["errors"], report["warnings"]) == (1, 1, 1)
    entry = next(entry for entry in report["problems"] if entry["severity"] == "error")
    del entry["severity"]
    assert Diagnostic(**entry) == problem


def run_command(line: str) -> tuple[str, dict[str, str], str]:
    """Read a workflow command as GitHub's runner does."""
    found = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
    assert found
    command, listed, data = found.groups()
    properties = dict(entry.split("=", 1) for entry in listed.split(","))
    plain = {name: unescaped(text, ":", ",") for name, text in properties.items()}
    return command, plain, unescaped(data)


def unescaped(text: str, *more: str) -> str:
    for character in ("\r", "\n", *more, "%"):
        text = text.replace(f"%{ord(character):02X}", character)
    return text


@given(ANY_PROBLEM)
def test_a_github_runner_reads_back_what_was_written(problem):
    (line,) = shown(problem, form="github").split("\n")

    command, properties, message = run_command(line)

    assert command in ("error", "warning")
    assert properties == {
        "file": visible(problem.path),
        "line": str(problem.line),
        "col": str(problem.column),
        "endColumn": str(problem.end_column),
        "title": problem.code,
    }
    mend = f"\nmend: {visible(problem.mend)}" if problem.mend else ""
    assert message == visible(problem.message) + mend


def test_a_message_cannot_begin_another_workflow_command():
    problem = replace(PROBLEM, message="50% \r\n::stop-commands::x", path="a,b:c::d.md")

    assert shown(problem, form="github") == (
        "::error file=a%2Cb%3Ac%3A%3Ad.md,line=3,col=12,endColumn=15,title=unknown-person"
        f"::50%25 ␍␊::stop-commands::x%0Amend: {PROBLEM.mend}"
    )


def test_gitlab_gets_the_fields_that_it_needs():
    first, second = parsed(
        PROBLEM, replace(PROBLEM, code="future-date", line=4, mend=""), form="gitlab"
    )

    assert first.pop("fingerprint") != second["fingerprint"]
    assert first == {
        "description": f"{PROBLEM.message}. Mend: {PROBLEM.mend}",
        "check_name": "unknown-person",
        "severity": "major",
        "location": {"path": PROBLEM.path, "lines": {"begin": 3}},
    }
    assert second["severity"] == "minor"
    assert second["description"] == PROBLEM.message


def test_a_fingerprint_stays_when_lines_are_added_above():
    (before,) = parsed(PROBLEM, form="gitlab")
    (after,) = parsed(replace(PROBLEM, line=7), form="gitlab")

    assert before["fingerprint"] == after["fingerprint"]


@given(st.lists(ANY_PROBLEM))
def test_no_two_fingerprints_are_equal(problems):
    prints = [entry["fingerprint"] for entry in parsed(*problems, form="gitlab")]

    assert len(set(prints)) == len(problems)


def only(entry: dict[str, Any], required: set[str], optional: set[str]) -> None:
    """The objects of SARIF's schema allow no other property."""
    assert required <= set(entry) <= required | optional


@given(st.lists(ANY_PROBLEM, min_size=1, max_size=6))
def test_sarif_keeps_the_rules_of_its_specification(problems):
    log = parsed(*problems, form="sarif")

    only(log, {"version", "runs"}, {"$schema"})
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    only(run, {"tool"}, {"columnKind", "results"})
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    only(driver, {"name"}, {"rules"})
    rules = [rule["id"] for rule in driver["rules"]]
    assert len(rules) == len(set(rules))
    for rule in driver["rules"]:
        only(rule, {"id"}, {"shortDescription", "help", "defaultConfiguration"})
        assert rule["shortDescription"] == {"text": SUMMARIES[rule["id"]]}
        assert rule["defaultConfiguration"]["level"] in ("error", "warning")
        assert rule["id"] in rule["help"]["text"]
    assert len(run["results"]) == len(problems)
    for result in run["results"]:
        only(
            result,
            {"message"},
            {"ruleId", "ruleIndex", "level", "locations", "partialFingerprints"},
        )
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning")
        (location,) = result["locations"]
        only(location, set(), {"physicalLocation"})
        only(location["physicalLocation"], {"artifactLocation"}, {"region"})
        # RFC 3986, 4.2: a relative reference whose first segment has no colon.
        assert re.fullmatch(
            r"([\w.~-]|%[0-9A-F]{2}|/)*", location["physicalLocation"]["artifactLocation"]["uri"]
        )
        region = location["physicalLocation"]["region"]
        only(region, {"startLine"}, {"startColumn", "endColumn"})
        assert 1 <= region["startColumn"] <= region["endColumn"]


def test_sarif_percent_encodes_a_path():
    log = parsed(replace(PROBLEM, path="feedback/ä b#1:?.md"), form="sarif")
    location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]

    uri = location["artifactLocation"]["uri"]
    assert uri == "feedback/%C3%A4%20b%231%3A%3F.md"
    assert unquote(uri) == "feedback/ä b#1:?.md"


def test_a_sarif_message_is_no_link_and_no_placeholder():
    problem = replace(PROBLEM, message="[win {0}](https://evil.example)", mend="")
    log = parsed(problem, form="sarif")

    assert log["runs"][0]["results"][0]["message"] == {"text": "[win {{0}}] (https://evil.example)"}
