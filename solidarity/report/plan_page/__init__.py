"""A learner's own plan as a clean page to show to a town hall: HTML and PDF, no outside request."""
