"""A learner alone has no nbgrader: what needs it says what to type, and nothing else misses it.

That her own commands work without it is proven where it is really absent, in test_binder.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib

import pytest
from helpers import PATIENCE, ROOT

from solidarity.cli.missing import in_words

# None in this table is for Python a package that is not installed.
WITHOUT = "import sys; sys.modules.update(dict.fromkeys({packages})); "
SSE = "sys.argv[1:] = {arguments}; from solidarity.__main__ import main; main()"
SERVER = "import solidarity.lab.server"


def told_to_import(code: str) -> subprocess.CompletedProcess[str]:
    """What a Python without the packages of instructors does."""
    packages = ["cryptography", "nbgrader", "sqlalchemy"]
    return subprocess.run(
        [sys.executable, "-c", WITHOUT.format(packages=packages) + code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["grade", "m04-savings-groups"],
        ["return", "m04-savings-groups"],
        ["statement"],
        ["verify", "statement.json"],
        ["build", "--check"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_command_of_instructors_says_what_to_type(arguments: list[str]) -> None:
    told = told_to_import(SSE.format(arguments=arguments))
    assert told.returncode == 2
    assert "a package that it needs is not installed: " in told.stderr
    assert "\n  make teach\n" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_extension_of_the_server_needs_no_nbgrader() -> None:
    told = told_to_import(SERVER)
    assert told.returncode == 0, told.stderr


def test_every_package_of_the_extras_is_explained() -> None:
    """Named as it is imported: in nothing but this table do the two names of one differ."""
    imported = {"python-dateutil": "dateutil"}
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    extras = tomllib.loads(text)["project"]["optional-dependencies"]
    asked = {one.partition(">")[0] for one in extras["grade"] + extras["author"]}
    assert "nbgrader" in asked
    for package in asked:
        name = imported.get(package, package)
        assert in_words(ModuleNotFoundError(name=f"{name}.part")) is not None
    assert in_words(ModuleNotFoundError(name="solidarity.nothing")) is None
