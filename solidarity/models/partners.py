"""Who is linked with whom, and who cannot be done without. Links go both ways.

The measures are networkx's: degree centrality is the number of partners divided by the number of
other actors (source key F35).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Link = tuple[str, str]


def _graph(actors: Sequence[str], links: Sequence[Link]) -> Any:
    # networkx takes a while to load, and only this module needs it.
    import networkx

    if not actors:
        raise ValueError("there are no actors")
    for one in {name for link in links for name in link} - set(actors):
        raise ValueError(f"{one!r} is linked, but is not among the actors")
    graph = networkx.Graph()
    graph.add_nodes_from(actors)
    graph.add_edges_from(link for link in links if link[0] != link[1])
    return graph


def degree_centrality(actors: Sequence[str], links: Sequence[Link]) -> dict[str, float]:
    """For each actor the share (0 to 1) of all others that it is linked with.

    A link that is listed twice counts once. A single actor has 0.
    Raises ValueError for a link to somebody who is not among the actors.
    """
    graph = _graph(actors, links)
    others = max(1, len(graph) - 1)
    return {actor: graph.degree(actor) / others for actor in actors}


def cut_off(
    actors: Sequence[str], links: Sequence[Link], source: str, missing: str
) -> tuple[str, ...]:
    """Who can reach ``source`` now, and no longer can when ``missing`` is gone; in given order.

    ``missing`` itself is not counted. If it is the source, everybody linked with it is cut off.
    Raises ValueError where source or missing is not among the actors.
    """
    import networkx

    graph = _graph(actors, links)
    for name in (source, missing):
        if name not in graph:
            raise ValueError(f"{name!r} is not among the actors")
    before = networkx.node_connected_component(graph, source)
    graph.remove_node(missing)
    after = networkx.node_connected_component(graph, source) if source in graph else set()
    return tuple(one for one in actors if one in before and one not in after and one != missing)


def bridge_actor(actors: Sequence[str], links: Sequence[Link], source: str) -> str:
    """The actor (not the source) whose loss cuts most others off from it; the first of equals."""
    others = [one for one in actors if one != source]
    if not others:
        raise ValueError("there is nobody but the source")
    return max(others, key=lambda one: len(cut_off(actors, links, source, one)))


def by_actor(actors: Sequence[str], links: Sequence[Link], source: str) -> pd.DataFrame:
    """One row per actor: its partners, its centrality, and whom its loss cuts off."""
    import networkx
    import pandas as pd

    graph = _graph(actors, links)
    degrees = degree_centrality(actors, links)
    between = networkx.betweenness_centrality(graph)
    return pd.DataFrame(
        {
            "actor": list(actors),
            "partners": [graph.degree(one) for one in actors],
            "degree centrality (0 to 1)": [degrees[one] for one in actors],
            "betweenness (0 to 1)": [between[one] for one in actors],
            "cut off when it is missing (actors)": [
                len(cut_off(actors, links, source, one)) for one in actors
            ],
        }
    )
