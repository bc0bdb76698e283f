"""The vocabulary of renderings: media, marks, and what a careful viewer can resolve in them."""

from __future__ import annotations

import msgspec

from scenewright.scenes.base import Value

Box = tuple[float, float, float, float]
"""`(left, top, right, bottom)` in pixels, origin top left."""


class Style(Value, frozen=True, kw_only=True):
    """How a scene looks. Nothing that a question can mention belongs here."""


class Media(msgspec.Struct, frozen=True, kw_only=True):
    """Encoded bytes of one picture, clip or text."""

    kind: str
    """`image/png`, `video/mp4`, `audio/flac` or `text/plain`."""
    data: bytes
    width_px: int | None = None
    height_px: int | None = None
    duration_s: float | None = None
    frame_rate_hz: float | None = None
    sample_rate_hz: int | None = None


class Mark(Value, frozen=True, kw_only=True, omit_defaults=True):
    """Where a thing is in a medium. Written by the call that drew it, so it can't drift from the pixels."""

    id: str
    """Id of a scene's thing, or the name of a decoration (`title`, `legend`, `axis`)."""
    part: str
    """What of it is marked: `bar`, `label`, `hand`, `face`, `node`, ..."""
    box: Box
    polygon: tuple[tuple[float, float], ...] = ()
    """Tighter outline in pixels, where the box is loose (slanted text, hands, roads)."""
    text: str = ""
    """The words drawn, for marks of text."""
    medium: int = 0
    start_s: float | None = None
    end_s: float | None = None


class Resolution(Value, frozen=True, kw_only=True, omit_defaults=True):
    """What can be read off a rendering, and how finely.

    `units_per_px`: scene units that one pixel stands for, by quantity (`{"value": 0.35}`).
    `tick`: distance between labelled ticks in scene units, by quantity.
    `printed`: ids of the things whose value is printed, hence exact.
    `visible`: visible share of things that are partly covered; absent means 1.
    """

    units_per_px: dict[str, float] = msgspec.field(default_factory=dict)
    tick: dict[str, float] = msgspec.field(default_factory=dict)
    printed: tuple[str, ...] = ()
    visible: dict[str, float] = msgspec.field(default_factory=dict)


class Rendering(msgspec.Struct, frozen=True, kw_only=True):
    """A scene made visible or audible."""

    media: tuple[Media, ...]
    marks: tuple[Mark, ...]
    resolution: Resolution
