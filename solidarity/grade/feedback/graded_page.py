"""A graded notebook as a page: what it says, in order, with nothing of how it looks."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from solidarity.answers.show_number import number
from solidarity.check import verdict_panel
from solidarity.exercises.verdict import Verdict
from solidarity.grade.submission import ASIDE_ID, FILE_ID
from solidarity.grade.verdicts import TROUBLE_ID
from solidarity.notebooks.headings import anchor
from solidarity.notebooks.labels import is_check, is_graded, is_solution, label_of
from solidarity.notebooks.repair import NOTE_ID
from solidarity.page import markdown
from solidarity.page.cell_outputs import MOST_LETTERS, shown
from solidarity.page.clean import Place
from solidarity.page.markdown import Heading

NOTICES = (ASIDE_ID, FILE_ID, TROUBLE_ID, NOTE_ID)
"""Cells of ours at the top of a graded notebook, the gravest first."""


@dataclass(frozen=True)
class Row:
    """A line of the table of points. anchor: where its exercise stands on the page.

    look: "right", "not-yet" or "other", for a sign and a colour beside the words of the status.
    """

    anchor: str
    title: str
    look: str
    status: str
    points: str


@dataclass(frozen=True)
class Title:
    """A heading on the page, one level below another or above it, never two below."""

    level: int
    html: str
    anchor: str


@dataclass(frozen=True)
class Text:
    """Words of the notebook, as clean HTML."""

    html: str


@dataclass(frozen=True)
class Folded:
    """Words of the notebook that can be folded away: a question, or the introduction."""

    title: str
    html: str
    open: bool


@dataclass(frozen=True)
class Work:
    """A cell of the learner: code or words, what it showed, points and comment where they exist.

    answer: it answers a question.
    """

    label: str
    code: str = ""
    html: str = ""
    outputs: tuple[str, ...] = ()
    points: str = ""
    comment: str = ""
    anchor: str = ""
    answer: bool = False


@dataclass(frozen=True)
class Checked:
    """The verdict on an exercise, as HTML, or what an instructor's own test showed.

    settled: it got all points there are.
    """

    html: str = ""
    outputs: tuple[str, ...] = ()
    points: str = ""
    comment: str = ""
    anchor: str = ""
    settled: bool = False


NOTHING = "Nothing written"
"""Of an answer that a person reads, where there is none."""

Block = Title | Text | Folded | Work | Checked


@dataclass
class GradedPage:
    """All that a page says. total is "" where there are no marks yet.

    put_aside: the notebook could not be graded, and the released one stands in its place.
    """

    notices: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    total: str = ""
    waiting: str = ""
    late: str = ""
    put_aside: bool = False

    @property
    def not_yet(self) -> int:
        """How many answers are not right yet."""
        return sum(row.look == "not-yet" for row in self.rows)

    @property
    def all_right(self) -> bool:
        """Whether every answer has all its points, and none waits."""
        return not self.put_aside and all(row.look == "right" for row in self.rows)

    @property
    def checked_right(self) -> bool:
        """Whether at least those answers are right that no person reads."""
        return (
            not self.put_aside
            and not self.not_yet
            and any(row.look == "right" for row in self.rows)
        )


def page_of(notebook: Any, marks: Mapping[str, Any], place: Place) -> GradedPage:
    """The page for a notebook that GetMarks has been over; marks: ``resources["nbgrader"]``."""
    writer = _Writer(place)
    for cell in notebook.cells:
        writer.add(cell)
    writer.finish()
    page = writer.page
    page.notices = [writer.notices[name] for name in NOTICES if name in writer.notices]
    if ASIDE_ID in writer.notices:
        page.put_aside = True
        page.rows = [_not_graded(row) for row in page.rows]
    if "score" in marks and page.rows:
        _add_totals(page, marks, writer.waiting)
    return page


def _not_graded(row: Row) -> Row:
    """Nothing was looked at, so nothing is said to be wrong."""
    return (
        dataclasses.replace(row, look="other", status="Not graded")
        if row.look == "not-yet" or row.status == NOTHING
        else row
    )


def _add_totals(page: GradedPage, marks: Mapping[str, Any], waiting: float) -> None:
    most = float(marks["max_score"]) - waiting
    page.total = f"{number(float(marks['score']))} of {number(most)} points"
    if waiting:
        page.waiting = f"{number(waiting)} more points"
    if marks.get("late_penalty"):
        page.late = f"{number(float(marks['late_penalty']))} points"


class _Writer:
    """Takes cell after cell, and knows which heading it stands under."""

    def __init__(self, place: Place) -> None:
        self.page = GradedPage()
        self.notices: dict[str, str] = {}
        self.waiting = 0.0
        self._place = place
        self._level = 2
        self._anchors = {"before-you-read", "your-points"}
        self._title = Title(2, "", "")
        self._words = ""

    def add(self, cell: Any) -> None:
        if cell.get("id") in NOTICES and cell.cell_type == "markdown":
            self.notices[cell["id"]] = markdown.html(cell.source, self._place)
        elif is_check(cell):
            self._add_check(cell)
        elif is_solution(cell):
            self._add_answer(cell)
        elif cell.cell_type == "markdown":
            for part in markdown.parts(cell.source, self._place, cell.get("attachments")):
                self._add_part(part)
        elif cell.cell_type == "code" and cell.source.strip():
            self.page.blocks.append(Work("Code", code_html(cell.source), "", self._outputs(cell)))

    def finish(self) -> None:
        blocks = [block for block in self.page.blocks if block != Text("")]
        self.page.blocks = _folded(blocks) if self.page.rows else blocks

    def _add_part(self, part: Heading | str) -> None:
        if isinstance(part, str):
            self.page.blocks.append(Text(part))
            return
        # The page itself has the one heading of level 1, and no level is ever left out.
        self._level = min(max(part.level, 2), self._level + 1)
        title = Title(self._level, part.html, self._anchor(part.words))
        if title.level == 2:
            # An exercise begins here; headings below it are parts of its question.
            self._title, self._words = title, part.words
        self.page.blocks.append(title)

    def _add_answer(self, cell: Any) -> None:
        anchor, points = self._row(cell, None) if is_graded(cell) else ("", "")
        comment = self._comment(cell)
        if cell.cell_type == "markdown":
            work = Work(
                "Your text", html=markdown.html(cell.source, self._place, cell.get("attachments"))
            )
        else:
            code, outputs = code_html(cell.source), self._outputs(cell)
            work = Work("Your answer", code=code, outputs=outputs)
        self.page.blocks.append(
            dataclasses.replace(work, points=points, comment=comment, anchor=anchor, answer=True)
        )

    def _add_check(self, cell: Any) -> None:
        verdict = recorded(cell)
        anchor, points = self._row(cell, verdict)
        comment = self._comment(cell)
        if verdict is not None:
            label = label_of(cell)
            # The verdict names its score; the gradebook has another where a person changed it.
            changed = "score" in label and label["score"] != verdict.score
            block = Checked(
                verdict_panel.html(verdict, graded=True), points=points if changed else ""
            )
        else:
            block = Checked(outputs=self._outputs(cell, secret=True), points=points)
        settled = self.page.rows[-1].look == "right"
        self.page.blocks.append(
            dataclasses.replace(block, comment=comment, anchor=anchor, settled=settled)
        )

    def _row(self, cell: Any, verdict: Verdict | None) -> tuple[str, str]:
        """Add a line to the table; the anchor of the cell and its points in words."""
        label = label_of(cell)
        own = self._anchor(f"points-{label['grade_id']}")
        points = _points(label)
        if label.get("waiting"):
            self.waiting += float(label.get("points", 0))
        self.page.rows.append(
            Row(
                self._title.anchor or own,
                self._words or str(label["grade_id"]),
                *_status(cell, verdict),
                points,
            )
        )
        return own, points

    def _comment(self, cell: Any) -> str:
        comment = label_of(cell).get("comment")
        # nbgrader's own words for an empty answer help nobody.
        if not comment or comment == "No response.":
            return ""
        return markdown.html(str(comment), self._place)

    def _outputs(self, cell: Any, *, secret: bool = False) -> tuple[str, ...]:
        html = (shown(output, self._place, secret=secret) for output in cell.get("outputs", []))
        return tuple(filter(None, html))

    def _anchor(self, words: str) -> str:
        """An id as nbconvert makes it of a heading, and the only one of its name."""
        name = wanted = anchor(words) or "part"
        count = 1
        while name in self._anchors:
            count += 1
            name = f"{wanted}-{count}"
        self._anchors.add(name)
        return name


def recorded(cell: Any) -> Verdict | None:
    """The verdict that grading left in a check, if there is one."""
    for output in cell.get("outputs", []):
        record = output.get("metadata", {}).get("solidarity")
        if record is None:
            continue
        names = {part.name for part in dataclasses.fields(Verdict)}
        try:
            kept = {name: value for name, value in record.items() if name in names}
            kept |= {name: tuple(kept[name]) for name in ("read", "notes") if name in kept}
            verdict = Verdict(**kept)
            verdict_panel.html(verdict, graded=True)
        except (AttributeError, LookupError, TypeError, ValueError):
            return None
        return verdict
    return None


def _points(label: Mapping[str, Any]) -> str:
    if "score" not in label:
        return ""
    most = number(float(label["points"]))
    if label.get("waiting"):
        return f"up to {most}"
    return f"{number(float(label['score']))} of {most}"


def _status(cell: Any, verdict: Verdict | None) -> tuple[str, str]:
    """How a line looks, and the words of its result."""
    label = label_of(cell)
    if "score" not in label:
        return "other", "No points yet"
    if label.get("waiting"):
        return "other", "Waits for your instructor"
    look = "right" if label["score"] >= label["points"] else "not-yet"
    if label.get("by_hand"):
        return ("right" if look == "right" else "other"), "Read by your instructor"
    if verdict is not None:
        return look, verdict_panel.words(verdict.status)
    if is_solution(cell):
        return "other", NOTHING
    return look, "Passed" if look == "right" else "Not yet"


def _folded(blocks: list[Block]) -> list[Block]:
    """Fold questions away where all is well, and the introduction: they were read before."""
    made: list[Block] = []
    texts: list[Text] = []

    def put(title: str, *, shut: bool) -> None:
        if texts:
            made.append(Folded(title, "\n".join(text.html for text in texts), not shut))
            texts.clear()

    for place, block in enumerate(blocks):
        if isinstance(block, Text):
            texts.append(block)
            continue
        if isinstance(block, Work) and block.answer:
            put("The question", shut=_settled(blocks[place:]))
        elif any(isinstance(one, Work) and one.answer for one in made):
            made += texts
            texts.clear()
        else:
            put("Introduction", shut=True)
        made.append(block)
    return made + texts


def _settled(blocks: list[Block]) -> bool:
    """Whether the check of the exercise that begins here gave all its points."""
    for block in blocks:
        if isinstance(block, Checked):
            return block.settled
        if isinstance(block, Title):
            break
    return False


_LONG_BLANK = re.compile(r"\s{1000}")
"""At each empty line the lexer looks at all that follow it."""


@functools.cache
def _lexer() -> Any:
    return PythonLexer(stripnl=False, ensurenl=False)


def code_html(code: str) -> str:
    """Code with its parts in ``<span class="k">`` and the like, where that does not take long."""
    cut = code[:MOST_LETTERS]
    if _LONG_BLANK.search(cut):
        html = escape(cut).strip("\n")
    else:
        html = str(highlight(cut, _lexer(), HtmlFormatter(nowrap=True))).strip("\n")
    more = len(code) - len(cut)
    return html + (f"\n… and {more:,} more letters" if more else "")
