"""What an author types."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from solidarity.cli.app import app
from solidarity.cli.root import Root, root_of
from solidarity.cli.terminal import say, warn

if TYPE_CHECKING:
    from solidarity.author.record import Generated

_PAGES = "and START, GLOSSARY and the README's table, which tell of all modules"


@app.command()
def build(
    module: Annotated[
        str, typer.Argument(help="Only this module (m04), with the pages about all modules.")
    ] = "",
    root: Root = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail if anything would change.")
    ] = False,
    adopt: Annotated[
        str, typer.Option(help="Bring this hand-edited source notebook back into its master.")
    ] = "",
) -> None:
    """Make source/ and release/ from the masters in course/."""
    from solidarity.author import record
    from solidarity.author.adopt import adopt as adopt_notebook
    from solidarity.author.build_course import make
    from solidarity.course import load_course
    from solidarity.grade.named import whole_name

    top = root_of(root)
    if adopt:
        master = adopt_notebook(top, Path(adopt).as_posix())
        say.print(f"{master} now holds what {adopt} says. Build again to renew the release.")
        return
    if module:
        module = whole_name(module, [one.id for one in load_course(top).written], "sse build")
    made = make(top, module)
    if check:
        _tell_drift(record.drift(top, made), made)
        return
    report = record.write(top, made)
    for path in report.written:
        say.print(f"wrote {path}", markup=False)
    say.print(f"{len(report.written)} written, {report.unchanged} unchanged.")
    if module:
        say.print(f"Built: {module}, {_PAGES}. The other modules stay as they were.")


def _tell_drift(drifted: list[str], made: Generated) -> None:
    """Say which files are not what a fresh build gives, and fail if there are any."""
    for path in drifted:
        warn.print(f"{path} differs from a fresh build.", markup=False)
    if drifted:
        warn.print(f"Run: sse build {made.module}".rstrip())
        raise typer.Exit(1)
    say.print(f"All {len(made.files)} generated files are what a fresh build gives.")
    if made.module:
        say.print(f"Looked at: {made.module}, {_PAGES}. The other modules were not looked at.")


@app.command()
def measure(
    module: Annotated[str, typer.Argument(help="Only this module (m04).")] = "",
    root: Root = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    mutants: Annotated[bool, typer.Option(help="Also programs with small faults.")] = True,
    page: Annotated[bool, typer.Option("--page", help="Write docs/fair-marks.md too.")] = False,
    seeds: Annotated[
        int, typer.Option(help="In place of that: the marks with so many seeds (takes an hour).")
    ] = 0,
) -> None:
    """How often is the grader wrong? Try the answers in tests/answers, whose verdict is known."""
    import json

    from solidarity.course import load_course
    from solidarity.grade.named import whole_name
    from solidarity.measure import told
    from solidarity.measure.measured import measure as measure_module
    from solidarity.measure.measured import measure_seeds
    from solidarity.measure.page import write_page

    if page and (module or not mutants):
        raise typer.BadParameter("the page is about all modules, with their mutants")
    top = root_of(root)
    known = [one.id for one in load_course(top).written]
    chosen = [whole_name(module, known, "sse measure")] if module else known
    if seeds:
        for name in chosen:
            _print_lines(told.by_seed(name, measure_seeds(top, name, seeds), seeds))
        return
    found = [measure_module(top, one, with_mutants=mutants) for one in chosen]
    if page:
        say.print(f"Wrote {write_page(top, found).relative_to(top)}.", markup=False)
    if as_json:
        say.print_json(json.dumps([told.plain(one) for one in found]))
        return
    for one in found:
        _print_lines(told.lines(one))


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        say.print(line, markup=False, highlight=False, soft_wrap=True)
