"""Grade a submitted notebook through the module's key, in the place of nbgrader's own Execute."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Int, Unicode

from solidarity.course import key_of, released
from solidarity.exercises.exercise import PUBLIC_SEED
from solidarity.exercises.spec import Spec
from solidarity.grade.key_read import full_specs
from solidarity.grade.verdicts import questions_of, write_verdicts
from solidarity.notebooks.files_beside import files_of, own_files
from solidarity.notebooks.labels import is_graded_code
from solidarity.run.jail.probe import wall_here
from solidarity.run.jail.unseen import demand_unseen
from solidarity.run.kept import kept_worker
from solidarity.run.runner import Limits
from solidarity.run.trusted import run_trusted


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

    total_seconds = Int(300, help="Seconds that a learner's whole notebook may take.").tag(
        config=True
    )
    memory_mb = Int(2048, help="Megabytes of memory that a learner's work may use.").tag(
        config=True
    )
    trust_submissions = Bool(
        False,
        help="Run learners' code without a jail, with your own rights. Only for work that you "
        "trust as you trust your own programs.",
    ).tag(config=True)

    def limits(self) -> Limits:
        """What one submission may use, after these settings."""
        return Limits(
            cell_seconds=self.cell_seconds,
            ask_seconds=self.ask_seconds,
            total_seconds=self.total_seconds,
            memory=self.memory_mb * 2**20,
        )

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Grade one notebook; one without graded code cells is not run at all."""
        graded = [cell for cell in nb.cells if is_graded_code(cell)]
        if not graded:
            return nb, resources
        module = resources["nbgrader"]["assignment"]
        specs = self._specs(module)
        questions = questions_of(nb, specs)
        folder = Path(resources["metadata"]["path"] or ".")
        if self.trust_submissions:
            run = run_trusted(nb, questions, {}, self.limits(), folder=folder)
        else:
            demand_unseen(Path(self.course_root), self.config)
            files = files_of(released(Path(self.course_root), module))
            own = self._own_files(module, folder)
            run = kept_worker(files, self.limits(), wall_here()).run(nb, questions, own)
        for sentence in run.trouble:
            self.log.warning("%s: %s", resources["nbgrader"]["notebook"], sentence)
        write_verdicts(run, questions, specs)
        return run.notebook, resources

    def _own_files(self, module: str, folder: Path) -> dict[str, bytes]:
        """The released files that learners may change, as nbgrader left them in the folder."""
        named = self.config.get("Autograde", {}).get("exclude_overwriting", {})
        return own_files(folder, named.get(module, ()))

    def _specs(self, module: str) -> dict[str, Spec]:
        path = key_of(Path(self.course_root), module)
        if not path.is_file():
            self.log.info("No key %s: cells are graded by their own asserts", path)
            return {}
        return full_specs(path, self.seed)
