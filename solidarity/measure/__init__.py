"""How often the grader is wrong: answers whose verdict is known, put through the real grading."""
