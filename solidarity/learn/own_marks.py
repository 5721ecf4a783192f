"""A learner's own notebook, judged as an instructor would, with the hidden cases too."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from solidarity.check import verdict_panel
from solidarity.course import CourseProblem, key_of, released
from solidarity.exercises.exercise import PUBLIC_SEED
from solidarity.exercises.verdict import Verdict, judge
from solidarity.foreign import bytes_of, visible, visible_lines
from solidarity.grade.key_read import full_specs
from solidarity.grade.verdicts import questions_of
from solidarity.notebooks.files_beside import files_of
from solidarity.notebooks.repair import repair
from solidarity.notebooks.submitted import MOST_BYTES, read_submitted
from solidarity.notebooks.which import released_of
from solidarity.run.run_own import run_own
from solidarity.run.whose import Before


@dataclass(frozen=True)
class Own:
    """The verdicts on one's own notebook, what was mended for them, and what went wrong."""

    module: str
    verdicts: tuple[Verdict, ...]
    said: tuple[str, ...]

    @property
    def all_right(self) -> bool:
        """Whether every exercise has all its points."""
        return all(verdict.score == verdict.points for verdict in self.verdicts)


def check_own(root: Path, path: Path, before: Before = lambda jailed: None) -> Own:
    """Judge a notebook of this course. Raises CourseProblem or UnreadableNotebook.

    before: see ``run_own``; what it raises comes through.
    """
    try:
        data = bytes_of(path, MOST_BYTES)
    except FileNotFoundError:
        raise CourseProblem(
            f"There is no file {visible(path)}. Give the path of your notebook."
        ) from None
    notebook, said = read_submitted(data)
    module, given = released_of(root, path.name, notebook)
    mended, repairs = repair(notebook, given)
    specs = full_specs(key_of(root, module), PUBLIC_SEED)
    questions = questions_of(mended, specs)
    run = run_own(mended, questions, files_of(released(root, module)), before=before)
    verdicts = tuple(
        judge(specs[one.name], run.answers.get(one.name, [])) for one in questions.values()
    )
    return Own(module, verdicts, (*said, *repairs, *run.trouble))


def in_words(own: Own) -> str:
    """What a learner reads in the terminal: each exercise in the words of the panel."""
    parts = [f"Note: {sentence}" for sentence in own.said]
    parts += [verdict_panel.text(verdict, graded=True) for verdict in own.verdicts]
    score = sum(verdict.score for verdict in own.verdicts)
    points = sum(verdict.points for verdict in own.verdicts)
    parts.append(f"Together: {score:g} of {points:g} points.")
    if not own.verdicts:
        parts.append("No exercise of this notebook is graded by itself.")
    return visible_lines("\n\n".join(parts))


def record(own: Own) -> str:
    """The same as JSON: module, score, points, what was said, and a record for each exercise."""
    content = {
        "module": own.module,
        "score": sum(verdict.score for verdict in own.verdicts),
        "points": sum(verdict.points for verdict in own.verdicts),
        "said": list(own.said),
        "verdicts": [verdict.to_json() for verdict in own.verdicts],
    }
    # With codes for all but ASCII: what is shown in a terminal must not act there.
    return json.dumps(content, indent=1)
