"""The whole build: every generated file from the masters, and what to do about hand edits."""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from solidarity.build import landing
from solidarity.build.master import BuildProblem, kept_metadata, read_master, write_master
from solidarity.build.release import generate
from solidarity.build.source import (
    check_master,
    headings,
    notebook_text,
    reread,
    source_notebook,
)
from solidarity.build.sources import Source, check_sources, list_sources, load_sources
from solidarity.check.exercise import Exercise, KeyProblem
from solidarity.check.spec import to_text
from solidarity.course import PARTS, Course, Module, load_course
from solidarity.keys import key_problems, load_key

RECORD = "course/built.json"
"""What the last build wrote: so that a hand edit is noticed before it is overwritten."""

CHECKS = "checks.json"
FIGURES = "figures"


@dataclass
class Report:
    """What a build did: files written, and files left alone because they are as they should be."""

    written: list[str] = field(default_factory=list)
    unchanged: int = 0


def make(root: Path) -> dict[str, str]:
    """Every generated file by its path below ``root``, with its text. Writes nothing there.

    Raises BuildProblem with every problem found in masters and keys.
    """
    course = load_course(root)
    files: dict[str, str] = {}
    problems: list[str] = []
    sources = load_sources(root / "course" / "sources.toml")
    for module in course.written:
        try:
            files.update(_source_files(course, module, sources))
        except BuildProblem as found:
            problems += found.problems
    if problems:
        raise BuildProblem(problems)
    files.update(_released(course, files))
    files["START.ipynb"] = _landing_page(course, sources)
    readme = root / "README.md"
    if readme.is_file():
        files["README.md"] = landing.readme(readme.read_text(encoding="utf-8"), course)
    return files


def _source_files(course: Course, module: Module, sources: dict[str, Source]) -> dict[str, str]:
    folder = course.folder(module)
    label = f"course/{module.id}"
    try:
        key = load_key(folder / "key.py")
    except KeyProblem as error:
        raise BuildProblem([f"{label}/key.py: {error}"]) from None
    problems = [f"{label}/key.py: {problem}." for problem in key_problems(key)]
    masters = {}
    for part in PARTS:
        try:
            masters[part] = read_master(folder / f"{part}.md", f"{label}/{part}.md")
        except BuildProblem as found:
            problems += found.problems
    for part, master in masters.items():
        problems += check_master(master, key if part == "exercises" else {})
        problems += check_sources(master, sources)
    specs = []
    anchors = headings(masters["reading"]) if "reading" in masters else {}
    for name, exercise in key.items():
        problems += _outcome_problems(module, name, exercise)
        try:
            read = reread(exercise.read, anchors, f"{label}/key.py: {name}")
            specs.append(exercise.spec(name, read=read))
        except BuildProblem as found:
            problems += found.problems
    problems += _stray_files(course.root / "source" / module.id)
    if problems:
        raise BuildProblem(problems)
    for master in masters.values():
        list_sources(master.notebook, sources)
    files = {
        f"source/{module.id}/{part}.ipynb": notebook_text(source_notebook(master, part))
        for part, master in masters.items()
    }
    files[f"source/{module.id}/{CHECKS}"] = to_text(specs)
    for figure in sorted((folder / FIGURES).glob("*.svg")):
        name = f"source/{module.id}/{FIGURES}/{figure.name}"
        files[name] = figure.read_text(encoding="utf-8")
    return files


def _outcome_problems(module: Module, name: str, exercise: Exercise) -> list[str]:
    if exercise.outcome in module.outcomes:
        return []
    return [
        f"course/{module.id}/key.py: {name}: the outcome {exercise.outcome!r} is not in "
        f"module.toml, which has {', '.join(module.outcomes)}."
    ]


def _stray_files(folder: Path) -> list[str]:
    """Files that nbgrader would hand to learners although no build made them."""
    made = {*(f"{part}.ipynb" for part in PARTS), CHECKS, FIGURES, ".ipynb_checkpoints"}
    if not folder.is_dir():
        return []
    return [
        f"source/{folder.name}/{entry.name} was not made by the build, and nbgrader would release "
        "it to learners. Move it out of source/; data belongs into solidarity/data/."
        for entry in sorted(folder.iterdir())
        if entry.name not in made
    ]


def _released(course: Course, files: dict[str, str]) -> dict[str, str]:
    released = {}
    with tempfile.TemporaryDirectory(prefix="sse-build-") as scratch:
        top = Path(scratch)
        for path, text in files.items():
            target = top / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        for module in course.written:
            generate(top, module.id, course.root / "nbgrader_config.py")
            for made in sorted((top / "release" / module.id).rglob("*")):
                if made.is_file():
                    released[made.relative_to(top).as_posix()] = made.read_text(encoding="utf-8")
    return released


def _landing_page(course: Course, sources: dict[str, Source]) -> str:
    master = read_master(course.root / "course" / "index.md", "course/index.md")
    problems = check_sources(master, sources)
    if problems:
        raise BuildProblem(problems)
    for cell in master.notebook.cells:
        cell.source = landing.fill(cell.source, course)
    list_sources(master.notebook, sources)
    return notebook_text(source_notebook(master, "start"))


def drift(root: Path, made: dict[str, str]) -> list[str]:
    """The generated files that differ from a fresh build, and those that no build makes."""
    found = [path for path, text in made.items() if _text_at(root / path) != text]
    for folder in ("source", "release"):
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and name not in made and ".ipynb_checkpoints" not in path.parts:
                found.append(name)
    if not found and _record(root) != {path: digest(path, text) for path, text in made.items()}:
        found.append(RECORD)
    return found


def write(root: Path, made: dict[str, str]) -> Report:
    """Write what differs. Writes nothing and raises BuildProblem if a hand edit would be lost."""
    edited = hand_edits(root)
    clashes = [path for path in edited if _text_at(root / path) != made.get(path)]
    if clashes:
        raise BuildProblem([_hand_edit(path) for path in clashes])
    report = Report()
    for path, text in made.items():
        if _text_at(root / path) == text:
            report.unchanged += 1
            continue
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
        report.written.append(path)
    record = {path: digest(path, text) for path, text in made.items()}
    gone = [path for path in _record(root) if path not in made and (root / path).is_file()]
    for path in gone:
        (root / path).unlink()
        report.written.append(f"{path} (removed: its master has gone)")
    text = json.dumps(record, indent=1, sort_keys=True) + "\n"
    (root / RECORD).write_text(text, encoding="utf-8", newline="\n")
    return report


def hand_edits(root: Path) -> list[str]:
    """Generated notebooks and checks that are no longer what the last build wrote.

    Running a notebook is not an edit: outputs do not count. A file that no build wrote counts.
    """
    record = _record(root)
    found = []
    for folder in ("source", "release"):
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if ".ipynb_checkpoints" in path.parts or not path.is_file():
                continue
            if digest(name, _text_at(path) or "") != record.get(name):
                found.append(name)
    start = root / "START.ipynb"
    if start.is_file() and digest("START.ipynb", _text_at(start) or "") != record.get(
        "START.ipynb"
    ):
        found.append("START.ipynb")
    return found


def _hand_edit(path: str) -> str:
    what = f"{path} was edited by hand since the last build, and building would overwrite it."
    if path.startswith("source/") and path.endswith(".ipynb"):
        master = master_of(path)
        return (
            f"{what} To bring the edit into {master}: sse build --adopt {path}. "
            "To throw it away: delete the file and build again."
        )
    return (
        f"{what} It is made from course/: make the change there. "
        "To throw the edit away: delete the file and build again."
    )


def master_of(path: str) -> str:
    """The master of a notebook in ``source/``."""
    return path.replace("source/", "course/", 1).replace(".ipynb", ".md")


def adopt(root: Path, path: str) -> str:
    """Bring a hand-edited notebook of ``source/`` back into its master; returns the master's path.

    When the master was changed too, nothing is overwritten: the notebook's version is laid beside
    it as ``….adopted.md``, and BuildProblem says so.
    """
    notebook_path = root / path
    if not (path.startswith("source/") and path.endswith(".ipynb") and notebook_path.is_file()):
        raise BuildProblem([f"{path} is not a notebook in source/. Only those can be adopted."])
    text = write_master(nbformat.read(notebook_path, as_version=4))
    name = master_of(path)
    master_path = root / name
    if master_path.is_file():
        master = read_master(master_path, name)
        part = Path(path).stem
        before = digest(path, notebook_text(source_notebook(master, part)))
        if before != _record(root).get(path):
            beside = master_path.with_suffix(".adopted.md")
            beside.write_text(text, encoding="utf-8", newline="\n")
            raise BuildProblem(
                [
                    f"{name} was changed too since the last build. Nothing was overwritten: the "
                    f"notebook's version lies beside it as {beside.name}. Bring the two together "
                    f"by hand, delete {beside.name} and {path}, and build again."
                ]
            )
    master_path.write_text(text, encoding="utf-8", newline="\n")
    record = _record(root)
    record[path] = digest(path, notebook_path.read_text(encoding="utf-8"))
    (root / RECORD).write_text(
        json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    return name


def digest(path: str, text: str) -> str:
    """A fingerprint of what matters in a generated file: of a notebook, its cells and settings."""
    if path.endswith(".ipynb"):
        try:
            notebook: Any = nbformat.reads(text, as_version=4)
        except Exception:
            # Not a notebook any more: certainly not what the build wrote.
            return "unreadable"
        content = [[c.cell_type, c.source, kept_metadata(c)] for c in notebook.cells]
        text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _record(root: Path) -> dict[str, str]:
    text = _text_at(root / RECORD)
    record: dict[str, str] = json.loads(text) if text else {}
    return record


def _text_at(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return None
