"""The verdict as a learner sees it: words, colour and symbol, and what to do next."""

from __future__ import annotations

from html import escape

from solidarity.answers.show_number import number
from solidarity.exercises.reason import Status
from solidarity.exercises.verdict import Verdict
from solidarity.notebooks.headings import anchor
from solidarity.slips import errors
from solidarity.slips.errors import CodeError
from solidarity.slips.meanings import SYNTAX

# Dark text on a pale ground passes WCAG AA in both light and dark themes of JupyterLab;
# the symbol and the words say the same as the colour.
_LOOKS = {
    "right": ("✓", "Right", "#0b5d33", "#e6f5ec"),
    "not yet": ("→", "Not yet", "#7a3d00", "#fff3e0"),
    "cannot read": ("?", "Cannot read your answer", "#4a2d82", "#f1ecfa"),
    "not judged": ("!", "Not judged yet", "#4a2d82", "#f1ecfa"),
    "readable": ("✓", "Your answer can be read", "#1a4a7a", "#e8f1fa"),
    "hint": ("☞", "Hint", "#1a4a7a", "#e8f1fa"),
    "trouble": ("!", "This needs a small repair", "#4a2d82", "#f1ecfa"),
    "stopped": ("!", "Python stopped here", "#7a3d00", "#fff3e0"),
    "unread": ("!", "Python cannot read this line", "#7a3d00", "#fff3e0"),
    "interrupted": ("■", "The cell was stopped", "#1a4a7a", "#e8f1fa"),
}


def words(status: Status) -> str:
    """What is said of a status: "Not yet"."""
    return _LOOKS[status][1]


def _frame(look: str, title: str, body: str) -> str:
    symbol, words, ink, ground = _LOOKS[look]
    heading = f"{words}: {title}" if title else words
    return (
        f'<div role="status" lang="en" class="sse-panel" style="border-left:6px solid {ink};'
        f"background:{ground};color:#1c1c1c;padding:.6em .9em;margin:.3em 0;max-width:46em;"
        'border-radius:4px;line-height:1.5;font-family:sans-serif;font-size:14px">'
        f'<p style="margin:0 0 .3em;color:{ink};font-weight:bold;font-size:1.1em">'
        f'<span aria-hidden="true">{symbol}</span> {escape(heading)}</p>{body}</div>'
    )


def _words(text: str) -> str:
    """Escaped text in which `code` is set as code."""
    parts = escape(text).split("`")
    return "".join(
        f'<code style="background:#ffffffb0;color:#1c1c1c;padding:0 .2em">{part}</code>'
        if place % 2
        else part
        for place, part in enumerate(parts)
    )


def _line(text: str) -> str:
    return f'<p style="margin:.3em 0">{_words(text)}</p>'


def _value(label: str, text: str) -> str:
    common = "text-align:left;color:#1c1c1c;"
    # JupyterLab has a style of its own for tables: what matters is said here.
    common += "vertical-align:top;padding:.15em .8em .15em 0;line-height:1.4;"
    head = f"{common}white-space:nowrap"
    cell = f"{common}white-space:pre-wrap;font-family:monospace"
    return (
        f'<tr style="background:transparent"><th scope="row" style="{head}">{escape(label)}</th>'
        f'<td style="{cell}">{escape(text)}</td></tr>'
    )


def score_line(verdict: Verdict) -> str:
    """``1.5 of 2 points``."""
    return f"{number(verdict.score)} of {number(verdict.points)} points"


def html(verdict: Verdict, *, graded: bool = False) -> str:
    """The panel under a ``check()``, and in the feedback page after grading."""
    body = _line(verdict.explanation)
    rows = []
    if verdict.call and "(" in verdict.call:
        rows.append(_value("Example", verdict.call))
    if verdict.given:
        rows.append(_value("Your answer", verdict.given))
    if verdict.expected:
        rows.append(_value("It should be", verdict.expected))
    if rows:
        table = 'style="border-collapse:collapse;margin:.4em 0;font-size:14px;border:0"'
        body += f"<table {table}><tbody>{''.join(rows)}</tbody></table>"
    body += "".join(_line(note) for note in verdict.notes)
    title, href = verdict.read
    if graded:
        # nbgrader's feedback lies beside the reading as a page, where headings have addresses.
        href = f"{href.partition('.ipynb')[0]}.html#{anchor(title)}"
    if title:
        body += (
            '<p style="margin:.3em 0">Read again: '
            f'<a href="{escape(href)}" style="color:#0a4a8a;text-decoration:underline">'
            f"{escape(title)}</a></p>"
        )
    if graded:
        body += _line(f"Score: {score_line(verdict)}.")
    elif verdict.status == "not yet":
        body += _line(f'For a nudge, write `hint("{verdict.exercise}")` in a cell of its own.')
    return _frame(verdict.status, verdict.exercise, body)


def text(verdict: Verdict, *, graded: bool = False) -> str:
    """The same in plain text, for a terminal."""
    symbol, words, _, _ = _LOOKS[verdict.status]
    points = f" ({score_line(verdict)})" if graded else ""
    lines = [f"{symbol} {words}: {verdict.exercise}{points}", verdict.explanation]
    if verdict.call and "(" in verdict.call:
        lines.append(f"Example: {verdict.call}")
    lines += [f"Your answer: {verdict.given}"] if verdict.given else []
    lines += [f"It should be: {verdict.expected}"] if verdict.expected else []
    lines += verdict.notes
    lines += [f"Read again: {verdict.read[0]}"] if verdict.read[0] else []
    return "\n".join(lines)


def hint_html(name: str, place: int, total: int, words: str) -> str:
    """The panel of one hint."""
    return _frame("hint", f"{name}, {place} of {total}", _line(words))


def trouble_html(title: str, words: str) -> str:
    """The panel for something that is not the learner's answer: a missing file, a wrong name."""
    return _frame("trouble", title, _line(words))


def error_html(error: CodeError, python: str) -> str:
    """The panel for an error of the learner's own cell. python: its traceback, to be folded."""
    look = _look(error)
    line = ""
    if error.line and look != "interrupted":
        line = (
            '<pre style="margin:.3em 0;padding:.3em .6em;background:#ffffffb0;color:#1c1c1c;'
            f'white-space:pre-wrap;overflow-wrap:anywhere">{escape(error.line)}</pre>'
        )
    folded = (
        '<details style="margin:.4em 0 0"><summary style="cursor:pointer">What Python itself says'
        '</summary><pre tabindex="0" style="margin:.3em 0;padding:.3em .6em;background:#ffffffb0;'
        f'color:#1c1c1c;overflow:auto;max-height:24em;font-size:13px">{escape(python)}</pre>'
        "</details>"
    )
    said = "" if look == "interrupted" else _said(error)
    return _frame(look, "", f"{line}{_line(_told(error))}{said}{folded}")


def error_text(error: CodeError) -> str:
    """The same in plain text, without Python's own."""
    symbol, words, _, _ = _LOOKS[_look(error)]
    line = f": {error.line}" if error.line and _look(error) != "interrupted" else ""
    return f"{symbol} {words}{line}\n{_told(error)}"


def _said(error: CodeError) -> str:
    """Python's last line: who has read it often enough needs no other words."""
    last = f"{error.kind}: {error.message}".strip(": ")
    return (
        '<p style="margin:.3em 0;font-family:monospace;font-size:13px;overflow-wrap:anywhere">'
        f"{escape(last)}</p>"
    )


def _look(error: CodeError) -> str:
    if error.kind == "KeyboardInterrupt":
        return "interrupted"
    return "unread" if error.kind in SYNTAX and error.slip != "elsewhere" else "stopped"


def _told(error: CodeError) -> str:
    """What it means; where nobody knows, Python's own last line, and how to read it."""
    words = errors.in_words(error)
    if not words:
        return "Read the last line of what Python itself says."
    return words
