"""See whether a loop of a function can ever come to its second round."""

from __future__ import annotations

import ast

from solidarity.answers.written import tree_of


def ends_in_the_first_round(function: object) -> bool:
    """Whether a ``return`` stands straight in the body of a loop, and nothing goes round it.

    One level too far to the right is the most frequent slip with ``return``. False when the text of
    the function is not known.
    """
    tree = tree_of(function)
    return tree is not None and any(_ends_at_once(node) for node in ast.walk(tree))


def _ends_at_once(node: ast.AST) -> bool:
    if not isinstance(node, (ast.For, ast.While)):
        return False
    goes_round = any(isinstance(part, ast.Continue) for part in ast.walk(node))
    return not goes_round and any(isinstance(part, ast.Return) for part in node.body)
