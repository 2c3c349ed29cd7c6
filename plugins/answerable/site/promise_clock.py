"""What the script needs that says how far away a promise is: ``assets/promises.js``.

A page names the day until which an answer is promised, and never how far away that is: the page
is read on other days than it was made. In the browser the calendar is needed for that, and
the texts with all their plurals. It is the whole calendar, so that the file changes with the
policy, the language and nothing else.
"""

from __future__ import annotations

import json
from collections import defaultdict

from answerable.model import Calendar
from answerable.site.language import Language
from answerable.workdays import days_apart

CLOCK = "assets/answerable/promises.json"


def promise_clock(calendar: Calendar, language: Language) -> str:
    """The calendar and the texts as JSON.

    ``week`` says for each weekday, Monday first, whether it is a working day, ``apart`` which
    days of a year (month and day as four digits) are the other way round.
    """
    apart = defaultdict(list)
    for day in days_apart(calendar):
        apart[f"{day:%Y}"].append(f"{day:%m%d}")
    content = {
        "zone": calendar.timezone.key,
        "week": [int(weekday in calendar.weekdays) for weekday in range(7)],
        "apart": {year: " ".join(days) for year, days in apart.items()},
        "language": language.code.replace("_", "-"),
        "texts": {
            "due": language.plural_forms(
                "due in {number} working day", "due in {number} working days"
            ),
            "overdue": language.plural_forms(
                "overdue by {number} working day", "overdue by {number} working days"
            ),
            "today": language.text("due today"),
            "next": language.text("due before the next working day"),
        },
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
