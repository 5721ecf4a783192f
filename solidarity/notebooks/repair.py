"""Mend a submitted notebook against the released one, and say what was mended.

People duplicate cells, delete them and lose their settings without meaning to. Stock nbgrader
stops grading the whole class then (its issues #1083 and #1941), or waits for a manual grade for
ever (#1682). Here such a notebook is graded for what its author wrote.
"""

from __future__ import annotations

import copy
import re
from typing import Any

import nbformat

from solidarity.notebooks.labels import ANSWER, is_graded, is_solution, name_of
from solidarity.notebooks.unguarded import restore_unguarded, text_of, to_code

NOTE_ID = "solidarity-repairs"


def repair(submitted: Any, released: Any) -> tuple[Any, list[str]]:
    """The submitted notebook with its graded cells as released, and a sentence for each repair.

    Code that answers need and no label guards (see ``unguarded``) runs too. Kept is all that the
    learner wrote. Of a duplicated cell the last one counts, as it would in the learner's own
    session; the others stay as ordinary cells and are run. Deleted cells come back as they were
    released. Locked text, points and kinds of cells are restored.
    """
    mended = copy.deepcopy(submitted)
    wanted = {name_of(cell): cell for cell in released.cells if name_of(cell)}
    repairs: list[str] = []
    _label_lost_cells(mended, released, wanted, repairs)
    _drop_extra_labels(mended, wanted, repairs)
    for cell in mended.cells:
        if name_of(cell):
            _restore(cell, wanted[name_of(cell)], repairs)
    _add_missing(mended, released, wanted, repairs)
    _put_checks_after_answers(mended, repairs)
    restore_unguarded(mended, released, name_of, repairs)
    _give_unique_ids(mended)
    _restore_kernel(mended, released, repairs)
    if repairs:
        mended.cells.insert(0, _note(repairs))
    return mended, repairs


def _label_lost_cells(
    mended: Any, released: Any, wanted: dict[str, Any], repairs: list[str]
) -> None:
    """Find released cells whose settings were lost: by cell id, by their text, by what they define.

    Colab and copying into a new notebook strip the settings and leave the content.
    """
    present = {name_of(cell) for cell in mended.cells}
    given = {text_of(cell) for cell in released.cells}
    for grade_id, cell in wanted.items():
        if grade_id in present:
            continue
        found = _lost(mended, grade_id, cell, given)
        if found is not None:
            found.metadata["nbgrader"] = copy.deepcopy(cell.metadata["nbgrader"])
            repairs.append(f"The settings of the cell “{grade_id}” were lost and are restored.")


def _lost(mended: Any, grade_id: str, cell: Any, given: set[str]) -> Any:
    free = [c for c in mended.cells if not name_of(c)]
    by_id = [c for c in free if c.get("id") == cell.get("id")]
    if by_id:
        return by_id[-1]
    if not is_solution(cell):
        same = [c for c in free if c.source.strip() == cell.source.strip()]
        return same[-1] if same else None
    name = re.escape(grade_id.removesuffix(ANSWER))
    defines = re.compile(rf"(?m)^(def\s+{name}\s*\(|{name}\s*=)")
    same = [c for c in free if text_of(c) not in given and defines.search(c.source)]
    # An answer may have become a text as well; one that runs comes first.
    same.sort(key=lambda c: bool(c.cell_type == "code"))
    return same[-1] if same else None


def _drop_extra_labels(mended: Any, wanted: dict[str, Any], repairs: list[str]) -> None:
    seen: set[str] = set()
    for cell in reversed(mended.cells):
        meta = cell.metadata.get("nbgrader")
        if meta is None:
            continue
        grade_id = name_of(cell)
        if grade_id in wanted and grade_id not in seen:
            seen.add(grade_id)
            continue
        del cell.metadata["nbgrader"]
        if grade_id in wanted:
            repairs.append(f"The cell “{grade_id}” was there more than once; the last one counts.")


def _restore(cell: Any, original: Any, repairs: list[str]) -> None:
    grade_id = name_of(cell)
    meta = original.metadata["nbgrader"]
    if cell.cell_type != original.cell_type:
        _change_type(cell, original.cell_type)
        repairs.append(f"The cell “{grade_id}” had become another kind of cell and was set back.")
    if _without_checksum(cell.metadata["nbgrader"]) != _without_checksum(meta):
        repairs.append(f"The settings of the cell “{grade_id}” had changed and were set back.")
    cell.metadata["nbgrader"] = copy.deepcopy(meta)
    locked = meta.get("locked") or (meta.get("grade") and not meta.get("solution"))
    if locked and cell.source != original.source:
        cell.source = original.source
        repairs.append(f"The text of the locked cell “{grade_id}” had changed and was set back.")


def _without_checksum(meta: Any) -> dict[str, Any]:
    return {key: value for key, value in meta.items() if key not in ("checksum", "cell_type")}


def _change_type(cell: Any, kind: str) -> None:
    cell.cell_type = kind
    if kind == "code":
        to_code(cell)
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def _add_missing(mended: Any, released: Any, wanted: dict[str, Any], repairs: list[str]) -> None:
    order = [name_of(cell) for cell in released.cells if name_of(cell)]
    for place, grade_id in enumerate(order):
        labels = [name_of(cell) for cell in mended.cells]
        if grade_id in labels:
            continue
        before = [labels.index(label) for label in order[:place] if label in labels]
        alone = grade_id + ANSWER in order and grade_id + ANSWER not in labels
        # A check whose answer cell has gone waits at the end: the answer may stand anywhere.
        at = len(mended.cells) if alone or not before else max(before) + 1
        mended.cells.insert(at, copy.deepcopy(wanted[grade_id]))
        if not grade_id.endswith(ANSWER) or is_graded(wanted[grade_id]):
            repairs.append(f"The cell “{grade_id}” was missing and was put back.")
        else:
            repairs.append(f"The answer cell “{grade_id}” was missing; an empty one was put back.")


def _put_checks_after_answers(mended: Any, repairs: list[str]) -> None:
    """A check that stands above its answer would be asked before there is one."""
    for grade_id in [label for cell in mended.cells if (label := name_of(cell))]:
        labels = [name_of(cell) for cell in mended.cells]
        if grade_id + ANSWER not in labels:
            continue
        check, answer = labels.index(grade_id), labels.index(grade_id + ANSWER)
        if check < answer:
            mended.cells.insert(answer, mended.cells.pop(check))
            repairs.append(f"The check “{grade_id}” stood above its answer and was moved below it.")


def _give_unique_ids(mended: Any) -> None:
    seen: set[str] = set()
    for place, cell in enumerate(mended.cells):
        # Names like these are kept for the notes that grading adds.
        if cell.get("id") in seen or str(cell.get("id")).startswith("solidarity-"):
            cell["id"] = f"copy-{place}"
        if cell.get("id"):
            seen.add(cell["id"])


def _restore_kernel(mended: Any, released: Any, repairs: list[str]) -> None:
    wanted = released.metadata.get("kernelspec", {})
    if mended.metadata.get("kernelspec", {}).get("language", "python") != wanted.get("language"):
        repairs.append("The notebook was set to another language and was set back to Python.")
    mended.metadata["kernelspec"] = copy.deepcopy(wanted)


def _note(repairs: list[str]) -> Any:
    """What was repaired, told to the learner at the top of the feedback."""
    lines = "\n".join(f"- {sentence}" for sentence in repairs)
    text = (
        "**This notebook was repaired before grading.** It costs no points; "
        f"we mention it so that you are not surprised.\n\n{lines}"
    )
    return nbformat.v4.new_markdown_cell(text, id=NOTE_ID)
