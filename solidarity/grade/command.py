"""What ``sse grade`` does: choose an engine, show progress, tell what happened to each learner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from solidarity.course import CourseProblem
from solidarity.grade.alone import alone
from solidarity.grade.class_run import ClassRun
from solidarity.grade.engines import this_machine
from solidarity.grade.ids import shown
from solidarity.grade.pages import PagesMade, make_pages
from solidarity.grade.run_record import Line, RunRecord
from solidarity.grade.submission import NOT_GRADED, WELL
from solidarity.run import processes
from solidarity.run.jail import probe
from solidarity.run.jail.unseen import demand_unseen

_MOST_SAID = 3


def grade_command(
    root: Path,
    module: str,
    say: Console,
    *,
    jobs: int,
    students: list[str],
    address: str,
    resume: bool,
    feedback: bool,
    trusted: bool,
    go_on: str = "sse grade --resume",
) -> bool:
    """Grade a module and say how it went; whether every learner was graded without loss.

    go_on: the command that goes on with this run. Raises CourseProblem or NoJail before the first
    learner is graded. Whatever else ends this has a note that says what is kept, and how to go on.
    """

    def waiting(words: str) -> None:
        say.print(words, markup=False)

    run = ClassRun(root, module, waiting)
    wanted = run.students(students)
    if not address:
        processes.demand_open_files(min(jobs, len(wanted)))
    if not (trusted or address):
        demand_unseen(root, run.config)
    engine, mode = _engine(min(jobs, len(wanted)), address, trusted)
    pages: list[PagesMade] = []
    try:
        with alone(run.records, module, waiting):
            report = _grade(run, wanted, engine, mode, say, resume=resume, feedback=feedback)
            if report.anew:
                say.print(report.anew, markup=False)
            _print(report, root, say)
            _print_changes(report, say)
            if passed_over := run.about_passed_over():
                say.print(passed_over, markup=False)
            if feedback:
                for made in _feedback(run, wanted, jobs, report, say):
                    pages.append(made)
                _tell_of_pages(run, wanted, pages, say)
                report.finish()
    except CourseProblem:
        raise
    except BaseException as error:
        error.add_note(_kept(run, len(wanted), len(pages), feedback, go_on))
        raise
    return report.all_well and not any(made.missing for made in pages)


def _grade(
    run: ClassRun,
    wanted: list[str],
    engine: this_machine.Engine,
    mode: str,
    say: Console,
    *,
    resume: bool,
    feedback: bool,
) -> RunRecord:
    count = "1 learner" if len(wanted) == 1 else f"{len(wanted)} learners"
    say.print(f"{run.module}: {count}. {mode}", markup=False)
    counts: Counter[str] = Counter()
    with _progress(say) as progress:
        task = progress.add_task("grading", total=len(wanted), counts="")

        def tell(line: Line, done: int, _: int) -> None:
            progress.start()
            counts[line.status] += 1
            words = ", ".join(f"{count} {status}" for status, count in counts.items())
            progress.update(task, completed=done, counts=words)

        return run.grade(wanted, engine, mode=mode, resume=resume, tell=tell, pages_follow=feedback)


def _kept(run: ClassRun, count: int, pages: int, feedback: bool, go_on: str) -> str:
    """What is kept of a run that did not come to its end, and how to go on."""
    graded = len(run.report.learners) if run.report else 0
    if graded == 0:
        words = "Nobody was graded in this run yet, and nothing is lost."
    elif graded < count:
        words = f"{graded} of {count} learners are graded and kept, and nothing is lost."
    else:
        words = f"All {count} learners are graded and kept, and nothing is lost."
        if feedback:
            words += f" {pages} of their {count} feedback pages are made."
    return f"{words} To go on:\n  {go_on}"


def _engine(jobs: int, address: str, trusted: bool) -> tuple[this_machine.Engine, str]:
    if trusted and address:
        raise CourseProblem(
            "On a cluster every submission runs in a jail: leave out --dask or --trust-submissions."
        )
    if trusted:
        mode = "Without a jail: learners' code runs with your own rights."
        return this_machine.local(jobs, trusted=True), mode
    if address:
        from solidarity.grade.engines.cluster import dask

        return dask(address), f"On the Dask cluster {address}, each in a jail."
    return this_machine.local(jobs), f"Safe: {probe.mode()}; {jobs} at one time."


@contextmanager
def _progress(say: Console, *, auto_refresh: bool = True) -> Iterator[Progress]:
    """A bar to be started with the first result: it begins a thread, see ``processes``."""
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[counts]}"),
        console=say,
        transient=True,
        auto_refresh=auto_refresh,
    )
    try:
        yield progress
    finally:
        progress.stop()


def _print(report: RunRecord, root: Path, say: Console) -> None:
    table = Table(box=None)
    for title in ("learner", "status", "score", "what happened"):
        table.add_column(title, justify="right" if title == "score" else "left")
    for line in sorted(report.learners.values(), key=lambda line: line.student):
        said = [*line.said[:_MOST_SAID], *(["…"] if len(line.said) > _MOST_SAID else [])]
        style = "" if line.status in WELL else "bold"
        table.add_row(
            escape(shown(line.student)),
            line.status,
            "–" if line.status == NOT_GRADED else f"{line.score:g} of {line.points:g}",
            escape("\n".join(said)),
            style=style,
        )
    say.print(table)
    path = report.path
    top = root.resolve()
    place = path.relative_to(top) if path.is_relative_to(top) else path
    say.print(f"Everything that happened is in {place}.", markup=False)


def _print_changes(report: RunRecord, say: Console) -> None:
    """Whose marks are not what they were, and which; nothing where all are the same."""
    changed = [line for line in report.learners.values() if line.changed]
    if not changed:
        return
    table = Table(box=None, title="Marks changed", title_justify="left")
    for title in ("learner", "from", "to", "which"):
        table.add_column(title, justify="right" if title in ("from", "to") else "left")
    for line in sorted(changed, key=lambda line: line.student):
        old, new = line.total
        which = ", ".join(f"{name} {a:g} → {b:g}" for name, (a, b) in line.changed.items())
        table.add_row(escape(shown(line.student)), f"{old:g}", f"{new:g}", escape(which))
    say.print(table)


def _feedback(
    run: ClassRun, students: list[str], jobs: int, report: RunRecord, say: Console
) -> Iterator[PagesMade]:
    """Make the pages, and give back what became of each learner's."""
    failed = [line.student for line in report.learners.values() if line.status == NOT_GRADED]
    # It draws itself anew at each step, and begins no thread: processes are begun all the time.
    with _progress(say, auto_refresh=False) as progress:
        task = progress.add_task("feedback", total=len(students), counts="")
        for made in make_pages(run.root, run.module, students, jobs, failed):
            progress.start()
            progress.advance(task)
            progress.refresh()
            report.note(made.student, made.said)
            yield made


def _tell_of_pages(
    run: ClassRun, students: list[str], pages: list[PagesMade], say: Console
) -> None:
    for made in sorted(pages, key=lambda made: made.student):
        for sentence in made.said:
            say.print(f"{shown(made.student)}: {sentence}", markup=False)
    say.print("The feedback pages are in feedback/.")
    _say_who_cannot_have_it_back(run, students, say)


def _say_who_cannot_have_it_back(run: ClassRun, students: list[str], say: Console) -> None:
    from solidarity.grade.return_pages import who_cannot

    without = who_cannot(run.folders, students)
    if len(without) == len(students):
        say.print(
            "None can go back through nbgrader's exchange, as with all work that was not handed in "
            "through it. Give each learner their own folder in feedback/ in another way."
        )
        return
    say.print("Give them back with:")
    say.print(f"  sse return {run.module}", markup=False)
    for reason in dict.fromkeys(without.values()):
        names = ", ".join(shown(one) for one, why in without.items() if why == reason)
        say.print(f"Left out, because {reason}: {names}", markup=False)
    if without:
        say.print("Give these their own folder in feedback/ in another way.")
