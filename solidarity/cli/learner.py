"""What a learner types: her copies, her marks, her plan."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from solidarity.cli.app import app
from solidarity.cli.root import Root, root_of
from solidarity.cli.terminal import ask, complain, say
from solidarity.foreign import visible


@app.command()
def start(
    root: Root = None,
    quiet: Annotated[bool, typer.Option(help="Say nothing when all went well.")] = False,
) -> None:
    """Lay out your own copies of the modules in my-work/; what is there already is kept."""
    from solidarity.learn.start import start as lay_out

    copies = lay_out(root_of(root))
    if not quiet:
        say.print(str(copies), markup=False)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def lab(context: typer.Context, root: Root = None) -> None:
    """Open JupyterLab on the landing page. What follows is passed on to JupyterLab."""
    from solidarity.learn.start import start as lay_out

    top = root_of(root)
    lay_out(top)
    # Settings, and an extension in labextensions/: found here, however the package is installed.
    ours = str(Path(__file__).parents[1] / "lab")
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
    from solidarity.learn.own_marks import check_own, in_words, record
    from solidarity.run.whose import before_running

    top = root_of(root)
    before = before_running(top, notebook, trusted=trust, tell=complain, ask=ask)
    own = check_own(top, notebook, before)
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
    from solidarity.learn.progress import progress as measure

    found = measure(load_course(root_of(root)))
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

    from solidarity.report.plan_page.capstone import own_copy
    from solidarity.report.plan_page.export import export as make
    from solidarity.run.whose import before_running

    top = root_of(root)
    path = notebook if notebook is not None else own_copy(top)
    done = make(
        top,
        path,
        to=to,
        title=title,
        name=name,
        draft=draft,
        browser=browser or None,
        today=date.today(),
        before=before_running(top, path, trusted=trust, tell=complain, ask=ask),
    )
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
