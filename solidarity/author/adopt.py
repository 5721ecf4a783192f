"""A notebook of ``source/`` that somebody edited by hand, brought back into its master."""

from __future__ import annotations

from pathlib import Path

import nbformat

from solidarity.author.glossary import list_words, load_glossary, restore_links
from solidarity.author.master import BuildProblem, read_master, write_master
from solidarity.author.prompts import put_back, ready
from solidarity.author.record import digest, master_of, read_record, write_record
from solidarity.author.source import notebook_text, source_notebook
from solidarity.author.steps import Key, key_of
from solidarity.files import write_whole


def adopt(root: Path, path: str) -> str:
    """Bring a hand-edited notebook of ``source/`` back into its master; returns the master's path.

    When the master was changed too, nothing is overwritten: the notebook's version is laid beside
    it as ``….adopted.md``, and BuildProblem says so.
    """
    notebook_path = root / path
    if not (path.startswith("source/") and path.endswith(".ipynb") and notebook_path.is_file()):
        raise BuildProblem([f"{path} is not a notebook in source/. Only those can be adopted."])
    name = master_of(path)
    master_path = root / name
    part = Path(path).stem
    glossary = load_glossary(root / "course" / "glossary.toml")
    master = read_master(master_path, name) if master_path.is_file() else None
    key = _key_of(master_path, name) if part == "exercises" else {}
    try:
        notebook = nbformat.read(notebook_path, as_version=4)
        nbformat.validate(notebook)
        restore_links(notebook, glossary)
        if master:
            put_back(notebook, master, part, key)
        text = write_master(notebook)
    except Exception as error:
        # nbformat raises many kinds; for all of them the file is no notebook any more.
        raise BuildProblem(
            [
                f"{path} cannot be read as a notebook ({str(error)[:80]}). "
                "Delete it and build again: its master is unharmed."
            ]
        ) from None
    record = read_record(root)
    if master:
        made = ready(master, key).notebook
        list_words(made, glossary)
        before = digest(path, notebook_text(source_notebook(made, part)))
        if before != record.get(path):
            beside = master_path.with_suffix(".adopted.md")
            beside.write_text(text, encoding="utf-8", newline="\n")
            raise BuildProblem(
                [
                    f"{name} was changed too since the last build. Nothing was overwritten: the "
                    f"notebook's version lies beside it as {beside.name}. Bring the two together "
                    f"by hand, delete {beside.name} and {path}, and build again."
                ]
            )
    write_whole(master_path, text.encode())
    record[path] = digest(path, notebook_path.read_text(encoding="utf-8"))
    write_record(root, record)
    return name


def _key_of(master: Path, name: str) -> Key:
    key, problems = key_of(master.parent, name.rpartition("/")[0])
    if key is None:
        raise BuildProblem(problems)
    return key
