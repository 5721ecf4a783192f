"""What an instructor types: grade a class, give its pages back, state its grades."""

from __future__ import annotations

import contextlib
import os
import shlex
from collections.abc import Iterator
from typing import Annotated

import typer

from solidarity.cli.app import app
from solidarity.cli.root import Root, root_of
from solidarity.cli.terminal import say


@app.command()
def grade(
    module: Annotated[str, typer.Argument(help="The module, as its folder is called.")],
    jobs: Annotated[
        int,
        typer.Option(min=1, help="Submissions graded at one time; one per core by default."),
    ] = os.cpu_count() or 1,
    student: Annotated[
        list[str] | None, typer.Option(help="Only this learner; may be given more than once.")
    ] = None,
    dask: Annotated[
        str, typer.Option(help="Grade on the Dask cluster with this address of its scheduler.")
    ] = "",
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run that was stopped half-way.")
    ] = False,
    feedback: Annotated[bool, typer.Option(help="Make the feedback pages too.")] = True,
    trust_submissions: Annotated[
        bool,
        typer.Option(
            "--trust-submissions",
            help="Run learners' code without a jail, with all your rights. "
            "Only for work that you trust as you trust your own programs.",
        ),
    ] = False,
    root: Root = None,
) -> None:
    """Grade what a class handed in: each submission in a jail, all of them side by side."""
    command = [
        *("sse", "grade", module),
        *([] if jobs == (os.cpu_count() or 1) else ["--jobs", str(jobs)]),
        *(part for one in student or [] for part in ("--student", one)),
        *(["--dask", dask] if dask else []),
        *([] if feedback else ["--no-feedback"]),
        *(["--trust-submissions"] if trust_submissions else []),
        *(["--root", str(root)] if root else []),
    ]
    again = shlex.join([*command, *(["--resume"] if resume else [])])
    with _noted(f"Nobody was graded now, and nothing was changed. Try again:\n  {again}"):
        from solidarity.run.jail import probe

        if not (trust_submissions or dask):
            # Meanwhile this process imports nbgrader, which takes longer.
            probe.begin()
        from solidarity.grade.command import grade_command

        top = root_of(root)
        well = grade_command(
            top,
            module,
            say,
            jobs=jobs,
            students=student or [],
            address=dask,
            resume=resume,
            feedback=feedback,
            trusted=trust_submissions,
            go_on=shlex.join([*command, "--resume"]),
        )
    if not well:
        raise typer.Exit(1)


@app.command("return")
def return_(
    module: Annotated[str, typer.Argument(help="The module, as its folder is called.")],
    student: Annotated[
        list[str] | None, typer.Option(help="Only this learner; may be given more than once.")
    ] = None,
    root: Root = None,
) -> None:
    """Give the feedback pages back through nbgrader's exchange, and say who cannot have theirs."""
    from solidarity.grade.return_pages import return_command

    everybody = return_command(root_of(root), module, student or [], say)
    if not everybody:
        raise typer.Exit(1)


@app.command()
def statement(
    student: Annotated[
        list[str] | None,
        typer.Option(help="Only this learner; may be given more than once. All if left out."),
    ] = None,
    root: Root = None,
) -> None:
    """Write signed statements of the grades in the gradebook, into statements/."""
    from datetime import date

    from nbgrader.coursedir import CourseDirectory

    from solidarity.course import load_course
    from solidarity.grade.class_run import load_config
    from solidarity.report.signing import FOLDER, PUBLIC
    from solidarity.report.statement import issue

    top = root_of(root).resolve()
    gradebook = CourseDirectory(config=load_config(top)).db_url
    files = issue(
        load_course(top),
        gradebook,
        student or [],
        date.today(),
        lambda words: say.print(words, markup=False),
    )
    for path in files:
        say.print(f"wrote {path.relative_to(top)}, and beside it a page to print", markup=False)
    say.print(f"Whoever is to check them needs {FOLDER}/{PUBLIC}. The other key is yours alone.")


@contextlib.contextmanager
def _noted(words: str) -> Iterator[None]:
    """Whatever ends this has these words with it, if it has none of its own."""
    try:
        yield
    except BaseException as error:
        if not getattr(error, "__notes__", []):
            error.add_note(words)
        raise
