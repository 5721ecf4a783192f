"""course/ → source/ → release/: from the text that people write to the notebooks learners get."""
