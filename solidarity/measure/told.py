"""The measured figures as lines to read, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields

from solidarity.measure.figures import Figures, Rate, Seen
from solidarity.measure.measured import Measured
from solidarity.measure.seeds import BySeed

WORDS = {
    "lost_points": "right answers that lost points",
    "earned_all": "others that earned all points",
    "right_at_home_only": "right at home, no points at grading",
    "misnamed": "wrong answers told of what they did not do",
    "other_at_grading": "told of one thing at home and of another at grading",
    "only_general": "wrong answers with the general sentence alone",
    "alive": "mutants that earned all points",
    "mutants_at_home_only": "mutants right at home, no points at grading",
}


def lines(measured: Measured) -> Iterator[str]:
    """The figures of a module, and each answer that was judged otherwise than it deserves."""
    total = figures_of_all(measured)
    yield f"{measured.module}: {len(measured.answers)} answers, {len(measured.mutants)} mutants"
    for name, words in WORDS.items():
        share: Rate = getattr(total, name)
        if share.of:
            yield f"  {words}: {share.count} of {share.of} (true share below {share.at_most:.1%})"
    for one in measured.answers:
        yield from _faults(one)
    for mutant in measured.mutants:
        if mutant.alive or mutant.right_at_home_only:
            what = "earned all" if mutant.alive else "right at home, nothing at grading"
            yield f"- mutant of {mutant.exercise} {what}:"
            yield "    " + mutant.code.replace("\n", "\n    ")


def figures_of_all(measured: Measured) -> Figures:
    """The figures of all exercises together."""
    first, *rest = measured.by_exercise().values()
    return sum(rest, first)


def _faults(one: Seen) -> Iterator[str]:
    faults = [
        words
        for name, words in (
            ("lost_points", "A RIGHT ANSWER LOST POINTS"),
            ("earned_all", "EARNED ALL POINTS"),
            ("right_at_home_only", "right at home, nothing at grading"),
            ("misnamed", f"named wrongly: {', '.join(one.said)}"),
            ("other_at_grading", f"home and grading differ: {', '.join(one.said)}"),
            ("only_general", "only the general sentence"),
        )
        if getattr(one, name)
    ]
    if faults:
        home, graded = one.tried.home, one.tried.graded
        yield f"- {one.entry.place} [{one.entry.deserves}] {one.entry.title}: {'; '.join(faults)}"
        yield f"    home: {home.status}: {home.explanation}"
        if graded.explanation != home.explanation:
            yield f"    graded {graded.score:g}/{graded.points:g}: {graded.explanation}"


def by_seed(module: str, found: Sequence[BySeed], seeds: int) -> Iterator[str]:
    """Which answers of a module have another mark with another seed, and which."""
    depending = [one for one in found if one.depends]
    yield (
        f"{module}: {len(found)} answers, {seeds} seeds: {len(depending)} marks depend on the seed"
    )
    for one in depending:
        marks = ", ".join(f"{mark:g} with {count}" for mark, count in sorted(one.marks.items()))
        yield f"- {one.answer.place} [{one.answer.deserves}] {one.answer.title}: {marks}"


def plain(measured: Measured) -> dict[str, object]:
    """The figures of each exercise as JSON: counts, and of how many."""
    return {
        "module": measured.module,
        "exercises": {
            name: {
                one.name: [getattr(figures, one.name).count, getattr(figures, one.name).of]
                for one in fields(figures)
            }
            for name, figures in measured.by_exercise().items()
        },
    }
