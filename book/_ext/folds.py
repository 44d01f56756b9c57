"""Sphinx extension: on the website code is folded, and a solution's code lies inside the solution.

A cell tagged `show-code` stays open.  One switch a page (code.js) opens and folds all code; without JavaScript each
fold opens by itself.
"""

from docutils import nodes
from sphinx_exercise.nodes import solution_node

SHOWN = "tag_show-code"


def cells(node):
    """Yield the code cells below a node."""
    return (one for one in node.findall(nodes.container) if one.get("nb_element") == "cell_code")


def fold(app, doctree):
    """Fold the code of all cells, and move hidden cells that follow a solution into it."""
    for solution in list(doctree.findall(solution_node)):
        while (after := solution.next_node(descend=False, siblings=True)) is not None and is_hidden(after):
            after.parent.remove(after)
            after["hide_mode"] = "input"
            solution += after
    for cell in cells(doctree):
        if cell.get("hide_mode") == "all":  # results that only support the text
            cell["prompt_show"], cell["prompt_hide"] = "Computation", "Computation"
            continue
        if SHOWN in cell["classes"] or cell.get("hide_mode") not in (None, "input"):
            continue
        quiet = cell.get("hide_mode") == "input"
        cell["hide_mode"] = "input"
        cell["prompt_show"], cell["prompt_hide"] = "Code", "Code"
        cell["classes"].append("folded-always" if quiet else "folded")


def is_hidden(node):
    """Whether a node is a code cell of which nothing is shown."""
    return isinstance(node, nodes.container) and (node.get("nb_element"), node.get("hide_mode")) == ("cell_code", "all")


def setup(app):
    app.connect("doctree-read", fold)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
