"""The vocabulary of renderings: media, marks, and what a careful viewer can resolve in them."""

from __future__ import annotations

from typing import Literal

import msgspec

from scenewright.scenes.base import Value

Box = tuple[float, float, float, float]
"""`(left, top, right, bottom)` in pixels, origin top left."""


class Style(Value, frozen=True, kw_only=True):
    """How a scene looks. Nothing that a question can mention belongs here."""


class Media(msgspec.Struct, frozen=True, kw_only=True):
    """Encoded bytes of one picture, clip or text."""

    kind: str
    """`image/png`, `video/mp4`, `audio/flac`; of role `context`, `text/plain` or `application/json`."""
    data: bytes
    width_px: int | None = None
    height_px: int | None = None
    duration_s: float | None = None
    frame_rate_hz: float | None = None
    sample_rate_hz: int | None = None
    channels: int | None = None
    role: Literal["", "mask", "question", "context"] = ""
    """Empty for what is shown; `mask` for a segmentation mask of the first medium: truth, not for the model's eyes;
    `question` for the spoken words of a question; `context` for the whole truth as text or JSON, which no sample holds
    (`scenewright.context`)."""


class Mark(Value, frozen=True, kw_only=True, omit_defaults=True):
    """Where a thing is in a medium. Written by the call that drew it, so it can't drift from the pixels."""

    id: str
    """Id of a scene's thing, or the name of a decoration (`title`, `legend`, `axis`)."""
    part: str
    """What of it is marked: `bar`, `label`, `hand`, `face`, `node`, ..."""
    box: Box = (0.0, 0.0, 0.0, 0.0)
    """All zero for what is heard only."""
    polygon: tuple[tuple[float, float], ...] = ()
    """Tighter outline in pixels, where the box is loose (slanted text, hands, roads)."""
    text: str = ""
    """The words drawn, for marks of text."""
    medium: int = 0
    """Index of the medium it is in."""
    start_s: float | None = None
    """When it is seen or heard; None: in the whole medium."""
    end_s: float | None = None


class Track(Value, frozen=True, kw_only=True):
    """Where a thing is in every frame of a video: `boxes[i]` in frame `i`, all zero while it is out of sight."""

    id: str
    part: str
    boxes: tuple[Box, ...]
    medium: int = 0


class Readings(Value, frozen=True, kw_only=True):
    """What was measured on the finished medium after all effects: onsets, loudness, visible colour. Holds `Thing`s
    that answers can be read from, as an outcome does.
    """


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
    bent: bool = False
    """Whether pixels lie elsewhere than the renderer put them (a photograph of the picture), so that no question may
    name a place in pixels."""
    unverified: tuple[str, ...] = ()
    """Ids of which a claim does not hold in the finished medium. No question may rest on them."""


class Claim(Value, frozen=True, kw_only=True):
    """One thing that the scene says of a medium that a model made, checked on the finished medium."""

    kind: str
    """`exists`, `count`, `colour`, `shape`, `size_order`, `relation`, `text`, `kept`, `background`, `onset`, ..."""
    things: tuple[str, ...]
    """Ids it speaks of: if it fails, no question may rest on them."""
    expected: str
    found: str
    score: float
    """How sure the checker is that it holds, 0 to 1."""
    checker: str
    """What looked: `construction`, `opencv`, `owlv2`, `ocr`, `onsets`, ..."""
    holds: bool


class ModelFacts(Value, frozen=True, kw_only=True):
    """A model whose output is among the media: what a manifest says of it."""

    name: str
    """Hub id, or the folder's name."""
    revision: str
    """Commit of the hub, or `blake2b:` and a hash of the folder's files."""
    licence: str
    """As its model card has it; `unknown` where there is none."""

    def text(self) -> str:
        """`name@revision`."""
        return f"{self.name}@{self.revision}"


def unverified(claims: tuple[Claim, ...]) -> tuple[str, ...]:
    """Ids of the things of which some claim does not hold, in the order of the claims."""
    return tuple(dict.fromkeys(id for claim in claims if not claim.holds for id in claim.things))


class Rendering(msgspec.Struct, frozen=True, kw_only=True):
    """A scene made visible or audible."""

    media: tuple[Media, ...]
    marks: tuple[Mark, ...]
    resolution: Resolution
    tracks: tuple[Track, ...] = ()
    readings: Readings | None = None
    """For families whose labels are measured, not copied from the request."""
    claims: tuple[Claim, ...] = ()
    """For media that a model made: what was checked on them. Those that fail are in `resolution.unverified` too."""
    tries: int = 1
    """Media that the model made, of which this one had the largest share of claims that hold."""
    model: str = ""
    """`ModelFacts.text()` of the model that made the media, if one did."""
