"""The command ``sse``: what authors, learners and instructors type."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from solidarity.course import CourseProblem, find_root

# jsonschema builds 35 parsers when it finds this package, 2 s at every start (jsonschema #1428);
# without it only the check of international addresses is left out, which notebooks do not have.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

app = typer.Typer(
    help="Solidarity, a course on the social solidarity economy.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
say = Console(highlight=False, soft_wrap=True)
warn = Console(highlight=False, soft_wrap=True, stderr=True)

Root = Annotated[
    Path | None, typer.Option(help="The folder of the course; found from here if not given.")
]


def _root(given: Path | None) -> Path:
    try:
        return find_root(given if given is not None else Path.cwd())
    except CourseProblem as problem:
        warn.print(str(problem), markup=False)
        raise typer.Exit(2) from None


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
        warn.print(str(problem), markup=False)
        raise typer.Exit(1) from None
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
        warn.print(str(problem), markup=False)
        raise typer.Exit(1) from None
    settings = Path(__file__).parent / "lab"
    paths = [str(settings), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, paths))
    arguments = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={top.resolve()}",
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
        warn.print(str(problem), markup=False)
        raise typer.Exit(1) from None
    for path in report.written:
        say.print(f"wrote {path}", markup=False)
    say.print(f"{len(report.written)} written, {report.unchanged} unchanged.")


if __name__ == "__main__":
    app()
