"""Changes of signatures, of keys, and of what the policy asks for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from random import Random

from site_build.changing import change
from site_build.contents import Answer, Key, Thread
from site_build.project import Project
from software_keys import ed25519


def signed_by(project: Project, random: Random) -> list[tuple[Thread, Answer]]:
    """Some of the answers of employees, with their threads."""
    answers = [
        (thread, answer)
        for thread in project.threads.values()
        for answer in thread.answers
        if answer.signer in project.people
    ]
    return random.sample(answers, random.randrange(1, len(answers) + 1)) if answers else []


def any_key(project: Project, random: Random) -> tuple[list[Key], int]:
    """The keys of somebody who has some, and the place of one of them."""
    owners = [person.keys for _, person in sorted(project.people.items()) if person.keys]
    keys = random.choice(owners) if owners else []
    return keys, random.randrange(len(keys)) if keys else -1


@change
def sign_answers(project: Project, random: Random) -> None:
    """Each with a key of its signer's, who is given one if need be."""
    for thread, answer in signed_by(project, random):
        assert answer.signer is not None
        keys = project.people[answer.signer].keys
        if not keys:
            keys.append(Key(answer.signer))
        key = ed25519(random.choice(keys).name)
        answer.signature = key.signature(thread.file_of(answer))


@change
def sign_wrongly(project: Project, random: Random) -> None:
    for thread, answer in signed_by(project, random)[:1]:
        name = random.choice(["anna", "ben", "stranger"])
        space = random.choice(["answerable", "answerable", "git"])
        answer.signature = ed25519(name).signature(thread.file_of(answer), space)


@change
def damage_a_signature(project: Project, random: Random) -> None:
    for _, answer in signed_by(project, random)[:1]:
        if answer.signature is not None:
            at = random.randrange(len(answer.signature))
            answer.signature = answer.signature[:at] + b"A" + answer.signature[at + 1 :]


@change
def remove_signatures(project: Project, random: Random) -> None:
    for _, answer in signed_by(project, random):
        answer.signature = None


@change
def exchange_signatures(project: Project, random: Random) -> None:
    if len(answers := [answer for _, answer in signed_by(project, random)]) > 1:
        one, other = answers[:2]
        one.signature, other.signature = other.signature, one.signature


@change
def move_an_answer(project: Project, random: Random) -> None:
    """To another thread, with its signature."""
    for thread, answer in signed_by(project, random)[:1]:
        thread.answers.remove(answer)
        project.threads[random.choice(sorted(project.threads))].answers.append(answer)


@change
def add_a_key(project: Project, random: Random) -> None:
    name = random.choice(sorted(project.people))
    key = Key(f"{name}-{random.randrange(3)}", random.choice(["2020-01-01", "2026-09-05"]))
    project.people[name].keys.insert(0, key)


@change
def remove_a_key(project: Project, random: Random) -> None:
    keys, place = any_key(project, random)
    if keys:
        del keys[place]


@change
def share_a_key(project: Project, random: Random) -> None:
    keys, place = any_key(project, random)
    if keys:
        project.people[random.choice(sorted(project.people))].keys.append(keys[place])


@change
def retire_a_key(project: Project, random: Random) -> None:
    """Before some answers, after them, or as soon as time passes."""
    keys, place = any_key(project, random)
    if keys:
        until = project.now + timedelta(days=random.choice([-85, -40, 0, 0.05, 3]))
        keys[place] = replace(keys[place], until=f"{until:%Y-%m-%dT%H:%M:%SZ}")


@change
def revoke_a_key(project: Project, random: Random) -> None:
    keys, place = any_key(project, random)
    if keys:
        revoked = random.choice(["2026-09-01", "2026-11-30", "yesterday"])
        keys[place] = replace(keys[place], revoked=revoked)


@change
def free_a_key(project: Project, random: Random) -> None:
    keys, place = any_key(project, random)
    if keys:
        keys[place] = Key(keys[place].name)


@change
def note_a_key(project: Project, random: Random) -> None:
    keys, place = any_key(project, random)
    if keys:
        keys[place] = replace(keys[place], note=random.choice(["laptop", "old one", None]))


@change
def sign_or_not_by_policy(project: Project, random: Random) -> None:
    bare = re.sub("(?m)^signing.*\n", "", project.policy)
    wanted = random.choice(["", "signing: required\n", "signing: optional\n"])
    since = random.choice(["", f"signing_since: 2026-09-{random.randrange(1, 31):02}\n"])
    project.policy = bare + wanted + since


@change
def show_what_proves_nothing(project: Project, random: Random) -> None:
    codes = ("altered-after-signing", "unknown-key", "not-signed", "signed-after-revocation")
    weights = {code: random.choice(["error", "warning", "off"]) for code in codes}
    project.settings["checks"] = project.settings.get("checks", {}) | weights


@change
def change_nonce(project: Project, random: Random) -> None:
    thread = project.threads[random.choice(sorted(project.threads))] if project.threads else None
    if thread:
        thread.nonce = f"{random.getrandbits(128):032x}"
