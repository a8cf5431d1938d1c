"""The pages are true: what they show runs, what there is stands in them, and what they link to exists."""

from __future__ import annotations

import importlib
import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

import stancekit
from stancekit import drawing, labelling
from stancekit.cli import main
from stancekit.pipeline import COMPONENTS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if not {"_build", "jupyter_execute"} & set(path.parts))
TEXTS = {path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8") for path in PAGES}
NEEDS_SPHINX = pytest.mark.skipif(
    not all(importlib.util.find_spec(name) for name in ("sphinx", "myst_nb", "furo")),
    reason="the pages are built by Sphinx, MyST-NB and Furo: pip install 'stancekit[docs]'",
)
BLOCK = re.compile(
    r"^(?:<!-- runs(?::(?P<how>[^>]*))? -->\n```(?P<language>python|sh|r)|```\{code-cell\} python)\n(?P<code>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Example:
    """A block of a page that runs: ``<!-- runs -->``, ``<!-- runs: status 1 -->``, ``<!-- runs: needs duckdb -->``."""

    code: str
    language: str
    status: int = 0
    needs: str | None = None


def examples(page):
    found = []
    for block in BLOCK.finditer(page):
        how = dict(part.split() for part in (block["how"] or "").split(",") if part.strip())
        assert set(how) <= {"status", "needs"}, how
        found.append(Example(block["code"], block["language"] or "python", int(how.get("status", 0)), how.get("needs")))
    return found


WITH_EXAMPLES = {name: found for name, text in TEXTS.items() if (found := examples(text))}


def run(example, namespace):
    if example.language == "python":
        exec(compile(example.code, "<page>", "exec"), namespace)
    elif example.language == "r":
        run_r(example.code)
    else:
        run_shell(example)


def run_r(code):
    if program := shutil.which("Rscript"):
        done = subprocess.run([program, "--vanilla", "-e", code], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip()


def run_shell(example):
    for line in example.code.replace("\\\n", " ").splitlines():
        if words := shlex.split(line, comments=True):
            assert words[0] == "stancekit", line
            assert main(words[1:]) == example.status, line


@pytest.mark.filterwarnings("ignore:.*articles rejected")  # the tutorial shows it
@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_of_a_page_run_one_after_the_other(name, tmp_path, monkeypatch, capsys):
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    namespace = {"__name__": "page"}
    for example in WITH_EXAMPLES[name]:
        if example.needs is None or importlib.util.find_spec(example.needs):
            run(example, namespace)


def test_pages_that_teach_have_examples_that_run():
    how_tos = {name for name in TEXTS if name.startswith("howto/") and not name.endswith("index.md")}
    assert {*how_tos, "tutorial.md", "uncertainty.md"} <= set(WITH_EXAMPLES)


DIRECTIVE = re.compile(r"^\.\. auto(?:function|class|data|exception|module):: ([\w.]+)$", re.MULTILINE)
DOCUMENTED = {name for text in TEXTS.values() for name in DIRECTIVE.findall(text)}
PUBLIC = [
    *(f"stancekit.{name}" for name in stancekit.__all__),
    *(f"stancekit.labelling.{name}" for name in labelling.__all__),
    f"{drawing.__name__}.draw",
    "stancekit.tone.classifier.ToneClassifier",
    "stancekit.tone.encoder.QuoteEncoder",
    "stancekit.tone.judge.ToneJudge",
    "stancekit.errors.NotInstalledError",
]


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_in_the_reference(name):
    assert name in DOCUMENTED, f"docs/reference: write {name} down"


@pytest.mark.parametrize("name", sorted(DOCUMENTED))
def test_what_the_reference_names_exists_and_is_described(name):
    module, _, last = name.rpartition(".")
    found = getattr(importlib.import_module(module), last, None) if module else None
    if found is None:
        found = importlib.import_module(name)
    assert isinstance(found, str | tuple) or (found.__doc__ or "").strip()


@pytest.fixture(scope="module")
def from_code():
    """The Sphinx extension that writes commands, columns and components; it imports Sphinx."""
    pytest.importorskip("sphinx", reason="the extension is Sphinx's: pip install 'stancekit[docs]'")
    spec = importlib.util.spec_from_file_location("from_code", DOCS / "_ext" / "from_code.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_command_is_on_its_page_with_all_its_options(from_code):
    written = re.findall(r"^```\{command\} (.+)$", TEXTS["commands.md"], re.MULTILINE)
    assert sorted(written) == sorted(from_code.commands())
    for name in written:
        assert re.search(rf"^#+ {name}$", TEXTS["commands.md"], re.MULTILINE)
        shown = "\n".join(from_code.command_lines(name))
        for param in from_code.command_named(name).params:
            if param.param_type_name == "option":
                assert all(f"`{option}`" in shown for option in (*param.opts, *param.secondary_opts))


def test_every_component_is_in_the_reference_with_its_settings(from_code):
    page = TEXTS["reference/components.md"]
    assert re.findall(r"^```\{component\} (\w+)$", page, re.MULTILINE) == list(COMPONENTS)
    assert "`max_pieces` = `160`" in "\n".join(from_code.component_lines("stancekit_reader"))


def test_the_columns_of_a_row_are_written_from_the_contract(from_code):
    lines = from_code.column_lines()
    assert "| `quote_id` | `object` | `string` | yes |" in lines
    assert "| `stance` | `float64` | `double` |  |" in lines


LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
INCLUDE = re.compile(r"^```\{(?:literal)?include\} (\S+)\n((?::.*\n)*)", re.MULTILINE)
LINKS = [(name, to) for name, text in TEXTS.items() for to in LINK.findall(text) if "://" not in to]


def slugs(text):
    """The anchors that headings have, as MyST makes them."""
    titles = re.findall(r"^#{1,3} (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize(("name", "to"), LINKS, ids=[f"{name}-{to}" for name, to in LINKS])
def test_internal_links_lead_somewhere(name, to):
    path, _, anchor = to.partition("#")
    page = (DOCS / name).parent / path if path else DOCS / name
    assert page.is_file()
    if anchor:
        assert anchor in slugs(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [name for name, text in TEXTS.items() if INCLUDE.search(text)])
def test_included_texts_exist_with_their_marks(name):
    for path, options in INCLUDE.findall(TEXTS[name]):
        text = ((DOCS / name).parent / path).read_text(encoding="utf-8")
        marks = {side: mark.strip('"') for side, mark in re.findall(r":(start-after|end-before): (.+)", options)}
        if "start-after" in marks:
            assert text.count(marks["start-after"]) == 1, f"{marks['start-after']} must be in {path}, once"
            text = text.partition(marks["start-after"])[2]
        assert marks.get("end-before", "") in text, f"{marks.get('end-before')} must be in {path}"


def test_every_page_is_in_a_table_of_contents():
    listed = {"index.md"}
    for name, text in TEXTS.items():
        for tree in re.findall(r"^```\{toctree\}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
            entries = [line.strip() for line in tree.splitlines() if line.strip() and not line.startswith(":")]
            listed |= {((DOCS / name).parent / f"{entry}.md").relative_to(DOCS).as_posix() for entry in entries}
    notebooks = {f"notebooks/{path.stem}.md" for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert listed == set(TEXTS) | notebooks


def test_pictures_are_used_and_small():
    """`docs/screenshots.py` makes them; a clone shall not grow by megabytes each time."""
    used = {name for text in TEXTS.values() for name in re.findall(r"_static/(\w+\.png)", text)}
    sizes = {path.name: path.stat().st_size for path in (DOCS / "_static").glob("*.png")}
    assert set(sizes) == used
    assert max(sizes.values()) < 200_000
    assert sum(sizes.values()) < 1_000_000


def test_the_citation_names_the_version_of_the_project():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    facts = dict(re.findall(r"^(\w[\w-]*): (.+)$", citation, re.MULTILINE))
    assert facts["version"] == project["version"]
    assert facts["license"] == project["license"]
    assert facts["title"] == project["name"]
    assert re.findall(r"^  - name: (.+)$", citation, re.MULTILINE) == [author["name"] for author in project["authors"]]
    assert project["version"] in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@NEEDS_SPHINX
def test_the_pages_build_without_a_warning(tmp_path):
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-d", str(tmp_path / "doctrees")]
    done = subprocess.run([*command, str(DOCS), str(tmp_path / "html")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    tutorial = (tmp_path / "html" / "tutorial.html").read_text(encoding="utf-8")
    assert "Aino Rautala</td>" in tutorial  # rows that were computed just now
