"""Words beside the exercises: they come to the key, and what an author gets wrong is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from solidarity.exercises.exercise import Exercise, KeyProblem
from solidarity.exercises.keys import load_key

KEY = """\
from solidarity.exercises.exercise import Exercise

part = Exercise(
    points=2,
    edge_points=0.5,
    outcome="T.1",
    read="reading#parts",
    answer=lambda paid, members: paid / members,
    examples=[{"paid": 120, "members": 4}],
    edges=[{"paid": 0, "members": 4}],
    mistakes={
        "no-division": lambda paid, members: paid,
        "upside-down": lambda paid, members: members / paid,
    },
)
letter = Exercise(
    kind="choice",
    points=1,
    outcome="T.2",
    read="reading#letters",
    answer="b",
    mistakes={"alms": "a"},
)
"""

MASTER = """\
# Parts

Text, and a block that is none of ours:

```python
```

```{code-cell} ipython3
:check: part

check("part")
print("```{hints} part")
```

```{hints} part
1. Who gets how much?
   Begin with one.
2. Divide.
```

```{mistakes} part
no-division
: That is all the money.
  Divide by the members.

upside-down
: The other way round.
```

```{edges} part
a group that has paid nothing
```

+++

Which?

```{options} letter
- **a** Alms, given once.
  And again.
- **b** Box
```

```{code-cell} ipython3
:check: letter

check("letter")
```

```{mistakes} letter
alms
: Nobody gives alms here.
```
"""


def load(folder: Path, master: str = MASTER) -> dict[str, Exercise]:
    (folder / "key.py").write_text(KEY, encoding="utf-8")
    (folder / "exercises.md").write_text(master, encoding="utf-8")
    return load_key(folder / "key.py")


def test_the_words_come_to_the_exercise_with_their_sentences_joined(tmp_path: Path) -> None:
    key = load(tmp_path)

    assert list(key["part"].hints) == ["Who gets how much? Begin with one.", "Divide."]
    assert key["part"].messages == {
        "no-division": "That is all the money. Divide by the members.",
        "upside-down": "The other way round.",
    }
    assert key["part"].edges_about == "a group that has paid nothing"
    assert key["letter"].options == {"a": "Alms, given once. And again.", "b": "Box"}
    assert key["letter"].messages == {"alms": "Nobody gives alms here."}


# What is written in the place of what, the line that is named, and what is said of it.
MISTAKES_OF_AN_AUTHOR = {
    "words for an exercise that does not exist": (
        ("{hints} part\n1", "{hints} parts\n1"),
        "```{hints} parts",
        "key.py has no exercise 'parts' for these hints; it has: part, letter",
    ),
    "words for a mistake that does not exist": (
        ("upside-down\n", "upside-up\n"),
        "upside-up",
        "key.py gives 'part' no mistake 'upside-up'; it has: no-division, upside-down",
    ),
    "a mistake without words": (
        ("\nupside-down\n: The other way round.\n", ""),
        "```{mistakes} part",
        "the mistake 'upside-down' of 'part' has no words: write its name on a line of its own",
    ),
    "a mistake that is named and no more": (
        (": The other way round.\n", ""),
        "```{mistakes} part",
        "the mistake 'upside-down' of 'part' has no words",
    ),
    "an exercise without words for its mistakes": (
        ("```{mistakes} letter\nalms\n: Nobody gives alms here.\n```\n", ""),
        'check("letter")',
        "the mistakes of 'letter' have no words: write below its check ```{mistakes} letter",
    ),
    "a mistake twice": (
        ("upside-down\n:", "no-division\n: Again.\n\nupside-down\n:"),
        (2, "no-division"),
        "'no-division' is given twice in the mistakes of 'part': give it once",
    ),
    "an option twice": (
        ("- **b** Box", "- **a** Box"),
        "- **a** Box",
        "'a' is given twice in the options of 'letter': give it once",
    ),
    "two directives of a kind": (
        ("```{edges} part", "```{hints} part\n1. Once more.\n```\n\n```{edges} part"),
        (2, "```{hints} part"),
        "the hints of 'part' stand at line 15 already: bring the two together",
    ),
    "a directive never closed before another": (
        ("2. Divide.\n```\n", "2. Divide.\n"),
        "```{hints} part",
        "the directive {hints} that begins here is never closed: write ``` on a line of its own",
    ),
    "a directive never closed before a code cell": (
        ("  And again.\n- **b** Box\n```\n", "  And again.\n- **b** Box\n"),
        "```{options} letter",
        "the directive {options} that begins here is never closed",
    ),
    "a directive never closed at the end": (
        (": Nobody gives alms here.\n```\n", ": Nobody gives alms here.\n"),
        "```{mistakes} letter",
        "the directive {mistakes} that begins here is never closed",
    ),
    "a sentence that is not set in": (
        ("  Divide by the members.", "Divide by the members."),
        "Divide by the members.",
        "begins with two blanks",
    ),
    "a hint without its number": (
        ("1. Who gets", "Who gets"),
        "Who gets how much?",
        "a hint begins as in: 1. The words of the hint",
    ),
    "words for edges that do not exist": (
        ("```{edges} part", "```{edges} letter"),
        "```{edges} letter",
        "key.py gives 'letter' no edges",
    ),
}


@pytest.mark.parametrize(
    ("change", "line", "said"), MISTAKES_OF_AN_AUTHOR.values(), ids=list(MISTAKES_OF_AN_AUTHOR)
)
def test_what_an_author_gets_wrong_is_told_with_its_line_and_what_to_do(
    tmp_path: Path, change: tuple[str, str], line: str | tuple[int, str], said: str
) -> None:
    old, new = change
    assert MASTER.count(old) == 1
    master = MASTER.replace(old, new)
    nth, text = line if isinstance(line, tuple) else (1, line)
    places = [n for n, other in enumerate(master.splitlines(), 1) if other == text]

    with pytest.raises(KeyProblem) as found:
        load(tmp_path, master)

    named = f"exercises.md, line {places[nth - 1]}: "
    assert any(p.startswith(named) and said in p for p in found.value.problems), found.value


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    master = MASTER.replace("upside-down\n", "upside-up\n").replace("{edges} part", "{edges} pa")

    with pytest.raises(KeyProblem) as found:
        load(tmp_path, master)

    lines = [re.match(r"exercises\.md, line \d+: ", problem) for problem in found.value.problems]
    assert len(lines) == 3
    assert all(lines)


def test_words_that_are_not_utf_8_are_told(tmp_path: Path) -> None:
    load(tmp_path)
    (tmp_path / "exercises.md").write_bytes("pesos à".encode("latin-1"))

    with pytest.raises(KeyProblem, match=r"exercises\.md is not UTF-8 text"):
        load_key(tmp_path / "key.py")


def test_a_key_without_its_words_is_told(tmp_path: Path) -> None:
    (tmp_path / "key.py").write_text(KEY, encoding="utf-8")

    with pytest.raises(KeyProblem, match=r"exercises\.md is missing"):
        load_key(tmp_path / "key.py")
