"""The time of a key: its ends to the second, the ways to write them, and time zones."""

from __future__ import annotations

from functools import partial

from verdicts.case import Attempt, attempt, bad, good, line

ZONES = ("UTC", "America/New_York", "Pacific/Kiritimati")


def _window(
    after: str | None = None,
    before: str | None = None,
    at: str = "20261103120000Z",
    zone: str = "UTC",
) -> Attempt:
    ends = (("after", after), ("before", before))
    options = ",".join(f'valid-{end}="{text}"' for end, text in ends if text is not None)
    return attempt(allowed=line(options=options), at=at, zone=zone)


# What is written, the first second that it names, the second before that, whether Z is there.
for _text, _exact, _earlier, _later in (
    ("20261103", "20261103000000Z", "20261102235959Z", "20261103000001Z"),
    ("202611031030", "20261103103000Z", "20261103102959Z", "20261103103001Z"),
    ("20261103103015", "20261103103015Z", "20261103103014Z", "20261103103016Z"),
    ("20280229", "20280229000000Z", "20280228235959Z", "20280229000001Z"),
    ("20261231235959", "20261231235959Z", "20261231235958Z", "20270101000000Z"),
):
    for _zone in ZONES:
        good(f"after {_text}Z, at it, {_zone}", partial(_window, _text + "Z", None, _exact, _zone))
        bad(f"after {_text}Z, 1 s too early, {_zone}", partial(
            _window, _text + "Z", None, _earlier, _zone
        ))  # fmt: skip
        good(f"before {_text}Z, at it, {_zone}", partial(_window, None, _text + "Z", _exact, _zone))
        bad(f"before {_text}Z, 1 s too late, {_zone}", partial(
            _window, None, _text + "Z", _later, _zone
        ))  # fmt: skip
    good(f"after {_text} in local time, at it", partial(_window, _text, None, _exact))
    bad(f"after {_text} in local time, 1 s too early", partial(_window, _text, None, _earlier))

# 12:00 in India is 06:30 UTC, in New York 17:00 UTC.
good("after local noon in India", partial(
    _window, "20261103120000", None, "20261103063000Z", "Asia/Kolkata"
))  # fmt: skip
bad("just before local noon in India", partial(
    _window, "20261103120000", None, "20261103062959Z", "Asia/Kolkata"
))  # fmt: skip
good("until local noon in New York", partial(
    _window, None, "20261103120000", "20261103170000Z", "America/New_York"
))  # fmt: skip
bad("just after local noon in New York", partial(
    _window, None, "20261103120000", "20261103170001Z", "America/New_York"
))  # fmt: skip

good("within its time", partial(_window, "20260101Z", "20270101Z"))
good("a time of two seconds, the first", partial(
    _window, "20261103115959Z", "20261103120000Z", "20261103115959Z"
))  # fmt: skip
good("a time of two seconds, the last", partial(
    _window, "20261103115959Z", "20261103120000Z", "20261103120000Z"
))  # fmt: skip
bad("a time of one second", partial(_window, "20261103120000Z", "20261103120000Z"))
bad("a time that ends before it begins", partial(_window, "20261104Z", "20261102Z"))
bad("before its time", partial(_window, "20261104Z", "20270101Z"))
bad("after its time", partial(_window, "20250101Z", "20261102Z"))
good(
    "of several times one fits",
    lambda: attempt(
        allowed=line(options='valid-before="20250101Z"')
        + line(options='valid-after="20260101Z",valid-before="20270101Z"')
        + line(options='valid-after="20270101Z"')
    ),
)
bad(
    "of several times none fits",
    lambda: attempt(
        allowed=line(options='valid-before="20250101Z"') + line(options='valid-after="20270101Z"')
    ),
)

for _text in (
    "", "Z", "2026Z", "202601Z", "2026010Z", "2026010112Z", "20260101123Z", "2026010112000Z",
    "202601011200000Z", "2026-01-01Z", "2026-01-01T00:00:00Z", "20261301Z", "20260001Z",
    "20260100Z", "20260132Z", "20260101246000Z", "202601012500Z", "202601012360Z",
    "20260101235962Z", "19700101Z", "19700101000000Z", "19691231235959Z", "00000101Z",
    "-0260101Z", "2026010aZ", "0x260101Z", "20260101ZZ", "20260101+00", "20260101+0000",
    "20260101 Z", "2026010112000.Z", "٢٠٢٦٠١٠١Z", "２０２６０１０１Z", "1767225600", "always",
    "never", "forever", "tomorrow", "+1d", "20260101GMT",
):  # fmt: skip
    bad(f"after {_text!r}", partial(_window, _text))
for _text in (
    "20260101z", "20260101UTC", "20260101utc", "202601011200UTC", "20260231Z", "20260431Z",
    "20260101235960Z", "2026 1 1Z", "19700102",
):  # fmt: skip
    good(f"after {_text!r}", partial(_window, _text))
good("after the first second of 1970", partial(_window, "19700101000001Z"))
good("before a late year", partial(_window, None, "99991231235959Z"))
bad("before a day before 1970", partial(_window, None, "19691231Z"))
