"""A learner alone: her copies, her progress, her own marks."""
