"""Pictures of sound: spectrograms with axes, and waveforms. For every family that can be heard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import numpy as np
from scipy.fft import rfft

from scenewright.renderers.base import Box, Mark, Media, Style
from scenewright.renderers.canvas import Canvas
from scenewright.renderers.fonts import families, font
from scenewright.renderers.skia_loader import skia
from scenewright.renderers.themes import BY_NAME, Theme
from scenewright.scenes.base import pick

Scale = Literal["linear", "log"]

MAPS: dict[str, tuple[str, ...]] = {
    "ember": ("#050410", "#2b0f4e", "#721f6b", "#bc3754", "#ed6925", "#fbb61a", "#fcffd0"),
    "dusk": ("#04040c", "#1d1147", "#51127c", "#b63679", "#fb8861", "#fcfdbf"),
    "meadow": ("#440154", "#414487", "#2a788e", "#22a884", "#7ad151", "#fde725"),
    "ice": ("#020510", "#0b2447", "#19507e", "#2c8fb8", "#8bd3e6", "#f4fdff"),
    "ink": ("#ffffff", "#d9d9d9", "#969696", "#525252", "#1a1a1a", "#000000"),
    "paper": ("#fdfaf2", "#e6dcc4", "#c2a878", "#8c6b3f", "#4d3720", "#1c130a"),
    "sea": ("#ffffff", "#d0e6f2", "#7fb8d9", "#3178b5", "#123f7a", "#06142e"),
    "moss": ("#07130d", "#12372a", "#26704d", "#6aa84f", "#cfd86a", "#fffbe0"),
}
"""Colour ramps from silence to loudest; each is monotonous in lightness, so it can be read in grey."""

RANGE_DB = 72.0
"""From the loudest bin down to the colour of silence."""


class SpectrogramStyle(Style, frozen=True, kw_only=True):
    """How a spectrogram looks."""

    theme: str
    font: str
    colours: str
    scale: Scale
    width_px: int
    height_px: int
    grid: bool


def draw_spectrogram_style(rng: np.random.Generator) -> SpectrogramStyle:
    """A look; the frame's theme is light or dark as the colours are."""
    colours = pick(rng, tuple(MAPS))
    dark = colours not in ("ink", "paper", "sea")
    themes = [name for name, theme in BY_NAME.items() if theme.dark == dark or (dark and rng.random() < 0.3)]
    return SpectrogramStyle(
        theme=pick(rng, themes),
        font=pick(rng, families("sans")),
        colours=colours,
        scale=pick(rng, ("linear", "log")),
        width_px=pick(rng, (720, 800, 900, 1000)),
        height_px=pick(rng, (320, 360, 400, 440)),
        grid=rng.random() < 0.4,
    )


@lru_cache(16)
def _ramp(name: str) -> np.ndarray:
    stops = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in MAPS[name]], float)
    x = np.linspace(0, len(stops) - 1, 256)
    rgb = np.stack([np.interp(x, np.arange(len(stops)), stops[:, k]) for k in range(3)], axis=1)
    return np.concatenate([np.round(rgb), np.full((256, 1), 255)], axis=1).astype(np.uint8)


class Plot:
    """Where times and frequencies are in a spectrogram."""

    def __init__(self, box: Box, seconds: float, low_hz: float, high_hz: float, scale: Scale) -> None:
        self.box, self.seconds, self.low_hz, self.high_hz, self.scale = box, seconds, low_hz, high_hz, scale

    def x(self, second: float) -> float:
        left, _, right, _ = self.box
        return left + (right - left) * min(max(second / self.seconds, 0.0), 1.0)

    def y(self, hz: float) -> float:
        _, top, _, bottom = self.box
        if self.scale == "log":
            share = np.log(max(hz, self.low_hz) / self.low_hz) / np.log(self.high_hz / self.low_hz)
        else:
            share = hz / self.high_hz
        return float(bottom - (bottom - top) * min(max(float(share), 0.0), 1.0))

    def area(self, start_s: float, end_s: float, low_hz: float, high_hz: float) -> Box:
        """Box of a sound, at least 3 px wide and high."""
        left, right = self.x(start_s), self.x(end_s)
        top, bottom = self.y(high_hz), self.y(low_hz)
        if right - left < 3:
            left, right = max(self.box[0], left - 1.5), min(self.box[2], right + 1.5)
        if bottom - top < 3:
            top, bottom = max(self.box[1], top - 1.5), min(self.box[3], bottom + 1.5)
        return left, top, right, bottom


def _levels(samples: np.ndarray, rate_hz: int, columns: int) -> np.ndarray:
    """Levels in dB below the loudest, `(frequencies, columns)`. Frames overlap so that no sample is passed over."""
    x = samples if samples.ndim == 1 else samples.mean(axis=1)
    size = 1 << int(np.ceil(np.log2(0.035 * rate_hz)))
    hop = max(1, (len(x) - 1) // (columns - 1))
    padded = np.concatenate([np.zeros(size // 2), x, np.zeros(size + hop)]).astype(np.float32)
    stride = padded.strides[0]
    rows = np.lib.stride_tricks.as_strided(padded, (columns, size), (hop * stride, stride))
    hann = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)).astype(np.float32)
    spectrum = rfft(rows * hann, axis=1)
    power = (spectrum.real**2 + spectrum.imag**2).T
    out = np.float32(10) * np.log10(power + np.float32(1e-10 * float(power.max()) + 1e-20))
    return np.asarray(out - out.max())


NICE_S = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60)


def spectrogram(samples: np.ndarray, rate_hz: int, style: SpectrogramStyle, title: str = "") -> tuple[Canvas, Plot]:
    """A spectrogram with axes in seconds and kilohertz, and where things are in it.

    The caller adds what it wants to the canvas and calls `finish()`. Text is 12 px or more.
    """
    theme, ramp = BY_NAME[style.theme], _ramp(style.colours)
    seconds, high = len(samples) / rate_hz, min(rate_hz / 2, 11_025.0)
    canvas = Canvas(style.width_px, style.height_px, theme.paper)
    top = 40.0 if title else 18.0
    plot = Plot((64.0, top, style.width_px - 20.0, style.height_px - 50.0), seconds, 60.0, high, style.scale)
    left, top, right, bottom = plot.box
    columns, rows = round(right - left), round(bottom - top)
    levels = _levels(samples, rate_hz, columns)
    at = np.arange(rows) + 0.5
    if style.scale == "log":
        hz = plot.high_hz * (plot.low_hz / plot.high_hz) ** (at / rows)
    else:
        hz = plot.high_hz * (1 - at / rows)
    bins = hz / (rate_hz / 2) * (len(levels) - 1)
    lower = np.clip(bins.astype(int), 0, len(levels) - 2)
    share = (bins - lower).astype(np.float32)[:, None]
    picture = levels[lower]
    picture += (levels[lower + 1] - picture) * share
    index = np.clip((picture / RANGE_DB + 1) * 255, 0, 255).astype(np.uint8)
    image = skia.Image.fromarray(np.ascontiguousarray(ramp[index]))
    canvas.skia.drawImage(image, left, top)
    canvas.mark("spectrogram", "plot", plot.box)
    _axes(canvas, plot, theme, style, title)
    return canvas, plot


def _axes(canvas: Canvas, plot: Plot, theme: Theme, style: SpectrogramStyle, title: str) -> None:
    left, top, right, bottom = plot.box
    small = font(style.font, 12)
    step = next(s for s in NICE_S if plot.seconds / s * 44 <= right - left)
    for k in range(int(plot.seconds / step + 1e-6) + 1):
        x = plot.x(k * step)
        if style.grid and k > 0 and x < right - 1:
            canvas.line((x, top), (x, bottom), "#ffffff30" if theme.dark else "#80808050", 1)
        canvas.line((x, bottom), (x, bottom + 5), theme.muted, 1)
        canvas.text((x, bottom + 9), f"{k * step:g}", small, theme.muted, "mt")
    canvas.text(((left + right) / 2, bottom + 28), "Time (s)", font(style.font, 13), theme.ink, "mt")
    marks = (100, 200, 500, 1000, 2000, 5000, 10_000) if style.scale == "log" else range(0, 22_001, 1000)
    spaced = [hz for hz in marks if hz <= plot.high_hz and (hz or style.scale == "linear")]
    while len(spaced) > 2 and (bottom - top) / len(spaced) < 22:
        spaced = spaced[::2]
    for hz in spaced:
        y = plot.y(hz)
        canvas.line((left - 5, y), (left, y), theme.muted, 1)
        canvas.text((left - 9, y), f"{hz / 1000:g}", small, theme.muted, "rm")
    canvas.text((18, (top + bottom) / 2), "Frequency (kHz)", font(style.font, 13), theme.ink, "mm", angle=-90)
    canvas.rect((left, top, right, bottom), None, theme.muted, 1)
    if title:
        canvas.text((left, 14), title, font(style.font, 15, True), theme.ink, "lt")


def waveform(samples: np.ndarray, rate_hz: int, width_px: int = 800, height_px: int = 140, theme: str = "slate",
             spans: Sequence[tuple[str, float, float]] = ()) -> tuple[Media, tuple[Mark, ...]]:  # fmt: skip
    """A waveform for galleries: least and greatest sample of each column, a lane for each channel; spans shaded.

    `spans` are `(id, start_s, end_s)`; each is marked.
    """
    colours = BY_NAME[theme]
    canvas = Canvas(width_px, height_px, colours.paper)
    lanes = samples[:, None] if samples.ndim == 1 else samples
    seconds = len(lanes) / rate_hz
    for i, (id, start, end) in enumerate(spans):
        left, right = (8 + (width_px - 16) * min(max(t / seconds, 0), 1) for t in (start, end))
        canvas.rect((left, 4, right, height_px - 4), colours.palette[i % len(colours.palette)] + "38", radius=3, of=id,
                    part="span")  # fmt: skip
    columns = width_px - 16
    edges = np.linspace(0, len(lanes), columns + 1).astype(int)[:-1]
    top = float(np.abs(lanes).max(initial=1e-9))
    high = height_px / lanes.shape[1]
    for c in range(lanes.shape[1]):
        lows, highs = np.minimum.reduceat(lanes[:, c], edges), np.maximum.reduceat(lanes[:, c], edges)
        middle, scale = high * (c + 0.5), high * 0.44 / top
        points = [(8.5 + k, middle - float(v) * scale) for k, v in enumerate(highs)]
        points += [(8.5 + k, middle - float(lows[k]) * scale + 0.6) for k in range(columns - 1, -1, -1)]
        canvas.polygon(points, colours.palette[0])
    return canvas.finish()
