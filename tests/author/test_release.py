"""What learners receive: nothing of the solutions, the keys or the machine it was built on."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import programs
import pytest
from helpers import MODULES, PATIENCE, ROOT, some

from solidarity.answers.inputs import inputs_in_plain_form
from solidarity.answers.plain import Plain
from solidarity.answers.values import value_of
from solidarity.author.drafts import PAGES
from solidarity.exercises.exercise import PUBLIC_SEED, Exercise
from solidarity.exercises.keys import load_key
from solidarity.exercises.spec import Case
from solidarity.run.session import Shown, run_cells

IDS = [folder.name for folder in MODULES]
STUB = "# Write your answer here, in the place of the three dots."
REGION = re.compile(r"### BEGIN SOLUTION\n(.*?)\n[ \t]*### END SOLUTION", re.DOTALL)

each_module = pytest.mark.parametrize("module", IDS)


def notebook(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def notebooks(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.ipynb"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def texts_for_learners(module: str) -> dict[str, str]:
    """Every released file as text, a notebook as the text of its cells."""
    found = {}
    for path in sorted((ROOT / "release" / module).rglob("*")):
        if path.suffix == ".ipynb":
            found[named(path)] = "\n".join(cell.source for cell in notebook(path).cells)
        elif path.is_file():
            found[named(path)] = path.read_text(encoding="utf-8")
    return found


def code_of(path: Path) -> list[str]:
    """All lines of all code cells, without their indentation."""
    cells = [cell.source for cell in notebook(path).cells if cell.cell_type == "code"]
    return [line.strip() for source in cells for line in source.split("\n")]


def squeezed(text: str) -> str:
    """Text without white space, quotes' kind, and the underscores and commas of thousands."""
    return re.sub(r"\s+|(?<=\d)[_,](?=\d{3}\b)", "", text).replace("'", '"')


def answer_cells(module: str, folder: str) -> dict[str, Any]:
    cells = notebook(ROOT / folder / module / "exercises.ipynb").cells
    return {
        cell.metadata.nbgrader.grade_id: cell
        for cell in cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }


def regions(module: str) -> list[str]:
    """The solutions in the source notebook, from mark to mark."""
    return [
        region
        for cell in answer_cells(module, "source").values()
        for region in REGION.findall(cell.source)
    ]


def key_of(module: str) -> dict[str, Exercise]:
    return load_key(ROOT / "course" / module / "key.py")


# --- nbgrader's own command ----------------------------------------------------------------------


@pytest.mark.slow
@each_module
def test_nbgraders_own_command_gives_the_committed_release(course: Path, module: str) -> None:
    shutil.rmtree(course / "release")

    command = [sys.executable, "-m", "nbgrader", "generate_assignment", module]
    result = programs.run(command, cwd=course)

    assert result.returncode == 0, result.stderr
    assert files_below(course / "release" / module) == files_below(ROOT / "release" / module)


def files_below(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


# --- What a learner meets in an answer cell ------------------------------------------------------


@each_module
def test_every_answer_cell_holds_the_stub_or_broken_code(module: str) -> None:
    # A form begins with an example of its own, which is looked at with the module.
    key = {name: one for name, one in key_of(module).items() if one.kind != "form"}
    released = answer_cells(module, "release")

    assert {f"{name}-answer" for name in key} <= set(released)
    for name, exercise in key.items():
        lines = [line.strip() for line in released[f"{name}-answer"].source.split("\n")]
        held = [line for line in lines if line == STUB or line.endswith("...")]
        stub = [STUB, "..." if exercise.called else f"{name} = ..."]
        assert held == ([] if exercise.kind == "mend" else stub), name


def run_in(folder: Path, sources: list[str]) -> list[Shown]:
    """What cells show that run in this folder, in a process of their own."""
    with ProcessPoolExecutor(1, get_context("fork"), os.chdir, (folder,)) as pool:
        return pool.submit(run_cells, sources).result()


@each_module
def test_an_open_answer_stops_nothing(module: str, tmp_path: Path) -> None:
    """Run All goes from the first cell to the last, whatever is answered."""
    released = notebook(ROOT / "release" / module / "exercises.ipynb")
    shutil.copy(ROOT / "release" / module / "checks.json", tmp_path)
    sources = [cell.source for cell in released.cells if cell.cell_type == "code"]
    shown = run_in(tmp_path, sources)
    assert [(n, one.error) for n, one in enumerate(shown) if one.error] == []
    assert len(shown) == len(sources)
    for cell in answer_cells(module, "release").values():
        assert "raises-exception" in cell.metadata.get("tags", []) or cell.cell_type == "markdown"


@each_module
def test_an_answer_written_by_hand_is_cleared(module: str) -> None:
    by_hand = [c for c in answer_cells(module, "release").values() if c.metadata.nbgrader.grade]

    assert by_hand
    assert {cell.source for cell in by_hand} == {"*Write your answer here.*"}


MEND = [
    (folder.name, name)
    for folder in MODULES
    for name, exercise in load_key(folder / "key.py").items()
    if exercise.kind == "mend"
]


@pytest.mark.parametrize(("module", "name"), MEND)
def test_a_function_to_mend_runs_and_gives_what_the_key_says_of_broken_code(
    module: str, name: str
) -> None:
    exercise = key_of(module)[name]
    as_given = exercise.wrong("as-given")
    cells = notebook(ROOT / "release" / module / "exercises.ipynb").cells
    imports = next(cell.source for cell in cells if cell.cell_type == "code")
    space: dict[str, Any] = {}
    exec(imports, space)
    exec(answer_cells(module, "release")[f"{name}-answer"].source, space)

    for example in some(exercise.examples):
        given, told = (result(f, example.values()) for f in (space[name], as_given))
        assert given == (told if isinstance(told, str) else pytest.approx(told))


def result(function: Callable[..., Any], inputs: Iterable[Any]) -> Any:
    """What a function gives, or the name of the error that it stops with."""
    try:
        return function(*inputs)
    except Exception as error:
        return type(error).__name__


@pytest.mark.parametrize(("module", "name"), MEND)
def test_code_to_mend_keeps_no_trace_of_how_it_was_made(module: str, name: str) -> None:
    given = answer_cells(module, "release")[f"{name}-answer"].source

    assert "###" not in given
    assert ast.parse(given)


# --- No solution, no key, no hidden case ---------------------------------------------------------


@each_module
def test_no_line_of_a_solution_stands_in_a_code_cell_of_the_exercises(module: str) -> None:
    lines = {line.strip() for region in regions(module) for line in region.split("\n")}
    # A line of brackets alone tells nothing.
    solution_lines = {line for line in lines if re.search(r"\w", line)}
    released = set(code_of(ROOT / "release" / module / "exercises.ipynb"))

    assert len(solution_lines) > len(regions(module))
    assert not solution_lines & released


@each_module
def test_no_whole_solution_stands_anywhere_in_the_release(module: str) -> None:
    for path, text in some(texts_for_learners(module).items()):
        for region in some(regions(module)):
            assert squeezed(region) not in squeezed(text), f"{path} holds:\n{region}"


@each_module
def test_the_release_holds_no_mark_of_a_solution_or_a_hidden_test(module: str) -> None:
    for path in some(p for p in (ROOT / "release" / module).rglob("*") if p.is_file()):
        text = path.read_text(encoding="utf-8")
        found = re.findall(r"(?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)", text)
        assert not found, named(path)
        assert "### GIVEN" not in text, named(path)


def code_in_key(module: str) -> Iterator[str]:
    """Every function and lambda of a key, as written."""
    text = (ROOT / "course" / module / "key.py").read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Lambda | ast.FunctionDef):
            yield ast.get_source_segment(text, node) or ""


@each_module
def test_no_code_of_the_key_stands_in_the_release(module: str) -> None:
    pieces = {squeezed(piece) for piece in code_in_key(module)}
    assert len(pieces) > 10

    for path, text in texts_for_learners(module).items():
        assert [piece for piece in pieces if piece in squeezed(text)] == [], path


@each_module
def test_no_helper_of_the_key_is_named_in_the_release(module: str) -> None:
    helpers = set(re.findall(r"(?m)^def (\w+)", "\n".join(code_in_key(module))))
    assert helpers

    for path, text in texts_for_learners(module).items():
        assert [name for name in helpers if re.search(rf"\b{name}\b", text)] == [], path


@each_module
def test_checks_hold_the_examples_of_the_key_and_no_other_case(module: str) -> None:
    checks = json.loads((ROOT / "release" / module / "checks.json").read_text(encoding="utf-8"))
    key = key_of(module)

    assert [entry["name"] for entry in checks["exercises"]] == list(key)
    for entry in checks["exercises"]:
        exercise = key[entry["name"]]
        assert {case["place"] for case in entry["cases"]} == {"example"}
        given = [case["inputs"] for case in entry["cases"]]
        assert given == [inputs_in_plain_form(case.inputs) for case in exercise.visible_cases()]


def numbers_in(value: Plain) -> Iterator[float]:
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int | float):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from numbers_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from numbers_in(part)


def numbers_of(case: Case) -> set[float]:
    return {*numbers_in(inputs_in_plain_form(case.inputs)), *numbers_in(case.expected.plain())}


def tokens(text: str) -> set[str]:
    """The numbers in a text, thousands written in any way."""
    plain = re.sub(r"(?<=\d)[_,](?=\d{3}\b)", "", text)
    return {token.rstrip(".") for token in re.findall(r"\d[\d.]*", plain)}


def digits_of(number: float) -> str:
    """The digits that tell: 54 of 0.054 and of 5,400."""
    return f"{abs(number):.12g}".replace(".", "").strip("0")


@each_module
def test_no_distinctive_number_of_a_hidden_case_stands_in_the_release(module: str) -> None:
    hidden, seen = set(), set()
    for exercise in key_of(module).values():
        for case in exercise.hidden_cases(PUBLIC_SEED):
            hidden |= numbers_of(case)
        for case in exercise.visible_cases():
            seen |= numbers_of(case)
            seen |= {n for value in case.mistakes.values() for n in numbers_in(value.plain())}
    # Of a round or short number nobody can say where it comes from.
    telling = {f"{n:.12g}" for n in hidden - seen if len(digits_of(n)) >= 4}
    assert telling

    # The addresses of sources are full of numbers.
    own = tokens((ROOT / "course" / "sources.toml").read_text(encoding="utf-8"))
    for path, text in texts_for_learners(module).items():
        assert not (telling & tokens(text)) - own, path


def as_written(value: object) -> str:
    """An input as a text for learners would have it in a call."""
    return f"pd.Series({value.tolist()})" if isinstance(value, pd.Series) else repr(value)


@each_module
def test_no_call_with_a_hidden_edge_stands_in_the_release(module: str) -> None:
    calls = {}
    for name, exercise in key_of(module).items():
        # As plain values: two tables cannot be compared by ==.
        shown = [value_of(list(example.values())).plain() for example in exercise.examples]
        for edge in exercise.edges:
            if value_of(list(edge.values())).plain() not in shown:
                arguments = ", ".join(as_written(value) for value in edge.values())
                calls[squeezed(f"{name}({arguments})")] = edge
                # As checks.json would hold it.
                pairs = [[label, value_of(value).plain()] for label, value in edge.items()]
                calls[squeezed(json.dumps(pairs))] = edge
    assert calls

    for path, text in texts_for_learners(module).items():
        assert [edge for call, edge in calls.items() if call in squeezed(text)] == [], path


def test_the_search_for_hidden_numbers_would_find_one() -> None:
    assert {"45213", "1.5", "20"} <= tokens("45_213 pesos, 1.5 shares, and 20.")
    assert "45213" in tokens("cash=45,213.")
    assert squeezed("f([0, 5], 1_000)") in squeezed("try f( [0,5],\n 1000 ) now")


# --- The wheel -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as pip would install it, built from a copy of everything in the repository."""
    top = tmp_path_factory.mktemp("wheel")
    copy = top / "copy"
    for folder in ("course", "source", "release", "solidarity"):
        ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(ROOT / folder, copy / folder, ignore=ignore)
    for file in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-CONTENT"):
        shutil.copy(ROOT / file, copy / file)
    build = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run(
        [sys.executable, "-c", build, str(top)],
        cwd=copy,
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    (made,) = top.glob("*.whl")
    return made


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_no_part_of_the_course(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert "solidarity/answers/ask.py" in names
    assert "solidarity/explore/panel.js" in names
    tables = [path.relative_to(ROOT).as_posix() for path in ROOT.glob("solidarity/data/*/*.*")]
    assert set(tables) <= set(names)
    for_jupyter = ".data/data/share/jupyter/labextensions/solidarity-room/"
    settings = ".data/data/etc/jupyter/"
    elsewhere = (".dist-info/", for_jupyter, settings)
    rest = [name for name in names if not any(place in name for place in elsewhere)]
    assert any(f"{settings}jupyter_server_config.d/solidarity.json" in name for name in names)
    assert {name.split("/")[0] for name in rest} == {"solidarity"}
    assert not [n for n in names if n.endswith(("/key.py", ".ipynb", ".md", "checks.json"))]


@pytest.mark.slow
@each_module
def test_the_wheel_holds_no_solution_and_no_code_of_a_key(wheel: Path, module: str) -> None:
    secrets = {squeezed(piece) for piece in [*regions(module), *code_in_key(module)]}

    with zipfile.ZipFile(wheel) as archive:
        for name in some(archive.namelist()):
            text = squeezed(archive.read(name).decode("utf-8", errors="replace"))
            assert [secret for secret in secrets if secret in text] == [], name


# --- Every generated notebook --------------------------------------------------------------------


each_notebook = pytest.mark.parametrize(
    "path",
    [*notebooks("source"), *notebooks("release"), *(ROOT / name for name in PAGES)],
    ids=named,
)


@each_notebook
def test_only_a_case_holds_outputs_and_counts_as_run(path: Path) -> None:
    for cell in some(notebook(path).cells):
        assert path.stem == "case" or not cell.get("outputs")
        assert bool(cell.get("execution_count")) == bool(cell.get("outputs"))


@each_notebook
def test_the_ids_of_cells_are_unique_and_follow_from_name_or_place(path: Path) -> None:
    cells = notebook(path).cells
    part = path.stem.lower()

    assert len({cell.id for cell in cells}) == len(cells)
    for place, cell in enumerate(cells, start=1):
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        assert cell.id == (name or f"{part}-{place:03d}")


@each_notebook
def test_a_generated_notebook_is_valid(path: Path) -> None:
    nbformat.validate(json.loads(path.read_text(encoding="utf-8")))


GENERATED = [
    *(p for folder in ("source", "release") for p in sorted((ROOT / folder).rglob("*"))),
    *(ROOT / name for name in PAGES),
    ROOT / "course" / "built.json",
]


@pytest.mark.parametrize("path", [p for p in GENERATED if p.is_file()], ids=named)
def test_a_generated_file_tells_no_path_of_the_machine_it_was_built_on(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert str(ROOT) not in text
    # The path of a web address may hold /home/ too, after its host.
    assert not re.findall(
        r"(?<![\w.~-])/(?:home|Users|root|tmp|var)/\S*|\b[A-Z]:(?:\\\\|/)\w", text
    )
