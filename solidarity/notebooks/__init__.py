"""Notebooks as people hand them in: read, known by their cells, repaired."""
