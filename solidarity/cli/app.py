"""The command ``sse``, and the one place where a problem becomes a sentence and an exit code."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

import typer

from solidarity import stopping, trouble
from solidarity.cli import missing
from solidarity.cli.terminal import complain
from solidarity.problem import Problem

# jsonschema builds 35 parsers when it finds this package, 2 s at every start (jsonschema #1428);
# without it only the check of international addresses is left out, which notebooks do not have.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    """A problem of a person or of the machine, and being told to stop, become sentences here.

    Any other error goes on as it is: a fault of ours must be seen. Its notes say what is kept.
    """
    try:
        with stopping.heard():
            yield
    except Problem as problem:
        complain(problem)
        raise typer.Exit(problem.code) from None
    except KeyboardInterrupt as stop:
        stopped = stop if isinstance(stop, stopping.Stopped) else stopping.Stopped()
        _tell(str(stopped), stop)
        raise typer.Exit(stopped.code) from None
    except Exception as error:
        words = missing.in_words(error) or trouble.in_words(error)
        if words is None:
            raise
        _tell(words, error)
        raise typer.Exit(2) from None


def _tell(words: str, error: BaseException) -> None:
    # The terminal may be gone, and the exit code must be right all the same.
    with contextlib.suppress(OSError):
        for one in (words, *getattr(error, "__notes__", [])):
            complain(one)


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
