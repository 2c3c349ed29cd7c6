"""What a new project holds, for each forge and language."""

from __future__ import annotations

import fnmatch
import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import markdown
import pytest
import yaml
from cmarkgfm import github_flavored_markdown_to_html
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable import scaffold
from answerable.cli.intake_form import read_form
from answerable.cli.project import find_project
from answerable.forges import KINDS, Forge
from answerable.importers.words import one_line
from answerable.scaffold import LANGUAGES, gaps_in, person_id, project_files, topic_id
from answerable.scaffold.languages import rules_in, words_in
from answerable.scaffold.writing import markdown as as_markdown
from answerable.site.forge_links import new_issue_url
from answerable.source import load_feedback
from answerable.source.names import is_person, is_slug, is_visible
from samples import NOW
from scaffold.projects import REPOSITORIES, SITES, answers, texts

HARD = '"O\'Neil & Söhne: {GmbH}" # 1'
ISSUE_FORMS = (".github/ISSUE_TEMPLATE/comment.yml", ".gitea/ISSUE_TEMPLATE/comment.yml")
CHANGES = (
    ".github/pull_request_template.md",
    ".gitlab/merge_request_templates/Default.md",
    ".gitea/pull_request_template.md",
)
CI = re.compile(r"\.(github|forgejo)/workflows/|\.gitlab-ci\.yml")
NAMES = st.text(min_size=1, max_size=100).map(one_line).filter(is_visible)


def write(root, files):
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def problems(root):
    project = find_project(root / "mkdocs.yml")
    return load_feedback(project.feedback, project.settings, now=NOW).diagnostics


@pytest.mark.parametrize(("languages", "forge"), SITES)
@pytest.mark.parametrize("public", [True, False])
def test_new_project_is_in_order(tmp_path, languages, forge, public):
    write(tmp_path, project_files(answers(languages=languages, forge=forge, public=public)))
    assert problems(tmp_path) == ()


def test_project_of_which_little_is_known_is_in_order(tmp_path):
    little = dict.fromkeys(("topic", "repository", "email", "handle", "country"))
    write(tmp_path, project_files(answers(**little)))
    assert problems(tmp_path) == ()


@pytest.mark.parametrize(("languages", "forge"), SITES)
def test_no_template_shows(languages, forge):
    for name, text in texts(languages=languages, forge=forge).items():
        assert not name.endswith(".j2")
        if not CI.match(name):  # it has signs like these of its own
            assert not re.search(r"\{\{|\}\}|\{%|PERSON\.md|TOPIC\.md", text), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_gap_is_marked_on_the_page_and_found(language):
    files = texts(languages=(language,), email=None)
    marked = sum(text.count("<mark>[") for text in files.values())
    among = [name for name in files if name.startswith(("docs/", "feedback/"))]
    found = list(gaps_in({name: text.encode() for name, text in files.items()}, among))
    in_pages = [gap for gap in found if gap.file.startswith("docs/")]
    assert len(in_pages) == marked > 15
    assert [gap.file for gap in found if gap not in in_pages] == ["feedback/policy.yml"]
    for gap in found:
        assert gap.what in files[gap.file].splitlines()[gap.line - 1]


def test_what_is_known_is_no_gap():
    files = texts()
    assert "[COMPLETE:" not in files["feedback/policy.yml"]
    assert "feedback@example.com" in files["docs/imprint.md"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["imprint", "privacy"])
def test_legal_page_says_that_it_is_a_draft(language, page):
    text = texts(languages=(language,))[f"docs/{page}.md"]
    said = {"en": "not written by a lawyer", "de": "stammt nicht von einer Anwältin"}
    assert said[language] in text


@pytest.mark.parametrize(("languages", "forge"), SITES)
def test_issue_form_is_one(languages, forge):
    files = texts(languages=languages, forge=forge)
    forms = [yaml.safe_load(files[name]) for name in ISSUE_FORMS if name in files]
    assert len(forms) == (0 if forge == "gitlab" else 1)
    for form in forms:
        assert {"name", "description", "body"} <= form.keys()
        fields = [field for field in form["body"] if field["type"] != "markdown"]
        assert [field["id"] for field in fields] == ["kind", "text", "name", "thread", "agreed"]
        assert len({field["attributes"].get("label") for field in fields}) == len(fields)


@pytest.mark.parametrize("language", LANGUAGES)
def test_issue_template_asks_what_the_issue_form_asks(language):
    template = texts(languages=(language,), forge="gitlab")[".gitlab/issue_templates/comment.md"]
    form = yaml.safe_load(texts(languages=(language,))[ISSUE_FORMS[0]])
    asked = re.findall(r"(?m)^### (.+) <!-- (\w+) -->$", template)
    assert asked == [
        (field["attributes"]["label"], field["id"])
        for field in form["body"]
        if field["type"] != "markdown"
    ]


@pytest.mark.parametrize(("languages", "forge"), SITES)
def test_intake_reads_what_the_form_asks(tmp_path, languages, forge):
    write(tmp_path, project_files(answers(languages=languages, forge=forge)))
    form = read_form(tmp_path, forge)
    written = {"kind": "a", "text": "b\n\n### c", "name": "d", "thread": "e", "agreed": "- [x] f"}
    body = "\n\n".join(f"{field.heading}\n\n{written[field.id]}" for field in form.fields)
    assert form.answers(body) == {id_: written[id_] for id_ in written if id_ != "thread"}


@pytest.mark.parametrize("forge", KINDS)
def test_link_of_the_site_opens_the_form(forge):
    link = new_issue_url(Forge(forge, REPOSITORIES[forge]))
    query = parse_qs(urlsplit(link).query)
    (named,) = query.get("template") or query["issuable_template"]
    assert [name for name in texts(forge=forge) if re.search(rf"{re.escape(named)}(\.md)?$", name)]


@pytest.mark.parametrize(("languages", "forge"), SITES)
def test_every_forge_has_a_text_for_changes(languages, forge):
    files = texts(languages=languages, forge=forge)
    assert len([name for name in CHANGES if name in files]) == 1


def recipes(**changes):
    """The recipes of CI, by their paths."""
    files = texts(**changes)
    return {name: text for name, text in files.items() if CI.match(name)}


@pytest.mark.parametrize("forge", KINDS)
def test_every_forge_has_recipes_and_each_is_yaml(forge):
    found = recipes(forge=forge, languages=("de", "en"), branch="public site")
    assert found
    for text in found.values():
        assert isinstance(yaml.safe_load(text), dict)


@pytest.mark.parametrize("forge", KINDS)
def test_recipe_of_a_usual_project_is_that_of_the_scaffold(forge):
    folder = Path(scaffold.__file__).parent / "forges" / forge
    for name, text in recipes(forge=forge).items():
        assert text == (folder / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("forge", KINDS)
def test_second_language_is_built_wherever_the_first_is(forge):
    first = re.compile(r"mkdocs build --strict(?! --config)")
    second = re.compile(
        r"&& mkdocs build --strict --config-file mkdocs\.en\.yml( --site-dir \w+/en)?$"
    )
    found = recipes(forge=forge, languages=("de", "en"))
    lines = [line for text in found.values() for line in text.splitlines() if first.search(line)]
    assert len(lines) > 1
    for line in lines:
        assert second.search(line)
        assert ("--site-dir public/en" in line) == ("--site-dir public " in line)


@pytest.mark.parametrize("forge", ["github", "forgejo"])
def test_branch_that_is_published_is_that_of_the_project(forge):
    (name,) = [name for name in recipes(forge=forge) if name.endswith("/publish.yml")]
    published = yaml.safe_load(recipes(forge=forge, branch="live")[name])
    assert published[True]["push"]["branches"] == ["live"]  # YAML 1.1 reads `on` as true


def test_git_leaves_the_bytes_of_answers_and_pictures_alone():
    kinds = dict(
        line.split(" ", 1)
        for line in texts()[".gitattributes"].splitlines()
        if line and line[0] != "#"
    )

    def kind_of(name):  # the last line that fits counts
        fitting = [p for p in kinds if fnmatch.fnmatch(name, p.replace("**", "*"))]
        return kinds[fitting[-1]]

    thread = "feedback/threads/2026/spare-parts"
    assert kind_of(f"{thread}/2026-11-03-anna.md") == "text eol=lf"
    assert kind_of(f"{thread}/2026-11-03-anna.md.sig") == "text eol=lf"
    assert kind_of(f"{thread}/assets/hinge.jpg") == "binary"


def test_both_languages_say_the_same_things():
    def shape(value):
        return {k: shape(v) for k, v in value.items()} if isinstance(value, dict) else type(value)

    assert shape(words_in("en").all) == shape(words_in("de").all)
    assert shape(rules_in("en")) == shape(rules_in("de"))
    names = [
        {name for name in texts(languages=(language,)) if not name.startswith("feedback/topics")}
        for language in LANGUAGES
    ]
    assert names[0] == names[1]


def test_rules_of_a_site_in_two_languages_are_in_both():
    files = texts(languages=("de", "en"))
    rule = yaml.safe_load(files["feedback/policy.yml"])["rules"]["insult"]
    assert rule["title"] == {"de": "Beleidigungen", "en": "Insults"}
    assert "docs/en/about.md" in files
    assert yaml.safe_load(files["mkdocs.en.yml"])["INHERIT"] == "mkdocs.yml"


def test_company_is_called_what_it_is_called():
    config = yaml.safe_load(texts(company=HARD)["mkdocs.yml"])
    assert config["site_name"] == HARD


@settings(max_examples=60)
@given(name=NAMES, before=st.sampled_from(["", "Text "]), after=st.sampled_from(["", " text"]))
def test_any_name_reads_as_it_was_typed(name, before, after):
    line = f"{before}{as_markdown(name)}{after}"
    for html in (
        markdown.markdown(line, extensions=["admonition", "attr_list", "tables", "toc"]),
        github_flavored_markdown_to_html(line),
    ):
        paragraph = re.fullmatch(r"<p>([^<]*)</p>\n?", html)
        assert paragraph, html
        assert unescape(paragraph[1]) == f"{before}{name}{after}"


@settings(max_examples=40)
@given(company=NAMES, person=NAMES, topic=NAMES, role=NAMES)
def test_project_with_any_names_is_in_order(tmp_path_factory, company, person, topic, role):
    said = answers(company=company, person=person, topic=topic, role=role, unit=role)
    root = tmp_path_factory.mktemp("project")
    write(root, project_files(said))
    assert problems(root) == ()
    project = find_project(root / "mkdocs.yml")
    assert project.site_name == company
    loaded = load_feedback(project.feedback, project.settings, now=NOW).feedback
    assert [one.name for one in loaded.people.values()] == [person]
    assert [one.title.in_language("en") for one in loaded.topics.values()] == [topic]


@given(name=st.text(max_size=120))
def test_every_name_gives_the_name_of_a_file(name):
    assert is_person(person_id(name))
    assert is_slug(topic_id(name))


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Anna Berg", "anna-berg"),
        ("Jürgen Groß", "juergen-gross"),
        ("李雷", "first-person"),
        ("Customer", "first-person"),
        ("Anna 2", "anna"),
        ("3 Anna", "anna"),
    ],
)
def test_id_of_a_person_is_made_from_the_name(name, id_):
    assert person_id(name) == id_


@pytest.mark.parametrize(
    ("language", "link"), [("en", "Answer as an employee"), ("de", "Antworten (für Mitarbeitende)")]
)
def test_guide_promises_the_link_for_employees_only_where_there_is_one(language, link):
    there = texts(languages=(language,))["README.md"]
    missing = texts(languages=(language,), repository=None)["README.md"]

    assert link in there
    assert "`forge`" not in there
    before, _, _ = missing.partition(link)
    assert "`mkdocs.yml`" in before
    assert "`forge`" in before


@pytest.mark.parametrize("language", ["en", "de"])
def test_guide_shows_no_withholding_that_is_refused(language):
    guide = texts(languages=(language,))["README.md"]
    calls = [line for line in guide.splitlines() if line.startswith("answerable moderate")]
    assert [call for call in calls if "withhold" in call and "--rename" not in call] == []
