"""Files that came with a submission: what a browser may run is not laid where people look."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path

import nbformat
import pytest
from submissions import MODULE, course_with_gradebook, hand_in, nbgrader_of, solved

from solidarity.grade.class_run import ClassRun
from solidarity.grade.engines import this_machine
from solidarity.grade.pages import make_pages
from solidarity.notebooks.files_beside import does_nothing
from solidarity.run.jail.bubblewrap import NoJail
from solidarity.run.jail.probe import works_nested

PAGE = b"<!doctype html><script>fetch('/api/contents')</script>"
DRAWING = b"<svg xmlns='http://www.w3.org/2000/svg'><script>fetch('/api/contents')</script></svg>"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20

RUN_BY_A_BROWSER = {
    **{
        f"evil.{kind}": PAGE
        for kind in """html htm xhtml xht shtml mhtml mht hta xml xsl xslt js mjs css swf pdf svg
        php jsp asp vbs wsf url webloc desktop htc jar wasm ipynb.html csv.html unknown""".split()
    },
    "picture.svg": DRAWING,
    "packed.svgz": gzip.compress(DRAWING),
    "LOUD.HTML": PAGE,
    "figures/deep/in/a/folder/evil.svg": DRAWING,
    "drawing.PNG": DRAWING,
    "page.jpg": PAGE,
    "no-kind": PAGE,
    "dot.txt.": PAGE,
    "blank.html ": PAGE,
    ".htaccess": b"AddType text/html .txt",
    "innocent.csv": b"\xef\xbb\xbf \n" + PAGE,
    "notes.txt": PAGE,
    "late.txt": b" " * 2_000 + PAGE,
    "wide.txt": PAGE.decode().encode("utf-16"),
    "<img src=x onerror=alert(1)>.html": PAGE,
    "program.py": b"print('mine')",
}
HARMLESS = {
    "data.csv": b"week,pesos\n1,20\n",
    "data.tsv": b"week\tpesos\n",
    "notes.txt": "Our rule: 3 < 4, and ü.".encode(),
    "our/diary.md": b"# Week 1\n",
    "answers.json": b'{"a": 1}',
    "market.png": PNG,
    "market day.JPG": JPEG,
    "market.jpeg": JPEG,
    "moving.gif": b"GIF89a" + b"\x00" * 20,
    "empty.txt": b"",
}


def lay(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def below(folder: Path) -> dict[str, bytes]:
    """The files there that are no notebook and no page of ours, by name."""
    ours = ("exercises", "reading", "case")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not (path.parent == folder and path.stem in ours)
    }


@pytest.mark.parametrize("name", RUN_BY_A_BROWSER)
def test_what_a_browser_may_run_is_told_by_name_and_content(name: str, tmp_path: Path) -> None:
    lay(tmp_path, {name: RUN_BY_A_BROWSER[name]})
    assert not does_nothing(tmp_path / name)


@pytest.mark.parametrize("name", HARMLESS)
def test_data_and_pictures_do_nothing(name: str, tmp_path: Path) -> None:
    lay(tmp_path, {name: HARMLESS[name]})
    assert does_nothing(tmp_path / name)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eve hands in all such files, and changes a figure that was released."""
    course = course_with_gradebook(tmp_path_factory.mktemp("beside") / "course")
    for student in ("ana", "eve"):
        notebook = solved()
        notebook.cells.append(nbformat.v4.new_markdown_cell("![Our market](market.png)"))
        lay(hand_in(course, student, notebook), HARMLESS)
    evil = {name: data for name, data in RUN_BY_A_BROWSER.items() if name not in HARMLESS}
    lay(course / "submitted" / "eve" / MODULE, evil)
    for figure in (course / "release" / MODULE / "figures").glob("*.svg"):
        lay(course / "submitted" / "eve" / MODULE / "figures", {figure.name: DRAWING})
    return course


def demand_shown(course: Path) -> None:
    """In both folders: what was released as it was, what is harmless, and nothing else."""
    given = below(course / "release" / MODULE)
    for folder in ("autograded", "feedback"):
        assert below(course / folder / "eve" / MODULE) == {**given, **HARMLESS}
    page = (course / "feedback" / "eve" / MODULE / "exercises.html").read_text("utf-8")
    assert base64.b64encode(PNG).decode() in page
    kept = course / "submitted" / "eve" / MODULE / "evil.html"
    assert kept.read_bytes() == PAGE


def test_no_file_that_a_browser_runs_comes_out_of_sse_grade(course: Path) -> None:
    try:
        works_nested()
    except NoJail as problem:
        pytest.skip(str(problem))
    run = ClassRun(course, MODULE)
    report = run.grade(["ana", "eve"], this_machine.local(1), mode="test")
    list(make_pages(course, MODULE, ["ana", "eve"], 1))
    demand_shown(course)
    said = " ".join(report.learners["eve"].said)
    assert "kept in submitted/ and are not shown here" in said
    assert ".htaccess, <img" in said
    assert not any("not shown" in one for one in report.learners["ana"].said)
    assert report.learners["eve"].score == report.learners["ana"].score


def test_no_file_that_a_browser_runs_comes_out_of_formgraders_button(course: Path) -> None:
    api = nbgrader_of(course)
    done = api.autograde(MODULE, "eve", force=True)
    assert done["success"], done
    assert "kept in submitted/ and are not shown here" in done["log"]
    assert api.generate_feedback(MODULE, "eve", force=True)["success"]
    demand_shown(course)
