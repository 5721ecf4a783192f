"""One manifest feeds everything: all modules are in it, and what it says can be trusted."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

import nbformat
import pytest
from helpers import MODULES, ROOT, copy_course, some
from typer.testing import CliRunner

from solidarity.author.build_course import make
from solidarity.cli import app
from solidarity.course import WORK, CourseProblem, load_course
from solidarity.exercises.spec import load
from solidarity.learn.start import start

M04 = "m04-savings-groups"
MODULE_TOML = f"course/{M04}/module.toml"

COURSE = load_course(ROOT)
COMING = [module for module in COURSE.modules if not module.written]


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def landing_page() -> str:
    cells = nbformat.read(ROOT / "START.ipynb", as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


# --- The committed manifest ----------------------------------------------------------------------


def test_every_module_folder_is_listed_in_the_manifest() -> None:
    folders = [path.name for path in sorted((ROOT / "course").iterdir()) if path.is_dir()]

    assert [folder for folder in folders if folder.startswith("m")]
    assert [module.id for module in COURSE.written] == [
        folder for folder in folders if folder != "__pycache__"
    ]
    assert [folder.name for folder in MODULES] == [module.id for module in COURSE.written]


def test_a_module_folder_that_the_manifest_forgot_is_told(course: Path) -> None:
    manifest = course / "course/course.toml"
    lines = manifest.read_text(encoding="utf-8").splitlines(keepends=True)
    manifest.write_text("".join(line for line in lines if M04 not in line))

    with pytest.raises(CourseProblem, match=M04):
        load_course(course)


def test_ids_begin_with_the_number_on_the_path_and_are_unique() -> None:
    ids = [module.id for module in COURSE.modules]

    assert len(set(ids)) == len(ids)
    assert [module_id[:3] for module_id in ids] == [f"m{n:02d}" for n in range(1, len(ids) + 1)]


def test_a_module_listed_twice_is_told(course: Path) -> None:
    entry = f'  {{ id = "{M04}" }},\n'
    replace(course / "course/course.toml", entry, entry + entry)

    with pytest.raises(CourseProblem, match=M04):
        load_course(course)


@pytest.mark.parametrize("module", COURSE.written, ids=lambda module: module.id)
def test_prerequisites_are_modules_that_come_before(module: Any) -> None:
    before = [other.id for other in COURSE.modules if other.number < module.number]

    assert set(module.prerequisites) <= set(before)


@pytest.mark.parametrize("module", COURSE.written, ids=lambda module: module.id)
def test_ids_of_outcomes_carry_the_number_of_their_module(module: Any) -> None:
    assert module.outcomes
    for outcome in module.outcomes:
        assert re.fullmatch(rf"M{module.number}\.\d+", outcome)


def test_no_outcome_is_listed_twice() -> None:
    for folder in MODULES:
        listed = tomllib.loads((folder / "module.toml").read_text(encoding="utf-8"))["outcome"]
        ids = [outcome["id"] for outcome in listed]
        assert len(set(ids)) == len(ids), folder.name


@pytest.mark.parametrize("module", COMING, ids=lambda module: module.id)
def test_a_coming_module_shows_as_coming_on_the_landing_page(module: Any) -> None:
    row = f"| {module.number}. {module.title} | | | *coming* |"

    assert row in landing_page().splitlines()


@pytest.mark.parametrize("module", COURSE.written, ids=lambda module: module.id)
def test_a_written_module_shows_with_minutes_and_links_on_the_landing_page(module: Any) -> None:
    begins = f"| **{module.number}. "
    (row,) = (line for line in landing_page().splitlines() if line.startswith(begins))

    assert module.title in row
    assert f"| {sum(module.minutes.values())} |" in row
    for part, minutes in module.minutes.items():
        assert f"[{part}]({WORK}/{module.id}/{part}.ipynb) ({minutes})" in row


def test_the_readme_lists_every_module_with_links_into_the_release() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    for module in COURSE.modules:
        assert f"{module.number}. {module.title}" in readme
    for target in re.findall(r"\]\((release/[^)]+)\)", readme):
        assert (ROOT / target).is_file(), target
    assert f"(release/{COURSE.written[0].id}/reading.ipynb)" in readme


def test_reading_says_the_minutes_of_the_manifest() -> None:
    for module in some(COURSE.written):
        for part, minutes in some(module.minutes.items()):
            text = (ROOT / "course" / module.id / f"{part}.md").read_text(encoding="utf-8")
            assert re.search(rf"about {minutes} minutes", text), f"{module.id}/{part}.md"


# --- A broken manifest ---------------------------------------------------------------------------

# file, what stands there, what breaks it, what the message must name beside the file
BROKEN = {
    "no TOML": ("course/course.toml", "title =", "title", "line 4"),
    "no title": ("course/course.toml", "title =", "titel =", "'title'"),
    "no path": ("course/course.toml", "path = [", "pfad = [", "'path'"),
    "entry without id": ("course/course.toml", f'{{ id = "{M04}"', f'{{ name = "{M04}"', "'id'"),
    "path of names": ("course/course.toml", f'{{ id = "{M04}" }}', f'"{M04}"', "path"),
    "unknown module": ("course/course.toml", f'"{M04}"', '"m04-saving-groups"', "coming"),
    "written and coming": (
        "course/course.toml",
        f'{{ id = "{M04}" }}',
        f'{{ id = "{M04}", coming = "Savings" }}',
        "coming",
    ),
    "module: no TOML": (MODULE_TOML, "title =", "title", "line 1"),
    "module: no title": (MODULE_TOML, "title =", "titel =", "'title'"),
    "module: no about": (MODULE_TOML, "about =", "abuot =", "'about'"),
    "module: no idea": (MODULE_TOML, "idea =", "ideas =", "'idea'"),
    "module: no sdgs": (MODULE_TOML, "sdgs =", "sdg =", "'sdgs'"),
    "module: no prerequisites": (MODULE_TOML, "prerequisites =", "needs =", "'prerequisites'"),
    "module: no minutes": (MODULE_TOML, "[minutes]", "[hours]", "'minutes'"),
    "module: part without minutes": (MODULE_TOML, "case =", "cases =", "'case'"),
    "module: minutes in words": (
        MODULE_TOML,
        "reading = 30",
        'reading = "half an hour"',
        "reading",
    ),
    "module: outcome without id": (MODULE_TOML, 'id = "M4.1"', 'name = "M4.1"', "'id'"),
    "module: outcome without text": (MODULE_TOML, "text =", "words =", "'text'"),
    "module: prerequisites in words": (
        MODULE_TOML,
        'prerequisites = ["m01-first-notebook"]',
        'prerequisites = "m01-first-notebook"',
        "prerequisites",
    ),
    "source without grade": ("course/sources.toml", 'grade = "A"\n', "", "[A1]"),
    "source with another grade": ("course/sources.toml", 'grade = "A"', 'grade = "D"', "[A1]"),
    "source with an unknown field": ("course/sources.toml", "note =", "notes =", "'notes'"),
}


@pytest.mark.parametrize(("name", "old", "new", "wanted"), BROKEN.values(), ids=list(BROKEN))
def test_a_broken_manifest_is_told_with_file_and_field(
    course: Path, name: str, old: str, new: str, wanted: str
) -> None:
    replace(course / name, old, new)

    with pytest.raises(CourseProblem) as refused:
        make(course)

    assert Path(name).name in str(refused.value) or Path(name).parent.name in str(refused.value)
    assert wanted in str(refused.value)


@pytest.mark.parametrize("command", ["build", "start"])
def test_a_command_tells_of_a_broken_manifest_without_a_traceback(
    course: Path, command: str
) -> None:
    replace(course / "course/course.toml", "title =", "titel =")

    result = CliRunner().invoke(app, [command, "--root", str(course)])

    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code != 0
    assert "course.toml: the field 'title' is missing" in result.stderr


# --- Links ---------------------------------------------------------------------------------------


class _Addresses(HTMLParser):
    """Collects what HTML in a text points to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def addresses(text: str) -> Iterator[str]:
    """What the links and figures of a Markdown text point to, inside the course."""
    html = _Addresses()
    html.feed(text)
    for target in [*re.findall(r"\]\(<?([^)\s>]+)>?[^)]*\)", text), *html.found]:
        if not re.match(r"[a-z]+:", target):
            yield target


def leads_somewhere(target: str, page: Path) -> bool:
    """Is there a file at this address, seen from a page, and the place in it?"""
    path, _, place = target.partition("#")
    file = page.parent / unquote(path) if path else page
    if not file.is_file():
        return False
    if not place:
        return True
    cells = nbformat.read(file, as_version=4).cells
    cell = parse_qs(place).get("cell-id", [""])[0]
    return cell in [c.id for c in cells] or place in headings(cells)


def headings(cells: list[Any]) -> list[str]:
    """The addresses that JupyterLab, nbconvert and GitHub give to the headings of a notebook."""
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return [words.replace(" ", "-") for words in re.findall(r"(?m)^#+ (.+)$", text)]


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course as a learner has it after the first cell of the landing page."""
    course = copy_course(tmp_path_factory.mktemp("course") / "copy")
    start(course)
    return course


PAGES = ["START.ipynb", "GLOSSARY.ipynb"] + [
    f"{WORK}/{module.id}/{part}.ipynb" for module in COURSE.written for part in module.minutes
]


@pytest.mark.parametrize("page", PAGES)
def test_links_and_figures_of_a_page_exist_after_start(laid_out: Path, page: str) -> None:
    cells = nbformat.read(laid_out / page, as_version=4).cells
    targets = [
        target
        for cell in cells
        if cell.cell_type == "markdown"
        for target in addresses(cell.source)
    ]

    # The exercises are where the links of the other pages lead to.
    assert targets or page.endswith("exercises.ipynb")
    here = laid_out / page
    assert [target for target in targets if not leads_somewhere(target, here)] == []


@pytest.mark.parametrize("module", COURSE.written, ids=lambda module: module.id)
def test_the_paragraph_to_reread_exists_for_every_exercise(laid_out: Path, module: Any) -> None:
    folder = laid_out / WORK / module.id
    specs = load(folder)

    assert specs
    for spec in specs.values():
        title, address = spec.read
        assert leads_somewhere(address, folder / "exercises.ipynb"), address
        cell_id = parse_qs(address.partition("#")[2])["cell-id"][0]
        cells = nbformat.read(folder / "reading.ipynb", as_version=4).cells
        assert f"# {title}" in next(cell.source for cell in cells if cell.id == cell_id)


def test_links_that_start_shows_exist(laid_out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(laid_out)

    shown = list(addresses(start().html))

    assert len(shown) == 3 * len(COURSE.written)
    here = laid_out / "START.ipynb"
    assert [target for target in shown if not leads_somewhere(target, here)] == []


def test_the_search_for_links_would_find_a_broken_one(laid_out: Path) -> None:
    text = "[a](nowhere.ipynb) ![b](figures/no.svg \"t\") <img src='c.png'> [d](https://x.org)"

    assert list(addresses(text)) == ["nowhere.ipynb", "figures/no.svg", "c.png"]
    here = laid_out / "GLOSSARY.ipynb"
    assert not leads_somewhere("nowhere.ipynb", here)
    assert not leads_somewhere("START.ipynb#cell-id=start-999", here)
    assert leads_somewhere("START.ipynb#cell-id=start-001", here)
    assert leads_somewhere("#All-words", here)
    assert not leads_somewhere("#The-path", here)
