"""How many signatures a build checks: those that may say something else than before."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from answerable.trust.judgement import KeyRing
from samples import title
from site_build.contents import Answer, Thread
from site_build.project import Project
from software_keys import ed25519

REPLY = re.compile(r"feedback/threads/2026/([^/]+)/[^/]+-(anna|ben)\.md")
KEY = "  - key: {line}\n    since: 2020-01-01\n"


class SignedProject(Project):
    """A project in which every reply is signed; ``keys`` names the keys of each person."""

    def __init__(self, root):
        self.keys = {"anna": ["anna"], "ben": ["ben"]}
        super().__init__(root)
        self.policy = self.policy.replace("promise: 5\n", "promise: 5\nsigning: required\n")
        # One thread with a reply of each of them, besides those with one or none.
        self.threads["chair"] = Thread(
            "chair00001",
            40,
            "The chair is cold",
            answers=[Answer(1, "We look.\n", "anna"), Answer(2, "It is.\n", "ben", "declined")],
        )
        del self.threads["hinge"]
        self.save()

    def wanted(self):
        files = super().wanted()
        for person, names in self.keys.items():
            keys = "".join(KEY.format(line=ed25519(name).public.line) for name in names)
            path = f"feedback/people/{person}.md"
            files[path] = files[path].replace(b"handles:", f"keys:\n{keys}handles:".encode())
        for path in sorted(files):
            if reply := REPLY.fullmatch(path):
                slug, person = reply.groups()
                bound = f"title: {title(text=self.threads[slug].title)}"
                files[path] = re.sub(rb"(?m)^title: .*", bound.encode(), files[path])
                files[f"{path}.sig"] = ed25519(self.keys[person][0]).signature(files[path])
        return files


@pytest.fixture
def project(tmp_path):
    return SignedProject(tmp_path)


@pytest.fixture
def checked(monkeypatch):
    """Whose replies were judged since this was cleared, and as what."""
    found: Counter[tuple[str, str]] = Counter()
    judge = KeyRing.judge

    def counted(self, message, signature, **about):
        seal = judge(self, message, signature, **about)
        found[about["signer"], seal.state] += 1
        return seal

    monkeypatch.setattr(KeyRing, "judge", counted)
    return found


@pytest.fixture
def built(project, checked):
    """The project, built once; what was checked is in ``checked``."""
    project.build()
    return project


@pytest.mark.usefixtures("built")
def test_the_first_build_checks_every_signature(checked):
    assert checked == {("anna", "valid"): 2, ("ben", "valid"): 2}


def test_a_build_without_a_change_checks_none(built, checked):
    checked.clear()

    built.build()

    assert checked == {}


def test_after_a_change_those_of_its_thread_are_checked(built, checked):
    checked.clear()
    built.threads["chair"].answers[0].body = "We looked.\n"
    built.save()

    built.build()

    assert checked == {("anna", "valid"): 1, ("ben", "valid"): 1}


def test_a_signature_that_alone_changed_is_checked(built, checked):
    checked.clear()
    (signature,) = (built.root / "feedback/threads/2026/table").glob("*-ben.md.sig")
    signature.write_bytes(ed25519("another").signature(b"It will be replaced.\n"))

    built.build()

    assert set(checked) == {("ben", "altered")}


def test_a_new_key_has_all_of_them_checked(built, checked):
    checked.clear()
    built.keys["anna"].append("anna's next one")
    built.save()

    built.build()

    assert checked == {("anna", "valid"): 2, ("ben", "valid"): 2}


def test_a_new_thread_is_the_only_one_that_is_checked(built, checked):
    checked.clear()
    built.threads["shelf"] = Thread(
        "shelf00001", 50, "The shelf bends", answers=[Answer(1, "Turn it.\n", "ben")]
    )
    built.save()

    built.build()

    assert checked == {("ben", "valid"): 1}
