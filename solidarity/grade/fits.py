"""A key that does not fit what was released is refused before the first learner is graded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from solidarity.author.master import BuildProblem
from solidarity.course import CHECKS, CourseProblem, key_of, released
from solidarity.exercises.exercise import KeyProblem
from solidarity.exercises.keys import key_problems
from solidarity.exercises.spec import Spec, to_text
from solidarity.grade.key_read import KeyRead, read_key

_MOST_NAMED = 5


def demand_key_fits(root: Path, module: str, points: Mapping[str, float]) -> KeyRead | None:
    """The module's key. Raises CourseProblem, with what to do, where it gives other marks.

    What learners see comes from ``checks.json`` of the release, and hidden inputs from the key: the
    two must be of one build. Which of them the learners' own copies hold makes no difference.
    points: those that the gradebook gives, by the name of the check. A module that was released
    without exercises of ours needs no key, and has None.
    """
    path = key_of(root, module)
    label = f"course/{module}/key.py"
    if not path.is_file():
        if not (released(root, module) / CHECKS).exists():
            return None
        raise CourseProblem(
            f"{label} is missing, and release/{module}/checks.json was made from it. Without it "
            "nobody asks for hidden inputs, so nobody was graded. Put it back, and grade again: "
            f"sse grade {module}"
        )
    try:
        key = read_key(path)
        # As the build writes them into checks.json: without hidden inputs.
        problems, specs = key_problems(key.exercises), key.specs(None)
    except KeyProblem as problem:
        problems, specs = problem.problems, {}
    except BuildProblem as found:
        problems, specs = [" ".join(found.problems).rstrip(".")], {}
    if problems:
        raise CourseProblem(
            f"{label} cannot be right, so nobody was graded:\n"
            + "".join(f"• {problem}.\n" for problem in problems[:_MOST_NAMED])
            + f"Mend it, run: sse build, and grade again: sse grade {module}"
        )
    if different := _different(released(root, module) / CHECKS, specs):
        raise CourseProblem(
            f"{label} and release/{module}/checks.json are not of one build: they differ in "
            f"{_named(different)}. Learners would be told one thing and graded by another, so "
            f"nobody was graded. Run: sse build, and grade again: sse grade {module}"
        )
    other = [
        f"{name} ({spec.points:g} in the key, {points[name]:g} in the gradebook)"
        for name, spec in specs.items()
        if name in points and spec.points != points[name]
    ]
    if other:
        raise CourseProblem(
            f"{label} and the gradebook give other points for {_named(other)}. Nobody was graded. "
            f"Run: nbgrader generate_assignment --force {module}, and grade again: "
            f"sse grade {module}"
        )
    return key


def _different(checks: Path, specs: Mapping[str, Spec]) -> list[str]:
    """The exercises that the key and the released file do not tell alike."""
    try:
        told = _by_name(json.loads(checks.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return ["the whole file, which cannot be read"]
    wanted = _by_name(json.loads(to_text(list(specs.values()))))
    return [name for name in {**wanted, **told} if wanted.get(name) != told.get(name)]


def _by_name(content: Any) -> dict[str, Any]:
    return {entry["name"]: entry for entry in content["exercises"]}


def _named(names: Iterable[str]) -> str:
    listed = list(names)
    rest = [f"and {len(listed) - _MOST_NAMED} more"] if len(listed) > _MOST_NAMED else []
    return ", ".join([*listed[:_MOST_NAMED], *rest])
