"""nbgrader's settings for this course, for its own commands and for Formgrader alike.

An instructor starts nbgrader in this folder. Learners need none of it.
A class's own settings stand in class_config.py, which git ignores: docs/class.md tells how.
"""

import os
from pathlib import Path

from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LimitOutput,
    LockCells,
    OverwriteCells,
    OverwriteKernelspec,
    SaveCells,
)

from solidarity.author.answer_cells import AnswerCells
from solidarity.author.case_outputs import ClearOtherOutputs
from solidarity.author.given import GiveBrokenCode
from solidarity.grade.class_config import merge_into
from solidarity.grade.feedback import lists, manual_grading
from solidarity.grade.feedback.exporter import FeedbackPage
from solidarity.grade.feedback.marks import GetMarks
from solidarity.grade.grades_csv import SafeCsvExport
from solidarity.grade.hand_in_exporter import HandIn
from solidarity.grade.nbgrader_step import GradeWithKey
from solidarity.grade.release_feedback import ReleaseFeedback
from solidarity.grade.repair_step import Repair
from solidarity.grade.save_marks import SaveMarks

c = get_config()  # noqa: F821 (traitlets provides it)

root = str(Path(__file__).parent.resolve())

# The name of the folder that learners fetch into, so none of ours, and no package's.
c.CourseDirectory.course_id = "sse-course"
c.CourseDirectory.root = root
# Notes in these folders are for people, and some files are Windows's and the Mac's own;
# they must not be taken for anyone's work.
c.CourseDirectory.ignore = [
    *(".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "README.md"),
    *("Thumbs.db", "desktop.ini", ".DS_Store", "__MACOSX"),
]
c.Exchange.path_includes_course = True

# Friendlier than nbgrader's own words. It runs as it stands, and check() knows it.
c.ClearSolutions.code_stub = {
    "python": "# Write your answer here, in the place of the three dots.\n..."
}
c.ClearSolutions.text_stub = "*Write your answer here.*"

# nbgrader's own steps and two more: a function to mend is released with its fault, and a cell for
# an answer does not stop the cells below it.
# ClearOtherOutputs stands in the place of ClearOutput: cases keep the pictures of their panels.
c.GenerateAssignment.preprocessors = [
    LockCells,
    ClearSolutions,
    GiveBrokenCode,
    AnswerCells,
    ClearOtherOutputs,
    CheckCellMetadata,
    ComputeChecksums,
    SaveCells,
    ClearHiddenTests,
    ClearMarkScheme,
    ComputeChecksums,
    CheckCellMetadata,
]

# Repair comes first, so that a duplicated or deleted cell costs nobody anything;
# nbgrader's own checks then find nothing to complain about.
c.Autograde.sanitize_preprocessors = [
    ClearOutput,
    Repair,
    OverwriteKernelspec,
    OverwriteCells,
    CheckCellMetadata,
]
# A notebook is known by its cells and not by its name, and a key that does not fit is refused.
c.Autograde.exporter_class = HandIn
c.HandIn.course_root = root
# SaveMarks stands in the place of SaveAutoGrades: what a person has read stays read.
# GradeWithKey stands in the place of nbgrader's Execute: answers are compared outside the
# learner's code. ClearMetadata is left out, because it would drop what reports need.
c.Autograde.autograde_preprocessors = [
    GradeWithKey,
    LimitOutput,
    SaveMarks,
    AssignLatePenalties,
    CheckCellMetadata,
]
c.Repair.course_root = root
c.GradeWithKey.course_root = root

# The learner's page: our own, with nbgrader's marks.
c.GenerateFeedback.exporter_class = FeedbackPage
c.GenerateFeedback.preprocessors = [GetMarks]
c.FeedbackPage.course_root = root

# Formgrader's page for manual grading is nbgrader's own; what learners wrote is cleaned before it
# stands there, and no other server is asked for anything.
c.HTMLExporter.template_name = manual_grading.TEMPLATE
c.HTMLExporter.extra_template_basedirs = manual_grading.TEMPLATES
c.HTMLExporter.preprocessors = [manual_grading.Shield]
c.HTMLExporter.filters = {"markdown2html": manual_grading.markdown2html}
# Its lists are nbgrader's own too, and the names on them are text.
lists.make_names_text()

# One learner whose files cannot be read keeps nobody else's page back.
c.ExchangeFactory.release_feedback = ReleaseFeedback

# grades.csv, quoted and without formulas.
c.ExportApp.plugin_class = SafeCsvExport

merge_into(c, Path(root))
# A class that wants its hidden inputs to be secret sets this before grading, or c.GradeWithKey.seed
# in class_config.py.
if "SOLIDARITY_SEED" in os.environ:
    c.GradeWithKey.seed = os.environ["SOLIDARITY_SEED"]
