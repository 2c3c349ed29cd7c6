"""How problems are shown: for people as text, for machines as json, github, gitlab or sarif.

Rules kept here:

* every form shows the same findings in the same order, by file, line and column;
* nothing that a customer wrote can drive the terminal, a CI runner or a viewer of reports:
  text is made visible, workflow commands are escaped as GitHub documents it, JSON is ASCII;
* a fingerprint stays while lines above are added or removed, and no two are equal.

The forms: GitHub's workflow commands (`::error file=…::message`), GitLab's Code Quality
report, and SARIF 2.1.0 (OASIS), whose sections are cited below.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args
from urllib.parse import quote

from answerable.codes import SUMMARIES
from answerable.config import Settings
from answerable.diagnostics import Diagnostic
from answerable.terminal import columns, visible

Format = Literal["text", "json", "github", "gitlab", "sarif"]
FORMATS: tuple[Format, ...] = get_args(Format)

_LONGEST_EXCERPT = 120
_BEFORE_THE_MARK = 60
_TAB = 4
_SARIF_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem as this site weighs it."""

    severity: Literal["error", "warning"]
    problem: Diagnostic


def weigh(problems: Iterable[Diagnostic], settings: Settings) -> tuple[Finding, ...]:
    """The problems that *settings* does not silence, sorted by place."""
    weighed = ((settings.severity(problem.code), problem) for problem in sorted(problems))
    return tuple(Finding(severity, problem) for severity, problem in weighed if severity != "off")


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether anything but warnings was found."""
    return any(finding.severity == "error" for finding in findings)


def render(findings: Sequence[Finding], form: Format) -> str:
    """*findings* in *form*, without a final newline; empty where text has nothing to say."""
    return _RENDERERS[form](findings)


def count(number: int, one: str, many: str) -> str:
    """``1 reply``, ``2 replies``."""
    return f"{number} {one if number == 1 else many}"


def summary(findings: Sequence[Finding], *, threads: int, replies: int) -> str:
    """One line that says how it went; *threads* and *replies* were read."""
    if not findings:
        read = f"{count(threads, 'thread', 'threads')}, {count(replies, 'reply', 'replies')}"
        return f"Everything is in order: {read}."
    return tally(findings)


def tally(findings: Sequence[Finding]) -> str:
    """How many findings there are, e.g. ``3 errors, 1 warning in 2 files``."""
    numbers = Counter(finding.severity for finding in findings)
    parts = [
        count(numbers[severity], severity, f"{severity}s")
        for severity in ("error", "warning")
        if numbers[severity]
    ]
    files = len({finding.problem.path for finding in findings})
    return f"{', '.join(parts)} in {count(files, 'file', 'files')}"


def _text(findings: Sequence[Finding]) -> str:
    return "\n\n".join(map(_text_of_one, findings))


def _text_of_one(finding: Finding) -> str:
    problem = finding.problem
    place = f"{visible(problem.path)}:{problem.line}:{problem.column}"
    lines = [f"{place}: {finding.severity}[{problem.code}]"]
    message = visible(problem.message)
    if problem.source:
        shown, mark = _marked(problem.source, problem.column - 1, problem.end_column - 1)
        number = str(problem.line)
        lines.append(f"  {number} | {shown}".rstrip())
        lines.append(f"  {' ' * len(number)} | {mark} {message}")
    else:
        lines.append(f"  {message}")
    if problem.mend:
        lines.append(f"  mend: {visible(problem.mend)}")
    return "\n".join(lines)


def _marked(source: str, start: int, end: int) -> tuple[str, str]:
    """The line as a terminal shows it, and the marker that goes below *start* to *end*."""
    if len(source) > _LONGEST_EXCERPT:
        first = max(0, min(start, len(source)) - _BEFORE_THE_MARK)
        cut = source[first : first + _LONGEST_EXCERPT]
        head = "…" if first else ""
        tail = "…" if first + len(cut) < len(source) else ""
        source, start, end = head + cut + tail, start - first + len(head), end - first + len(head)
    start = min(start, len(source))
    end = min(max(end, start + 1), max(len(source), start + 1))
    shown: list[str] = []
    begins = [0]
    for character in source:
        gap = _TAB - begins[-1] % _TAB
        shown.append(" " * gap if character == "\t" else visible(character))
        begins.append(begins[-1] + columns(shown[-1]))
    # A mark may stand behind the last character, where a newline is missing.
    begins.append(begins[-1] + 1)
    return "".join(shown), " " * begins[start] + "^" * max(1, begins[end] - begins[start])


def _json(findings: Sequence[Finding]) -> str:
    numbers = Counter(finding.severity for finding in findings)
    return _dump(
        {
            "version": 1,
            "errors": numbers["error"],
            "warnings": numbers["warning"],
            "problems": [_json_of_one(finding) for finding in findings],
        }
    )


def _json_of_one(finding: Finding) -> dict[str, Any]:
    problem = finding.problem
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "end_column": problem.end_column,
        "severity": finding.severity,
        "code": problem.code,
        "message": problem.message,
        "mend": problem.mend,
        "source": problem.source,
    }


def _github(findings: Sequence[Finding]) -> str:
    return "\n".join(map(_github_of_one, findings))


def _github_of_one(finding: Finding) -> str:
    problem = finding.problem
    properties = {
        "file": problem.path,
        "line": problem.line,
        "col": problem.column,
        "endColumn": problem.end_column,
        "title": problem.code,
    }
    listed = ",".join(f"{name}={_github_property(str(v))}" for name, v in properties.items())
    message = visible(problem.message)
    if problem.mend:
        message += f"\nmend: {visible(problem.mend)}"
    return f"::{finding.severity} {listed}::{_github_data(message)}"


def _github_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _github_property(text: str) -> str:
    return _github_data(visible(text)).replace(":", "%3A").replace(",", "%2C")


def _gitlab(findings: Sequence[Finding]) -> str:
    return _dump(
        [
            {
                "description": _sentence(finding.problem),
                "check_name": finding.problem.code,
                "fingerprint": fingerprint,
                "severity": "major" if finding.severity == "error" else "minor",
                "location": {
                    "path": finding.problem.path,
                    "lines": {"begin": finding.problem.line},
                },
            }
            for finding, fingerprint in zip(findings, _fingerprints(findings), strict=True)
        ]
    )


def _sentence(problem: Diagnostic) -> str:
    mend = f". Mend: {visible(problem.mend)}" if problem.mend else ""
    return visible(problem.message) + mend


def _fingerprints(findings: Sequence[Finding]) -> list[str]:
    """What a finding is about, without its line number; equal ones are told apart by order."""
    seen: Counter[tuple[str, ...]] = Counter()
    prints = []
    for finding in findings:
        problem = finding.problem
        about = (problem.path, problem.code, problem.message, problem.source)
        seen[about] += 1
        # A file's name may hold what UTF-8 cannot encode; JSON escapes it.
        text = json.dumps([*about, seen[about]])
        prints.append(hashlib.sha256(text.encode()).hexdigest())
    return prints


def _sarif(findings: Sequence[Finding]) -> str:
    codes = sorted({finding.problem.code for finding in findings})
    severities = {finding.problem.code: finding.severity for finding in findings}
    driver = {
        "name": "answerable",
        "rules": [_sarif_rule(code, severities[code]) for code in codes],
    }
    results = [
        _sarif_result(finding, codes.index(finding.problem.code), fingerprint)
        for finding, fingerprint in zip(findings, _fingerprints(findings), strict=True)
    ]
    # 3.14.27: without columnKind a viewer would count UTF-16 code units.
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dump({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _sarif_rule(code: str, severity: str) -> dict[str, Any]:
    summary_of_rule = SUMMARIES[code]
    return {
        "id": code,
        "shortDescription": {"text": summary_of_rule},
        "defaultConfiguration": {"level": severity},
        "help": {
            "text": f"{summary_of_rule[0].upper()}{summary_of_rule[1:]}. The manual explains it "
            f"with an example in its page 'Checks', under '{code}'."
        },
    }


def _sarif_result(finding: Finding, rule_index: int, fingerprint: str) -> dict[str, Any]:
    problem = finding.problem
    region = {
        "startLine": max(1, problem.line),
        "startColumn": max(1, problem.column),
        "endColumn": max(1, problem.column, problem.end_column),
    }
    # A name that is no UTF-8 arrives as lone surrogates.
    uri = quote(problem.path.encode("utf-8", "surrogatepass"), safe="/")
    place = {"artifactLocation": {"uri": uri}, "region": region}
    return {
        "ruleId": problem.code,
        "ruleIndex": rule_index,
        "level": finding.severity,
        "message": {"text": _sarif_text(_sentence(problem))},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"answerable/v1": fingerprint},
    }


def _sarif_text(text: str) -> str:
    """3.11.5 and 3.11.6: braces are placeholders, ``[text](address)`` would become a link."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _dump(value: object) -> str:
    # ASCII, because a report is printed in a terminal as often as it is stored.
    return json.dumps(value, indent=2)


_RENDERERS = {
    "text": _text,
    "json": _json,
    "github": _github,
    "gitlab": _gitlab,
    "sarif": _sarif,
}
