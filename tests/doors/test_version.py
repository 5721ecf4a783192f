"""The version stands in solidarity/__init__.py; whatever else names it follows."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import yaml
from helpers import ROOT

import solidarity

METADATA = "import setuptools.build_meta as m; m.prepare_metadata_for_build_wheel('.')"


def test_what_is_installed_has_the_version_of_the_package(tmp_path: Path) -> None:
    """As pip would ask, of a copy whose version is another."""
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-CONTENT"):
        shutil.copy(ROOT / name, tmp_path)
    package = tmp_path / "solidarity"
    package.mkdir()
    text = (ROOT / "solidarity" / "__init__.py").read_text(encoding="utf-8")
    changed = text.replace(f'"{solidarity.__version__}"', '"98.7.6"')
    (package / "__init__.py").write_text(changed, encoding="utf-8")

    subprocess.run([sys.executable, "-c", METADATA], cwd=tmp_path, capture_output=True, check=True)
    (metadata,) = tmp_path.glob("*.dist-info/METADATA")
    assert "\nVersion: 98.7.6\n" in metadata.read_text(encoding="utf-8")


def test_the_citation_names_the_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == solidarity.__version__
