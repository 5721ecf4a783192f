"""What was achieved: a learner's own progress, signed statements of grades, pages to show."""
