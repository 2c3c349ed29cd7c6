from __future__ import annotations

import copy
from datetime import date, datetime, timezone
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from answerable.source.edit import EditError, append_item, remove_field, set_value

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAdewDS5mujMiSnwKJ3t1oR8CJ6endZEQ4aODRmvnwKK"
ITEM: dict[str, str | date] = {"key": KEY, "since": date(2026, 1, 1)}
READ_ITEM: dict[str, str | date] = {"key": KEY, "since": "2026-01-01"}
REVOKED = datetime(2026, 5, 1, 10, 30, tzinfo=timezone.utc)


def file(front: str, body: str = "Anna likes hinges.\n") -> str:
    return f"---\n{front}---\n{body}"


def values(text: str) -> Any:
    """What another reader finds in the front matter; every word as it is written."""
    front = text.removeprefix("\ufeff").split("---", 1)[1].split("\n---", 1)[0] + "\n"
    return yaml.load(front, Loader=yaml.BaseLoader) or {}


def body(text: str) -> str:
    return text.replace("\r\n", "\n").split("\n---\n", 1)[1]


def holds_all_of(new: str, old: str) -> bool:
    """Whether *new* is *old* with something put in between."""
    rest = iter(new)
    return all(character in rest for character in old)


# How it stood, and how it stands with another key.
APPENDED = [
    ("name: A\n", f"name: A\nkeys:\n  - key: {KEY}\n    since: 2026-01-01\n"),
    ("", f"keys:\n  - key: {KEY}\n    since: 2026-01-01\n"),
    ("keys: []\nname: A\n", f"keys: [{{key: {KEY}, since: 2026-01-01}}]\nname: A\n"),
    (
        "keys: [{key: a, since: b}] # one\n",
        f"keys: [{{key: a, since: b}}, {{key: {KEY}, since: 2026-01-01}}] # one\n",
    ),
    (
        "keys: [\n  {key: a}, # laptop\n  # lost\n]\n",
        f"keys: [\n  {{key: a}}, # laptop\n  {{key: {KEY}, since: 2026-01-01}}\n  # lost\n]\n",
    ),
    (
        "keys: [\n  {key: a} # laptop\n]\n",
        f"keys: [\n  {{key: a}}, # laptop\n  {{key: {KEY}, since: 2026-01-01}}\n]\n",
    ),
    (
        "keys: # all of them\nname: A\n",
        f"keys: # all of them\n  - key: {KEY}\n    since: 2026-01-01\nname: A\n",
    ),
    (
        "keys:\n- key: a # old\n  since: b\n\n# end\nname: A\n",
        f"keys:\n- key: a # old\n  since: b\n- key: {KEY}\n  since: 2026-01-01\n\n# end\nname: A\n",
    ),
    (
        "keys:\n    -   since: b\n        key: a\n",
        f"keys:\n    -   since: b\n        key: a\n    -   key: {KEY}\n        since: 2026-01-01\n",
    ),
    (
        "keys:\n  - {key: a, since: b}\n",
        f"keys:\n  - {{key: a, since: b}}\n  - {{key: {KEY}, since: 2026-01-01}}\n",
    ),
    (
        "keys:\n  - key: a\n    note: |+\n      lost\n\n",
        f"keys:\n  - key: a\n    note: |+\n      lost\n\n  - key: {KEY}\n    since: 2026-01-01\n",
    ),
    ("{name: A, keys: }\n", f"{{name: A, keys: [{{key: {KEY}, since: 2026-01-01}}] }}\n"),
    ("? keys\n: # old\n", f"? keys\n: # old\n  - key: {KEY}\n    since: 2026-01-01\n"),
    ("{name: A}\n", f"{{name: A, keys: [{{key: {KEY}, since: 2026-01-01}}]}}\n"),
]

# How it stood, where the word goes, and how it stands with `lost: yes # no`.
SET = [
    ("name: A\n", ("note",), 'name: A\nnote: "lost: yes # no"\n'),
    ("", ("note",), 'note: "lost: yes # no"\n'),
    ("{}\n", ("note",), '{note: "lost: yes # no"}\n'),
    ("note: 'old' # why\n", ("note",), 'note: "lost: yes # no" # why\n'),
    ("note: # why\nname: A\n", ("note",), 'note: "lost: yes # no" # why\nname: A\n'),
    ('"note"  :   old\n', ("note",), '"note"  :   "lost: yes # no"\n'),
    ("note: |\n  long\n  ago\nname: A\n", ("note",), 'note: "lost: yes # no"\nname: A\n'),
    ("note: long\n  ago\nname: A\n", ("note",), 'note: "lost: yes # no"\nname: A\n'),
    (
        "moderation: {by: ben, at: }\nname: A\n",
        ("moderation", "at"),
        'moderation: {by: ben, at: "lost: yes # no" }\nname: A\n',
    ),
    (
        "moderation: {by: ben} # Ben\n",
        ("moderation", "note"),
        'moderation: {by: ben, note: "lost: yes # no"} # Ben\n',
    ),
    (
        "moderation:\n  by: ben # Ben\n# name\nname: A\n",
        ("moderation", "note"),
        'moderation:\n  by: ben # Ben\n  note: "lost: yes # no"\n# name\nname: A\n',
    ),
    (
        "keys:\n- key: a\n- since: b\n",
        ("keys", 0, "note"),
        'keys:\n- key: a\n  note: "lost: yes # no"\n- since: b\n',
    ),
    (
        "keys: [{key: a}, {key: b}]\n",
        ("keys", 1, "note"),
        'keys: [{key: a}, {key: b, note: "lost: yes # no"}]\n',
    ),
    (
        "keys:\n- {key: a, # mine\n   }\n",
        ("keys", 0, "note"),
        'keys:\n- {key: a, # mine\n   note: "lost: yes # no"\n   }\n',
    ),
]

REFUSED = [
    ("name: &a A\n", "anchor"),
    ("name: A\nnote: *a\n", "alias"),
    ("name: !a A\n", "tag"),
    ("name: A\nname: B\n", "stands twice"),
    ("name: A: B\n", "cannot be read"),
    ("keys: none\n", "'keys' is not a list"),
    ("keys: {key: a}\n", "'keys' is not a list"),
    ("keys: ''\n", "'keys' is not a list"),
    ("{name: A, keys}\n", "no colon"),
    ("?\n", "unusual way"),
]


@pytest.mark.parametrize(("old", "new"), APPENDED)
def test_another_key_stands_in_the_style_of_the_others(old, new):
    assert append_item(file(old), ("keys",), ITEM) == file(new)


@pytest.mark.parametrize(("old", "path", "new"), SET)
def test_a_word_is_set_where_it_belongs(old, path, new):
    assert set_value(file(old), path, "lost: yes # no") == file(new)


@pytest.mark.parametrize(("front", "reason"), REFUSED)
def test_what_can_be_read_in_several_ways_is_not_changed(front, reason):
    with pytest.raises(EditError, match=reason):
        append_item(file(front), ("keys",), ITEM)


@pytest.mark.parametrize(
    ("front", "path", "value", "reason"),
    [
        ("keys: [{key: a}]\n", ("keys",), "none", "more than one word"),
        ("name: A\n", ("moderation", "by"), "ben", "no 'moderation'"),
        ("name: A\n", ("name", "by"), "ben", "'name' is not a mapping"),
        ("keys: [{key: a}]\n", ("keys", 1, "note"), "lost", "no '1'"),
        ("keys: [key: a]\n", ("keys", 0, "note"), "lost", "no brackets"),
        ("note: | # why\n  lost\n", ("note",), "found", "a comment stands within"),
        ("name: A\n", ("note",), "a\u202eb", "no file may hold"),
        ("name: A\n", ("note",), "a" * 70_000, "after the change .* larger than 64 KiB"),
    ],
)
def test_a_change_that_would_lose_something_is_refused(front, path, value, reason):
    with pytest.raises(EditError, match=reason):
        set_value(file(front), path, value)


MODERATION: dict[str, str | date] = {"decision": "published", "at": REVOKED}
FLAT = "{decision: published, at: 2026-05-01T10:30:00Z}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: A\n", f"name: A\nkeys:\n  - {FLAT}\n"),
        ("keys: # old\nname: A\n", f"keys: # old\n  - {FLAT}\nname: A\n"),
        ("keys:\n- {key: a}\n", f"keys:\n- {{key: a}}\n- {FLAT}\n"),
        (
            "keys:\n  - key: a\n",
            "keys:\n  - key: a\n  - decision: published\n    at: 2026-05-01T10:30:00Z\n",
        ),
    ],
)
def test_the_first_of_a_list_can_stand_on_one_line(old, new):
    assert append_item(file(old), ("keys",), MODERATION, on_one_line=True) == file(new)


def test_a_field_with_parts_is_added_in_brackets():
    assert set_value(file("name: A\n"), ("appeal",), MODERATION) == file(
        f"name: A\nappeal: {FLAT}\n"
    )


def test_a_field_with_parts_takes_the_place_of_no_other():
    with pytest.raises(EditError, match="more than one word"):
        set_value(file("appeal: no\n"), ("appeal",), MODERATION)


@pytest.mark.parametrize(
    ("old", "path", "new"),
    [
        ("name: A\nnote: b # c\nrole: d\n", ("note",), "name: A\nrole: d\n"),
        ("note: b\n", ("note",), ""),
        ("note:\nrole: d\n", ("note",), "role: d\n"),
        ("# one\nnote: |\n  b\n\n  c\n# two\nrole: d\n", ("note",), "# one\n# two\nrole: d\n"),
        ("keys:\n  - key: a\n    note: b\n", ("keys",), ""),
        ("keys:\n  - key: a\n    note: b\n", ("keys", 0, "note"), "keys:\n  - key: a\n"),
        ("keys: [\n  a, # b\n  c\n  ]\nrole: d\n", ("keys",), "role: d\n"),
        ("m: {a: b, c: d, e: f}\n", ("m", "a"), "m: {c: d, e: f}\n"),
        ("m: {a: b, c: d, e: f}\n", ("m", "c"), "m: {a: b, e: f}\n"),
        ("m: {a: b, c: d, e: f}\n", ("m", "e"), "m: {a: b, c: d}\n"),
        ("m: {a: {b: c}, d: [e, f]}\n", ("m", "a"), "m: {d: [e, f]}\n"),
        ("m: {a: {b: c}, d: [e, f]}\n", ("m", "d"), "m: {a: {b: c}}\n"),
        ("m: {a: b}\n", ("m", "a"), "m: {}\n"),
        ("m: {\n  a: b,\n  c: d\n  }\n", ("m", "c"), "m: {\n  a: b\n  }\n"),
        ("name: A\n", ("note",), "name: A\n"),
    ],
)
def test_a_field_is_taken_away_with_its_lines(old, path, new):
    assert remove_field(file(old), path) == file(new)


@pytest.mark.parametrize(
    ("front", "path", "reason"),
    [
        ("m: {\n  a: b, # of c?\n  c: d\n  }\n", ("m", "c"), "a comment stands between"),
        ("m: {\n  a: b, # of c?\n  c: d\n  }\n", ("m", "a"), "a comment stands between"),
        ("keys:\n  - key: a\n    note: b\n", ("keys", 0, "key"), "shares its line"),
        ("m:\n  a: b\n", ("m", "a"), "unusual way|could not be read"),
        ("name: A\n", ("m", "a"), "no 'm'"),
    ],
)
def test_a_field_whose_end_is_in_doubt_stays(front, path, reason):
    with pytest.raises(EditError, match=reason):
        remove_field(file(front), path)


@pytest.mark.parametrize("text", ["", "name: A\n", "---\nname: A\n", "---js\n---\n"])
def test_a_file_without_front_matter_is_refused(text):
    with pytest.raises(EditError, match="line 1: "):
        set_value(text, ("name",), "B")


def test_a_time_in_utc_is_written_with_its_letter_and_others_as_they_are():
    until = datetime.fromisoformat("2026-11-03T10:05:00+01:00")
    text = set_value(file("name: A\n"), ("revoked",), REVOKED)

    assert set_value(text, ("until",), until) == file(
        "name: A\nrevoked: 2026-05-01T10:30:00Z\nuntil: 2026-11-03T10:05:00+01:00\n"
    )


def test_what_is_said_already_is_not_written_again():
    text = file('until: "2026-01-01" # as agreed\n')

    assert set_value(text, ("until",), date(2026, 1, 1)) == text


def test_line_ends_and_the_mark_of_another_program_stay():
    text = "\ufeff" + file("name: A\nkeys:\n- key: a\n", "Hi.\r\n").replace("\n", "\r\n")

    changed = append_item(text, ("keys",), ITEM)

    assert holds_all_of(changed, text)
    assert changed.count("\n") == changed.count("\r\n") == text.count("\n") + 2
    assert values(changed)["keys"] == [{"key": "a"}, READ_ITEM]


# Front matter as people write it: in every style, with comments and blank lines.

COMMENTS = st.sampled_from(["", "", "# who: {a}, [b]\n", "\n", "  # - key: no\n", "\n# ü 😀 'x\n"])
TAILS = st.sampled_from(["", "", " # since: 'never'", "   # ]}"])
WORDS = st.sampled_from(
    ["Anna", "'it''s: me'", '"a # \\"b\\""', "Grüße, 😀 {x}", "- 5 -", "010", "ssh-x AA+/="]
).filter(lambda word: not word.startswith("- "))
INNER = st.sampled_from(["Anna", "'it''s, me'", '"a # b"', "Grüße 😀", "2026-01-01", "a:b"])
TEXTS = st.sampled_from(
    ["|\n  long\n\n  ago\n", ">-\n   long\n   ago\n\n", "|+\n  long\n\n", "long\n  ago\n"]
)


@st.composite
def entries(draw: st.DrawFn, *, flow: bool) -> list[str]:
    names = draw(
        st.lists(st.sampled_from(["key", "since", "until", "note"]), min_size=1, unique=True)
    )
    return [f"{name}: {draw(INNER if flow else WORDS)}" for name in names]


@st.composite
def key_lists(draw: st.DrawFn) -> str:
    style = draw(st.sampled_from(["none", "empty", "nothing", "flow", "lines", "block", "mixed"]))
    tail = draw(TAILS)
    if style == "none":
        return ""
    if style == "nothing":
        return f"keys:{tail}\n"
    if style == "empty":
        return f"keys: {draw(st.sampled_from(['[]', '[ ]']))}{tail}\n"
    flow = style != "block"
    items = draw(st.lists(entries(flow=flow), min_size=1, max_size=3))
    if style == "flow":
        mappings = [f"{{{', '.join(item)}}}" for item in items]
        return f"keys: [{', '.join(mappings)}]{tail}\n"
    if style == "lines":
        lines = [f"    {{{', '.join(item)}}},{draw(TAILS)}\n" for item in items]
        if draw(st.booleans()):
            lines[-1] = lines[-1].replace("},", "}", 1)
        return f"keys: [{tail}\n{''.join(lines)}{draw(st.sampled_from(['', ' # end', '']))}\n ]\n"
    dash = " " * draw(st.sampled_from([0, 2, 4]))
    gap = " " * draw(st.sampled_from([1, 3]))
    text = f"keys:{tail}\n"
    for item in items:
        text += draw(COMMENTS)
        lines = [f"{{{', '.join(item)}}}"] if style == "mixed" else item
        for number, line in enumerate(lines):
            text += f"{dash}{'-' if number == 0 else ' '}{gap}{line}{draw(TAILS)}\n"
    return text


@st.composite
def files(draw: st.DrawFn) -> str:
    role = draw(st.sampled_from(["{en: Head, de: 'Chef'}", "\n  en: Head\n  de: Chef", "Head"]))
    fields = [
        f"name: {draw(WORDS)}{draw(TAILS)}\n",
        f"role: {role}{draw(TAILS)}\n",
        f"bio: {draw(TEXTS)}",
        draw(key_lists()),
    ]
    front = "".join(draw(COMMENTS) + field for field in draw(st.permutations(fields)))
    text = file(front, draw(st.sampled_from(["", "Hi.\n", "---\nkeys: []\n---\n"])))
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


@given(text=files())
@settings(max_examples=250, deadline=None)
def test_a_key_is_added_to_whatever_people_write(text):
    before = values(text)
    expected = {**before, "keys": [*(before.get("keys") or []), READ_ITEM]}

    changed = append_item(text, ("keys",), ITEM)

    assert values(changed) == expected
    assert holds_all_of(changed, text)
    assert body(changed) == body(text)
    assert ("\r\n" in text) == (changed.count("\n") == changed.count("\r\n"))


@given(text=files(), data=st.data())
@settings(max_examples=250, deadline=None)
def test_a_word_is_set_in_whatever_people_write(text, data):
    before = values(text)
    paths: list[tuple[Any, ...]] = [("name",), ("bio",), ("until",)]
    paths += [("keys", number, "revoked") for number in range(len(before.get("keys") or []))]
    paths += [("keys", number, "note") for number in range(len(before.get("keys") or []))]
    paths += [("role", "fr")] if isinstance(before["role"], dict) else []
    path = data.draw(st.sampled_from(paths))
    expected = copy.deepcopy(before)
    inner = expected
    for step in path[:-1]:
        inner = inner[step]
    old = inner.get(path[-1])
    inner[path[-1]] = "Ä, #1: {b}"

    changed = set_value(text, path, "Ä, #1: {b}")

    assert values(changed) == expected
    assert body(changed) == body(text)
    # Nothing but the old word is gone: with it, or nothing, in the new one's place all is back.
    start, end = changed.index('"Ä, #1: {b}"'), changed.index('"Ä, #1: {b}"') + 12
    assert text.startswith(changed[:start]) or old is None
    assert text.endswith(changed[end:].lstrip("\r\n")) or old is None
    assert old is not None or holds_all_of(changed, text)


@given(text=files(), data=st.data())
@settings(max_examples=250, deadline=None)
def test_a_field_is_taken_away_from_whatever_people_write(text, data):
    before = values(text)
    name = data.draw(st.sampled_from(list(before)))
    expected = {key: value for key, value in before.items() if key != name}

    changed = remove_field(text, (name,))

    assert values(changed) == expected
    assert body(changed) == body(text)
    assert holds_all_of(text, changed)


LINES = """\
a: c|a:|b: 'c|  d'|b: "c # d"|- c|  - c|  c: d|  - c: d|    e: f|b: >-|  c|? a|: b|? |b: {c: d
 }|a: [c|  ], # c|b: [{c: d}, # e| {e}]|{a: b}|b: {c: , d: } # e|... |  |# a: b|b: & c|a:c
""".replace("\n", "|").split("|")
NOISE = st.lists(st.sampled_from([*LINES, "b: |+", "a: |", "\t"]), max_size=6).map("\n".join)


@given(noise=NOISE, name=st.sampled_from("ab"))
@example(noise="? a\n: b", name="b")
@example(noise="a: |+\n  b\n\n", name="b")
@settings(max_examples=500, deadline=None)
def test_whatever_stands_there_is_changed_rightly_or_not_at_all(noise, name):
    text = file(f"{noise}\n")
    for change in (
        lambda: append_item(text, (name,), "x: y"),
        lambda: set_value(text, (name,), "x: y"),
        lambda: set_value(remove_field(text, (name,)), (name,), "x: y"),
    ):
        try:
            changed = change()
        except EditError:
            continue
        before, after = values(text), values(changed)
        set_ = after.pop(name)
        old = before.pop(name, None)
        assert set_ in ("x: y", [*(old or []), "x: y"])
        assert after == before
        assert body(changed) == body(text)
