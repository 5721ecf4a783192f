"""Where ``sse`` begins: it hears that it is told to stop already while everything is loaded."""

from __future__ import annotations

import io
import signal
import sys

from solidarity import stopping


def main() -> None:
    """Run the command that the arguments name, and end this process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal need not know all letters: the name of one learner must not stop a class.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        with stopping.heard():
            from solidarity.cli import app

            app()
    except stopping.Stopped as stopped:
        # Before any command began, or after it was done.
        print(stopped, file=sys.stderr)
        raise SystemExit(stopped.code) from None
    finally:
        # All is done, and Python only puts its things away: no traceback from there.
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    main()
