"""Settings of JupyterLab for this course; ``sse lab`` starts it with them."""
