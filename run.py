#!/usr/bin/env python3
"""Solidarity's front door.

    python3 run.py lab      open the course in JupyterLab
    python3 run.py teach    the same with nbgrader, to grade a class
    python3 run.py demo     see a whole class graded
    python3 run.py build    make source/ and release/ from course/
    python3 run.py check    look at what you changed, in under a minute
    python3 run.py test     check everything; with arguments: only pytest, with them
    python3 run.py bench    measure how fast a case study answers, beside other libraries
    python3 run.py lock     choose the exact package versions anew
    python3 run.py setup    only make .venv
    python3 run.py clean-venv   remove .venv and .venv-bench

The first run makes .venv and installs the locked packages there; later runs start at once.
The other libraries are only for the bench, so it has a .venv-bench of its own.
Anything after the command is passed on to it.
"""

# Only the standard library is used, as this file runs before anything is installed.
# It must also load in a Python too old for the course, to say so kindly: hence the quoted
# type hints and no syntax newer than Python 3.6.

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 14)
ROOT = Path(__file__).resolve().parent
VENV, BENCH_VENV = ROOT / ".venv", ROOT / ".venv-bench"
STAMP = "solidarity.stamp"  # a file in each of them
# Folders in solidarity/lab with settings of Jupyter servers.
SETTINGS = (
    "jupyter_server_config.d",
    "labconfig/default_setting_overrides.d",
    "labconfig/page_config.d",
)

# What each command needs installed, and what it asks of the Python there.
LEARN, TEACH = "requirements.lock", "requirements-teach.lock"
DEV, BENCH = "requirements-dev.lock", "requirements-bench.lock"
LARGER = (LEARN, TEACH, DEV)  # each includes all before it
SIZES = {LEARN: 440, TEACH: 540, DEV: 1030, BENCH: 1400}  # MB, to tell people what is coming
COMMANDS = {
    "lab": (LEARN, ["-m", "solidarity", "lab"]),
    "teach": (TEACH, ["-m", "solidarity", "lab"]),
    "demo": (TEACH, ["tools/demo.py"]),
    "build": (TEACH, ["-m", "solidarity", "build"]),
    "check": (DEV, ["tools/check.py"]),
    "test": (DEV, ["-m", "pytest"]),
    "bench": (BENCH, ["-m", "pytest", "tests/bench", "-s"]),
    "lock": (DEV, ["tools/lock.py"]),
    "setup": (LEARN, ["-c", "print('Everything is installed in .venv.')"]),
}
# A file of tests stays in one process, as its tests share what is slow to make: a class, a browser.
# tests/conftest.py puts the files in order.
# The quick ones first. The second deptry looks at tests and tools, which may import what only they
# need (DEP004) and need not import all that is declared (DEP002).
CHECKS = (
    "ruff check .",
    "ruff format --check .",
    "deptry .",
    "deptry tests tools --exclude node_modules --ignore DEP002,DEP004",
    "lint-imports",
    "mypy",
    # One more than cores: they often wait, for a browser, a kernel or a limit of time.
    f"pytest --numprocesses={min((os.cpu_count() or 1) + 1, 5)} "
    "--dist=loadfile --no-loadscope-reorder",
)

# A venv whose Python was upgraded under it still starts, but no longer finds its packages.
PROBE = """
import os, platform, sysconfig
print(platform.python_version() if os.path.isdir(sysconfig.get_path("purelib")) else "")
"""

TOO_OLD = """\
Solidarity needs Python 3.11 to 3.14; you have {}.{}.
Install a newer one from python.org/downloads or from your system's packages
(Debian and Ubuntu: sudo apt install python3.11 python3.11-venv), then run this again."""

NO_ENSUREPIP = """\
This Python cannot make a virtual environment: its ensurepip part is missing.
On Debian and Ubuntu install it with
    sudo apt install python3-venv
or install uv (see docs.astral.sh/uv), which does not need it. Then run this again."""


def main(args: "list[str]") -> int:
    """Do what the first argument names, with the others, and give the exit code."""
    command, rest = (args[0], args[1:]) if args else ("help", [])
    if command in ("help", "-h", "--help"):
        say(str(__doc__))
        return 0
    if command == "clean-venv":
        for venv in (VENV, BENCH_VENV):
            remove_venv(venv)
        return 0
    if command not in COMMANDS:
        say(f"There is no command {command!r}.\n{__doc__}")
        return 2
    fitting = other_python(sys.version_info[:2])
    if fitting:
        return call([fitting, str(ROOT / "run.py"), *args])
    lock, python_args = COMMANDS[command]
    venv = prepare(lock)
    if command == "test" and not rest:
        return check_everything(venv)
    return call([venv_python(venv), *python_args, *rest], venv)


def check_everything(venv: Path) -> int:
    """Run the checks in order, up to the first that fails."""
    for check in CHECKS:
        say(f"> {check}")
        name, *arguments = check.split()
        code = call([program(venv, name), *arguments], venv)
        if code:
            return code
    return 0


def other_python(version: "tuple[int, ...]") -> str:
    """A fitting Python to go on with when this one is too old; empty when this one will do."""
    if version > NEWEST:
        say("Python {}.{} has not been tried with this course yet.".format(*version))
    if version >= OLDEST:
        return ""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        # Version managers put names on the PATH that may lead nowhere, so ask whether it runs.
        if found and output([found, "-c", "print('yes')"]) == "yes":
            return found
    raise SystemExit(TOO_OLD.format(*version))


def prepare(lock: str) -> Path:
    """Bring the venv of this lock file to the state it asks for, and give the venv's folder.

    Nothing is done when it is there already.
    """
    venv = BENCH_VENV if lock == BENCH else VENV
    version = venv_version(venv)
    if venv.exists() and not usable(venv, version):
        say(f"The {venv.name} here does not work any more: making it anew.")
        remove_venv(venv)
    if not venv.exists():
        make_venv(venv)
        version = venv_version(venv)
    # After a test the lab needs no installation, as a larger set includes the smaller ones.
    enough = LARGER[LARGER.index(lock) :] if lock in LARGER else (lock,)
    if stamp(venv) in [fingerprint(venv, one, version) for one in enough]:
        lay_settings(venv)
        return venv
    say(f"Installing the packages of {lock}: once, about {SIZES[lock]} MB.")
    # A stamp of the former state would vouch for an installation that stopped half-way.
    write_stamp(venv, "")
    install(venv, "--require-hashes", "-r", lock)
    # The build backend is locked too: with no isolation the network is not asked for another.
    install(venv, "--quiet", "--no-deps", "--no-build-isolation", "-e", ".")
    lay_settings(venv)
    write_stamp(venv, fingerprint(venv, lock, version))
    return venv


def lay_settings(venv: Path) -> None:
    """Put our settings where each Jupyter server of the venv finds them, `sse lab` or not.

    An ordinary installation does so itself; one that leads here (`-e`) leaves such files out.
    """
    for folder in SETTINGS:
        target = venv / "etc" / "jupyter" / folder
        target.mkdir(parents=True, exist_ok=True)
        for path in sorted((ROOT / "solidarity" / "lab" / folder).glob("*.json")):
            shutil.copy(str(path), str(target))


def make_venv(venv: Path) -> None:
    """Make an empty venv in this folder with the Python that runs this file."""
    say("Making {} with Python {}.{}.".format(venv.name, *sys.version_info[:2]))
    uv = find_uv()
    if uv:
        must([uv, "venv", "--quiet", "--python", sys.executable, str(venv)])
        return
    if not find_spec("ensurepip"):
        raise SystemExit(NO_ENSUREPIP)
    must([sys.executable, "-m", "venv", str(venv)])


def install(venv: Path, *what: str) -> None:
    """Install into the venv; the other arguments are those that uv and pip share."""
    uv = find_uv()
    if uv:
        # As pip does. Otherwise each program that may not write there compiles them all anew: the
        # jail never may, so that every grading would begin with seconds of it.
        compiled = "--compile-bytecode"
        must([uv, "pip", "install", compiled, "--python", venv_python(venv), *what])
        return
    pip = [venv_python(venv), "-m", "pip"]
    if not output([*pip, "--version"]):
        # uv made this venv, without pip, and is not here now.
        must([venv_python(venv), "-m", "ensurepip"])
    must([*pip, "install", "--disable-pip-version-check", *what])


def find_uv() -> str:
    """The path of uv; empty when it is not there or does not run."""
    uv = shutil.which("uv") or ""
    return uv if uv and output([uv, "--version"]) else ""


def venv_python(venv: Path) -> str:
    """The path of the venv's Python, whether it exists or not."""
    return str(venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def program(venv: Path, name: str) -> str:
    """The path of a program that one of the packages brings."""
    return str(Path(venv_python(venv)).with_name(name))


def venv_version(venv: Path) -> str:
    """The version of the venv's Python; empty when it does not start or lost its packages."""
    return output([venv_python(venv), "-c", PROBE])


def usable(venv: Path, version: str) -> bool:
    """Is the venv, with a Python of this version, worth keeping?"""
    if not version or tuple(int(part) for part in version.split(".")[:2]) < OLDEST:
        return False
    # The programs in a venv know its place by heart, so one that was moved is no good.
    return not stamp(venv) or stamp(venv).endswith(f" {venv}")


def stamp(venv: Path) -> str:
    """What the last finished installation left; empty when there was none."""
    path = venv / STAMP
    return path.read_text(encoding="utf-8") if path.exists() else ""


def write_stamp(venv: Path, text: str) -> None:
    """Leave in the venv what it is made of now."""
    (venv / STAMP).write_text(text, encoding="utf-8")


def fingerprint(venv: Path, lock: str, version: str) -> str:
    """What the venv must be made of, so that a change in any part of it is noticed."""
    content = b"".join((ROOT / name).read_bytes() for name in (lock, "pyproject.toml"))
    return f"{hashlib.sha256(content).hexdigest()} {version} {venv}"


def remove_venv(venv: Path) -> None:
    """Remove the venv, if there is one."""
    try:
        if venv.exists():
            shutil.rmtree(str(venv))
    except OSError as error:
        message = f"Could not remove {venv.name}; is a JupyterLab running? ({error})"
        raise SystemExit(message) from error


def must(command: "list[str]") -> None:
    """Run a command, and end here when it fails."""
    code = call(command)
    if code:
        raise SystemExit(f"This did not work (exit code {code}): {' '.join(command)}")


def output(command: "list[str]") -> str:
    """What a command prints; empty when it cannot be started or fails."""
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
        )
    except OSError:
        return ""
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""


def call(command: "list[str]", venv: Path = VENV) -> int:
    """Run a command to its end and give its exit code."""
    # A terminal opened in JupyterLab should find `sse` and the other programs of its venv.
    path = os.pathsep.join([str(Path(venv_python(venv)).parent), os.environ.get("PATH", "")])
    child = subprocess.Popen(command, cwd=str(ROOT), env=dict(os.environ, PATH=path))
    # Whoever stops this program means the one it runs.
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    while True:
        try:
            code = child.wait()
            return code if code >= 0 else 128 - code
        except KeyboardInterrupt:
            # Ctrl-C reaches the child too, and JupyterLab may want to ask before it stops.
            continue


def say(text: str) -> None:
    """Print a line at once."""
    # Flushed, so that our lines stay in order with those of the programs we start.
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
