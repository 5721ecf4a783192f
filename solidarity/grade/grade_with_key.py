"""Grade a submitted notebook through the module's key, in the place of nbgrader's own Execute."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import Int, Unicode

from solidarity.build.source import headings, reread
from solidarity.check import panel
from solidarity.check.exercise import PUBLIC_SEED, Spec
from solidarity.check.verdict import Verdict, judge
from solidarity.grade.kernel import in_a_fresh_loop, run_in_kernel
from solidarity.grade.run import Limits, Question, Run, Runner
from solidarity.keys import load_key


class GradeWithKey(NbGraderPreprocessor):
    """Runs the learner's cells, asks for the answers, compares them here, writes the scores.

    The score stands in the check's cell as nbgrader reads it (a number as ``execute_result``),
    with the verdict beside it as HTML. Cells with an instructor's own asserts run as they stand.
    """

    course_root = Unicode(help="The folder of the course; course/ is looked for in it.").tag(
        config=True
    )
    seed = Unicode(
        PUBLIC_SEED,
        help="The seed of the hidden inputs. A class may keep its own secret.",
    ).tag(config=True)
    cell_seconds = Int(30, help="Seconds that one cell of a learner may take.").tag(config=True)
    ask_seconds = Int(10, help="Seconds for all answers of one exercise.").tag(config=True)

    runner: Runner = staticmethod(run_in_kernel)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Grade one notebook; one without graded code cells is not run at all."""
        graded = [cell for cell in nb.cells if cell.cell_type == "code" and is_grade(cell)]
        if not graded:
            return nb, resources
        folder = Path(resources["metadata"]["path"] or ".")
        specs = self._specs(resources["nbgrader"]["assignment"])
        questions = questions_of(nb, specs)
        limits = Limits(cell_seconds=self.cell_seconds, ask_seconds=self.ask_seconds)
        run = in_a_fresh_loop(lambda: self.runner(nb, questions, folder, limits))
        for sentence in run.trouble:
            self.log.warning("%s: %s", resources["nbgrader"]["notebook"], sentence)
        write_verdicts(run, questions, specs)
        return run.notebook, resources

    def _specs(self, module: str) -> dict[str, Spec]:
        path = Path(self.course_root, "course", module, "key.py")
        if not path.is_file():
            self.log.info("No key %s: cells are graded by their own asserts", path)
            return {}
        return full_specs(path, self.seed)


def full_specs(key_path: Path, seed: str) -> dict[str, Spec]:
    """The specs of a key with the hidden cases, and the paragraph to reread for each exercise."""
    from solidarity.build.master import read_master

    reading = headings(read_master(key_path.parent / "reading.md", "reading.md"))
    return {
        name: exercise.spec(
            name, read=reread(exercise.read, reading, name), hidden_seed=seed or PUBLIC_SEED
        )
        for name, exercise in load_key(key_path).items()
    }


def questions_of(nb: Any, specs: dict[str, Spec]) -> dict[int, Question]:
    """Which question stands in the place of which cell: each check that the key knows."""
    return {
        index: Question(
            name,
            [case.inputs for case in specs[name].cases],
            shown=sum(case.place == "example" for case in specs[name].cases),
        )
        for index, cell in enumerate(nb.cells)
        if cell.cell_type == "code"
        and is_grade(cell)
        and (name := cell.metadata["nbgrader"]["grade_id"]) in specs
    }


def write_verdicts(run: Run, questions: dict[int, Question], specs: dict[str, Spec]) -> None:
    """Put the verdict of every exercise into the cell of its check."""
    for index, question in questions.items():
        verdict = judge(specs[question.name], run.answers.get(question.name, []))
        run.notebook.cells[index].outputs = [score_output(verdict)]
        run.notebook.cells[index].execution_count = None
    for index, cell in enumerate(run.notebook.cells):
        if cell.cell_type == "code" and is_grade(cell) and index not in questions:
            _forgive_warnings(cell)
    if run.trouble:
        note = nbformat.v4.new_markdown_cell("**While running:** " + " ".join(run.trouble))
        run.notebook.cells.insert(0, note)


def score_output(verdict: Verdict) -> Any:
    """The verdict as nbgrader reads it, as people read it, and as a record for reports."""
    return nbformat.v4.new_output(
        "execute_result",
        data={
            "text/plain": f"{verdict.score:g}",
            "text/html": panel.html(verdict, graded=True),
        },
        metadata={"solidarity": json.loads(json.dumps(verdict.to_json()))},
        execution_count=None,
    )


def _forgive_warnings(cell: Any) -> None:
    """nbgrader gives zero for anything on stderr, also for a correct answer that warns (#1904)."""
    for output in cell.outputs:
        if output.output_type == "stream":
            output.name = "stdout"
