"""A picture of learning curves: one panel a task, with intervals, chance and what can be had without pictures."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from scenewright.renderers.themes import BY_NAME, mix

if TYPE_CHECKING:
    from scenewright.audit.probe import Curve, Probe

PANEL_IN, HIGH_IN, DPI = 3.9, 4.0, 150
FONTS: Any = {"font.family": "DejaVu Sans", "font.size": 10}  # matplotlib brings it


def draw(found: Probe) -> bytes:
    """The curves as PNG."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    theme = BY_NAME["slate"]
    with rc_context(FONTS):
        count = len(found.curves)
        figure = Figure((PANEL_IN * max(count, 1) + 0.5, HIGH_IN), dpi=DPI, layout="constrained", facecolor="white")
        canvas = FigureCanvasAgg(figure)
        figure.suptitle("What a small network learns from the pictures", x=0.012, ha="left", weight="bold",
                        color=theme.ink, size=13)  # fmt: skip
        panels = figure.subplots(1, max(count, 1), squeeze=False, sharey=True)[0]
        for number, (curve, panel) in enumerate(zip(found.curves, panels, strict=False)):
            _panel(panel, curve, theme.palette[number % len(theme.palette)])
        panels[0].set_ylabel("accuracy on held-out pictures", color=theme.ink)
        buffer = io.BytesIO()
        canvas.print_png(buffer, metadata={"Software": None})
    return buffer.getvalue()


def _panel(panel: Any, curve: Curve, colour: str) -> None:
    theme = BY_NAME["slate"]
    rows = [point.rows for point in curve.points]
    shares = [point.accuracy for point in curve.points]
    panel.set_title(curve.task.replace("_", " "), loc="left", color=theme.ink, weight="bold", size=11)
    panel.fill_between(rows, [p.low for p in curve.points], [p.high for p in curve.points],
                       color=mix(colour, "#ffffff", 0.75), linewidth=0)  # fmt: skip
    panel.plot(rows, shares, color=colour, marker="o", markersize=5, linewidth=2, clip_on=False, zorder=3)
    for point in curve.points:
        below = point.accuracy > 0.9
        panel.annotate(_share(point.accuracy), (point.rows, point.accuracy), (0, -13 if below else 8),
                       textcoords="offset points", ha="center", size=8.5, color=theme.ink)  # fmt: skip
    apart = abs(curve.blind - curve.chance) > 0.005
    lines = [(curve.chance, "--", "chance"), (curve.blind, ":", "blind")] if apart else [
        (curve.chance, "--", "chance, blind")]  # fmt: skip
    for share, dashes, name in lines:
        panel.axhline(share, color=theme.muted, linestyle=dashes, linewidth=1.2)
        above = share == max(line[0] for line in lines)
        panel.annotate(
            f"{name} {_share(share)}",
            (1, share),
            (-2, 3 if above else -3),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="right",
            va="bottom" if above else "top",
            size=8.5,
            color=theme.muted,
        )
    if rows:
        panel.set_xscale("log")
        panel.set_xticks(rows, [f"{n:,}" for n in rows])
        panel.set_xlim(rows[0] * 0.8, rows[-1] * 1.25)
    panel.minorticks_off()
    panel.set_ylim(0, 1.02)
    panel.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    panel.set_xlabel(f"pictures to learn from ({curve.held_out:,} held out)", color=theme.muted, size=9)
    panel.grid(axis="y", color="#eef0f3")
    panel.set_axisbelow(True)
    panel.spines[["top", "right"]].set_visible(False)
    panel.tick_params(colors=theme.muted, labelsize=9)


def _share(share: float) -> str:
    """In per cent; near none and near all to a tenth."""
    return f"{share:.0%}" if 0.02 <= share < 0.985 else f"{share:.1%}"
