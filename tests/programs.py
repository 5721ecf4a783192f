"""Commands for tests, begun from a process that has the slow libraries loaded already.

Most tests of a command ask what it says and leaves behind, not how Python starts: importing
nbgrader takes two seconds, and there are many commands. So one process imports what they need and
does nothing else, and each command is a copy of it, with arguments, folder, environment and
streams of its own. What is about signals, rights or an installation starts Python itself.
"""

from __future__ import annotations

import atexit
import functools
import importlib
import io
import json
import os
import runpy
import subprocess
import sys
import tempfile
import types
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LOADED = ("nbgrader.apps", "nbgrader.server_extensions.formgrader", "solidarity.cli")


def run(
    command: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    **_: Any,
) -> subprocess.CompletedProcess[str]:
    """``subprocess.run`` of this Python with ``-m`` or ``-c``, with all that it says as text."""
    python, *arguments = command
    assert python == sys.executable
    if not hasattr(os, "fork"):
        return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        asked = {
            "arguments": arguments,
            "cwd": str(cwd),
            "env": dict(os.environ if env is None else env),
            "streams": [os.devnull, str(out), str(err)],
        }
        server = _server()
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps(asked) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        said = [path.read_text(encoding="utf-8", errors="replace") for path in (out, err)]
    return subprocess.CompletedProcess([*command], code, *said)


@functools.cache
def _server() -> subprocess.Popen[str]:
    """The process that is copied; it ends with this one, when nobody can ask any more."""
    server = subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(server.communicate)
    return server


def serve() -> None:
    """Make a copy of this process for each command that is asked for, and tell its exit code."""
    # As in conftest.py: saves two seconds.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    for name in LOADED:
        importlib.import_module(name)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _be(**json.loads(line))
            return
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _be(arguments: list[str], cwd: str, env: dict[str, str], streams: list[str]) -> None:
    """Be the command; as with any other, Python ends it when this returns or raises."""
    for number, path in enumerate(streams):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), number)
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False), "utf-8")
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), "utf-8")
    sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False), "utf-8", "backslashreplace")
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    kind, what, *rest = arguments
    sys.path[0] = cwd
    if kind == "-m":
        sys.argv = [what, *rest]
        runpy.run_module(what, run_name="__main__", alter_sys=True)
        return
    assert kind == "-c"
    sys.argv = [kind, *rest]
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    exec(compile(what, "<string>", "exec"), vars(main))


if __name__ == "__main__":
    serve()
