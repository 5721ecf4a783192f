"""What a person can mend: said in a sentence, and never as a traceback."""

from __future__ import annotations


class Problem(Exception):
    """The message says what was seen, why it is a problem, and what to do next.

    ``sse`` prints it and ends with ``code``: 2 where something cannot be used, 1 where the answer
    to what was asked is no.
    """

    code = 2
