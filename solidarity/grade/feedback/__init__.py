"""What learners get back: a page of their own work with verdicts, points and comments.

Learners' text, HTML and pictures are shown on it, and on Formgrader's pages, only after ``clean``.
"""
