"""Nothing that is hidden leaves a build, whoever wrote it into the site and in whatever form."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from samples import COMMENT_BODY, PNG, comment_text, write, write_sample
from site_build import leaking
from site_build.building import REPOSITORY, build_site
from site_build.leaking import (
    ANSWER,
    DOCUMENT,
    FIRST,
    HOOK,
    LATER,
    NONCE,
    PICTURE,
    PLANTS,
    SECOND,
    SENDER,
    SOURCE,
    TITLE,
    WITHHELD,
    write_hidden,
)

PUBLIC_ANYWAY = (
    "![](assets/x.png)",
    "I have waited six weeks for a hinge.",
    "We found the cause.",
    "You write that we do not publish private names.",
    "Skip to content. Made with Material for MkDocs",
    "Received. Waits for an answer. Check it yourself!",
    # The last words of one message and the first letter of the next.
    "We found the caus",
    "Thanks.",
    "",
)
"""What somebody else says in public, the company, its rules, or the theme."""

TEXTS = (TITLE, SENDER, FIRST, SECOND, SOURCE, LATER, WITHHELD, ANSWER, DOCUMENT.strip(), NONCE)
DOCS = {
    "page.md": f"# A page\n\nSomebody says:\n{SECOND}\n",
    "meta.md": f"---\ndescription: {LATER}\n---\n# Another\n",
    "alt.md": f"![{WITHHELD}](x.png)\n",
    "code.md": f"```\n{SECOND}\n```\n",
    "named.md": f"# {TITLE}\n",
    "raw.txt": LATER,
}
PAGES = ("page", "meta", "alt", "code", "named")
FOUND = re.compile(r"^  (\S.*) holds (.*)$", re.MULTILINE)


def leaks(built) -> dict[str, str]:
    """What the build found: the files, and the messages that they hold something of."""
    return dict(FOUND.findall(built.log))


def build(root, **options):
    """A site with hidden messages; what is in the folder already stays."""
    if not (root / "feedback").exists():
        write_hidden(root / "feedback")
    return build_site(root, root / "feedback", **options)


def hook(root, text=HOOK):
    """The setting for a hook with this *text*."""
    tests = str(Path(leaking.__file__).parents[1])
    write(root, "hook.py", f"import sys\nsys.path.append({tests!r})\n{text}")
    return {"hooks": ["hook.py"]}


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    root = tmp_path_factory.mktemp("planted")
    return build(root, docs=DOCS, config=hook(root))


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    return build(tmp_path_factory.mktemp("clean"))


def test_hidden_messages_alone_are_no_leak(clean):
    assert (clean.code, leaks(clean)) == (0, {})


@pytest.mark.parametrize("place", PLANTS)
def test_planted_leak_is_found_with_its_file(place, planted):
    assert place in leaks(planted)


@pytest.mark.parametrize("page", PAGES)
def test_leak_in_a_page_under_docs_is_found(page, planted):
    assert f"{page}/index.html" in leaks(planted)


def test_leak_in_a_file_under_docs_is_found(planted):
    assert "raw.txt" in leaks(planted)


def test_leak_ends_the_build(planted):
    assert planted.code == 1
    assert "do not publish this site" in planted.log


def test_nothing_but_the_leaks_is_accused(planted):
    pages = {f"{page}/index.html" for page in PAGES}
    # What MkDocs makes of the pages.
    others = {"raw.txt", "sitemap.xml", "search/search_index.json"}
    assert leaks(planted).keys() - PLANTS.keys() - pages - others == set()


def test_file_that_leaks_is_not_left_to_be_published(planted):
    assert leaks(planted).keys() & planted.files.keys() == set()


def test_build_after_a_leak_makes_the_whole_site(tmp_path):
    page = "threads/2026/spare-parts-take-six-weeks/index.html"
    once = f"""
from pathlib import Path
from mkdocs.plugins import event_priority

@event_priority(-5000)
def on_post_build(config):
    if Path(config.config_file_path).with_name("now").exists():
        Path(config.site_dir, {page!r}).write_text({SECOND!r})
"""
    config = hook(tmp_path, once)
    whole = build(tmp_path, config=config).files.keys()
    (tmp_path / "now").touch()
    leaking_build = build(tmp_path, config=config)
    assert list(leaks(leaking_build)) == [page]
    assert page not in leaking_build.files
    (tmp_path / "now").unlink()
    again = build(tmp_path, config=config)
    assert (again.code, again.files.keys()) == (0, whole)


def test_message_that_leaks_is_named(planted):
    found = leaks(planted)
    path = "feedback/threads/2026/spare-parts-take-six-weeks"
    pending = f"feedback/{leaking.PENDING}/comment.md"
    assert found["lines.txt"].startswith(f"piece 3 of the text of {pending}")
    assert found["404.html"] == f"the name of {pending}"
    assert found[".hidden"].endswith(f" of the text of {path}/2026-11-06-customer.md")
    assert found["answer.md"].endswith(f" of the text of {path}/2026-11-07-anna.md")
    assert found["assets/renamed.bin"] == f"feedback/{leaking.PENDING}/assets/schnee-2026-01-17.png"


@pytest.mark.parametrize("text", [*TEXTS, "Kleinmachnow", "Überzwerch", "98765"])
def test_report_says_nothing_of_what_it_found(text, planted):
    assert text not in planted.log


def test_leak_in_the_name_of_a_file_is_found_and_not_said(tmp_path):
    docs = {f"{SECOND.replace(' ', '-').lower()}txt": "x"}
    built = build(tmp_path, docs=docs)
    assert built.code == 1
    assert list(leaks(built)) == ["./ (in the name of a file)"]
    assert "leinmachnow" not in built.log


def test_files_of_the_build_keep_nothing_hidden(clean, planted):
    for built in (clean, planted):
        root = built.root.parent
        kept = [*root.joinpath(".cache").rglob("*"), *root.joinpath("site/.answerable").rglob("*")]
        data = b"\n".join(path.read_bytes() for path in kept if path.is_file())
        assert data
        assert [text for text in TEXTS if text.encode() in data] == []


def test_leak_is_found_again_until_it_is_gone(tmp_path):
    first = build(tmp_path, docs={"page.md": SECOND})
    again = build(tmp_path, docs={"page.md": SECOND})
    mended = build(tmp_path, docs={"page.md": "Nothing."})
    assert [first.code, again.code, mended.code] == [1, 1, 0]
    assert leaks(first) == leaks(again)


def test_file_that_was_clean_is_looked_through_for_what_is_new(tmp_path):
    docs = {"page.md": "My neighbour's parrot has learned to imitate the doorbell."}
    assert build(tmp_path, docs=docs).code == 0
    text = comment_text(id="pending002", moderation="{decision: pending}", body=docs["page.md"])
    write(tmp_path / "feedback", "threads/2026/parrot/comment.md", text)
    assert "page/index.html" in leaks(build(tmp_path, docs=docs))


def test_text_that_is_withdrawn_is_a_leak_from_then_on(tmp_path):
    write_sample(tmp_path / "feedback")
    docs = {"page.md": COMMENT_BODY}
    assert build(tmp_path, docs=docs).code == 0
    decision = "{decision: withdrawn, by: ben, at: 2026-11-20T10:00:00+01:00}"
    write(
        tmp_path / "feedback",
        "threads/2026/spare-parts-take-six-weeks/comment.md",
        comment_text(moderation=decision),
    )
    assert "page/index.html" in leaks(build(tmp_path, docs=docs))


def test_changed_file_with_the_old_times_is_looked_through(tmp_path):
    later = f"""
import os
from pathlib import Path
from mkdocs.plugins import event_priority

@event_priority(-5000)
def on_post_build(config):
    file = Path(config.site_dir, "threads/2026/spare-parts-take-six-weeks/index.html")
    before = file.stat()
    data = file.read_bytes()
    text = {SECOND!r}.encode()
    if Path(config.config_file_path).with_name("now").exists():
        file.write_bytes(data[:200] + text + data[200 + len(text):])
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
"""
    config = hook(tmp_path, later)
    assert build(tmp_path, config=config).code == 0
    (tmp_path / "now").touch()
    assert "threads/2026/spare-parts-take-six-weeks/index.html" in leaks(
        build(tmp_path, config=config)
    )


def test_what_is_public_anyway_is_no_leak(tmp_path):
    feedback = tmp_path / "feedback"
    write_sample(feedback)
    for number, body in enumerate(PUBLIC_ANYWAY):
        text = comment_text(
            id=f"pending{number:03}",
            title="Spare parts",
            moderation="{decision: pending}",
            body=f"{body}\n",
        )
        write(feedback, f"threads/2026/pending-{number}/comment.md", text)
    write(feedback, "threads/2026/pending-0/assets/x.png", PNG)
    docs = {"hinge.md": "Spare parts\n\nI have waited six weeks\nfor a hinge."}
    built = build(tmp_path, docs=docs)
    assert (built.code, leaks(built)) == (0, {})


def test_file_that_a_published_message_shows_is_no_leak(tmp_path):
    feedback = tmp_path / "feedback"
    write_hidden(feedback)
    shown = comment_text(id="public0001", body="![x](assets/a.png)\n", title="A picture of a key")
    write(feedback, "threads/2026/public/comment.md", shown)
    write(feedback, "threads/2026/public/assets/a.png", PICTURE)
    assert build(tmp_path).code == 0


def test_address_that_repeats_a_withdrawn_title_is_no_leak(tmp_path):
    write_sample(tmp_path / "feedback")
    decision = "{decision: withdrawn, by: ben, at: 2026-11-20T10:00:00+01:00}"
    write(
        tmp_path / "feedback",
        "threads/2026/spare-parts-take-six-weeks/comment.md",
        comment_text(moderation=decision),
    )
    assert build(tmp_path).code == 0
    title = build(tmp_path, docs={"page.md": "# Spare parts take six weeks"})
    assert "page/index.html" in leaks(title)


def test_exceptions_may_be_public(tmp_path):
    exceptions = [f"They say: {SECOND}", "schnee-2026-01-17.png"]
    docs = {"page.md": SECOND, "names.md": "schnee-2026-01-17.png"}
    built = build(tmp_path, docs=docs, settings={"leak_exceptions": exceptions})
    assert (built.code, leaks(built)) == (0, {})


def test_check_can_be_left_out(tmp_path):
    built = build(tmp_path, docs={"page.md": SECOND}, settings={"leak_check": False})
    assert built.code == 0


def test_other_generator_looks_for_leaks_as_well(tmp_path):
    built = build(tmp_path, docs={"page.md": SECOND}, command="properdocs")
    assert (built.code, "page/index.html" in leaks(built)) == (1, True)


def test_processes_find_the_same(tmp_path, monkeypatch):
    docs = {"page.md": SECOND, "other.md": f"# {TITLE}"}
    alone = leaks(build(tmp_path / "alone", docs=docs))
    monkeypatch.setenv("ANSWERABLE_WORKERS", "2")
    assert leaks(build(tmp_path / "team", docs=docs)) == alone


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_leak_behind_a_link_is_found(tmp_path):
    link = """
import os
from mkdocs.plugins import event_priority

@event_priority(-5000)
def on_post_build(config):
    home = os.path.dirname(config.config_file_path)
    os.symlink(f"{home}/feedback/threads", f"{config.site_dir}/linked")
"""
    built = build(tmp_path, config=hook(tmp_path, link))
    inner = f"{leaking.PENDING.removeprefix('threads/')}/comment.md"
    assert f"linked/{inner}" in leaks(built)
    # The link is gone, and not what it leads to.
    assert not (built.root / "linked").exists()
    assert (tmp_path / "feedback/threads" / inner).is_file()


def test_own_site_has_no_false_alarm(own_sites):
    assert [built.code for built in own_sites] == [0, 0]
    assert all(not leaks(built) for built in own_sites)
    comments = (REPOSITORY / "feedback" / "threads").rglob("*.md")
    assert any("decision: pending" in path.read_text(encoding="utf-8") for path in comments)
