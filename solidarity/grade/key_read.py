"""A module's key as grading needs it: its exercises, and the paragraph to reread for each.

Both are read once for a class; what learners see and what is graded are made from the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from solidarity.author.master import read_master
from solidarity.author.source import headings, reread
from solidarity.exercises.exercise import PUBLIC_SEED, Exercise
from solidarity.exercises.keys import load_key
from solidarity.exercises.spec import Spec


@dataclass(frozen=True)
class KeyRead:
    """exercises: by name. paragraphs: heading and address of what is to be read again, by name."""

    exercises: dict[str, Exercise]
    paragraphs: Mapping[str, tuple[str, str]]

    def specs(self, seed: str | None) -> dict[str, Spec]:
        """The specs by name: with the hidden inputs of this seed, or without them for None."""
        return {
            name: exercise.spec(name, read=self.paragraphs[name], hidden_seed=seed)
            for name, exercise in self.exercises.items()
        }


def read_key(path: Path) -> KeyRead:
    """Read the key at ``path`` and the reading beside it.

    Raises KeyProblem for a key that cannot be run, and BuildProblem for a reading that is broken.
    """
    exercises = load_key(path)
    reading = headings(read_master(path.parent / "reading.md", "reading.md"))
    return KeyRead(
        exercises,
        {name: reread(exercise.read, reading, name) for name, exercise in exercises.items()},
    )


def full_specs(path: Path, seed: str) -> dict[str, Spec]:
    """The specs of the key at ``path`` with the hidden inputs; seed: "" for the public one."""
    return read_key(path).specs(seed or PUBLIC_SEED)
