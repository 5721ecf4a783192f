"""Inside the learner's kernel: answer the grader's questions and leave no trace of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from solidarity.answers.inputs import load_inputs
from solidarity.answers.standing import Standing, not_given, watch
from solidarity.answers.without_trace import ask_all

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

MIME = "application/vnd.solidarity.answers+json"


def begin() -> None:
    """Listen to what runs, from the first cell on."""
    watch(_shell())


def publish(request: str) -> None:
    """Answer a request and publish the answers as an output.

    A request is ``[name, [inputs, …], how many of them are examples, seconds, text of the cell
    that is to give the answer, or None]``.
    """
    name, inputs, shown, seconds, source = json.loads(request)
    shell = _shell()
    nothing = not_given(name, watch(shell).done, Standing("", source))
    asked = [load_inputs(one) for one in inputs]
    answers = (
        [nothing] * len(asked)
        if nothing
        else ask_all(shell.user_ns, name, asked, shown=shown, seconds=seconds)
    )
    told = json.dumps([answer.plain() for answer in answers])
    shell.display_pub.publish(data={MIME: told}, metadata={})


def _shell() -> InteractiveShell:
    from IPython import get_ipython

    return get_ipython()
