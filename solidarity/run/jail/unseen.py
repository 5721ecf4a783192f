"""What learners' work must never see, wherever it lies: the course, its gradebook, all work."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from jupyter_core.paths import jupyter_config_path, jupyter_data_dir
from traitlets.config import Config, JSONFileConfigLoader, PyFileConfigLoader

from solidarity.run.jail.bubblewrap import NoJail
from solidarity.run.jail.visible_files import places

SEEN = """\
Learners' code could read {path}: {top} can be read from inside the jail, as Python needs it.
It would find there the answer keys, the gradebook or what others handed in. Nobody was graded.
Move {path} to another place, such as your home (or name another folder in the settings of
nbgrader), and grade again."""

_USUAL_EXCHANGE = "/usr/local/share/nbgrader/exchange"
_CONFIG = "nbgrader_config"
_MARKS_OF_A_COURSE = ("nbgrader_config.py", "gradebook.db")
_SIGNING = "signing"


def demand_unseen(root: Path, config: Config | None = None) -> None:
    """Raise NoJail when the jail shows the course, or any folder that nbgrader's settings name.

    root: the folder of the course. config: nbgrader's settings; None where there are none.
    """
    from solidarity.run.jail.probe import prove_unseen

    found = existing([*everywhere(), *of_the_course(root), *named_by_nbgrader(root, config)])
    for path in found:
        if top := _shown_with(path):
            raise NoJail(SEEN.format(path=path, top=top))
    prove_unseen(found)


def existing(paths: list[Path]) -> tuple[str, ...]:
    """Those that exist, each also by its real place."""
    both = [str(path) for one in paths for path in (one.absolute(), os.path.realpath(one))]
    return tuple(path for path in dict.fromkeys(both) if os.path.lexists(path))


def everywhere() -> Iterator[Path]:
    """Homes, and the places that nbgrader takes where nothing else is said."""
    yield Path.home()
    yield from (Path("/root"), Path("/home"), *Path("/home").glob("*"))
    yield Path(_USUAL_EXCHANGE)
    yield Path(jupyter_data_dir(), "nbgrader_cache")


def of_the_course(root: Path) -> Iterator[Path]:
    """The folder of the course, what is secret in it, and other courses beside it."""
    yield root
    yield from (root / name for name in (*_MARKS_OF_A_COURSE, _SIGNING, "course"))
    beside = root.resolve().parent
    yield from (path.parent for name in _MARKS_OF_A_COURSE for path in beside.glob(f"*/{name}"))


def named_by_nbgrader(root: Path, config: Config | None) -> Iterator[Path]:
    """All folders and files that nbgrader's settings name, these and those of the machine."""
    from nbgrader.coursedir import CourseDirectory

    for settings in [config or Config(), *_elsewhere()]:
        merged = Config({"CourseDirectory": {"root": str(root)}})
        merged.merge(settings)
        folders = CourseDirectory(config=merged)
        for name in folders.trait_names(config=True):
            if name.endswith("_directory"):
                yield Path(folders.root, getattr(folders, name))
        yield Path(folders.root)
        _, _, gradebook = folders.db_url.partition("sqlite:///")
        yield Path(folders.root, gradebook)
        for section, values in settings.items():
            # Other sections name software too (templates), which may lie where Python lies.
            if section.startswith(("Exchange", "ZipCollect", "NbGrader")):
                yield from (Path(folders.root, text) for text in _texts(values))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield os.path.expanduser(value)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)


def _elsewhere() -> Iterator[Config]:
    """nbgrader's settings for this machine and this user, where its own commands find them."""
    for folder in jupyter_config_path():
        for loader, end in ((PyFileConfigLoader, "py"), (JSONFileConfigLoader, "json")):
            # One that is missing or broken names nothing; nbgrader itself tells what is broken.
            with contextlib.suppress(Exception, SystemExit):
                yield loader(f"{_CONFIG}.{end}", path=folder).load_config()


def _shown_with(path: str) -> str | None:
    """The thing shown in which this lies."""
    above = {path, *map(str, Path(path).parents)}
    return next((top for top, text in places().items() if text is None and top in above), None)
