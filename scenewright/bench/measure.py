"""The stages of one family at one level, timed as a build runs them, beside the floor under them.

Samples come in blocks of ten consecutive indices: a full cycle of singles and twins. Each block is new to the process
when it is made (whole samples first, nothing drawn before), and right after it the floor is measured on the same
pictures, so a slow moment of the machine hits both. Figures are medians over blocks, in milliseconds per sample.
"""

from __future__ import annotations

import gc
import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from statistics import fmean, median
from time import perf_counter
from typing import Any

import msgspec
import numpy as np
from PIL import Image

from scenewright.bench.floors import drawn, narrowed, under, variants
from scenewright.bench.report import STAGES, Row
from scenewright.errors import UserError
from scenewright.families import Family
from scenewright.renderers.png import encode_png
from scenewright.renderers.skia_loader import skia
from scenewright.sample import Maker, Sample
from scenewright.shards import spare_collector
from scenewright.store import Writer

BLOCK = 10
"""Samples in a block: the period of `sample.TWINS`."""
WARM_UP = 1_000_000
"""First index of the samples that are made before any is measured; far from those that are."""
PILLOW = 3
"""Pictures of each block that are encoded by Pillow too, which takes ten times as long as all else."""
ROWS = 500
"""Rows written when rows are timed: several row groups of one file, opened and closed."""


class Stopwatch:
    """A family whose drawing functions are timed: `seconds[stage]` adds up, rejected draws included.

    `backend` keeps to styles of that backend. Styles that are drawn and passed over are no part of any figure: their
    time goes to `seconds["passed_over"]`.
    """

    def __init__(self, kind: Family, backend: str = "") -> None:
        self.backend = backend
        self.seconds = dict.fromkeys(("scene", "style", "simulate", "render", "passed_over"), 0.0)
        self._draw_style = kind.draw_style
        self.family = msgspec.structs.replace(
            kind,
            draw_scene=self._timed("scene", kind.draw_scene),
            draw_style=self._style,
            simulate=kind.simulate and self._timed("simulate", kind.simulate),
            render=self._timed("render", kind.render),
        )

    def _timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any) -> Any:
            start = perf_counter()
            try:
                return function(*args)
            finally:
                self.seconds[stage] += perf_counter() - start

        return timed

    def _style(self, rng: np.random.Generator) -> Any:
        while True:
            start = perf_counter()
            style = self._draw_style(rng)
            took = perf_counter() - start
            if not self.backend or style.backend == self.backend:  # type: ignore[attr-defined]
                self.seconds["style"] += took
                return style
            self.seconds["passed_over"] += took

    def reset(self) -> None:
        """Back to zero."""
        self.seconds = dict.fromkeys(self.seconds, 0.0)


def measure(maker: Maker, samples: int, backend: str, tick: Callable[[int], None]) -> tuple[Row, list[Sample]]:
    """Time `samples` samples (rounded up to whole blocks). Returns the figures, and the samples for further use.

    `tick(n)` is called after each block with the samples made so far.
    """
    maker = narrowed(maker, backend)
    beneath = under(maker.family, backend)
    named = backend in ("skia", "matplotlib") and len(variants(maker.family)) > 1
    watch = Stopwatch(maker.family, backend if named else "")
    maker = msgspec.structs.replace(maker, family=watch.family)
    for _ in blocks(maker, 1, WARM_UP):
        pass
    maker.rejected.clear()
    made: list[Sample] = []
    parts: list[dict[str, float]] = []
    watch.reset()
    spare_collector()  # as workers of a build do
    start = perf_counter()
    for block in blocks(maker, -(-samples // BLOCK)):
        whole = perf_counter() - start - watch.seconds["passed_over"]
        times = {"make": whole, **{stage: watch.seconds[stage] for stage in ("scene", "style", "simulate", "render")}}
        if drawn(maker.family, backend):
            times |= floor(block)
        elif beneath:
            begin = perf_counter()
            for sample in block:
                beneath(sample)
            times["floor"] = perf_counter() - begin
        parts.append({name: 1e3 * t / len(block) for name, t in times.items()})
        made += block
        tick(len(made))
        watch.reset()
        gc.freeze()  # a build does not keep its samples
        start = perf_counter()
    row = _row(maker, backend, parts, row_ms(made), made)
    gc.unfreeze()
    return row, made


def blocks(maker: Maker, count: int, first: int = 0) -> Iterator[list[Sample]]:
    """Blocks of samples, made as a build makes them."""
    for start in range(first, first + count * BLOCK, BLOCK):
        block: list[Sample] = []
        while len(block) < BLOCK:
            block += maker.make_with_twin(start + len(block))
        yield block


def _row(maker: Maker, backend: str, parts: list[dict[str, float]], row: float, made: list[Sample]) -> Row:
    def middle(*names: str) -> float:
        return median(sum(part[name] for name in names) for part in parts)

    whole = [part["make"] + row for part in parts]
    stages = {"scene": middle("scene"), "style": middle("style"), "row": row}
    if maker.family.simulate:
        stages["simulate"] = middle("simulate")
    stages["questions"] = median(p["make"] - p["scene"] - p["style"] - p["simulate"] - p["render"] for p in parts)
    if "png" in parts[0]:
        stages["png"] = middle("png")
        stages["draw"] = median(p["render"] - p["png"] for p in parts)
        lowest = [part["raster"] + part["png"] for part in parts]
    else:  # drawing and encoding of matplotlib, of videos and of sounds are not taken apart
        stages["draw"] = middle("render")
        lowest = [part["floor"] for part in parts if "floor" in part]
    pixels = [
        medium.width_px * medium.height_px for s in made for medium in s.media if medium.width_px and medium.height_px
    ]
    return Row(
        family=maker.family.name,
        backend=backend,
        level=maker.level,
        samples=len(made),
        questions=fmean(len(s.questions) for s in made),
        megapixels=sum(pixels) / 1e6 / len(made),
        redrawn=refused(maker) / len(made),
        stages_ms={stage: stages[stage] for stage in STAGES if stage in stages},
        whole_ms=median(whole),
        whole_mean_ms=fmean(whole),
        floor_ms=median(lowest) if lowest else None,
        floor_mean_ms=fmean(lowest) if lowest else None,
        ratio=median(w / u for w, u in zip(whole, lowest, strict=True)) if lowest else None,
        pillow_png_ms=middle("pillow_png") if "pillow_png" in parts[0] else None,
        media_s=sum(medium.duration_s or 0 for s in made for medium in s.media) / len(made),
        sounds_s=sum(
            (medium.duration_s or 0) * (medium.sample_rate_hz or 0) * (medium.channels or 0) / 16_000
            for s in made
            for medium in s.media
        )
        / len(made),
    )


def refused(maker: Maker) -> int:
    """Scenes that a maker has drawn and refused."""
    return sum(n for reason, n in maker.rejected.items() if reason.startswith("scene: "))


def floor(block: list[Sample]) -> dict[str, float]:
    """Seconds that pictures of a block take when nothing is left to decide.

    Each is recorded once and played back into fresh pixels (`raster`), encoded by our own encoder (`png`), and some of
    them by Pillow at its defaults (`pillow_png`, scaled up to the block).
    """
    times = dict.fromkeys(("raster", "png", "pillow_png"), 0.0)
    for number, sample in enumerate(block):
        picture, width, height = record(sample)
        pixels = _pixels(width, height)
        start = perf_counter()
        skia.Surface(pixels).getCanvas().drawPicture(picture)
        drawn = perf_counter()
        encode_png(pixels)
        times["png"] += perf_counter() - drawn
        times["raster"] += drawn - start
        if number < PILLOW:
            image = Image.fromarray(np.ascontiguousarray(pixels[:, :, :3]))
            start = perf_counter()
            image.save(io.BytesIO(), "PNG")
            times["pillow_png"] += (perf_counter() - start) * len(block) / min(PILLOW, len(block))
    return times


_held = np.empty(0, np.uint8)


def _pixels(width: int, height: int) -> np.ndarray:
    """Pixels in one buffer that is kept, as a canvas has them."""
    global _held
    if _held.size < width * height * 4:
        _held = np.empty(width * height * 4, np.uint8)
    return _held[: width * height * 4].reshape(height, width, 4)


def record(sample: Sample) -> tuple[Any, int, int]:
    """A sample's picture as a list of Skia's drawing calls, with width and height in pixels."""
    from scenewright.families import family

    paint = paint_of(family(sample.family))
    width, height = sample.media[0].width_px or 0, sample.media[0].height_px or 0
    recorder = skia.PictureRecorder()
    paint(sample.scene, sample.style, recorder.beginRecording(skia.Rect.MakeWH(width, height)))
    return recorder.finishRecordingAsPicture(), width, height


def paint_of(kind: Family) -> Callable[..., Any]:
    """`paint(scene, style, target)` of a family's renderer. `UserError` where it has none."""
    paint = getattr(sys.modules[kind.render.__module__], "paint", None)
    if paint is None:
        raise UserError(
            f"family '{kind.name}' can't be measured: {kind.render.__module__} has no paint(scene, style, target)"
        )
    return paint


def row_ms(samples: list[Sample], rounds: int = 3) -> float:
    """Milliseconds per sample for Arrow rows and a Parquet file in the temporary folder; the median of some rounds.

    Samples are repeated up to `ROWS`, so that row groups are full and opening and closing weigh as they do in a shard.
    """
    times = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds):
            start = perf_counter()
            writer = Writer(Path(folder) / f"{number}.parquet")
            for sample in islice(cycle(samples), ROWS):
                writer.add(sample)
            writer.close()
            times.append(perf_counter() - start)
    return 1e3 * median(times) / ROWS
