"""The economics: one file per model, pure functions and frozen dataclasses, no Jupyter, no I/O."""
