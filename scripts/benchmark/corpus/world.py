"""Who and what the threads are about: 20 people, 20 topics, 50 tags, two rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from answerable.source.scalars import scalar
from benchmark.corpus.signing import VALID_FROM, Signers


@dataclass(frozen=True, slots=True)
class Employee:
    """Somebody who answers. ``role`` and ``unit`` are English."""

    id: str
    name: str
    role: str
    unit: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic with its title in both languages."""

    id: str
    english: str
    german: str


_NAMES = (
    "Anna Berg|Ben Olsen|Carla Voss|David Lund|Elif Kaya|Frieda Stolz|Goran Ilic|Hanna Reuter"
    "|Ivo Marten|Jule Petersen|Karim Haddad|Lene Brandt|Mats Eklund|Nora Winkler|Oskar Thiel"
    "|Paula Sommer|Quirin Bauer|Rosa Klein|Sven Harms|Tilda Graf"
).split("|")
_ROLES = ("Service", "Workshop", "Accounts", "Delivery", "Software", "Construction")

EMPLOYEES = tuple(
    Employee(name.split()[0].lower(), name, f"{_ROLES[place % 6]} lead", _ROLES[place % 6])
    for place, name in enumerate(_NAMES)
)

TOPICS = tuple(
    Subject(*line.split(" | "))
    for line in """\
spare-parts | Spare parts | Ersatzteile
delivery | Delivery | Lieferung
invoices | Invoices and payment | Rechnungen und Zahlung
app | The app | Die App
battery | Battery and range | Akku und Reichweite
brakes | Brakes | Bremsen
lights | Lights | Licht
motor | Motor | Motor
gears | Gears and chain | Schaltung und Kette
frame | Frame and box | Rahmen und Box
children | Riding with children | Fahren mit Kindern
workshop | Workshop | Werkstatt
shops | Shops and opening hours | Läden und Öffnungszeiten
rental | Rental | Verleih
insurance | Insurance and theft | Versicherung und Diebstahl
warranty | Warranty | Gewährleistung
accessories | Accessories | Zubehör
website | Website and account | Webseite und Konto
jobs | Working with us | Arbeiten bei uns
company | The company | Das Unternehmen""".splitlines()
)

TAGS = tuple(
    "accident advice alarm assembly belt box bracket cable canopy carrier chain charger colour"
    " comfort damage delay dealer display discount door firmware hinge inspection invoice key"
    " leasing lever lock manual missing noise offer order packing paint pedal pickup price"
    " quality rain refund repair saddle safety screws stock sunday tyre update waiting".split()
)

CUSTOMERS = tuple(
    "A. Meier|Aylin|B. S.|Birgit W.|Carlos|Deborah|Dirk M.|E. Novak|Fatma|G. Hoffmann|Ines"
    "|J. Peeters|Jörg K.|Katrin|L. Jensen|Marek|N. N. aus Kiel|Olga|P. M.|R. Fischer|Sabine T."
    "|Theo|U. Schäfer|Wiebke|Yusuf".split("|")
)

POLICY = """\
version: 1
promise: 5
signing: {signing}
calendar:
  timezone: Europe/Berlin
  weekdays: [mon, tue, wed, thu, fri]
  holidays: [2020-12-25, 2021-12-24, 2022-12-26, 2023-12-25, 2024-12-25]
rules:
  insult:
    title: {{en: Insults, de: Beleidigungen}}
    text: {{en: We do not publish insults., de: Beleidigungen zeigen wir nicht.}}
  privacy:
    title: {{en: Names of private people, de: Namen von Privatleuten}}
    text: {{en: We do not publish private names., de: Private Namen zeigen wir nicht.}}
"""


def world_files(signers: Signers | None) -> Iterator[tuple[str, str]]:
    """The files of the feedback folder beside the threads: path and text.

    Without *signers* nobody has a key, and no reply has to be signed.
    """
    yield "policy.yml", POLICY.format(signing="required" if signers else "optional")
    for person in EMPLOYEES:
        yield f"people/{person.id}.md", _person_file(person, signers)
    for place, topic in enumerate(TOPICS):
        yield f"topics/{topic.id}.md", _topic_file(topic, EMPLOYEES[place], 2 + place % 4)


def _person_file(person: Employee, signers: Signers | None) -> str:
    since = f"{VALID_FROM:%Y-%m-%d}"
    keys = ""
    if signers:
        keys = f"keys:\n  - key: {signers.public(person.id).line}\n    since: {since}\n"
    return (
        f"---\nname: {scalar(person.name)}\nrole: {scalar(person.role)}\n"
        f"unit: {scalar(person.unit)}\nsince: {since}\n{keys}language: en\n---\n"
        f"{person.name} answers for {person.unit.lower()} and rides a Jolle.\n"
    )


def _topic_file(topic: Subject, owner: Employee, promise: int) -> str:
    english, german = (scalar(text, inside=True) for text in (topic.english, topic.german))
    return (
        f"---\ntitle: {{en: {english}, de: {german}}}\nowners: [{owner.id}]\n"
        f"promise: {promise}\nlanguage: en\n---\n"
        f"What people write to us about: {topic.english.lower()}.\n"
    )
