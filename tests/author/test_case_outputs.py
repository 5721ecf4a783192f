"""A case keeps, in its notebook, what a reader without a kernel needs to see."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from helpers import MODULES, ROOT, copy_course, some
from nbconvert import HTMLExporter
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, PyFileConfigLoader

from solidarity.author.build_course import make
from solidarity.author.case_outputs import ClearOtherOutputs, output_problems, run_case
from solidarity.author.master import HEADER, BuildProblem, read_master
from solidarity.run.session import run_cells

CASES = [
    ROOT / folder / module.name / "case.ipynb"
    for module in MODULES
    for folder in ("source", "release")
]
M04 = "m04-savings-groups"

each_case = pytest.mark.parametrize("path", CASES, ids=lambda p: "/".join(p.parts[-3:-1]))


def cells(path: Path) -> list[Any]:
    return list(nbformat.read(path, as_version=4).cells)


@each_case
def test_every_panel_of_a_case_is_saved_with_its_words_and_its_charts(path: Path) -> None:
    panels = [cell for cell in cells(path) if re.search(r"(?m)^explore\(", cell.source)]
    assert panels
    for cell in panels:
        (output,) = cell.outputs
        html = output.data["text/html"]
        assert 'class="sse-panel sse-static"' in html
        assert "sse-trouble" not in html.partition("</style>")[2]
        pictures = len(re.findall(r'<img src="data:image/svg', html))
        several = cell.source.count("SmallMultiples(")
        least = cell.source.count("Chart(") + 2 * several
        assert pictures == least or (several and pictures > least)
        assert html.count('alt="') == html.count("<img ")
        assert "application/vnd.jupyter.widget-view+json" not in output.data


@each_case
def test_what_a_case_shows_asks_nothing_of_the_internet(path: Path) -> None:
    for output in some(output for cell in cells(path) for output in cell.get("outputs", [])):
        assert not re.search(r"""(src|href)=["'](https?:)?//""", str(output))


def test_a_case_shows_the_same_in_print_as_in_the_notebook() -> None:
    notebook = nbformat.read(ROOT / "release" / M04 / "case.ipynb", as_version=4)
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert "Members paid 161,200 pesos for shares" in page
    assert len(re.findall(r'<img[^>]*src="data:image/svg\+xml', page)) == 4


def master(folder: Path, *code: str) -> Any:
    fences = "\n\n".join(f"```{{code-cell}} ipython3\n{cell}\n```" for cell in code)
    file = folder / "case.md"
    file.write_text(f"{HEADER}\n# A case\n\n{fences}\n", encoding="utf-8")
    return read_master(file, "course/m99/case.md")


def test_a_cell_that_stops_is_told_with_file_cell_and_line(tmp_path: Path) -> None:
    case = master(tmp_path, "x = 1", "x / 0", "print(x)")
    shown = run_case(case)
    assert output_problems(case, shown) == [
        "course/m99/case.md, cell 3, line 19: this cell stops with "
        "ZeroDivisionError: division by zero."
    ]


def test_a_cell_that_ends_python_is_told(tmp_path: Path) -> None:
    case = master(tmp_path, "import os\nos._exit(3)")
    with pytest.raises(BuildProblem, match=r"^• course/m99/case\.md: a cell ended the Python"):
        run_case(case)


def test_a_panel_that_opens_with_an_error_is_told_too(tmp_path: Path) -> None:
    panel = """\
from solidarity.explore import Sentence, explore


def model() -> int:
    raise ValueError("rice is < 0, and must be from 0 on")


explore(model, views=[Sentence(str)])"""
    case = master(tmp_path, panel)
    (problem,) = output_problems(case, run_case(case))
    assert problem.startswith("course/m99/case.md, cell ")
    assert "its panel says: " in problem
    assert "rice is < 0, and must be from 0 on" in problem


def test_a_build_with_such_a_cell_writes_nothing(tmp_path: Path) -> None:
    course = copy_course(tmp_path / "course")
    case = course / "course" / M04 / "case.md"
    case.write_text(case.read_text(encoding="utf-8").replace("members.head()", "membres.head()"))
    with pytest.raises(BuildProblem, match=r"case\.md, cell \d+, line \d+: .*NameError"):
        make(course, M04)


def test_each_case_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = master(tmp_path / "a", "import solidarity\nsolidarity.spoilt = True")
    two = master(tmp_path / "b", "import solidarity\nsolidarity.__name__")
    run_case(one)
    shown = run_case(two)
    assert shown[0].outputs[0]["data"]["text/plain"] == "'solidarity'"
    import solidarity

    assert not hasattr(solidarity, "spoilt")


def in_own_process(*sources: str) -> list[Any]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(run_cells, sources).result()


def test_cells_keep_prints_displays_and_last_values_in_the_order_of_a_notebook() -> None:
    first, second = in_own_process(
        "from IPython.display import HTML, display\n"
        "print('said')\ndisplay(HTML('<b>shown</b>'))\n7",
        "8;",
    )
    assert first.outputs[0]["text"] == "said\n"
    assert [o["data"].get("text/html", o["data"]["text/plain"]) for o in first.outputs[1:]] == [
        "<b>shown</b>",
        "7",
    ]
    assert second.outputs == []


def test_a_bar_that_was_taken_away_again_leaves_no_trace() -> None:
    (shown,) = in_own_process(
        "import time\nfrom solidarity.explore.waiting import waiting\n"
        "with waiting(0.01):\n    time.sleep(0.2)"
    )
    assert shown.error == ""
    assert shown.outputs == []


def cleared(output: Any) -> list[Any]:
    cell = nbformat.v4.new_code_cell("explore()", outputs=[output])
    done, _ = ClearOtherOutputs().preprocess_cell(cell, {}, 0)
    return list(done.outputs)


def test_releasing_clears_what_a_person_ran_and_keeps_what_the_build_saved() -> None:
    data = {"text/html": "<p>1</p>"}
    saved = nbformat.v4.new_output(
        "display_data", data=data, metadata={"solidarity": {"made_by": "sse build"}}
    )
    ran = nbformat.v4.new_output("display_data", data=data)
    assert cleared(saved) == [saved]
    assert cleared(ran) == []


@pytest.mark.slow
def test_nbgraders_own_command_releases_the_same_case(tmp_path: Path) -> None:
    course = copy_course(tmp_path / "course")
    config = Config(PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config())
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    assert api.generate_assignment(M04)["success"]
    path = Path("release") / M04 / "case.ipynb"
    assert (course / path).read_bytes() == (ROOT / path).read_bytes()
