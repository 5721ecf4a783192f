"""What an author types."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from solidarity.cli.app import app
from solidarity.cli.root import Root, root_of
from solidarity.cli.words import say, warn


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
    from solidarity.author import build_course as builder

    top = root_of(root)
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
    for path in report.written:
        say.print(f"wrote {path}", markup=False)
    say.print(f"{len(report.written)} written, {report.unchanged} unchanged.")
