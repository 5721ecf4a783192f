"""Solidarity: a course on the social solidarity economy, with fairly graded exercises."""

__version__ = "0.1.0"
