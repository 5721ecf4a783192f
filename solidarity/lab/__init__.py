"""Settings of JupyterLab for this course; ``sse lab`` starts it with them.

labconfig/default_setting_overrides.json: JupyterLab 4.5 sends what widgets say to a subshell of
the kernel, and goes on naming the old one after a kernel died and began anew: no panel is
answered any more. So panels talk to the kernel itself.
"""
