"""An answer put through the real way of grading: what is said beside the learner, and at the end.

It stands in the released notebook, in its own cell, with the course's cells around it. It runs in
the worker that grades a class. What other answers it builds on are those of the course.
"""

from __future__ import annotations

import ast
import builtins
import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat

from solidarity.answers.kinds.value import Value
from solidarity.course import key_of, released
from solidarity.exercises.exercise import PUBLIC_SEED, Exercise
from solidarity.exercises.spec import Spec
from solidarity.exercises.verdict import Verdict, judge, values_of
from solidarity.grade.key_read import read_key
from solidarity.grade.verdicts import questions_of
from solidarity.notebooks.files_beside import files_of
from solidarity.notebooks.labels import ANSWER, is_check, is_solution, name_of
from solidarity.run.runner import Runner


@dataclass(frozen=True)
class Tried:
    """What was said: ``home`` of the examples alone, ``graded`` of the hidden inputs too."""

    home: Verdict
    graded: Verdict


@dataclass(frozen=True)
class Bench:
    """A module's exercises, ready for answers to be put in."""

    module: str
    notebook: Any
    solutions: Mapping[str, str]
    home: Mapping[str, Spec]
    full: Mapping[str, Spec]
    exercises: Mapping[str, Exercise]
    files: Mapping[str, bytes]

    @cached_property
    def gives(self) -> dict[str, frozenset[str]]:
        """The names that the course's own answer to each exercise gives."""
        return {name: _given(code) for name, code in self.solutions.items()}

    def notebook_with(self, exercise: str, code: str) -> Any:
        """The course's own cells, this answer, its check, and the answers that it builds on."""
        kept = {exercise, *self._built_on(exercise, code)}
        notebook = copy.copy(self.notebook)
        notebook.cells = []
        for cell in self.notebook.cells:
            name = name_of(cell).removesuffix(ANSWER)
            # The answer to a form is a given cell, which puts together what others hold.
            if is_solution(cell) or name_of(cell) == exercise + ANSWER:
                if name in kept:
                    own = copy.deepcopy(cell)
                    own.source = code if name == exercise else self.solutions[name]
                    notebook.cells.append(own)
            elif cell.cell_type == "code" and (not is_check(cell) or name == exercise):
                notebook.cells.append(copy.deepcopy(cell))
        return notebook

    def _built_on(self, exercise: str, code: str) -> set[str]:
        needed: set[str] = set()
        looked = [code]
        while looked:
            wanted = _asked_for(looked.pop())
            for name, given in self.gives.items():
                if name not in needed | {exercise} and given & wanted:
                    needed.add(name)
                    looked.append(self.solutions[name])
        return needed

    def try_out(self, exercise: str, code: str, run: Runner) -> Tried:
        """Run this answer to an exercise and judge it twice."""
        notebook = self.notebook_with(exercise, code)
        questions = questions_of(notebook, {exercise: self.full[exercise]})
        answers = run(notebook, questions, {}).answers.get(exercise, [])
        home, full, neighbours = self.home[exercise], self.full[exercise], self.neighbours
        return Tried(
            judge(home, answers[: len(home.cases)], neighbours), judge(full, answers, neighbours)
        )

    def agrees(self, exercise: str, code: str, run: Runner, inputs: int) -> bool:
        """Is this answer right for so many inputs drawn at random, and for all that are listed?"""
        # Whether it is right does not hang on what mistakes would give.
        many = replace(self.exercises[exercise], draws=inputs, mistakes={})
        spec = many.spec(exercise, hidden_seed="many")
        notebook = self.notebook_with(exercise, code)
        answers = run(notebook, questions_of(notebook, {exercise: spec}), {}).answers
        return judge(spec, answers.get(exercise, [])).status == "right"

    @cached_property
    def neighbours(self) -> dict[str, Value]:
        """What is right where the answer is one value."""
        return values_of(self.home.values())


def bench_of(root: Path, module: str, seed: str = PUBLIC_SEED) -> Bench:
    """The exercises of a module, as they stand in release/ and source/ and in its key."""
    notebook = nbformat.read(released(root, module) / "exercises.ipynb", as_version=4)
    source = nbformat.read(root / "source" / module / "exercises.ipynb", as_version=4)
    key = read_key(key_of(root, module))
    solutions = {
        name: cell.source
        for cell in source.cells
        if (name := name_of(cell).removesuffix(ANSWER)) in key.exercises and is_solution(cell)
    }
    return Bench(
        module,
        notebook,
        solutions,
        key.specs(None),
        key.specs(seed),
        key.exercises,
        files_of(released(root, module)),
    )


def _given(code: str) -> frozenset[str]:
    """The names that a cell gives to all cells below it."""
    given: set[str] = set()
    for node in ast.parse(code).body:
        if isinstance(node, ast.FunctionDef):
            given.add(node.name)
        else:
            given |= {name.id for name in _names(node) if isinstance(name.ctx, ast.Store)}
    return frozenset(given)


def _asked_for(code: str) -> set[str]:
    """The names that a cell uses and does not give itself."""
    try:
        names = _names(ast.parse(code))
    except (SyntaxError, ValueError):
        return set()
    own = {name.id for name in names if isinstance(name.ctx, ast.Store)}
    return {n.id for n in names if isinstance(n.ctx, ast.Load)} - own - set(dir(builtins))


def _names(tree: ast.AST) -> list[ast.Name]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
