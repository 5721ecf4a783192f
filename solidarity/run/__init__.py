"""Run a learner's notebook and ask for its answers.

There is one way, whoever asks. A ``worker`` is a process with everything imported (``inside``).
A ``child`` of it runs the cells of one notebook (``session``) and keeps how things stood at each
check. ``talk`` reads what the cells show, then asks. Others' work runs behind a wall (``jail``),
and ``trusted`` work without one. Where no process can be copied, on Windows, a ``kernel`` takes the
worker's place.
"""
