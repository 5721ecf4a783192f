"""How many points the findings earn."""

from __future__ import annotations

from collections.abc import Sequence

from solidarity.exercises.finding import Finding
from solidarity.exercises.spec import Spec


def score_of(spec: Spec, findings: Sequence[Finding]) -> float:
    """Ordinary inputs first: only who has them all right can earn the points of the edges."""
    ordinary = [f for f in findings if f.case.place != "edge"]
    edges = [f for f in findings if f.case.place == "edge"]
    if not all(finding.right for finding in ordinary):
        return 0.0
    if not edges:
        # Beside the learner no edge is judged; whoever has all examples right sees full marks.
        return spec.points
    share = sum(finding.right for finding in edges) / len(edges)
    return round(spec.points - spec.edge_points + spec.edge_points * share, 2)
