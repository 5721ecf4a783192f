"""The feedback page as a learner reads it: kind, in order, and readable without eyes or network."""

from __future__ import annotations

import base64
from pathlib import Path

import nbformat
import pytest
from feedback.reader import (
    RIGHT,
    WRONG,
    answer,
    check,
    code,
    demand_sound,
    exercises,
    headings,
    labelled,
    of_class,
    page,
    printed,
    reflection,
    shows,
    stopped,
    text,
    words,
)
from helpers import MODULES, ROOT

from solidarity.grade.submission import could_not

SCORE = {"score": 3.0, "max_score": 10.0, "late_penalty": 0}


def test_the_page_is_sound_and_names_the_module_the_learner_and_each_exercise() -> None:
    tree = demand_sound(page(*exercises(), **SCORE, learner="Ben Ñúñez"))
    assert headings(tree) == [
        (1, "Savings groups: pooling what we already have"),
        (2, "Your points"),
        (2, "Exercises: savings groups"),
        (2, "1. What is one share worth?"),
        (2, "2. Share out the box"),
        (3, "What to return"),
        (2, "3. Reflection: week 30"),
    ]
    assert "For Ben Ñúñez (ben)" in words(tree)
    (title,) = tree.iter("title")
    assert words(title) == (
        "Feedback for Ben Ñúñez: Savings groups: pooling what we already have (Exercises)"
    )


def test_the_table_of_points_can_be_read_aloud() -> None:
    tree = demand_sound(page(*exercises(), **SCORE))
    (table,) = of_class(tree, "marks")
    assert [words(row) for row in table.iter("tr")] == [
        "ExerciseResultPoints",
        "1. What is one share worth?Not yet0 of 2",
        "2. Share out the boxRight3 of 3",
        "3. Reflection: week 30Waits for your instructorup to 5",
        "Together3 of 5",
    ]
    scopes = [part.get("scope") for part in table.iter("th")]
    assert scopes == ["col"] * 3 + ["row"] * 4
    assert table.find("caption") is not None
    assert [link.get("href") for link in table.iter("a")] == [
        "#1.-What-is-one-share-worth?",
        "#2.-Share-out-the-box",
        "#3.-Reflection:-week-30",
    ]


def test_what_waits_for_a_person_is_no_zero() -> None:
    said = words(demand_sound(page(*exercises(), **SCORE)))
    assert "3 of 5 points so far 5 more points wait for your instructor" in said
    assert "0 of 5" not in said
    assert "Your instructor has not read this yet" in said
    assert "One answer is not right yet" in said


def test_a_mark_and_a_comment_given_by_hand_are_shown_with_the_rubric() -> None:
    given = reflection(
        "A grant at once.", score=4, waiting=False, by_hand=True, comment="A **clear** rule, Ñina."
    )
    tree = demand_sound(page(*exercises()[:-1], given, score=7, max_score=10, late_penalty=0))
    said = words(tree)
    assert "7 of 10 points" in said
    assert "so far" not in said
    assert "Points: 4 of 5." in said
    assert "Points What we look for 2 A rule" in said
    comments = of_class(tree, "comment")
    assert [words(comment) for comment in comments] == [
        "Your instructor writes: Neatly done.",
        "Your instructor writes: A clear rule, Ñina.",
    ]
    assert [words(part) for part in comments[1].iter("strong")] == ["clear"]


def test_a_late_penalty_is_told_and_taken_off() -> None:
    said = words(demand_sound(page(*exercises(), score=2.7, max_score=10, late_penalty=0.3)))
    assert "2.7 of 5 points so far" in said
    assert "You handed in late: 0.3 points were taken off." in said
    assert "Taken off, because it came late-0.3 Together2.7 of 5" in said


def test_points_that_a_person_changed_stand_beside_the_verdict() -> None:
    cells = exercises()
    cells[4] = check(WRONG, score=1.5, by_hand=True)
    said = words(demand_sound(page(*cells, score=4.5, max_score=10)))
    assert "1. What is one share worth?Read by your instructor1.5 of 2" in said
    assert "Score: 0 of 2 points. Points: 1.5 of 2." in said


def test_a_learner_without_marks_gets_a_page_that_says_so() -> None:
    cells = exercises()
    for cell in cells:
        for name in ("score", "points", "waiting"):
            cell.metadata.get("nbgrader", {}).pop(name, None)
    tree = demand_sound(page(*cells))
    assert "There are no points yet" in words(tree)
    assert "1. What is one share worth?No points yet" in words(tree)
    assert not list(tree.iter("tfoot"))


def test_nothing_written_is_said_without_blame() -> None:
    empty = reflection("*Write your answer here.*", waiting=False, comment="No response.")
    tree = demand_sound(page(*exercises()[:-1], empty, score=3, max_score=10))
    assert "3. Reflection: week 30Nothing written0 of 5" in words(tree)
    assert "No response" not in words(tree)


def test_full_marks_are_praised_once() -> None:
    said = words(demand_sound(page(text("## One"), check(RIGHT), score=3, max_score=3)))
    assert said.count("Well done!") == 1


def test_questions_are_folded_away_where_nothing_is_left_to_do() -> None:
    tree = demand_sound(page(*exercises(), **SCORE))
    folds = [(words(fold[0]), "open" in fold.attrib) for fold in tree.iter("details")]
    assert folds == [
        ("Introduction", False),
        ("The question", True),  # not right yet
        ("The question", False),  # right
        ("The question", True),  # its rubric belongs to the comment
    ]


def test_a_verdict_links_to_its_paragraph_on_the_page_of_the_reading() -> None:
    reading = text("## What one share is worth\n\nThe box, divided by the shares.")
    target = demand_sound(page(reading, name="reading"))
    (address,) = [
        link.get("href", "")
        for link in demand_sound(page(*exercises())).iter("a")
        if words(link) == "What one share is worth"
    ]
    name, _, anchor = address.partition("#")
    assert name == "reading.html"
    assert anchor in {part.get("id") for part in target.iter("h2")}


def test_what_was_repaired_stands_first_in_words() -> None:
    repaired = text("**This notebook was repaired.**\n\n- One cell.", id="solidarity-repairs")
    trouble = text("**While running:** it was slow.", id="solidarity-running")
    tree = demand_sound(page(repaired, trouble, *exercises(), **SCORE))
    assert headings(tree)[1] == (2, "Before you read")
    (notice,) = of_class(tree, "notice")
    assert words(notice) == (
        "Before you read While running: it was slow. This notebook was repaired. One cell."
    )


def test_the_whole_of_an_error_is_there_and_its_last_line_is_first() -> None:
    lines = ("\x1b[0;31mTraceback\x1b[0m", "line 1", "NameError: name 'x' is not defined")
    tree = demand_sound(page(code("x", stopped("NameError", "name 'x' is not defined", *lines))))
    (shown,) = of_class(tree, "shown")
    assert words(shown).startswith("NameError name 'x' is not definedPython’s whole messageTrace")
    assert "\x1b" not in words(tree)


def test_an_instructors_own_hidden_tests_stay_hidden() -> None:
    """nbgrader's own page shows them in clear (#917)."""
    own = code(
        "assert share(7) == 31_337", stopped("AssertionError", "", "assert share(7) == 31_337")
    )
    own = labelled(own, "own", grade=True, solution=False, score=0, points=1)
    html = page(text("## A test of my own"), own, score=0, max_score=1)
    assert "A test of my ownNot yet0 of 1" in words(demand_sound(html))
    assert "31" not in html.partition("<body>")[2]


def test_formulas_are_mathml() -> None:
    tree = demand_sound(page(text("An inline $\\frac{a}{b}$, and $5 or $10.\n\n$$\\sum_i x_i$$")))
    formulas = [part for part in tree.iter() if str(part.tag).endswith("}math")]
    assert [formula.get("display") for formula in formulas] == ["inline", "block"]
    assert "and $5 or $10." in words(tree)


@pytest.mark.parametrize("latex", ["\\frac{", "}{", "^", "\\text{<script>x</script>}", "a" * 9_000])
def test_a_formula_that_cannot_be_read_does_no_harm(latex: str) -> None:
    demand_sound(page(text(f"Before ${latex}$ after.")))


def test_the_outputs_that_need_no_live_notebook_are_shown() -> None:
    dot = base64.b64encode(b"\x89PNG not really").decode()
    drawing = "<svg viewBox='0 0 1 1'><title>A chart</title><desc>It rises.</desc></svg>"
    tree = demand_sound(
        page(
            code(
                "…",
                printed("a line\n"),
                shows(text_html="<table><tr><th>box</th></tr><tr><td>40</td></tr></table>"),
                shows(image_png=dot, text_plain="<Figure>"),
                shows(image_svg=drawing),
                shows(text_markdown="*set*"),
                shows(text_latex="$\\alpha$"),
                shows(widget="{}", text_plain="IntSlider(value=7)"),
            )
        )
    )
    said = [words(shown) for shown in of_class(tree, "shown")]
    assert said == ["a line", "box40", "", "", "set", "α", "IntSlider(value=7)"]
    pictures = [(p.get("src", "")[:15], p.get("alt")) for p in tree.iter("img")]
    assert pictures == [
        ("data:image/png;", "A picture that this code drew."),
        ("data:image/svg+", "A chart It rises."),
    ]


def test_a_giant_output_is_cut_and_says_so() -> None:
    html = page(
        code("…", printed("again and again\n" * 2_000_000), shows(text_html="<b>" * 900_000)),
        text("word " * 200_000),
        answer("x = 1\n" * 100_000, "x"),
    )
    demand_sound(html)
    assert len(html) < 700_000
    assert "31,980,000 more letters" in html
    assert "800,000 more letters" in html


def test_pictures_beside_the_notebook_are_taken_into_the_page(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "flow.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (tmp_path / "secret.png").write_bytes(b"secret")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "linked.png").symlink_to(tmp_path / "secret.png")
    shown = demand_sound(page(text("![How money moves](figures/flow.svg)"), folder=str(tmp_path)))
    (picture,) = shown.iter("img")
    assert picture.get("alt") == "How money moves"
    names = ("linked.png", "../secret.png", str(tmp_path / "secret.png"), "..%2Fsecret.png")
    for name in names:
        tree = demand_sound(page(text(f"![mine]({name})"), folder=str(inside)))
        assert not list(tree.iter("img"))
        assert "[A picture that is not here: mine]" in words(tree)


def test_a_picture_pasted_into_a_text_is_shown() -> None:
    dot = base64.b64encode(b"\x89PNG").decode()
    cell = reflection("![my group](attachment:a.png)")
    cell.attachments = nbformat.from_dict({"a.png": {"image/png": dot}})
    (picture,) = demand_sound(page(cell)).iter("img")
    assert picture.get("alt") == "my group"


def test_an_address_is_said_in_words_and_leads_nowhere() -> None:
    tree = demand_sound(page(text("See [the law](https://example.org/law?a=1&b=2).")))
    assert "See the law (https://example.org/law?a=1&b=2)." in words(tree)


@pytest.mark.parametrize("part", ["reading", "case", "exercises"])
@pytest.mark.parametrize("module", [path.name for path in MODULES])
def test_every_notebook_of_the_course_makes_a_sound_page(module: str, part: str) -> None:
    folder = ROOT / "release" / module
    notebook = nbformat.read(folder / f"{part}.ipynb", as_version=4)
    html = page(*notebook.cells, folder=str(folder), name=part, assignment=module)
    tree = demand_sound(html)
    assert "[A picture that is not here" not in words(tree)
    siblings = {"reading.html", "case.html", "exercises.html"} - {f"{part}.html"}
    (nav,) = tree.iter("nav")
    assert {link.get("href") for link in nav.iter("a")} == siblings


def test_of_a_notebook_that_could_not_be_graded_nothing_is_called_unwritten() -> None:
    """She wrote it; the file was damaged on its way."""
    empty = reflection("*Write your answer here.*", waiting=False)
    cells = [could_not("The file is damaged."), *exercises()[:-1], empty]
    said = words(demand_sound(page(*cells, score=0, max_score=10)))
    assert "3. Reflection: week 30Not graded0 of 5" in said
    assert "Nothing written" not in said
