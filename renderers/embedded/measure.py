"""Measures a shipped model on held-out scenes: `python -m scenewright.renderers.embedded.measure shapes --scenes 40`.

Scenes of all five levels of its family are drawn from a range of seeds that no training saw. It prints the share of
claims that hold at the first try, and of samples all of whose claims hold after one to four tries, and writes both
into the model card, in place of what stood under "Measured".
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np

from scenewright.renderers.base import Claim
from scenewright.renderers.diffusion.best_of import share
from scenewright.renderers.embedded import models
from scenewright.scenes.base import Reject, rng_for

SEED = 1_000_000
"""Held-out seeds begin here; training draws from the stream `train`."""
ATTEMPTS = 40


def scenes(draw: Any, levels: Any, count: int) -> Iterator[tuple[int, int, Any]]:
    """Level, number and scene of so many scenes a level."""
    for level, spec in enumerate(levels):
        for number in range(count):
            for attempt in range(ATTEMPTS):
                try:
                    yield level, number, draw(spec, rng_for(SEED + number, "held out", level, attempt))
                    break
                except Reject:
                    continue


def shapes(count: int, tries: int) -> Iterator[list[tuple[Claim, ...]]]:
    """The claims of each try, until all hold, by scene."""
    from scenewright.renderers import diffused_shapes as family
    from scenewright.scenes.diffused_shapes import LEVELS, draw_scene

    for level, number, scene in scenes(draw_scene, LEVELS, count):
        found: list[tuple[Claim, ...]] = []
        style = family.draw_style(rng_for(SEED + number, "held out style", level))
        while len(found) < tries and not (found and share(found[-1]) == 1):
            found.append(family.one_try(scene, style, len(found))[1])
        yield found


def sounds(count: int, tries: int) -> Iterator[list[tuple[Claim, ...]]]:
    """The claims of each number of takes allowed, until all hold, by scene."""
    from scenewright.renderers import diffused_sound as family
    from scenewright.scenes.diffused_sound import LEVELS, draw_scene

    for level, number, scene in scenes(draw_scene, LEVELS, count):
        style = family.draw_style(rng_for(SEED + number, "held out style", level))
        found: list[tuple[Claim, ...]] = []
        while len(found) < tries and not (found and share(found[-1]) == 1):
            found.append(family.rendered(scene, style, len(found) + 1).claims)
        yield found


def measured(name: str, count: int, tries: int = 4) -> str:
    """The card's section, as Markdown."""
    begin = time.process_time()
    made = list({"shapes": shapes, "sounds": sounds}[name](count, tries))
    took = time.process_time() - begin
    first = [claim for found in made for claim in found[0]]
    kinds, held = Counter(c.kind for c in first), Counter(c.kind for c in first if c.holds)
    rows = [f"| {kind} | {kinds[kind]} | {held[kind] / kinds[kind]:.1%} |" for kind in kinds]
    whole = [np.mean([any(share(claims) == 1 for claims in found[: n + 1]) for found in made]) for n in range(tries)]
    lines = [
        f"{len(made)} scenes of five levels, seeds {SEED} to {SEED + count - 1}, {models.STEPS} sampling steps. "
        f"Claims that hold at N = 1: **{len([c for c in first if c.holds]) / len(first):.1%}** of {len(first)}.",
        "",
        "| claim | checked | hold at N = 1 |",
        "| --- | --- | --- |",
        *rows,
        "",
        "Samples all of whose claims hold: "
        + ", ".join(f"**{part:.1%}** at N = {n}" for n, part in enumerate(whole, 1))
        + ".",
        "",
        f"{sum(map(len, made))} tries took {took:.0f} s of processor time, checks included.",
    ]
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure a shipped model and write the figures into its card.")
    parser.add_argument("model", choices=("shapes", "sounds"))
    parser.add_argument("--scenes", type=int, default=40, help="of each of five levels")
    given = parser.parse_args()
    text = measured(given.model, given.scenes)
    print(text)
    card = models.WEIGHTS / given.model / "README.md"
    old = card.read_text("utf-8")
    card.write_text(re.sub(r"(## Measured\n\n).*?(?=\n## |\Z)", lambda m: m[1] + text + "\n", old, flags=re.S), "utf-8")


if __name__ == "__main__":
    main()
