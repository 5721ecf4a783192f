"""What anybody types who was shown a statement of grades."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from solidarity.cli.app import app
from solidarity.cli.root import Root, root_of
from solidarity.cli.terminal import complain, say
from solidarity.course import CourseProblem


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

    found = read(file)
    public = public_key(key if key is not None else root_of(root) / FOLDER / PUBLIC)
    signed_with = fingerprint(public)
    if not holds(found, public):
        complain(
            "Not genuine: this file was changed after it was signed, or signed with another key "
            f"than {signed_with}."
        )
        raise typer.Exit(1)
    try:
        said = facts(found.content)
    except CourseProblem as reason:
        complain(
            f"It was signed with the key {signed_with}, and is no statement that can be shown as "
            f"it is: {reason}."
        )
        raise typer.Exit(2) from None
    say.print(f"Genuine: signed with the key {signed_with}.", markup=False)
    for line in said:
        say.print(line, markup=False)
