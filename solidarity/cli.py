"""The command ``sse``: what authors, learners and instructors type."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from solidarity import stopping, trouble
from solidarity.course import CourseProblem, find_root
from solidarity.foreign import visible, visible_lines

# jsonschema builds 35 parsers when it finds this package, 2 s at every start (jsonschema #1428);
# without it only the check of international addresses is left out, which notebooks do not have.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

# What people wrote is shown as it stands, also where it looks like the name of a picture (":x:").
say = Console(highlight=False, soft_wrap=True, emoji=False)
warn = Console(highlight=False, soft_wrap=True, emoji=False, stderr=True)


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    """The one place where a problem of the machine, or being told to stop, becomes sentences.

    Any other error goes on as it is: a fault of ours must be seen. Its notes say what is kept.
    """
    try:
        with stopping.heard():
            yield
    except KeyboardInterrupt as stop:
        stopped = stop if isinstance(stop, stopping.Stopped) else stopping.Stopped()
        _tell(str(stopped), stop)
        raise typer.Exit(stopped.code) from None
    except Exception as error:
        words = trouble.in_words(error)
        if words is None:
            raise
        _tell(words, error)
        raise typer.Exit(2) from None


def _tell(words: str, error: BaseException) -> None:
    # The terminal may be gone, and the exit code must be right all the same.
    with contextlib.suppress(OSError):
        for one in (words, *getattr(error, "__notes__", [])):
            _complain(one)


@contextlib.contextmanager
def _noted(words: str) -> Iterator[None]:
    """Whatever ends this has these words with it, if it has none of its own."""
    try:
        yield
    except BaseException as error:
        if not getattr(error, "__notes__", []):
            error.add_note(words)
        raise


class _Commands(typer.core.TyperGroup):
    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        with _in_words():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        with _in_words():
            return super().invoke(ctx)


app = typer.Typer(
    cls=_Commands,
    help="Solidarity, a course on the social solidarity economy.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Root = Annotated[
    Path | None, typer.Option(help="The folder of the course; found from here if not given.")
]


def _complain(text: object) -> None:
    """Say it beside what the command gives, with nothing in it that a terminal would obey."""
    warn.print(visible_lines(text), markup=False)


def _stop(problem: object, code: int) -> typer.Exit:
    _complain(problem)
    return typer.Exit(code)


def _ask(question: str) -> bool | None:
    """What a person answers, no by default; None where nobody sits there to answer."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    # Not with input(), which writes to where the JSON goes.
    try:
        warn.print(f"{question} [y/N] ", end="", markup=False)
        answer = sys.stdin.readline()
    except KeyboardInterrupt:
        answer = ""
    if not answer.endswith("\n"):
        warn.print()
    return answer.strip().lower() in ("y", "yes")


def _root(given: Path | None) -> Path:
    try:
        return find_root(given if given is not None else _here())
    except CourseProblem as problem:
        raise _stop(problem, 2) from None


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise CourseProblem(
            "The folder that this terminal is in was moved or deleted. Change to the folder of the "
            "course (cd), and try again."
        ) from None


@app.command()
def start(
    root: Root = None,
    quiet: Annotated[bool, typer.Option(help="Say nothing when all went well.")] = False,
) -> None:
    """Lay out your own copies of the modules in my-work/; what is there already is kept."""
    from solidarity.start import start as lay_out

    try:
        copies = lay_out(_root(root))
    except CourseProblem as problem:
        raise _stop(problem, 1) from None
    if not quiet:
        say.print(str(copies), markup=False)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def lab(context: typer.Context, root: Root = None) -> None:
    """Open JupyterLab on the landing page. What follows is passed on to JupyterLab."""
    from solidarity.start import start as lay_out

    top = _root(root)
    try:
        lay_out(top)
    except CourseProblem as problem:
        raise _stop(problem, 1) from None
    # Settings, and an extension in labextensions/: found here, however the package is installed.
    ours = str(Path(__file__).parent / "lab")
    for name in ("JUPYTER_CONFIG_PATH", "JUPYTER_PATH"):
        os.environ[name] = os.pathsep.join(filter(None, [ours, os.environ.get(name, "")]))
    # Formgrader looks for the course's settings here, and would grade without them and our jail.
    os.chdir(top)
    # -P: no file of this folder is taken for a part of JupyterLab.
    arguments = [
        sys.executable,
        "-P",
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={Path.cwd()}",
        "--LabApp.default_url=/lab/tree/START.ipynb",
        *context.args,
    ]
    if sys.platform == "win32":
        # Windows has no exec: it would start a second process and give the prompt back.
        import subprocess

        raise typer.Exit(subprocess.call(arguments))
    os.execv(sys.executable, arguments)


@app.command()
def build(
    root: Root = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail if anything would change.")
    ] = False,
    adopt: Annotated[
        str, typer.Option(help="Bring this hand-edited source notebook back into its master.")
    ] = "",
) -> None:
    """Make source/ and release/ from the masters in course/."""
    from solidarity.build import build as builder
    from solidarity.build.master import BuildProblem

    top = _root(root)
    try:
        if adopt:
            master = builder.adopt(top, Path(adopt).as_posix())
            say.print(f"{master} now holds what {adopt} says. Build again to renew the release.")
            return
        made = builder.make(top)
        if check:
            drifted = builder.drift(top, made)
            for path in drifted:
                warn.print(f"{path} differs from a fresh build.", markup=False)
            if drifted:
                warn.print("Run: sse build")
                raise typer.Exit(1)
            say.print(f"All {len(made)} generated files are what a fresh build gives.")
            return
        report = builder.write(top, made)
    except BuildProblem as found:
        for problem in found.problems:
            warn.print(f"• {problem}", markup=False)
        raise typer.Exit(1) from None
    except CourseProblem as problem:
        raise _stop(problem, 1) from None
    for path in report.written:
        say.print(f"wrote {path}", markup=False)
    say.print(f"{len(report.written)} written, {report.unchanged} unchanged.")


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
        from solidarity.grade.jail import probe
        from solidarity.grade.jail.bubblewrap import NoJail

        if not (trust_submissions or dask):
            # Meanwhile this process imports nbgrader, which takes longer.
            probe.begin()
        from solidarity.grade.command import grade_command

        top = _root(root)
        try:
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
        except (CourseProblem, NoJail) as problem:
            raise _stop(problem, 2) from None
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

    try:
        everybody = return_command(_root(root), module, student or [], say)
    except CourseProblem as problem:
        raise _stop(problem, 2) from None
    if not everybody:
        raise typer.Exit(1)


Trust = Annotated[
    bool,
    typer.Option(
        "--trust",
        help="Do not ask: where no jail is possible, run a notebook that is not one of your copies "
        "in my-work/ with all your rights. Only for work that you trust like your own.",
    ),
]


@app.command()
def check(
    notebook: Annotated[Path, typer.Argument(help="Your own notebook with the exercises.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdicts as JSON.")] = False,
    trust: Trust = False,
    root: Root = None,
) -> None:
    """Check your own notebook as an instructor would, with all hidden inputs.

    It is run in a jail, where one is possible. Your copies in my-work/ are run without one too, as
    in JupyterLab; before any other notebook you are asked, as somebody else may have written it.

    Exit code 0: everything is right. 1: not everything is. 2: the notebook cannot be used, or was
    not run, as you did not say that you trust it.
    """
    from solidarity.grade.check_own import check_own, in_words, record
    from solidarity.grade.submitted import Unreadable
    from solidarity.grade.whose import NotTrusted, before_running

    top = _root(root)
    before = before_running(top, notebook, trusted=trust, tell=_complain, ask=_ask)
    try:
        own = check_own(top, notebook, before)
    except (CourseProblem, Unreadable, NotTrusted) as problem:
        raise _stop(problem, 2) from None
    # Not through rich: a verdict may hold square brackets, and JSON must stay whole.
    typer.echo(record(own) if as_json else in_words(own))
    if not own.all_right:
        raise typer.Exit(1)


@app.command()
def progress(
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    root: Root = None,
) -> None:
    """Say how far you are, from your own copies in my-work/. Nothing is run or sent."""
    import json

    from rich.markup import escape
    from rich.table import Table

    from solidarity.course import load_course
    from solidarity.report.progress import progress as measure

    try:
        found = measure(load_course(_root(root)))
    except CourseProblem as problem:
        raise _stop(problem, 2) from None
    if as_json:
        typer.echo(json.dumps(found.record()))
        return
    table = Table(box=None)
    for title in ("module", "how far you are"):
        table.add_column(title)
    for one in found.modules:
        table.add_row(escape(f"{one.module.number}. {one.module.title}"), escape(one.words))
    say.print(table)
    say.print(found.words, markup=False)


@app.command()
def export(
    notebook: Annotated[
        Path | None,
        typer.Argument(help="Your notebook with the plan; your own copy of module 10 if left out."),
    ] = None,
    title: Annotated[
        str, typer.Option(help="The title; the first heading of the plan if left out.")
    ] = "",
    name: Annotated[str, typer.Option(help="Your name, or your group's, for the page.")] = "",
    to: Annotated[
        Path | None, typer.Option(help="The folder to write to; the notebook's if left out.")
    ] = None,
    draft: Annotated[
        bool,
        typer.Option("--draft", help="Write it as it stands, marked as a draft."),
    ] = False,
    browser: Annotated[
        str, typer.Option(help="The browser that prints the PDF; found by itself if left out.")
    ] = "",
    trust: Trust = False,
    root: Root = None,
) -> None:
    """Make a page of your own plan to show to others: plan.html, and plan.pdf.

    Nothing is sent anywhere. A plan that your cells compute is run as sse check runs it.

    Exit code 0: the page is written, also where no browser can print it. 1: the plan is not
    complete, and nothing is written. 2: the notebook cannot be used, or was not run, as you did not
    say that you trust it.
    """
    from datetime import date

    from solidarity.grade.submitted import Unreadable
    from solidarity.grade.whose import NotTrusted, before_running
    from solidarity.report.plan_page.capstone import own_copy
    from solidarity.report.plan_page.export import Incomplete
    from solidarity.report.plan_page.export import export as make

    top = _root(root)
    path = notebook if notebook is not None else own_copy(top)
    try:
        done = make(
            top,
            path,
            to=to,
            title=title,
            name=name,
            draft=draft,
            browser=browser or None,
            today=date.today(),
            before=before_running(top, path, trusted=trust, tell=_complain, ask=_ask),
        )
    except (CourseProblem, Unreadable, NotTrusted) as problem:
        raise _stop(problem, 2) from None
    except Incomplete as found:
        warn.print("The plan is not complete yet:")
        for sentence in found.missing:
            _complain(f"• {sentence}")
        warn.print("Save your notebook when it is. To have it as it stands: sse export --draft")
        raise typer.Exit(1) from None
    for sentence in done.notes:
        say.print(visible(f"Note: {sentence}"), markup=False)
    if done.missing:
        say.print("A draft, as this is still missing:")
        for sentence in done.missing:
            say.print(visible(f"• {sentence}"), markup=False)
    say.print(visible(f"wrote {done.html}"), markup=False)
    if done.pdf is not None:
        say.print(visible(f"wrote {done.pdf}"), markup=False)
    else:
        say.print(
            visible(
                f"There is no new PDF: {done.no_pdf}. To make it, open {done.html} in your "
                "browser, choose Print, and then Save as PDF."
            ),
            markup=False,
        )


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
    from solidarity.grade.grade_class import load_config
    from solidarity.report.signing import FOLDER, PUBLIC
    from solidarity.report.statement import issue

    top = _root(root).resolve()
    try:
        gradebook = CourseDirectory(config=load_config(top)).db_url
        files = issue(
            load_course(top),
            gradebook,
            student or [],
            date.today(),
            lambda words: say.print(words, markup=False),
        )
    except CourseProblem as problem:
        raise _stop(problem, 2) from None
    for path in files:
        say.print(f"wrote {path.relative_to(top)}, and beside it a page to print", markup=False)
    say.print(f"Whoever is to check them needs {FOLDER}/{PUBLIC}. The other key is yours alone.")


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="The statement, a .json file.")],
    key: Annotated[
        Path | None,
        typer.Option(help="The public key of those who issued it; this course's own if left out."),
    ] = None,
    root: Root = None,
) -> None:
    """Say whether a statement of grades is genuine, and what it states.

    Exit code 0: it is genuine, and all that it states is shown. 1: it is not. 2: it cannot be read,
    or holds what this version of the course cannot show.
    """
    from solidarity.report.facts import facts
    from solidarity.report.signing import FOLDER, PUBLIC, fingerprint, public_key
    from solidarity.report.statement import holds, read

    try:
        found = read(file)
        public = public_key(key if key is not None else _root(root) / FOLDER / PUBLIC)
    except CourseProblem as problem:
        raise _stop(problem, 2) from None
    signed_with = fingerprint(public)
    if not holds(found, public):
        _complain(
            "Not genuine: this file was changed after it was signed, or signed with another key "
            f"than {signed_with}."
        )
        raise typer.Exit(1)
    try:
        said = facts(found.content)
    except CourseProblem as reason:
        _complain(
            f"It was signed with the key {signed_with}, and is no statement that can be shown as "
            f"it is: {reason}."
        )
        raise typer.Exit(2) from None
    say.print(f"Genuine: signed with the key {signed_with}.", markup=False)
    for line in said:
        say.print(line, markup=False)


if __name__ == "__main__":
    from solidarity.__main__ import main

    main()
