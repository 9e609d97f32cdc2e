"""A page about one record that many domains fill: the domain below declares a slot, those above put panels into it. See README.md."""

from mutua.foundation.panels.registry import Panel, panel, panels_of, slot
from mutua.foundation.panels.rendering import render_panel, render_slot

__all__ = ["Panel", "panel", "panels_of", "render_panel", "render_slot", "slot"]
