"""A batch script: charts in two looks each, as PNG files with their truth beside them, in a pool of processes.

python batch_render.py OUT [COUNT]
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import msgspec

from scenewright.families import family
from scenewright.sample import Maker
from scenewright.scenes.base import Reject, rng_for

LOOKS = 2


def render(out: Path, index: int) -> int:
    """One chart in its own look and in others, and its truth; returns how many pictures were written."""
    kind = family("bar_chart")
    sample = Maker.of("bar_chart", level=index % 5, seed=1).make(index)
    stem = out / f"chart-{index:05d}"
    stem.with_suffix(".json").write_bytes(msgspec.json.encode({"scene": sample.scene, "questions": sample.questions}))
    written = 0
    for look in range(LOOKS * 10):
        style = sample.style if not look else kind.draw_style(rng_for(1, "look", index, look))
        try:
            rendering = kind.render(sample.scene, style)
        except Reject:
            continue  # this look has no room for this chart: the next one may
        Path(f"{stem}-{written}.png").write_bytes(rendering.media[0].data)
        written += 1
        if written == LOOKS:
            break
    return written


def main() -> None:
    """Render them all."""
    out, count = Path(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else 1000
    out.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor() as pool:
        total = sum(pool.map(partial(render, out), range(count), chunksize=16))
    print(f"{total} pictures of {count} charts in {out}")


if __name__ == "__main__":
    main()
