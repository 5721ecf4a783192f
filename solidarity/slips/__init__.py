"""A beginner's own Python errors, told in plain words."""
