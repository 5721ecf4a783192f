"""A learner's values: read, compared and shown, asked for, and plain on the wire."""
