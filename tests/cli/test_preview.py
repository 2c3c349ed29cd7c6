"""``answerable preview``: a built site of which nothing can be read without the password."""

from __future__ import annotations

import shutil

import pytest
from click.testing import CliRunner
from lxml import html

from answerable.cli import main
from answerable.vault.errors import CannotOpenError
from answerable.vault.keychain import hash_password
from answerable.vault.lock1 import Locked, unlock
from answerable.vault.page import is_locked, read_page
from answerable.vault.passwords import Password
from answerable.vault.staticrypt import decode
from answerable.vault.staticrypt_page import StatiCryptPage
from samples import COMMENT, COMMENT_BODY, PNG, comment_text, write, write_sample
from site_build.building import URL, build_site

SECRET = "kettle-umbrella-verandah-31"
SENTENCE = "I have waited six weeks for a hinge."
THREAD = "threads/2026/spare-parts-take-six-weeks/index.html"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = tmp_path_factory.mktemp("site")
    write_sample(root / "feedback")
    body = f"{COMMENT_BODY}\n![A hinge](assets/hinge.png)\n"
    write(root / "feedback", COMMENT, comment_text(body=body))
    write(root / "feedback", COMMENT.replace("comment.md", "assets/hinge.png"), PNG)
    (root / "feedback" / COMMENT.replace("comment.md", "2026-11-03-anna.md")).unlink()
    site = build_site(root, root / "feedback", docs={"style.css": "p { color: red }"})
    assert site.code == 0, site.log
    return site


@pytest.fixture
def project(built, tmp_path, monkeypatch):
    """A copy of the project, where the preview is to be made; the password is set."""
    root = shutil.copytree(built.root.parent, tmp_path / "project")
    monkeypatch.chdir(root)
    monkeypatch.setenv("ANSWERABLE_PREVIEW_PASSWORD", SECRET)
    return root


def run(*arguments):
    return CliRunner().invoke(main, ["preview", *arguments])


def opened(folder, place, url=URL):
    locked = read_page((folder / place).read_text(encoding="utf-8"))
    assert isinstance(locked, Locked)
    return unlock(locked, site_url=url, page_path=place, password=Password(SECRET))


def test_every_page_is_encrypted(project):
    assert run().exit_code == 0
    pages = sorted((project / "preview").rglob("*.html"))
    assert len(pages) == len(list((project / "site").rglob("*.html")))
    assert [page for page in pages if not is_locked(page.read_text(encoding="utf-8"))] == []


def test_page_opens_with_the_password_and_is_what_it_was(project):
    run()
    page = opened(project / "preview", THREAD)
    assert SENTENCE in page


def test_only_styles_scripts_and_fonts_stay(project):
    run()
    left = {path.suffix for path in (project / "preview").rglob("*") if path.is_file()}
    assert left <= {".html", ".css", ".js", ".json", ".txt", ""}
    places = [path.relative_to(project / "preview").as_posix() for path in _files(project)]
    assert [place for place in places if place.startswith((".well-known", "api/", "search/"))] == []
    assert "style.css" in places
    assert "assets/answerable/lock.js" in places


def _files(project):
    return [path for path in (project / "preview").rglob("*") if path.is_file()]


def test_no_file_holds_a_word_of_the_site(project):
    run()
    for words in (SENTENCE, "Spare parts take six weeks", "Anna Berg", "P. M."):
        assert [path for path in _files(project) if words.encode() in path.read_bytes()] == []


def test_pictures_are_in_the_pages(project):
    run()
    page = html.fromstring(opened(project / "preview", THREAD))
    (source,) = page.xpath('//img[@alt="A hinge"]/@src')
    assert source.startswith("data:image/png;base64,")


def test_search_engines_are_kept_out(project):
    run()
    assert (project / "preview" / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"


def test_page_opens_at_the_address_of_the_preview_only(project):
    url = "https://preview.example.org/42/"
    assert run("--url", url, "--out", "public").exit_code == 0
    assert SENTENCE in opened(project / "public", THREAD, url)
    with pytest.raises(CannotOpenError):
        opened(project / "public", THREAD)


def test_staticrypt_opens_the_pages_at_every_address(project):
    assert run("--staticrypt").exit_code == 0
    page = read_page((project / "preview" / THREAD).read_text(encoding="utf-8"))
    assert isinstance(page, StatiCryptPage)
    hashed = hash_password(Password(SECRET), page.salt)
    assert SENTENCE in decode(page.payload, hashed, page.salt)


@pytest.mark.parametrize(("password", "told"), [("", "is not set"), ("hunter2", "too short")])
def test_missing_or_weak_password_writes_nothing(password, told, project, monkeypatch):
    monkeypatch.setenv("ANSWERABLE_PREVIEW_PASSWORD", password)
    done = run()
    assert (done.exit_code, told in done.output) == (2, True)
    assert not (project / "preview").exists()
    assert not password or password not in done.output


def test_text_in_a_script_is_a_leak_and_nothing_is_written(project):
    write(project, "site/assets/leak.js", f"const words = '{SENTENCE}';")
    done = run()
    assert done.exit_code == 1
    assert "assets/leak.js holds" in done.output
    assert SENTENCE not in done.output
    assert not (project / "preview").exists()
    assert not (project / "preview.part").exists()


def test_earlier_preview_is_replaced_and_another_folder_is_not(project):
    run()
    write(project, "preview/old.html", "old")
    assert run().exit_code == 0
    assert not (project / "preview/old.html").exists()
    write(project, "mine/notes.txt", "mine")
    refused = run("--out", "mine")
    assert refused.exit_code == 1
    assert (project / "mine/notes.txt").exists()


@pytest.mark.parametrize("out", ["site/preview", "."])
def test_preview_is_never_written_into_the_site_or_around_it(out, project):
    done = run("--out", out)
    assert done.exit_code == 1
    assert (project / "site" / THREAD).exists()


def test_site_that_is_not_built_is_a_clear_error(project):
    done = run("--site", "nowhere")
    assert done.exit_code == 1
    assert "build the site first" in done.output
