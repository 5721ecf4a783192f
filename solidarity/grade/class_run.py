"""Grade a class: read what was collected, grade it with an engine, keep marks and notebooks.

Marks are written here, by one process. Killed at any moment and started again, it ends with the
same marks: a learner's files and marks are each replaced whole, and grading again changes nothing.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, suppress
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, PyFileConfigLoader

from solidarity.course import CourseProblem
from solidarity.exercises.exercise import PUBLIC_SEED
from solidarity.grade.class_config import ClassConfigProblem
from solidarity.grade.engines.this_machine import Engine
from solidarity.grade.fits import demand_key_fits
from solidarity.grade.guard import demand_of_one, in_words
from solidarity.grade.handed_in_at import handed_in_at
from solidarity.grade.ids import alike, refusal, shown
from solidarity.grade.named import demand_learners, demand_module
from solidarity.grade.nbgrader_step import GradeWithKey
from solidarity.grade.run_record import (
    Line,
    RunRecord,
    begun_by_another,
    new_report,
    unfinished_report,
)
from solidarity.grade.save import Marks, Standing, changes
from solidarity.grade.save_marks import texts_in
from solidarity.grade.submission import NOT_GRADED, Graded, Kit, Submission
from solidarity.notebooks.files_beside import (
    copy_beside,
    demand_folder,
    demand_writable,
    files_of,
    own_files,
)
from solidarity.notebooks.handed_in import files_handed_in
from solidarity.notebooks.submitted import printable
from solidarity.notebooks.which import known_elsewhere
from solidarity.trouble import at

CONFIG = "nbgrader_config.py"
ANEW = (
    "The key, the release, the seed or a limit has changed since that run was stopped, "
    "so everybody is graded anew."
)

Tell = Callable[[Line, int, int], None]
"""Called for each learner with their line, how many are done, and how many there are."""


class ClassRun:
    """The grading of one module for a class, with nbgrader's own folders and gradebook."""

    def __init__(
        self, root: Path, module: str, tell_waiting: Callable[[str], None] = lambda words: None
    ) -> None:
        """Raises CourseProblem, with the nearest name, for a module that does not exist.

        tell_waiting: is told when another program has to be waited for.
        """
        self.root, self.module, self._tell_waiting = root, module, tell_waiting
        self.config = load_config(root)
        self.folders = CourseDirectory(config=self.config)
        self._submitted = Path(self.folders.root, self.folders.submitted_directory)
        self._autograded = Path(self.folders.root, self.folders.autograded_directory)
        self._alike: dict[str, list[str]] = {}
        demand_module(module, known_modules(root, self.folders))
        self.folders.assignment_id = module
        self.report: RunRecord | None = None

    @property
    def records(self) -> Path:
        """The folder for what only ``sse grade`` itself needs."""
        return self._autograded / ".sse"

    def students(self, only: Sequence[str] = ()) -> list[str]:
        """Who handed the module in. Raises CourseProblem when somebody asked for did not.

        Whatever stands where work should stand is somebody's, also what cannot be graded.
        """
        found = [path.name for path in in_it(self._submitted) if self._is_work(path)]
        if not found:
            none = (
                f"Nobody's {self.module} is in {self._submitted.name}/ yet. "
                f"Collect it first: nbgrader collect {self.module}"
            )
            raise CourseProblem("\n".join(filter(None, [none, self.about_passed_over()])))
        missing = f"there is no folder for it in {self._submitted.name}/."
        demand_learners(only, found, f"{{who}} handed in no {self.module}: {missing}")
        return [student for student in found if not only or student in only]

    def about_passed_over(self) -> str:
        """Which folders were passed over, and what to do; "" where there are none."""
        names = self.passed_over()
        if not names:
            return ""
        return (
            f"Passed over in {self._submitted.name}/: {', '.join(map(shown, names))}. If work for "
            f"this module is there, move it to {self._submitted.name}/LEARNER/{self.module}/, with "
            "the learner's id for LEARNER, and grade again."
        )

    def _is_work(self, path: Path) -> bool:
        if not os.path.isdir(path):
            # A note for people is nobody's, and any other file is work in a wrong place.
            return not (path.name.startswith(".") or self._is_ignored(path.name))
        try:
            (path / self.module).lstat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:
            # Nobody can look into it.
            return True
        return True

    def _is_ignored(self, name: str) -> bool:
        return any(fnmatch(name, pattern) for pattern in self.folders.ignore)

    def passed_over(self) -> list[str]:
        """Folders in which somebody's work may lie in the wrong place: in no folder of a module."""
        known = known_modules(self.root, self.folders)
        return [
            path.name
            for path in in_it(self._submitted)
            if os.path.isdir(path)
            and not (path.name.startswith(".") or self._is_ignored(path.name))
            and not self._is_work(path)
            and (path.name in known or _holds_other_than(path, known))
        ]

    def grade(
        self,
        students: Sequence[str],
        engine: Engine,
        *,
        mode: str,
        resume: bool = False,
        tell: Tell = lambda line, done, count: None,
        pages_follow: bool = False,
    ) -> RunRecord:
        """Grade these learners and keep everything. Raises CourseProblem before the first one.

        pages_follow: the run is not finished yet when all are graded; whoever makes the pages
        finishes the record then, so that a run that is stopped meanwhile can go on too.
        """
        marks = self._marks()
        try:
            kit = self._kit(marks)
            report = self._report(kit, mode, resume, marks)
            report.write()
            self.report = report
            done = {line.student: line.digest for line in report.learners.values()}
            digests: dict[str, str] = {}
            self._alike = alike(students)

            def note(line: Line) -> None:
                report.add(line)
                tell(line, len(report.learners), len(students))

            def failed(student: str, reason: str) -> None:
                note(not_graded_line(student, reason, report.before.get(student, {})))

            def submissions() -> Iterator[Submission]:
                for student in students:
                    if reason := refusal(student) or self._no_learner(student):
                        failed(student, reason)
                        continue
                    try:
                        submission = self._submission(student, kit)
                        digests[student] = submission.digest
                    except Exception as error:
                        demand_of_one(error)
                        failed(student, f"The folder in submitted/ cannot be read. {_next(error)}")
                        continue
                    if done.get(student) != submission.digest:
                        yield submission

            # Closed at once, whatever happens, so that no process of it is left at work.
            with closing(engine(kit, submissions())) as results:
                for graded in results:
                    student = graded.student
                    try:
                        before = report.before.get(student, {})
                        line = self._keep(graded, marks, digests.pop(student), before)
                    except Exception as error:
                        demand_of_one(error)
                        failed(student, f"What was graded cannot be kept. {_next(error)}")
                        continue
                    note(line)
            if pages_follow:
                report.write()
            else:
                report.finish()
            return report
        except BaseException:
            self._write_what_is_kept()
            raise
        finally:
            marks.close()

    def _write_what_is_kept(self) -> None:
        """Stopped half-way: a run that goes on need not grade again what was kept."""
        if self.report is not None:
            with suppress(OSError):
                self.report.write()

    def _report(self, kit: Kit, mode: str, resume: bool, marks: Marks) -> RunRecord:
        where = (self._autograded, self.module)
        if resume and (found := unfinished_report(*where, kit.name)):
            return found
        report = new_report(*where, mode, kit.name, marks.standings())
        if resume and begun_by_another(*where, kit.name):
            report.anew = ANEW
        return report

    def _marks(self) -> Marks:
        folders = self.folders
        waiting = self._tell_waiting
        return Marks(folders.db_url, folders.course_id, self.module, self.config, waiting)

    def _kit(self, marks: Marks) -> Kit:
        release = Path(self.folders.root, self.folders.release_directory, self.module)
        released, masters = {}, {}
        for name in marks.notebooks():
            path = release / f"{name}.ipynb"
            if not path.is_file():
                raise CourseProblem(
                    f"{path.relative_to(self.folders.root)} is missing. "
                    f"Run: nbgrader generate_assignment --force {self.module}"
                )
            notebook = nbformat.read(path, as_version=4)
            marks.demand_known(name, notebook)
            released[name] = json.dumps(notebook)
            masters[name] = json.dumps(marks.as_master(name, notebook))
        key = demand_key_fits(self.root, self.module, marks.points())
        settings = GradeWithKey(config=self.config)
        specs = key.specs(settings.seed or PUBLIC_SEED) if key else {}
        files = files_of(release)
        others = known_elsewhere(self.root, self.module)
        return Kit(self.module, released, masters, specs, files, settings.limits(), others)

    def _no_learner(self, student: str) -> str:
        """Why this can be nobody's folder, "" if it can: the gradebook must not take it for one."""
        path = self._submitted / student
        if path.is_symlink() or not path.is_file():
            return ""
        return (
            f"In {self._submitted.name}/ lies a file of this name, and each learner's work has a "
            "folder there. If it is somebody's work, put it into their folder; if not, move it "
            "away."
        )

    def _submission(self, student: str, kit: Kit) -> Submission:
        folder = self._submitted / student / self.module
        if reason := _no_folder(folder):
            return Submission(student, dict.fromkeys(kit.released, reason))
        notebooks = files_handed_in(folder, list(kit.released), self.folders.ignore)
        time = repr(handed_in_at(folder)[0])
        submission = Submission(student, notebooks, own_files(folder, self._own), time)
        demand_still_there(folder)
        return submission

    @property
    def _own(self) -> Sequence[str]:
        """The released files that learners may change, as nbgrader knows them."""
        named = self.config.get("Autograde", {}).get("exclude_overwriting", {})
        return tuple(named.get(self.module, ()))

    def _keep(self, graded: Graded, marks: Marks, digest: str, standing: Standing) -> Line:
        student = graded.student
        source = self._submitted / student / self.module
        kept = self._autograded / student / self.module
        self._put_back(kept)
        read = {name: texts_in(kept / f"{name}.ipynb") for name in graded.notebooks}
        stamp, no_time = ({}, "") if _no_folder(source) else handed_in_at(source)
        fresh, left = self._make_files(graded, source)
        # First the marks: killed in between, the text that was read is still there to compare.
        notes = marks.save(graded, stamp, read)
        try:
            self._keep_files(fresh, kept)
        except OSError as error:
            demand_of_one(error)
            reason = f"The marks are written, and the graded notebook is not. {_next(error)}"
            return Line(student, NOT_GRADED, 0.0, 0.0, (reason,), "")
        notes += [*filter(None, [no_time]), *_about_the_name(self._alike.get(student, []))]
        now = marks.standings(student).get(student, {})
        changed = changes(standing, now)
        return Line(
            student,
            "repaired" if no_time and graded.status == "graded" else graded.status,
            graded.score,
            graded.points,
            tuple(map(printable, [*notes, *graded.said, *left])),
            digest,
            changed,
            (sum(standing.values()), sum(now.values())) if changed else (),
        )

    def _make_files(self, graded: Graded, source: Path) -> tuple[Path, list[str]]:
        """A new folder with all that is kept of a learner, and in words which files were left out.

        Raises OSError where none can be kept: looked at before the marks are written, so that they
        stay as they were.
        """
        kept = self._autograded / graded.student
        for folder in (kept, kept / self.module):
            demand_folder(folder)
        fresh = self._autograded / ".sse" / "new" / graded.student
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        release = Path(self.folders.root, self.folders.release_directory, self.module)
        given = fresh / "none" if _no_folder(source) else source
        left = copy_beside(given, release, fresh, self.folders.ignore, self._own)
        for name, text in graded.notebooks.items():
            # A lone surrogate, wherever it came from, cannot be written.
            with at(fresh / f"{name}.ipynb"):
                (fresh / f"{name}.ipynb").write_bytes(text.encode("utf-8", "replace"))
        kept.mkdir(parents=True, exist_ok=True)
        for folder in (kept, kept / self.module):
            if folder.exists():
                demand_writable(folder)
        return fresh, left

    def _keep_files(self, fresh: Path, place: Path) -> None:
        """Replace the learner's folder in autograded/ whole, so that no half of it is ever seen."""
        old = self._old(place)
        shutil.rmtree(old, ignore_errors=True)
        if place.exists():
            old.parent.mkdir(parents=True, exist_ok=True)
            os.replace(place, old)
        os.replace(fresh, place)
        shutil.rmtree(old, ignore_errors=True)

    def _old(self, place: Path) -> Path:
        """Where the folder that was in this place is, while a new one takes it."""
        return self.records / "old" / self.module / place.parent.name

    def _put_back(self, place: Path) -> None:
        """Killed between two folders: the texts that somebody has read are in the old one."""
        old, learner = self._old(place), place.parent
        missing = learner.is_dir() and not learner.is_symlink() and not os.path.lexists(place)
        if missing and old.is_dir():
            os.replace(old, place)


def in_it(folder: Path) -> list[Path]:
    """All that lies in a folder, by name; nothing where there is no such folder."""
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def known_modules(root: Path, folders: CourseDirectory) -> set[str]:
    """The course's modules, and those that were released; where there are none, those handed in."""
    released = Path(folders.root, folders.release_directory)
    known = {path.name for path in released.glob("*") if path.is_dir()}
    known |= {path.parent.name for path in root.glob("course/*/module.toml")}
    if not known:
        submitted = Path(folders.root, folders.submitted_directory)
        known = {path.name for path in submitted.glob("*/*") if path.is_dir()}
    return known


def _holds_other_than(folder: Path, modules: Collection[str]) -> bool:
    """Whether something lies in a folder, and nothing of it is called like a module."""
    try:
        names = [name for name in os.listdir(folder) if not name.startswith(".")]
    except OSError:
        return False
    return bool(names) and not any(name in modules for name in names)


def _no_folder(folder: Path) -> str:
    """Why a learner's folder is none that may be read, "" if it is one."""
    for path in (folder.parent, folder):
        if path.is_symlink():
            return "The folder is a link, and could lead to somebody else's work. Copy the files."
        if path.exists() and not path.is_dir():
            return "In the place of the folder is something else. Hand in a folder with the files."
    return ""


def not_graded_line(student: str, reason: str, standing: Standing) -> Line:
    """The line of a learner of whom nothing was written."""
    kept = (
        f"The marks stay as they were: {sum(standing.values()):g}."
        if standing
        else "No marks were written."
    )
    return Line(student, NOT_GRADED, 0.0, 0.0, (reason, kept), "")


def _next(error: Exception) -> str:
    return f"{in_words(error)}. Mend it and grade again."


def _about_the_name(others: Sequence[str]) -> list[str]:
    if not others:
        return []
    return [
        f"Nearly the same name has {', '.join(map(shown, others))}. Is it one learner? Each folder "
        "is graded by itself."
    ]


def demand_still_there(folder: Path) -> None:
    """Raises OSError where a learner's folder went away: it must not cost her the marks."""
    if not folder.is_dir():
        raise FileNotFoundError(
            errno.ENOENT,
            "it was there when this run began, and is gone. Was it moved, or is somebody "
            "collecting at this moment? Put it back",
            str(folder),
        )


def load_config(root: Path) -> Config:
    """nbgrader's settings for this course. Raises CourseProblem when there are none."""
    if not (root / CONFIG).is_file():
        raise CourseProblem(f"There is no {CONFIG} in {root}. Start this in the course's folder.")
    try:
        config: Any = PyFileConfigLoader(CONFIG, path=str(root)).load_config()
    except (SystemExit, ClassConfigProblem) as problem:
        # The class's own settings are broken, and the sentence says where.
        raise CourseProblem(str(problem)) from None
    return config
