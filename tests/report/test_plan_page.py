"""A learner's plan as a page: it says what she wrote, harms nobody, and spoils no file."""

from __future__ import annotations

import base64
import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import pytest
from feedback.reader import demand_sound, headings, printed, shows, stopped, words
from feedback.test_hostile import EVERYTHING
from helpers import ROOT
from nbformat.v4 import new_code_cell, new_markdown_cell
from report.capstones import (
    PLAN,
    RUN,
    STUB,
    add_after,
    cell_of,
    labelled,
    png,
    saved,
    small_course,
    worked,
)
from typer.testing import CliRunner, Result

from solidarity.cli import app
from solidarity.report.plan_page import computed, pdf
from solidarity.report.plan_page.capstone import MODULE, PAGES
from solidarity.report.plan_page.export import TITLES, Exported, export
from solidarity.report.plan_page.seal import is_ours
from solidarity.run.jail import probe
from solidarity.run.jail.bubblewrap import NoJail

GOLDEN = Path(__file__).parent / "golden" / "plan.html"
DAY = date(2026, 11, 25)
COMPUTED = PLAN + 'plan[0]["partner"] = "Council " + str(math.floor(7.9))\n'


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_course(tmp_path_factory.mktemp("small") / "course")


@pytest.fixture(autouse=True)
def _no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page alone is under test here; tests/browser prints it."""
    monkeypatch.setattr(pdf, "find_browser", lambda: None)


def made(top: Path, folder: Path, notebook: Any, **given: Any) -> Exported:
    return export(top, saved(notebook, folder), today=DAY, **given)


def html(top: Path, folder: Path, notebook: Any, **given: Any) -> str:
    return made(top, folder, notebook, **given).html.read_text("utf-8")


def sse(top: Path, *arguments: object) -> Result:
    return CliRunner().invoke(app, ["export", *map(str, arguments), "--root", str(top)])


# --- What the page says ---------------------------------------------------------------------------


def test_a_small_plan_gives_this_very_page(top: Path, tmp_path: Path) -> None:
    notebook = worked(people="Thirty households eat.\n\n![A sack](attachment:sack.png)")
    cell_of(notebook, "capstone-people")["attachments"] = {"sack.png": {"image/png": png()}}
    page = html(top, tmp_path, notebook, name="Ana Cruz")
    # How it looks is for people to see; what it says is kept here.
    page = re.sub(r"(?s)(<style>).*?(</style>)", r"\1\2", page)
    page = re.sub(r"(sse export )[0-9a-f]{64}", r"\1", page)
    (tmp_path / "new.html").write_text(page, "utf-8")
    assert page == GOLDEN.read_text("utf-8"), (
        f"If the page is right as it is now, copy {tmp_path / 'new.html'} to {GOLDEN}."
    )


def test_the_page_is_sound_and_its_headings_are_in_order(top: Path, tmp_path: Path) -> None:
    tree = demand_sound(html(top, tmp_path, worked()))
    assert headings(tree) == [
        (1, "Rice of San Isidro"),
        (2, "The chain, step by step"),
        (2, "What a model says"),
        (2, "Governance: who decides"),
        (2, "Values: what binds us"),
        (3, "How"),
        (2, "People: who gains"),
        (2, "Planet: what it takes and gives back"),
        (2, "Economy: what carries it, and what may break it"),
        (2, "Sources"),
    ]


def test_the_courses_own_words_and_checks_are_left_out(top: Path, tmp_path: Path) -> None:
    page = html(top, tmp_path, worked())
    assert "the course's words" not in page
    assert "What is next" not in page
    assert "SystemExit" not in page


def test_a_title_that_is_given_wins_and_the_heading_stays(top: Path, tmp_path: Path) -> None:
    found = headings(demand_sound(html(top, tmp_path, worked(), title="Our <b>mill</b> & more")))
    assert found[0] == (1, "Our <b>mill</b> & more")
    assert (3, "Rice of San Isidro") in found


def test_without_a_title_it_is_said(top: Path, tmp_path: Path) -> None:
    done = made(top, tmp_path, worked(governance="# 1. Governance\n\nBy vote."))
    assert any("--title" in note for note in done.notes)
    tree = demand_sound(done.html.read_text("utf-8"))
    assert headings(tree)[0] == (1, "A plan for a solidarity-based community enterprise")
    assert headings(tree)[3:5] == [(2, TITLES["governance"]), (2, TITLES["values"])]


def test_what_a_learner_adds_beside_her_pages_is_shown(top: Path, tmp_path: Path) -> None:
    notebook = worked()
    chart = "<svg role='img'><title>Rice</title><desc>It grows.</desc></svg>"
    table = (
        "<table><thead><tr><th>year</th></tr></thead><tbody><tr><td>2031</td></tr></tbody></table>"
    )
    add_after(
        notebook,
        "capstone-planet",
        new_code_cell(
            "draw()",
            outputs=[
                shows(text_html=[chart[:9], chart[9:]], text_plain="Figure()"),
                shows(text_html=table),
                printed("a printed line"),
                stopped("NameError", "no such name"),
                shows(text_plain="1234567"),
            ],
        ),
        new_markdown_cell("Said below the picture."),
    )
    add_after(notebook, "about-capstone-values", new_markdown_cell("Said above her page."))
    tree = demand_sound(html(top, tmp_path, notebook))
    text = words(tree)
    assert f"2031 Said below the picture. {TITLES['economy']}" in text
    assert f"{TITLES['values']} Said above her page." in text
    assert [picture.get("alt") for picture in tree.iter("img")] == ["Rice It grows."]
    for unwanted in ("a printed line", "NameError", "1234567", "draw()"):
        assert unwanted not in text


def test_what_the_model_run_draws_stands_below_it(top: Path, tmp_path: Path) -> None:
    notebook = worked()
    add_after(
        notebook,
        "plan_form",
        new_code_cell("draw()", outputs=[shows(text_html="<p>Our own chart</p>")]),
    )
    add_after(
        notebook,
        "exercises-002",
        new_code_cell("draw()", outputs=[shows(text_html="<p>An earlier exercise</p>")]),
    )
    text = words(demand_sound(html(top, tmp_path, notebook)))
    assert f"Local partnership. Our own chart {TITLES['governance']}" in text
    assert "An earlier exercise" not in text


def test_a_panel_does_not_ask_to_be_moved(top: Path, tmp_path: Path) -> None:
    notebook = worked()
    panel = '<p class="sse-note">This is a picture of the panel.</p><p>44 pesos</p>'
    add_after(notebook, "capstone-people", new_code_cell("x", outputs=[shows(text_html=panel)]))
    text = words(demand_sound(html(top, tmp_path, notebook)))
    assert "44 pesos" in text
    assert "picture of the panel" not in text


def test_pictures_beside_the_notebook_are_taken_in_and_others_are_not(
    top: Path, tmp_path: Path
) -> None:
    here = tmp_path / "work"
    (here / "pictures").mkdir(parents=True)
    (here / "pictures" / "our mill.png").write_bytes(base64.b64decode(png()))
    (tmp_path / "secret.png").write_bytes(base64.b64decode(png()))
    text = "![The mill](<pictures/our mill.png>)\n\n![Not mine](../secret.png)"
    tree = demand_sound(html(top, here, worked(planet=text)))
    assert [picture.get("alt") for picture in tree.iter("img")] == ["The mill"]
    assert "[A picture that is not here: Not mine]" in words(tree)


def test_a_picture_without_words_is_told_to_its_author(top: Path, tmp_path: Path) -> None:
    notebook = worked(planet="![](attachment:a.png) ![image.png](attachment:a.png)")
    cell_of(notebook, "capstone-planet")["attachments"] = {"a.png": {"image/png": png()}}
    add_after(notebook, "capstone-people", new_code_cell("x", outputs=[shows(image_png=png())]))
    done = made(top, tmp_path, notebook)
    tree = demand_sound(done.html.read_text("utf-8"))
    assert {picture.get("alt") for picture in tree.iter("img")} == {
        "A picture without a description."
    }
    assert [note[:34] for note in done.notes] == [
        "One picture at capstone-people can",
        "2 pictures at capstone-planet cann",
    ]


# --- Plan and run, read or asked for --------------------------------------------------------------


def test_a_plan_that_is_computed_is_asked_for(top: Path, tmp_path: Path) -> None:
    run = RUN + "model_run['result'] = round(1.2345, 2)\n"
    text = words(demand_sound(html(top, tmp_path, worked(COMPUTED, run))))
    assert "Council 7" in text
    assert "1.23 times" in text


def test_where_there_is_no_jail_it_runs_as_in_jupyterlab(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> None:
        raise NoJail("no bubblewrap on this machine")

    monkeypatch.setattr(probe, "works_nested", none)
    assert "Council 7" in html(top, tmp_path, worked(COMPUTED))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["exercises.ipynb", "plan.html"]


def test_a_plan_that_stands_there_needs_no_running(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(computed, "run_own", None)
    notebook = worked()
    # An exercise before the plan, and a look at it.
    cell_of(notebook, "exercises-002")["source"] = "def gaps(plan):\n    return len(plan)"
    add_after(notebook, "plan-steps", new_code_cell("pd.DataFrame(plan)"))
    assert "Provincial agriculture office" in html(top, tmp_path, notebook)


def test_a_cell_that_fails_elsewhere_does_not_matter(top: Path, tmp_path: Path) -> None:
    notebook = worked(COMPUTED)
    cell_of(notebook, "exercises-002")["source"] = "import math\nthere_is_no_such_name"
    assert "Council 7" in html(top, tmp_path, notebook)


@pytest.mark.parametrize(
    "plan",
    [
        "plan = [{'link': str(1)} for _ in range(300_000)]",
        "plan = [{('a', 'b'): object()}] + []",
        "import os\nos._exit(3)",
        "plan = None or undefined",
    ],
)
def test_a_plan_that_cannot_be_had_is_no_plan(top: Path, tmp_path: Path, plan: str) -> None:
    done = made(top, tmp_path, worked(plan), draft=True)
    assert done.missing
    tree = demand_sound(done.html.read_text("utf-8"))
    assert "This plan is not complete yet." in words(tree)


def test_the_notebook_is_never_touched(top: Path, tmp_path: Path) -> None:
    path = saved(worked(COMPUTED), tmp_path)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    export(top, path, today=DAY)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["exercises.ipynb", "plan.html"]


@pytest.mark.skipif(
    not (ROOT / "source" / MODULE).is_dir(), reason="module 10 is not in this copy of the course"
)
def test_the_model_plan_of_module_10_gives_a_page(tmp_path: Path) -> None:
    notebook = ROOT / "source" / MODULE / "exercises.ipynb"
    done = export(ROOT, notebook, to=tmp_path, title="A mill", today=DAY)
    assert (done.missing, done.notes) == ((), ())
    tree = demand_sound(done.html.read_text("utf-8"))
    assert len(next(tree.iter("tbody"))) >= 4
    assert "weakest assumption" in words(tree)
    assert "BEGIN SOLUTION" not in words(tree)


# --- Not complete, not usable ---------------------------------------------------------------------


def test_what_is_missing_is_listed_and_nothing_is_written(top: Path, tmp_path: Path) -> None:
    plan, run = PLAN.replace("8.3.1", "8.3"), RUN.replace('"module": 9', '"module": 2')
    path = saved(worked(plan, run, values=STUB, planet=" "), tmp_path)
    told = sse(top, path)
    assert told.exit_code == 1
    assert "sdg is '8.3'" in told.stderr
    assert "must name its module" in told.stderr
    assert "capstone-values" in told.stderr
    assert "capstone-planet" in told.stderr
    assert "capstone-people" not in told.stderr
    assert not (tmp_path / "plan.html").exists()


def test_a_draft_is_written_and_says_that_it_is_one(top: Path, tmp_path: Path) -> None:
    path = saved(worked("plan = []", "model_run = None", values=STUB), tmp_path)
    told = sse(top, path, "--draft")
    assert told.exit_code == 0
    assert "it has none yet" in told.stdout
    page = (tmp_path / "plan.html").read_text("utf-8")
    text = words(demand_sound(page))
    assert "Draft. This plan is not complete yet." in text
    assert "<title>Rice of San Isidro (draft)</title>" in page
    assert f"{TITLES['values']} Not written yet." in text
    assert STUB.strip("*") not in text


def test_a_whole_plan_is_no_draft_also_where_one_is_asked_for(top: Path, tmp_path: Path) -> None:
    assert "Draft" not in html(top, tmp_path, worked(), draft=True)


def test_lost_settings_of_cells_are_found_again(top: Path, tmp_path: Path) -> None:
    notebook = worked()
    for cell in notebook.cells:
        cell.metadata.clear()
    done = made(top, tmp_path, notebook)
    assert "Thirty households eat." in done.html.read_text("utf-8")
    assert any("were lost and are restored" in note for note in done.notes)


def test_a_notebook_of_another_module_is_refused(top: Path, tmp_path: Path) -> None:
    other = nbformat.v4.new_notebook(
        cells=[labelled(new_code_cell("x = 1"), "share_value", grade=True, solution=True)]
    )
    (top / "release" / "m04-savings-groups").mkdir(exist_ok=True)
    nbformat.write(other, top / "release" / "m04-savings-groups" / "exercises.ipynb")
    told = sse(top, saved(other, tmp_path))
    assert told.exit_code == 2
    assert "is a notebook of m04-savings-groups" in told.stderr
    assert "my-work/m10-long-path/exercises.ipynb" in told.stderr


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff\xfe", b'{"cells": 3}'])
def test_a_damaged_notebook_is_told(top: Path, tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "exercises.ipynb").write_bytes(damage)
    told = sse(top, tmp_path / "exercises.ipynb")
    assert told.exit_code == 2
    assert told.stderr.strip()
    assert not (tmp_path / "plan.html").exists()


def test_outputs_that_are_no_outputs_do_no_harm(top: Path, tmp_path: Path) -> None:
    path = saved(add_after(worked(), "capstone-people", new_code_cell("x")), tmp_path)
    content = json.loads(path.read_text("utf-8"))
    odd = [3, None, {}, {"output_type": "display_data", "data": "text/html"}]
    odd += [{"output_type": "display_data", "data": {"text/html": {"a": 1}, "image/png": [3]}}]
    for outputs in (odd, {"a": 1}, "x", None):
        for cell in content["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"] = outputs
        path.write_text(json.dumps(content), "utf-8")
        demand_sound(export(top, path, today=DAY).html.read_text("utf-8"))


def test_without_a_copy_one_is_told_how_to_get_it(top: Path) -> None:
    told = sse(top)
    assert told.exit_code == 2
    assert "sse start" in told.stderr


def test_the_learners_own_copy_is_found(top: Path, tmp_path: Path) -> None:
    root = shutil.copytree(top, tmp_path / "course")
    saved(worked(), root / "my-work" / "m10-long-path")
    told = sse(root, "--name", "Ana", "--title", "Our mill")
    assert told.exit_code == 0
    assert "Save as PDF" in told.stdout
    assert "Our mill" in (root / "my-work" / "m10-long-path" / "plan.html").read_text("utf-8")


def test_a_browser_that_does_not_start_costs_the_pdf_only(top: Path, tmp_path: Path) -> None:
    told = sse(top, saved(worked(), tmp_path), "--browser", tmp_path / "no-such-browser")
    assert told.exit_code == 0
    assert "could not be started" in told.stdout
    assert (tmp_path / "plan.html").exists()


# --- Files that were there ------------------------------------------------------------------------


def test_a_page_of_ours_is_made_anew(top: Path, tmp_path: Path) -> None:
    made(top, tmp_path, worked(people="First words."))
    assert "Second words." in html(top, tmp_path, worked(people="Second words."))


@pytest.mark.parametrize("name", ["plan.html", "plan.pdf"])
@pytest.mark.parametrize("content", ["My own page", "", f"<!-- sse export {'0' * 64} -->"])
def test_a_file_of_somebody_else_stays(top: Path, tmp_path: Path, name: str, content: str) -> None:
    path = saved(worked(), tmp_path)
    (tmp_path / name).write_text(content, "utf-8")
    told = sse(top, path)
    assert told.exit_code == 2
    assert f"--to {tmp_path / 'plan-2'}" in told.stderr
    assert (tmp_path / name).read_text("utf-8") == content
    assert len(list(tmp_path.iterdir())) == 2
    assert sse(top, path, "--to", tmp_path / "plan-2").exit_code == 0
    assert is_ours(tmp_path / "plan-2" / "plan.html")


def test_a_page_that_was_changed_by_hand_stays(top: Path, tmp_path: Path) -> None:
    page = made(top, tmp_path, worked()).html
    changed = page.read_text("utf-8").replace("One member, one vote.", "Three votes for me.")
    page.write_text(changed, "utf-8")
    assert sse(top, tmp_path / "exercises.ipynb").exit_code == 2
    assert page.read_text("utf-8") == changed


def test_a_link_is_not_followed(top: Path, tmp_path: Path) -> None:
    ours = made(top, tmp_path / "a", worked()).html
    path = saved(worked(people="Other words."), tmp_path / "b")
    (tmp_path / "b" / "plan.html").symlink_to(ours)
    before = ours.read_bytes()
    assert sse(top, path).exit_code == 2
    assert ours.read_bytes() == before


def test_a_folder_that_is_a_file_is_told(top: Path, tmp_path: Path) -> None:
    path = saved(worked(), tmp_path)
    told = sse(top, path, "--to", path)
    assert told.exit_code == 2
    assert "is a file" in told.stderr


def test_a_seal_in_a_learners_words_deceives_nobody(top: Path, tmp_path: Path) -> None:
    for digits in ("0" * 64, "a" * 64):
        done = made(top, tmp_path, worked(people=f"sse export {digits}"))
        assert is_ours(done.html)
        assert f"sse export {digits}" in done.html.read_text("utf-8")


# --- Hostile content ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERYTHING)
def test_it_runs_nothing_loads_nothing_and_stays_in_its_place(
    top: Path, tmp_path: Path, name: str
) -> None:
    evil = EVERYTHING[name].encode("utf-8", "replace").decode()
    plan = f"plan = {[{'link': evil, 'partner': evil}, evil]!r}"
    said = {"module": evil, "result": 3, "unit": evil, "means": evil}
    run = f"model_run = {said!r}"
    notebook = worked(plan, run, **dict.fromkeys(PAGES.values(), evil))
    outputs = [shows(text_html=evil), shows(image_svg=evil), shows(image_png=evil), printed(evil)]
    add_after(notebook, "capstone-people", new_code_cell(evil, outputs=outputs))
    add_after(notebook, "capstone-planet", new_markdown_cell(evil))
    page = html(top, tmp_path, notebook, name=evil, title=evil or "x", draft=True)
    tree = demand_sound(page)
    top_ones = [title for level, title in headings(tree) if level == 2]
    assert top_ones[0] == "The chain, step by step"
    assert top_ones[-1] == "Sources"
    assert len(top_ones) == 8
    assert "default-src 'none'" in page
