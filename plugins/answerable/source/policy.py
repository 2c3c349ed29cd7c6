"""Reading policy.yml: the rules of moderation, the promise and the working days.

The file is the small YAML of the front matter, without a body. What is wrong in it is left
out: a rule, or the calendar as a whole.
"""

from __future__ import annotations

from typing import NamedTuple
from zoneinfo import ZoneInfo

from answerable.model import BASES, SIGNING, Calendar, Policy, Rule, Signing
from answerable.source.calendar import calendar
from answerable.source.fields import (
    day,
    lines,
    local_text,
    one_of,
    text,
    truth,
    whole_number,
)
from answerable.source.names import is_slug
from answerable.source.nodes import Mapping, Node
from answerable.source.problems import SourceFile
from answerable.source.schema import Field, Schema
from answerable.source.smallyaml import read_yaml
from answerable.source.topics import LONGEST_PROMISE

DEFAULT_PROMISE = 5
MOST_NEEDED = 1000


class ReadPolicy(NamedTuple):
    """The policy, and the codes of all rules that are written down, the wrong ones as well.

    ``codes`` is None if the file could not be read, so that nobody is told of unknown rules.
    """

    policy: Policy
    codes: tuple[str, ...] | None


def no_policy() -> ReadPolicy:
    """What stands for a policy that cannot be used.

    Nobody knows whether it requires signatures, so that nothing may do without.
    """
    calendar = Calendar(ZoneInfo("UTC"))
    return ReadPolicy(Policy({}, DEFAULT_PROMISE, calendar, signing="required"), None)


_RULE = Schema(
    Field("title", local_text(text), "{en: Insults, de: Beleidigungen}"),
    Field("text", local_text(lines), "{en: We do not publish insults.}"),
    Field("example", local_text(lines), "{en: You are all idiots.}", required=False),
    Field("basis", one_of(BASES), "law", required=False),
    Field("law", local_text(text), "{en: Section 185 of the Criminal Code}", required=False),
)


def _rules(field: Field, node: Node, file: SourceFile) -> dict[str, Rule] | None:
    if type(node) is not Mapping:
        field.wrong(node, file, "a mapping from codes to rules")
        return None
    rules = {}
    for code, entry in node.entries.items():
        value = entry.value
        if not is_slug(code):
            field.wrong(entry, file, "a mapping; a code is small letters, digits and hyphens")
        elif type(value) is not Mapping:
            field.wrong(value, file, "a mapping; a rule has a title and a text")
        else:
            values = _RULE.read(value, file)
            if _RULE.complete(values):
                rules[code] = Rule(code=code, **values)
    return rules


_POLICY = Schema(
    Field("version", one_of(("1",)), "1"),
    Field("promise", whole_number(1, LONGEST_PROMISE), "5"),
    Field("calendar", calendar, "{timezone: Europe/Berlin}"),
    Field("signing", one_of(SIGNING), "required", required=False),
    Field("signing_since", day, "2026-11-01", required=False),
    Field("write_for_others", truth, "true", required=False),
    Field("redress", local_text(lines), "{en: Write to appeals@example.com.}", required=False),
    Field("least", whole_number(1, MOST_NEEDED), "5", required=False),
    Field("rules", _rules, "{insult: {title: {en: Insults}, text: {en: We …}}}"),
)


def read_policy(file: SourceFile) -> ReadPolicy:
    """The policy in *file*; what cannot be used in it is as in no_policy."""
    mapping = read_yaml(file, 0, len(file.text))
    if mapping is None:
        return no_policy()
    values = _POLICY.read(Mapping(mapping.entries, 0, 1), file)
    none = no_policy().policy
    signing: Signing = "required" if "signing" in mapping.entries else "optional"
    written = mapping.entries.get("rules")
    codes: tuple[str, ...] | None = None
    if written is not None and type(written.value) is Mapping:
        codes = tuple(written.value.entries)
    policy = Policy(
        rules=values.get("rules", none.rules),
        promise=values.get("promise", none.promise),
        calendar=values.get("calendar", none.calendar),
        # Who wrote something here wanted it: what cannot be read must not let anything through.
        signing=values.get("signing", signing),
        signing_since=values.get("signing_since"),
        write_for_others=values.get("write_for_others", none.write_for_others),
        redress=values.get("redress"),
        least=values.get("least", none.least),
    )
    return ReadPolicy(policy, codes)
