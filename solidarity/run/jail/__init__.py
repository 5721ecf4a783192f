"""Run learners' work where it can reach nothing: no network, no files, no other learner.

``runner`` is the trusted side, outside. ``worker`` runs inside a bubblewrap jail and forks a child
for each submission; ``submission`` is what such a child does, in ``namespaces`` of its own.
"""
