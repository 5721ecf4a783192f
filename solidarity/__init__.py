"""Solidarity: a course on the social solidarity economy, with fairly graded exercises."""

# The version's one source: an installation, pip's metadata and the citation follow it.
__version__ = "0.2.0"
