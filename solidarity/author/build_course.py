"""The whole build: every generated file from the masters, and what to do about hand edits."""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from solidarity.author import landing
from solidarity.author.bibliography import Source, check_sources, list_sources, load_sources
from solidarity.author.case_outputs import (
    PARTS_WITH_OUTPUTS,
    output_problems,
    run_masters,
    save_outputs,
)
from solidarity.author.glossary import (
    Entry,
    check_glossary,
    fill_page,
    keys_linked,
    list_words,
    load_glossary,
    restore_links,
    unused_terms,
)
from solidarity.author.master import (
    GENERATED_SOURCES,
    GENERATED_WORDS,
    BuildProblem,
    kept_metadata,
    read_master,
    write_master,
)
from solidarity.author.prompts import put_back, ready
from solidarity.author.release import generate
from solidarity.author.source import (
    check_master,
    headings,
    notebook_text,
    reread,
    source_notebook,
)
from solidarity.course import CHECKS, PARTS, Course, Module, load_course
from solidarity.exercises.directives import FILE as WORDS
from solidarity.exercises.exercise import Exercise, KeyProblem
from solidarity.exercises.key import key_problems, load_key
from solidarity.exercises.spec import to_text
from solidarity.files import write_whole

RECORD = "course/built.json"
"""What the last build wrote: so that a hand edit is noticed before it is overwritten."""

PENDING = "course/building.json"

FIGURES = "figures"
PAGES = {"START.ipynb": "course/index.md", "GLOSSARY.ipynb": "course/glossary.md"}
"""The notebooks beside the modules, each with its master."""


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
    glossary = load_glossary(root / "course" / "glossary.toml")
    for module in course.written:
        try:
            files.update(_source_files(course, module, sources, glossary))
        except BuildProblem as found:
            problems += found.problems
    for name in PAGES:
        try:
            files[name] = _page(course, name, sources, glossary)
        except BuildProblem as found:
            problems += found.problems
    if not problems:
        # Told last: a reading with a problem of its own may be the one that would link a term.
        problems = unused_terms(glossary, _uses(course))
    if problems:
        raise BuildProblem(problems)
    _run_cases(course, files)
    files.update(_released(course, files))
    readme = root / "README.md"
    if readme.is_file():
        files["README.md"] = landing.readme(readme.read_text(encoding="utf-8"), course)
    return files


def _run_cases(course: Course, files: dict[str, str]) -> None:
    """Put into the notebooks of the cases what their cells show."""
    names = [f"source/{m.id}/{part}.ipynb" for m in course.written for part in PARTS_WITH_OUTPUTS]
    masters = [read_master(course.root / master_of(name), master_of(name)) for name in names]
    shown = run_masters(masters)
    problems = [p for pair in zip(masters, shown, strict=True) for p in output_problems(*pair)]
    if problems:
        raise BuildProblem(problems)
    for name, cells in zip(names, shown, strict=True):
        notebook = nbformat.reads(files[name], as_version=4)
        save_outputs(notebook, cells)
        files[name] = notebook_text(notebook)


def _source_files(
    course: Course, module: Module, sources: dict[str, Source], glossary: dict[str, Entry]
) -> dict[str, str]:
    folder = course.folder(module)
    label = f"course/{module.id}"
    key, problems = _key(folder, label)
    masters = {}
    for part in PARTS:
        try:
            masters[part] = read_master(folder / f"{part}.md", f"{label}/{part}.md")
        except BuildProblem as found:
            problems += found.problems
    masters = {part: ready(master, key or {}) for part, master in masters.items()}
    for part, master in masters.items():
        problems += check_master(master, key if part == "exercises" else {})
        problems += check_sources(master, sources)
        problems += check_glossary(master, part, glossary)
    specs = []
    anchors = headings(masters["reading"]) if "reading" in masters else None
    for name, exercise in (key or {}).items():
        problems += _outcome_problems(module, name, exercise)
        if anchors is None:
            # The reading itself is the problem, and is told already.
            continue
        try:
            read = reread(exercise.read, anchors, f"{label}/key.py: {name}")
            specs.append(exercise.spec(name, read=read))
        except BuildProblem as found:
            problems += found.problems
    if problems:
        raise BuildProblem(problems)
    for master in masters.values():
        list_sources(master.notebook, sources)
        list_words(master.notebook, glossary)
    files = {
        f"source/{module.id}/{part}.ipynb": notebook_text(source_notebook(master, part))
        for part, master in masters.items()
    }
    files[f"source/{module.id}/{CHECKS}"] = to_text(specs)
    for figure in sorted((folder / FIGURES).glob("*.svg")):
        name = f"source/{module.id}/{FIGURES}/{figure.name}"
        files[name] = figure.read_text(encoding="utf-8")
    strays = _stray_files(course.root, module, files)
    if strays:
        raise BuildProblem(strays)
    return files


def _key(folder: Path, label: str) -> tuple[dict[str, Exercise] | None, list[str]]:
    """The module's key and its problems; no key at all when it cannot be run."""
    if not (folder / WORDS).is_file():
        # The master itself is the problem, and is told with the others.
        return None, []
    try:
        key = load_key(folder / "key.py")
    except KeyProblem as error:
        return None, [f"{label}/{problem}" for problem in error.problems]
    return key, [f"{label}/key.py: {problem}." for problem in key_problems(key)]


def _outcome_problems(module: Module, name: str, exercise: Exercise) -> list[str]:
    if exercise.outcome in module.outcomes:
        return []
    return [
        f"course/{module.id}/key.py: {name}: the outcome {exercise.outcome!r} is not in "
        f"module.toml, which has {', '.join(module.outcomes)}."
    ]


def _stray_files(root: Path, module: Module, made: dict[str, str]) -> list[str]:
    """Files that nbgrader would hand to learners although no build made them."""
    known = made.keys() | _record(root).keys()
    return [
        f"{name} was not made by the build, and nbgrader would release it to learners. "
        "Move it out of source/; data belongs into solidarity/data/."
        for name in _files_below(root, f"source/{module.id}")
        if name not in known
    ]


def _files_below(root: Path, *folders: str) -> list[str]:
    """The files below these folders by their path from the root, without Jupyter's own copies."""
    return [
        path.relative_to(root).as_posix()
        for folder in folders
        for path in sorted((root / folder).rglob("*"))
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
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


def _page(course: Course, name: str, sources: dict[str, Source], glossary: dict[str, Entry]) -> str:
    """A page beside the modules: the landing page, or the glossary."""
    master = read_master(course.root / PAGES[name], PAGES[name])
    part = Path(name).stem.lower()
    problems = check_sources(master, sources) + check_glossary(master, part, glossary)
    if problems:
        raise BuildProblem(problems)
    uses = _uses(course)
    for cell in master.notebook.cells:
        cell.source = fill_page(landing.fill(cell.source, course), glossary, uses)
    list_sources(master.notebook, sources)
    return notebook_text(source_notebook(master, part))


def _uses(course: Course) -> dict[str, list[Module]]:
    """For each term the modules whose reading links it; a reading that is missing links none."""
    found: dict[str, list[Module]] = {}
    for module in course.written:
        text = _text_at(course.folder(module) / "reading.md") or ""
        for key in dict.fromkeys(keys_linked(text)):
            found.setdefault(key, []).append(module)
    return found


def drift(root: Path, made: dict[str, str]) -> list[str]:
    """The generated files that differ from a fresh build, and those that no build makes."""
    found = [path for path, text in made.items() if _text_at(root / path) != text]
    found += [name for name in _files_below(root, "source", "release") if name not in made]
    if not found and _record(root) != _digests(made):
        found.append(RECORD)
    return found


def write(root: Path, made: dict[str, str]) -> Report:
    """Write what differs. Writes nothing and raises BuildProblem if a hand edit would be lost."""
    edited = hand_edits(root)
    clashes = [path for path in edited if _text_at(root / path) != made.get(path)]
    if clashes:
        raise BuildProblem([_hand_edit(path) for path in clashes])
    report = Report()
    # If the machine stops half-way, the next build finds here what this one was about to write,
    # and does not take it for somebody's edit.
    write_whole(root / PENDING, _record_text(_digests(made)).encode())
    for path, text in made.items():
        if _text_at(root / path) == text:
            report.unchanged += 1
            continue
        write_whole(root / path, text.encode())
        report.written.append(path)
    gone = [path for path in _record(root) if path not in made and (root / path).is_file()]
    for path in gone:
        (root / path).unlink()
        report.written.append(f"{path} (removed: its master has gone)")
    write_whole(root / RECORD, _record_text(_digests(made)).encode())
    (root / PENDING).unlink()
    return report


def _record_text(record: dict[str, str]) -> str:
    return json.dumps(record, indent=1, sort_keys=True) + "\n"


def hand_edits(root: Path) -> list[str]:
    """Generated notebooks and checks that are no longer what the last build wrote.

    Running a notebook is not an edit: outputs do not count. A file that no build wrote counts.
    """
    known = [_record(root), _record(root, PENDING)]
    names = _files_below(root, "source", "release")
    names += [name for name in PAGES if (root / name).is_file()]
    return [
        name
        for name in names
        if digest(name, _text_at(root / name) or "") not in [record.get(name) for record in known]
    ]


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
    name = master_of(path)
    master_path = root / name
    part = Path(path).stem
    glossary = load_glossary(root / "course" / "glossary.toml")
    master = read_master(master_path, name) if master_path.is_file() else None
    key = _key_of(master_path, name) if part == "exercises" else {}
    try:
        notebook = nbformat.read(notebook_path, as_version=4)
        restore_links(notebook, glossary)
        if master:
            put_back(notebook, master, part, key)
        text = write_master(notebook)
    except Exception as error:
        # nbformat raises many kinds; for all of them the file is no notebook any more.
        raise BuildProblem(
            [
                f"{path} cannot be read as a notebook ({str(error)[:80]}). "
                "Delete it and build again: its master is unharmed."
            ]
        ) from None
    if master:
        made = ready(master, key)
        list_words(made.notebook, glossary)
        before = digest(path, notebook_text(source_notebook(made, part)))
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
    write_whole(master_path, text.encode())
    record = _record(root)
    record[path] = digest(path, notebook_path.read_text(encoding="utf-8"))
    write_whole(root / RECORD, _record_text(record).encode())
    return name


def _key_of(master: Path, name: str) -> dict[str, Exercise]:
    key, problems = _key(master.parent, name.rpartition("/")[0])
    if key is None:
        raise BuildProblem(problems)
    return key


def digest(path: str, text: str) -> str:
    """A fingerprint of what matters in a generated file: of a notebook, its cells and settings."""
    if path.endswith(".ipynb"):
        try:
            notebook: Any = nbformat.reads(text, as_version=4)
        except Exception:
            # Not a notebook any more: certainly not what the build wrote.
            return "unreadable"
        content = [[c.cell_type, _before_marks(c.source), kept_metadata(c)] for c in notebook.cells]
        text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _before_marks(source: str) -> str:
    return source.partition(GENERATED_SOURCES)[0].partition(GENERATED_WORDS)[0]


def _digests(made: dict[str, str]) -> dict[str, str]:
    """What the record holds: the README is left out, since only its table is made here."""
    return {path: digest(path, text) for path, text in made.items() if path != "README.md"}


def _record(root: Path, name: str = RECORD) -> dict[str, str]:
    text = _text_at(root / name)
    try:
        record: dict[str, str] = json.loads(text) if text else {}
    except ValueError:
        raise BuildProblem(
            [f"{name} cannot be read. Take it back from git, and build again."]
        ) from None
    return record


def _text_at(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return None
