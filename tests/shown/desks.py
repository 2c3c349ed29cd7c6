"""The projects in which the commands of the manual run, with all that its pages name.

The customers, the company and their words are invented.
"""

from __future__ import annotations

import gzip
import json
import mailbox
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from answerable.cli import main
from answerable.scaffold import project_files
from exports import discourse_post, discourse_topic, staticman_comment
from git_repositories import commit, git, identify
from page_exports import (
    disqus_export,
    disqus_post,
    disqus_thread,
    isso_comment,
    isso_database,
    remark_backup,
    remark_comment,
    stack_dump,
    stack_row,
    wxr_comment,
    wxr_export,
    wxr_item,
)
from samples import (
    ANNA,
    NONCE,
    SLUG,
    comment_text,
    follow_up_text,
    person_text,
    question,
    reply_text,
    title,
    write,
    write_sample,
)
from scaffold.projects import answers
from signing_site import entry, put
from ssh_programs import make_key

EPOCH = "1796126400"  # 2026-12-01T12:00:00Z
PASSWORD = "vierzehn Huete haengen hoch"
TITLE = "Six weeks for a hinge"
BODY = "I call 0171 123456 and Petra Meier answers.\n\nWhy does it take so long?\n"
MAIL = (
    "From: P <p@example.org>\nTo: anna@example.com\nDate: Mon, 2 Nov 2026 08:00:00 +0100\n"
    "Message-ID: <1@example.org>\nSubject: Hinge\n\nIt squeaks.\n"
)
CONFIG = """\
site_name: Test
site_url: https://feedback.example.com/
theme: {name: material, font: false}
plugins:
  - answerable:
      forge: {kind: github, url: https://github.com/example/feedback}
"""


_BEGINNING = (
    "keys add anna-berg {key} --since 2020-05-01",
    "new --channel phone --title Hinge --text 'It squeaks.' --publish --by anna-berg",
)


def make_keys(folder: Path) -> None:
    """The key of the old computer, which everybody knows, and the one of the new computer."""
    make_key(folder / "id_work")
    make_key(folder / "id_ed25519")


def live_at(home: Path, keys: Path, patch: pytest.MonkeyPatch) -> None:
    """A home with both keys, where git knows Anna and no agent runs."""
    (home / ".ssh").mkdir(parents=True, mode=0o700)
    for name in ("id_work", "id_ed25519"):
        put(keys / name, home / ".ssh" / name)
    (home / ".config/fish/completions").mkdir(parents=True)
    write(home, ".gitconfig", "[user]\nname = Anna Berg\nemail = anna@example.com\n")
    for name in ("HOME", "USERPROFILE"):
        patch.setenv(name, str(home))
    for name in ("SSH_AUTH_SOCK", "SSH_ASKPASS", "GIT_CONFIG_GLOBAL", "XDG_CONFIG_HOME"):
        patch.delenv(name, raising=False)
    patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    identify(patch)
    patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    patch.setenv("NO_MKDOCS_2_WARNING", "1")
    patch.setenv("NONCE", NONCE)
    patch.setenv("TITLE", TITLE)
    for name in ("STATICRYPT_PASSWORD", "ANSWERABLE_PREVIEW_PASSWORD", "DESK"):
        patch.setenv(name, PASSWORD)
    patch.setenv("BOARD", f"{PASSWORD} oben")


def make_desk(root: Path, keys: Path, slug: str) -> Path:
    """The company's project ``root/site``, whose thread is called *slug*."""
    site = root / "site"
    write_sample(site / "feedback")
    thread = f"threads/2026/{slug}"
    (site / "feedback/threads/2026" / SLUG).rename(site / "feedback" / thread)
    key = entry(keys / "id_work", since="2020-01-01", note="laptop")
    write(site / "feedback", ANNA, person_text(keys=f"[{key}]", since="2000-01-01"))
    comment = comment_text(title=TITLE, body=BODY)
    write(site / "feedback", f"{thread}/comment.md", comment)
    reply = reply_text(question=question(body=BODY), title=title(text=TITLE))
    write(site / "feedback", f"{thread}/2026-11-03-anna.md", reply)
    write(site / "feedback", f"{thread}/2026-11-05-customer.md", follow_up_text(resolved=None))
    _write_older_thread(site)
    write(site, "mkdocs.yml", CONFIG)
    write(site, "docs/index.md", "# Home\n")
    write(site, "letter.txt", "The hinge squeaks.\n")
    write(site, "answer.md", "It is on its way.\n")
    write(site, "message.eml", MAIL)
    write(site, "page.html", "<!doctype html><title>Prices</title><p>Our margin\n")
    write(site, ".gitignore", "/*\n!/feedback/\n!/docs/\n!/mkdocs.yml\n")
    _share(site)
    shutil.copytree(site, root / "as-it-was", ignore=shutil.ignore_patterns(".git"))
    return site


def make_new_project(root: Path, languages: tuple[str, ...], forge: str) -> Path:
    """What ``answerable init`` writes, with a colleague and a comment, as a clone of it."""
    site = root / "site"
    for name, data in project_files(answers(languages=languages, forge=forge)).items():
        write(site, name, data)
    people = site / "feedback/people"
    colleague = (people / "anna-berg.md").read_text().replace("Anna Berg", "Ben Other")
    write(people, "ben-other.md", re.sub(r"(?m)^handles:.*\n", "", colleague))
    key = Path.home() / ".ssh/id_work.pub"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(site)
        for call in _BEGINNING:
            result = CliRunner().invoke(main, shlex.split(call.format(key=key)))
            assert result.exit_code == 0, result.output
    _share(site)
    return site


def put_exports(site: Path) -> None:
    """The exports of other systems that the page on importing names."""
    staff = {"name": "Anna Berg", "date": "2016-08-22T08:00:00Z"}
    staticman_comment(site.parent / "blog", "squeaking-doors/comment-1")
    staticman_comment(site.parent / "blog", "squeaking-doors/comment-2", **staff)
    _packed(disqus_export(site, disqus_thread(), disqus_post(1)), site / "doors-2018.xml.gz")
    file = wxr_export(site, wxr_item(wxr_comment(1)))
    file.rename(site / "doors.wordpress.2018-05-01.xml")
    isso_database(site, isso_comment(1))
    _packed(remark_backup(site, remark_comment(1)), site / "backup-doors-20180501.gz")
    (site / "doors.stackexchange.com").mkdir()
    stack_dump(site / "doors.stackexchange.com", stack_row(1, 1))
    header = "Ticket ID,Betreff der Anfrage,Requester,Created at,Description\n"
    write(site, "tickets.csv", f"{header}17,My door squeaks,Tom Weber,2026-03-01T10:00:00Z,Why?\n")
    for name in ("support.mbox", "list-archive/2026.mbox"):
        write(site, name, f"From p@example.org Mon Nov  2 08:00:00 2026\n{MAIL}\n")
    mailbox.Maildir(site / "Maildir").add(MAIL)
    discourse_topic(site / "export", discourse_post(1), discourse_post(2))
    for name, values in _github().items():
        write(site, f"export/{name}.json", json.dumps(values))


def _write_older_thread(site: Path) -> None:
    times = {"received": "2025-11-03T09:12:00+01:00"}
    decided = "{decision: published, by: ben, at: 2025-11-03T15:40:00+01:00}"
    older = comment_text(id="a1b2c3d4e5", title="A late hinge", moderation=decided, **times)
    place = "threads/2025/a-late-hinge"
    write(site / "feedback", f"{place}/comment.md", older)
    words = {"thread": "a1b2c3d4e5", "date": "2025-11-04T10:05:00+01:00"}
    reply = reply_text(title=title(text="A late hinge"), **words)
    write(site / "feedback", f"{place}/2025-11-04-anna.md", reply)


def _share(site: Path) -> None:
    """Make *site* a clone of a repository beside it, so that both can be copied together."""
    git(site.parent, "init", "--quiet", "--bare", "--template=", "feedback.git")
    git(site, "init", "--quiet", "--template=", "--initial-branch", "main")
    commit(site)
    git(site, "remote", "add", "origin", "../feedback.git")
    git(site, "push", "--quiet", "--set-upstream", "origin", "main")


def _packed(file: Path, place: Path) -> None:
    place.write_bytes(gzip.compress(file.read_bytes()))
    file.unlink()


def _github() -> dict[str, list[dict[str, object]]]:
    api = "https://api.github.com/repos/example/doors/issues"
    page = "https://github.com/example/doors/issues/1"
    common = {"user": {"login": "tom", "type": "User"}, "author_association": "NONE"}
    issue = {"number": 1, "title": "Doors squeak", "html_url": page, "url": f"{api}/1"}
    issue |= {"labels": [], "body": "Why?", "created_at": "2026-03-01T10:00:00Z", "comments": 1}
    comment = {"id": 1, "issue_url": f"{api}/1", "html_url": f"{page}#issuecomment-1"}
    comment |= {"body": "Still.", "created_at": "2026-03-02T10:00:00Z"}
    return {"issues": [issue | common], "comments": [comment | common]}
