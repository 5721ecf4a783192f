"""What Binder would build and start, tried in a fresh virtual environment.

Not proven here: that conda finds Python and pip, and that Docker builds the image.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
import yaml
from browser.strangers import with_widget
from helpers import PATIENCE, wait_until

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "only-for-this-test"
OK, NOT_FOUND = 200, 404
STRANGER = "stranger.ipynb"

Get = Callable[[str], tuple[int, str]]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="Binder runs on Linux"),
]


def output(command: list[str], cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    """What a command prints; everything it said is in the error when it fails."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}")
    return done.stdout


def fresh_venv(folder: Path) -> Path:
    """A venv like Binder's: of the same Python where there is one, else of ours; with pip."""
    for python in ("python3.12", sys.executable):
        try:
            output([python, "-m", "venv", "--clear", str(folder)])
        except (OSError, RuntimeError):
            # Version managers put names on the PATH that lead nowhere.
            continue
        return folder
    pytest.skip("no Python here can make a virtual environment with pip")


def install_environment(venv: Path) -> None:
    """Do what conda does with the pip section of environment.yml."""
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    wanted = venv / "pip-section.txt"
    wanted.write_text("\n".join(environment["dependencies"][-1]["pip"]), encoding="utf-8")
    python = str(venv / "bin" / "python")
    uv = ["uv", "pip", "install", "--python", python, "-r", str(wanted)]
    pip = [python, "-m", "pip", "install", "--disable-pip-version-check", "-r", str(wanted)]
    try:
        output(uv if shutil.which("uv") else pip)
    except RuntimeError as error:
        # Somebody working without internet must be able to run the tests; CI has to try.
        if os.environ.get("CI"):
            raise
        pytest.skip(f"the packages could not be installed: {error}")


def copy_of_the_repository(folder: Path) -> None:
    """Copy what git tracks, or would after `git add .`, as Binder clones nothing else."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        names = output(listing, cwd=ROOT).split("\0")
    except (OSError, RuntimeError):
        pytest.skip("Binder's clone can only be imitated in a git checkout")
    for name in filter(None, names):
        source, target = ROOT / name, folder / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def getter(port: int) -> Get:
    """A function that asks the server for a page and gives status and text."""

    def get(path: str) -> tuple[int, str]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}{path}", headers={"Authorization": f"token {TOKEN}"}
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    return get


def wait_until_it_answers(server: subprocess.Popen[bytes], get: Get, log: Path) -> None:
    def said() -> str:
        return f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')}"

    def answers() -> bool:
        assert server.poll() is None, said()
        try:
            return get("/api")[0] == OK
        except OSError:
            return False

    wait_until(answers, otherwise=said)


class Binder:
    """The computer that Binder gives: its pages, and its terminal."""

    def __init__(self, get: Get, home: Path, env: dict[str, str]) -> None:
        self.get, self.home, self.env = get, home, env

    def __call__(self, path: str) -> tuple[int, str]:
        return self.get(path)

    def sse(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sse", *arguments],
            cwd=self.home,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )


@pytest.fixture(scope="module")
def binder() -> Iterator[Binder]:
    """Build as Binder does, start JupyterLab there and give a way to use it."""
    # Not pytest's folder, which it keeps for three more runs: this one takes 500 MB.
    with tempfile.TemporaryDirectory(prefix="binder-") as name:
        home = Path(name)
        repository, log = home / "repository", home / "server.log"
        venv = fresh_venv(home / "venv")
        install_environment(venv)
        copy_of_the_repository(repository)
        (repository / STRANGER).write_text(nbformat.writes(with_widget()), encoding="utf-8")

        # The settings of whoever runs the test must not reach the server.
        env = {key: value for key, value in os.environ.items() if not key.startswith("JUPYTER")}
        env.update(HOME=name, PATH=f"{venv / 'bin'}:/usr/bin:/bin")
        output(["bash", "postBuild"], cwd=repository, env=env)

        port = free_port()
        options = [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--allow-root"]
        options += [f"--IdentityProvider.token={TOKEN}", "--no-browser"]
        with log.open("wb") as output_of_server:
            server = subprocess.Popen(
                [venv / "bin" / "python", "-m", "jupyterlab", *options],
                cwd=repository,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output_of_server,
                stderr=subprocess.STDOUT,
            )
        try:
            get = getter(port)
            wait_until_it_answers(server, get, log)
            yield Binder(get, repository, env)
        finally:
            server.terminate()
            try:
                server.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def test_the_landing_page_is_there_and_opens(binder: Get) -> None:
    status, contents = binder("/api/contents/START.ipynb")
    assert status == OK
    assert json.loads(contents)["type"] == "notebook"
    # Where Binder's link leads.
    assert binder("/lab/tree/START.ipynb")[0] == OK


def test_a_learner_cannot_open_formgrader(binder: Get) -> None:
    assert binder("/formgrader")[0] == NOT_FOUND


def test_a_learner_sees_no_panel_of_the_instructor_and_no_news(binder: Get) -> None:
    page = binder("/lab")[1]
    found = re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    config = json.loads(found.group(1))
    assert "@jupyterlab/apputils-extension:announcements" in config["disabledExtensions"]
    extensions = {one["name"] for one in config["federated_extensions"]}
    assert "anywidget" in extensions
    assert not {name for name in extensions if "nbgrader" in name}


def test_an_unsigned_notebook_is_opened_without_its_widgets(binder: Get) -> None:
    notebook = json.loads(binder(f"/api/contents/{STRANGER}")[1])["content"]
    assert notebook["cells"][1]["outputs"]
    assert "widgets" not in notebook["metadata"]


def test_the_build_leaves_nothing_in_the_file_list(binder: Get) -> None:
    names = {entry["name"] for entry in json.loads(binder("/api/contents/")[1])["content"]}
    assert "build" not in names
    assert not [name for name in names if name.endswith(".egg-info")]


def test_the_learners_room_is_there(binder: Get) -> None:
    """Without it, a double click on an answer lets each letter change cells."""
    page = binder("/lab")[1]
    found = re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    config = json.loads(found.group(1))
    (room,) = [one for one in config["federated_extensions"] if one["name"] == "solidarity-room"]
    assert binder(f"/lab/extensions/solidarity-room/{room['load']}")[0] == OK
    status, text = binder("/lab/api/settings/solidarity-room:writing")
    assert status == OK
    off = json.loads(text)["schema"]["jupyter.lab.shortcuts"]
    assert ["D", "D"] in [one["keys"] for one in off if one["disabled"]]


def test_a_learners_commands_work_in_the_small_installation(binder: Binder) -> None:
    checked = binder.sse("check", "my-work/m04-savings-groups/exercises.ipynb", "--json")
    assert checked.returncode == 1, checked.stderr
    verdicts = json.loads(checked.stdout)["verdicts"]
    assert len(verdicts) > 1
    assert all(verdict["score"] == 0 for verdict in verdicts)

    made = binder.sse("export", "--draft", "--browser", "none")
    assert made.returncode == 0, made.stderr
    assert (binder.home / "my-work" / "m10-long-path" / "plan.html").is_file()

    far = binder.sse("progress", "--json")
    assert far.returncode == 0, far.stderr
    assert len(json.loads(far.stdout)["modules"]) == 10


def test_grading_there_says_what_it_needs(binder: Binder) -> None:
    told = binder.sse("grade", "m04-savings-groups")
    assert told.returncode == 2
    assert "not installed: nbgrader" in told.stderr
    assert "make teach" in told.stderr
