"""Values and texts of an axis's ticks: evenly spaced ones, and those of a logarithmic axis."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Literal, NamedTuple

Format = Literal["plain", "percent", "dollar", "short"]


class Ticks(NamedTuple):
    """Labelled positions of a value axis, evenly spaced."""

    values: tuple[float, ...]
    step: float
    decimals: int

    @property
    def texts(self) -> list[str]:
        """The labels, all with the same decimals."""
        return [figure_text(value, self.decimals) for value in self.values]


@lru_cache(4096)
def nice_ticks(low: float, high: float, count: int) -> Ticks:
    """About `count` ticks at multiples of 1, 2, 2.5 or 5 times a power of ten that cover `[low, high]`."""
    span = (high - low) or abs(high) or 1.0
    power = 10.0 ** math.floor(math.log10(span / count))
    best: tuple[float, float, int, int] | None = None
    for factor in (1.0, 2.0, 2.5, 5.0, 10.0, 20.0):
        step = factor * power
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        badness = abs(last - first - count) + (0.6 if factor == 2.5 else 0.0)
        if best is None or badness < best[0]:
            best = (badness, step, first, last)
    assert best is not None
    _, step, first, last = best
    decimals = next((d for d in range(9) if abs(round(step, d) - step) < step * 1e-9), 9)
    return Ticks(
        tuple(round(i * step, decimals) + 0.0 for i in range(first, last + 1)), round(step, decimals), decimals
    )


@lru_cache(4096)
def figure_text(value: float, decimals: int) -> str:
    """A number as charts print it: thousands separated, a true minus sign, no negative zero."""
    text = f"{value:,.{decimals}f}"
    if text.startswith("-"):
        text = text[1:] if not text.strip("-0.,") else f"−{text[1:]}"
    return text


def log_ticks(low: float, high: float) -> tuple[float, ...]:
    """Labelled ticks of a logarithmic axis that cover `[low, high]`, both above zero: powers of ten, with their
    doubles and fives where there are few decades.
    """
    factors = (1, 2, 5) if math.log10(high / low) < 2.2 else (1,)
    first, last = math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1
    ladder = [round(f * 10.0**p, max(-p, 0)) for p in range(first, last + 1) for f in factors]
    start = max(i for i, value in enumerate(ladder) if value <= low * (1 + 1e-9))
    end = min(i for i, value in enumerate(ladder) if value >= high * (1 - 1e-9))
    return tuple(ladder[start : end + 1])


_SUFFIXES = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K"))


def tick_text(value: float, decimals: int, form: Format) -> str:
    """A tick's label: `1,200`, `35%`, `$1,200` or `1.2K`."""
    if form == "short":
        for size, suffix in _SUFFIXES:
            if abs(value) >= size:
                places = next(d for d in range(10) if abs(round(value / size, d) - value / size) < 1e-9 or d == 9)
                return figure_text(value / size, places) + suffix
        return figure_text(value, decimals)
    text = figure_text(value, decimals)
    if form == "percent":
        return f"{text}%"
    if form == "dollar":
        return f"−${text[1:]}" if text.startswith("−") else f"${text}"
    return text
