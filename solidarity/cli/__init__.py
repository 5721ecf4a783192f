"""The command ``sse``: what learners, instructors, authors and others type, a file for each."""

# Each file adds its commands to the app; ``sse --help`` lists them in this order.
from solidarity.cli import learner, instructor, author, anyone  # noqa: F401, I001
from solidarity.cli.app import app

__all__ = ["app"]
