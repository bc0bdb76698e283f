"""What lies under a sample of each kind of family: the work that is left when nothing is to be decided.

A drawn picture is played back from a recording and encoded (`measure.floor`). Simulated families name one plain run of
the scene, at the same step and for its whole time (`plain_run` of the simulator); sounds name their synthesis, stems
and mix (`synthesis` of the renderer).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import msgspec

from scenewright.families import Family
from scenewright.sample import Maker, Sample

STILL, VIDEO, SOUND = "still", "video", "sound"
VIDEO_PX = (320, 240)
"""Size at which clips are measured."""


def variants(kind: Family) -> tuple[str, ...]:
    """How a family's samples are measured: by backend, stills and videos apart, or as sound."""
    if kind.simulate:
        return (STILL, VIDEO)
    if kind.media[0].startswith("audio/"):
        return (SOUND,)
    for field in msgspec.structs.fields(kind.style):
        if field.name == "backend":
            return tuple(field.type.__args__)
    return ("skia",)


def narrowed(maker: Maker, variant: str) -> Maker:
    """The maker of that variant alone."""
    if variant in (STILL, VIDEO):
        shot = "start" if variant == STILL else "video"
        maker = msgspec.structs.replace(maker, spec=msgspec.structs.replace(maker.spec, shots=(shot,)))
    if variant == VIDEO:
        draw = maker.family.draw_style
        kind = msgspec.structs.replace(
            maker.family, draw_style=lambda rng: msgspec.structs.replace(draw(rng), video=VIDEO_PX)
        )
        maker = msgspec.structs.replace(maker, family=kind)
    return maker


def drawn(kind: Family, variant: str) -> bool:
    """Whether the floor is the picture itself, played back."""
    return variant == "skia" and kind.simulate is None


def under(kind: Family, variant: str) -> Callable[[Sample], Any] | None:
    """Does the floor's work of a sample; None where no floor is named."""
    if variant == STILL and kind.simulate:
        plain = getattr(sys.modules[kind.simulate.__module__], "plain_run", None)
        return (lambda sample: plain(sample.scene)) if plain else None
    if variant == SOUND:
        synthesis = getattr(sys.modules[kind.render.__module__], "synthesis", None)
        return (lambda sample: synthesis(sample.scene, sample.style)) if synthesis else None
    return None
