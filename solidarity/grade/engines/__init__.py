"""Where submissions are graded: on this machine, or on many."""
