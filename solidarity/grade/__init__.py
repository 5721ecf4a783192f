"""Grading: repair the notebook, run it, ask for its answers, compare them outside, explain.

It hangs on nbgrader's own extension points (``nbgrader_config.py``), so the gradebook, Formgrader,
manual grading, late penalties and exports stay nbgrader's.
"""
