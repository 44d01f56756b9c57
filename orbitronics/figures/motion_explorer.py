"""The picture of a macrospin with ipywidgets controls; on the website it becomes the page's own."""

import io

import ipywidgets as widgets

from . import motion


class MacrospinExplorer:
    """The motion of a macrospin with a control for each of its values; made by `explore.dynamics`.

    Attributes
    ----------
    values : dict
        The values drawn now, in SI.
    """

    def __init__(self, **changed):
        self.values = motion.values(**changed)
        self._image = widgets.Image(format="png", layout={"max_width": "100%"})
        self._controls = {name: self._slider(name) for name in motion.CONTROLS}
        buttons = [self._preset(name) for name in motion.PRESETS]
        self.widget = widgets.VBox([self._image, widgets.HBox(buttons), *self._controls.values()])
        self._draw()

    def set(self, **changed):
        """Set values by name, in SI."""
        self.values = self.values | motion.values(**self.values | changed)
        for name, slider in self._controls.items():
            slider.unobserve_all("value")
            slider.value = self.values[name] / motion.CONTROLS[name].factor
            self._observe(name, slider)
        self._draw()

    def _slider(self, name):
        one = motion.CONTROLS[name]
        value = self.values[name] / one.factor
        low, high, step = min(one.low, value), max(one.high, value), one.step
        slider = widgets.FloatSlider(value=value, min=low, max=high, step=step, continuous_update=False)
        slider.description, slider.tooltip = f"${one.latex}$", f"{one.meaning} ({one.unit})"
        self._observe(name, slider)
        return slider

    def _observe(self, name, slider):
        def moved(change):
            self.values[name] = change["new"] * motion.CONTROLS[name].factor
            self._draw()

        slider.observe(moved, "value")

    def _preset(self, name):
        button = widgets.Button(description=name, layout={"width": "auto"})
        button.on_click(lambda _: self.set(**motion.preset(name)))
        return button

    def _draw(self):
        out = io.BytesIO()
        motion.draw(**self.values).savefig(out, format="png", dpi=110)
        self._image.value = out.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None):
        view = {"version_major": 2, "version_minor": 0, "model_id": self.widget.model_id}
        return {
            "text/plain": "<a macrospin with its controls>",
            "application/vnd.jupyter.widget-view+json": view,
            "text/html": motion.html(**self.values),
        }
