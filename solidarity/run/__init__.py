"""Run a learner's notebook and ask for its answers."""
