# Everything is done by run.py, so that a machine without make (Windows) loses nothing.
# Arguments go through ARGS: make test ARGS="-k savings"

PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help lab teach demo build check test bench lock setup clean-venv

help lab teach demo build check test bench lock setup clean-venv:
	@$(PYTHON) run.py $@ $(ARGS)
