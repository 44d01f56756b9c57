"""The figures with ipywidgets controls: move a slider and the curves move.

On the website, where there is no kernel, the same objects become the live figure of the page.
"""

import io
from math import inf, log10
from typing import Any

import ipywidgets as widgets
from matplotlib.backends.backend_agg import FigureCanvasAgg

from .. import deprecated, figures
from ..paper.values import OPTION_WORDS, OPTIONS
from ..quantities import QUANTITIES, display, words
from . import sweeping
from .motion_explorer import MacrospinExplorer
from .plot import Drawing, check_values
from .ranges import ranges as sliders

SHOWN_FIRST = 3  # controls above the fold; the rest stands in an accordion


__getattr__ = deprecated.renamed(__name__, sweep="dependence", macrospin="dynamics")


def fig2(ranges=None, **values):
    """Explore Fig. 2, profiles; `values` differ from the paper's at the start, `ranges` as of `Explorer`."""
    return Explorer("fig2", values, ranges)


def fig3(ranges=None, **values):
    """Explore Fig. 3, torque against thickness; `values` differ from the paper's, `ranges` as of `Explorer`."""
    return Explorer("fig3", values, ranges)


def fig4(ranges=None, **values):
    """Explore Fig. 4, mixing conductances; `values` differ from the paper's at the start, `ranges` as of `Explorer`."""
    return Explorer("fig4", values, ranges)


def bilayer(ranges=None, **values):
    """Design a bilayer: both Hall effects at once; `values` differ from the start's, `ranges` as of `Explorer`."""
    return Explorer("bilayer", values, ranges)


def dependence(quantity="torque", source="OHE", x="d_F", ranges=None, **others):
    """Explore one quantity against one value; arguments of `figures.dependence`, `ranges` as of `Explorer`."""
    return Explorer(sweeping.dependence(quantity, source, x, **others), ranges=ranges)


def dynamics(**values):
    """Explore the motion of a macrospin under both torques; `values` of `motion.CONTROLS` by name, in SI."""
    return MacrospinExplorer(**values)


class Explorer:
    """A figure with a control for each of its values; made by `fig2`, `fig3`, `fig4`, `bilayer`, `dependence`.

    Parameters
    ----------
    name : str or Figure
    values : dict, optional
        The values that it starts from, where they are not the paper's.
    ranges : dict, optional
        Where sliders go, ``{"d_N": (0.1*nm, 100*nm)}``, in place of the usual.

    Attributes
    ----------
    values : dict
        The values drawn now, in SI.
    message : str
        What is wrong with the values asked for, empty where they are drawn.
    """

    points = 100

    def __init__(self, name, values=None, ranges=None):
        self.declaration = figures.declared(name)
        self.name = self.declaration.name
        self.values = {**self.declaration.values, **check_values(name, values)}
        self.start = dict(self.values)
        self.ranges = sliders(self.declaration, ranges, self.start)
        self._given = ranges
        self.drawing = Drawing(self.declaration, self._own(), self.points)
        self._canvas = FigureCanvasAgg(self.drawing.figure)
        for ax in self.drawing.axes.values():
            ax.locator_params(axis="y", nbins=5)
        engine: Any = self.drawing.figure.get_layout_engine()
        engine.set(w_pad=0.12)  # room for longer tick labels
        engine.execute(self.drawing.figure)
        self.drawing.figure.set_layout_engine("none")  # the layout found once is kept
        self._background = None
        self._image = widgets.Image(format="png", layout={"max_width": "100%"})
        self._message = widgets.HTML()
        self._controls = {}
        self._rows = [self._number(n) for n in self.declaration.controls]
        options = [self._option(n) for n in self.declaration.options]
        resets: list[Any] = []
        for text, values in (("Start values", self.start), ("The paper's values", self.declaration.values)):
            if not resets or values != self.start:
                resets.append(widgets.Button(description=text, tooltip="of every control"))
                resets[-1].on_click(lambda _, those=values: self._give(self._own(those)))
        # options and the first values stand open
        boxes = [widgets.VBox([*options, *self._rows[:SHOWN_FIRST]])]
        if len(self._rows) > SHOWN_FIRST:
            more = widgets.Accordion([widgets.VBox(self._rows[SHOWN_FIRST:])], selected_index=None)
            more.set_title(0, "More parameters")
            boxes.append(more)
        self.widget = widgets.VBox([self._image, self._message, widgets.VBox(boxes), widgets.HBox(resets)])
        self._draw()

    # -- what a reader does -------------------------------------------------------------

    def set(self, **values):
        """Set values by name (SI numbers, options) as a reader would: all of them, or none and `message` says why."""
        for name in values:
            if name not in self._controls:
                raise ValueError(f"{self.name} has no control {name!r}; it has {', '.join(self._controls)}.")
        self._give(values)

    def reset(self, name=None):
        """Set one value, or all, back to the paper's."""
        paper = self.declaration.values
        self.set(**({name: paper.get(name)} if name else self._own(paper)))

    # -- controls -----------------------------------------------------------------------

    def _number(self, name):
        low, high, scale = self.ranges[name]
        factor, unit = display(name)
        low, high, value = low / factor, high / factor, self.values[name] / factor
        about = f"{QUANTITIES[name].meaning}; paper: {self.declaration.values[name] / factor:g} {unit}".rstrip()
        slider = widgets.FloatSlider(value=value, min=min(low, value), max=max(high, value), step=(high - low) / 200)
        if scale == "log":
            slider = widgets.FloatLogSlider(value=value, min=log10(low), max=log10(high), step=0.02)
        slider.readout = False
        slider.description = f"{words(QUANTITIES[name].meaning)} ${QUANTITIES[name].latex}$"
        slider.style.description_width = "20em"
        slider.layout.width = "36em"
        entry = widgets.FloatText(value=value, layout={"width": "7em"})
        for one in (slider, entry):  # not as arguments, which ipywidgets 7 does not know
            one.tooltip, one.description_allow_html = about, True
        back = widgets.Button(description="↺", tooltip="the value at the start", layout={"width": "2.5em"})
        back.on_click(lambda _: self._give({name: self.start[name]}))

        def slid(change):
            self._give({name: float(f"{change['new']:.6g}") * factor})

        def typed(change):
            self._give({name: change["new"] * factor})

        def show(value):
            back.layout.visibility = "hidden" if value == self.start[name] else "visible"
            entry.value = float(f"{value / factor:.6g}")
            if slider.min <= _slider_unit(slider, entry.value) <= slider.max:
                slider.value = entry.value

        slider.observe(slid, "value")
        entry.observe(typed, "value")
        self._controls[name] = show
        self._show(name)
        return widgets.HBox([slider, entry, widgets.Label(unit), back])

    def _option(self, name):
        choice = widgets.Dropdown(options=OPTIONS[name], value=self.values[name], description=OPTION_WORDS[name])
        choice.style.description_width = "20em"
        choice.layout.width = "36em"

        choice.observe(lambda change: self._give({name: change["new"]}), "value")

        def show(value):
            choice.value = value

        self._controls[name] = show
        return choice

    def _give(self, changes):
        """Draw with these values changed, or say beside the controls why that cannot be."""
        if self._showing:
            return
        trial = {**self.values, **changes}
        try:
            self.drawing.update(self._own(trial))
        except (ValueError, TypeError, ArithmeticError) as error:
            self._say(str(error))
            return
        self.values = trial
        for name in changes:
            self._show(name)
        self._say("")
        self._draw()

    _showing = False  # controls are being moved to where the values are

    def _show(self, name):
        self._showing = True
        self._controls[name](self.values[name])
        self._showing = False

    message = ""

    def _say(self, text):
        self.message = text
        safe = text.replace("&", "&amp;").replace("<", "&lt;")
        self._message.value = f'<span role="alert" style="color:#b00020">{safe}</span>' if text else ""

    def _own(self, values=None):
        values = self.values if values is None else values
        return {n: values[n] for n in self.declaration.controls + self.declaration.options}

    # -- drawing ------------------------------------------------------------------------

    def _draw(self):
        """Draw: the axes only where their limits changed, the curves on top of what was kept."""
        lines = self.drawing.lines.values()
        if self.drawing.rescale() or self._background is None:
            for line in lines:
                line.set_animated(True)
            self._canvas.draw()
            self._background = self._canvas.copy_from_bbox(self.drawing.figure.bbox)
        self._canvas.restore_region(self._background)
        for line in lines:
            line.axes.draw_artist(line)
        self._image.value = _png(self._canvas)

    def _repr_mimebundle_(self, include=None, exclude=None):
        from ..web.live import html

        view = {"version_major": 2, "version_minor": 0, "model_id": self.widget.model_id}
        return {
            "text/plain": f"<figure {self.name} with its controls>",
            "application/vnd.jupyter.widget-view+json": view,
            "text/html": html(self.declaration, self._own(), self._given),
        }


def _slider_unit(slider, value):
    if isinstance(slider, widgets.FloatLogSlider):
        return log10(value) if value > 0 else -inf
    return value


def _png(canvas):
    """Return the canvas as PNG, compressed lightly: speed counts, the bytes do not leave the machine."""
    from PIL import Image

    data = io.BytesIO()
    image = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba(), "raw", "RGBA", 0, 1)
    image.convert("RGB").save(data, "png", compress_level=1)
    return data.getvalue()
