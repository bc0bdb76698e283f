"""Clocks, analogue and digital, one or several, and the times they show."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
import numpy as np

from scenewright.scenes.base import Reject, Scene, Spec, Thing, below, between, chance, draw, pick, uniform

Kind = Literal["analogue", "digital_12", "digital_24"]
Numerals = Literal["arabic", "roman", "ticks", "none"]
Arrangement = Literal["single", "before_after", "rooms", "cities"]

FEW_SCENES = True

CITIES = {
    "Auckland": 12, "Sydney": 10, "Tokyo": 9, "Singapore": 8, "Bangkok": 7, "Dhaka": 6, "Karachi": 5, "Dubai": 4,
    "Nairobi": 3, "Helsinki": 2, "Berlin": 1, "London": 0, "Praia": -1, "Recife": -3, "Santiago": -4, "Lima": -5,
    "Chicago": -6, "Denver": -7, "Seattle": -8, "Honolulu": -10,
}  # fmt: skip
"""Standard time, hours from UTC (no daylight saving)."""

ROOMS = (
    "kitchen", "hall", "office", "bedroom", "library", "workshop", "studio", "nursery", "attic", "garage", "cellar",
    "dining room", "waiting room", "gym", "laundry", "pantry",
)  # fmt: skip

FAST_MAX_MIN = 175
"""Clocks of one house differ by less than three hours, so that on a 12-hour face "ahead" has one meaning."""

HANDS_APART_DEG = 7.0
"""Hands nearer to each other than this look like one: broad ones overlap along their whole length."""

HIDDEN_DEG = 75.0
"""A sheet over half a dial hides a hand whole within this angle of the sheet's middle ..."""
SEEN_DEG = 118.0
"""... and leaves most of a hand in sight beyond this one."""


class Share(Spec, frozen=True, kw_only=True):
    """Shares in [0, 1] of faces with a feature."""

    second: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    rotated: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    mirrored: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    covered: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0


class ClockSpec(Spec, frozen=True, kw_only=True):
    """What clocks are drawn from."""

    arrangements: Annotated[tuple[Arrangement, ...], msgspec.Meta(min_length=1)] = ("single",)
    clocks_min: Annotated[int, msgspec.Meta(ge=1, le=6)] = 1
    clocks_max: Annotated[int, msgspec.Meta(ge=1, le=6)] = 1
    """Clocks in a picture of rooms or cities; `single` has one and `before_after` two."""
    kinds: Annotated[tuple[Kind, ...], msgspec.Meta(min_length=1)] = (
        "analogue",
        "analogue",
        "analogue",
        "digital_12",
        "digital_24",
    )
    """One of these for each clock; a kind named twice is twice as likely."""
    numerals: Annotated[tuple[Numerals, ...], msgspec.Meta(min_length=1)] = ("arabic", "roman", "ticks", "none")
    minute_step: Annotated[int, msgspec.Meta(ge=1, le=30)] = 1
    share: Share = Share()

    def __post_init__(self) -> None:
        if self.clocks_min > self.clocks_max:
            raise ValueError(f"clocks_min ({self.clocks_min}) must not be above clocks_max ({self.clocks_max})")


class Part(Thing, frozen=True, kw_only=True):
    """A hand, or a pair of digits, and the number it shows."""

    value: int


class Face(Thing, frozen=True, kw_only=True):
    """One clock.

    The hour hand moves continuously, so it agrees with the minutes; so does the minute hand where there is a second
    hand. On faces of twelve hours `hour.value` is 1 to 12, on `digital_24` 0 to 23.
    """

    name: str
    """What is written below it: a room, a city, `before`; empty for a single clock."""
    kind: Kind
    numerals: Numerals
    """Of analogue faces; questions may name them. `none` has no ticks either."""
    hour: Part
    minute: Part
    second: Part | None
    rotation_deg: float = 0.0
    """How far the dial is turned clockwise. Only dials with numerals are turned."""
    mirrored: bool = False
    """Seen in a mirror: left and right swapped, numerals too."""

    @property
    def twelve_hour(self) -> bool:
        """Whether a reader can't tell the halves of the day apart: dials, and displays whose hour has no leading zero
        and is at most 12.
        """
        return self.kind != "digital_24" or 10 <= self.hour.value <= 12

    @property
    def analogue(self) -> bool:
        """Whether it has hands."""
        return self.kind == "analogue"

    @property
    def seconds(self) -> int:
        """Seconds since 0:00 of what it shows (12 on a face of twelve hours is 0)."""
        hour = self.hour.value if self.kind == "digital_24" else self.hour.value % 12
        return hour * 3600 + self.minute.value * 60 + (self.second.value if self.second else 0)

    @property
    def hour_angle(self) -> float:
        """Degrees clockwise from the dial's 12."""
        return self.seconds % 43_200 / 120

    @property
    def minute_angle(self) -> float:
        """Degrees clockwise from the dial's 12."""
        return self.seconds % 3600 / 10

    @property
    def hand_angles(self) -> dict[str, float]:
        """Degrees clockwise from the dial's 12, by the hand's id."""
        hands = {self.hour.id: self.hour_angle, self.minute.id: self.minute_angle}
        if self.second:
            hands[self.second.id] = self.second.value * 6.0
        return hands


class Cover(Thing, frozen=True, kw_only=True):
    """A sheet of paper stuck over a part of a face.

    On a dial it hides the half around `angle_deg` (clockwise from the dial's 12) and the hub; on a digital clock the
    digits that `hidden` names, or, where it names none, a lower corner of the case: the right one below 180 degrees.
    """

    face: str
    angle_deg: float = 0.0


class Clocks(Scene, frozen=True, kw_only=True):
    """Clocks side by side. `before_after`: one clock twice, less than twelve hours apart. `rooms`: clocks of one house,
    of which some are fast or slow by less than three hours. `cities`: one moment in standard time.
    """

    arrangement: Arrangement
    faces: tuple[Face, ...]
    cover: Cover | None = None


SCENE = Clocks


def gap_deg(a: float, b: float) -> float:
    """The smaller angle between two directions, in [0, 180]."""
    d = abs(a - b) % 360
    return min(d, 360 - d)


def _times(spec: ClockSpec, arrangement: Arrangement, names: list[str], rng: np.random.Generator) -> list[int]:
    """Seconds since midnight of each clock, in whole minutes."""
    start = below(rng, 1440 // spec.minute_step) * spec.minute_step
    if arrangement == "single":
        minutes = [start]
    elif arrangement == "before_after":
        minutes = [start, start + between(rng, 1, 715 // spec.minute_step) * spec.minute_step]
    elif arrangement == "cities":
        minutes = [start + 60 * CITIES[name] for name in names]
    else:
        spread = FAST_MAX_MIN // spec.minute_step
        minutes = [start + spec.minute_step * below(rng, spread + 1) for _ in names]
    return [m % 1440 * 60 for m in minutes]


def _face(
    id: str, name: str, kind: Kind, second_s: int, time_s: int, spec: ClockSpec, rng: np.random.Generator
) -> Face:
    numerals = pick(rng, spec.numerals)
    if numerals == "none":
        second_s = -1  # seconds can't be told without ticks
    turned = mirrored = False
    if kind == "analogue" and numerals in ("arabic", "roman"):
        turned, mirrored = chance(rng, spec.share.rotated), chance(rng, spec.share.mirrored)
    hour = time_s // 3600 % 24
    return Face(
        id=id,
        name=name,
        kind=kind,
        numerals=numerals,
        hour=Part(id=f"{id}.hour", value=hour if kind == "digital_24" else hour % 12 or 12),
        minute=Part(id=f"{id}.minute", value=time_s % 3600 // 60),
        second=Part(id=f"{id}.second", value=second_s) if second_s >= 0 else None,
        rotation_deg=15.0 * between(rng, 1, 23) if turned else 0.0,
        mirrored=mirrored,
    )


def draw_scene(spec: ClockSpec, rng: np.random.Generator) -> Clocks:
    """One to six clocks. Rejects times at which the hands lie over each other (`overlap`)."""
    arrangement = pick(rng, spec.arrangements)
    count = 1 if arrangement == "single" else 2
    if arrangement in ("rooms", "cities"):
        count = max(2, between(rng, spec.clocks_min, spec.clocks_max))
    names = {
        "single": [""],
        "before_after": ["before", "after"],
        "rooms": draw(rng, ROOMS, count),
        "cities": draw(rng, tuple(CITIES), count),
    }[arrangement]
    times = _times(spec, arrangement, names, rng)
    # One moment has one second; clocks of a house are compared in whole minutes, so none there has seconds.
    seconds = below(rng, 60) if chance(rng, spec.share.second) and arrangement in ("single", "cities") else -1
    faces = []
    kind = pick(rng, spec.kinds)
    for i, (name, time_s) in enumerate(zip(names, times, strict=True)):
        if arrangement != "before_after":
            kind = pick(rng, spec.kinds)
        shows = seconds if seconds >= 0 and (arrangement == "single" or chance(rng, 0.6)) else -1
        face = _face(f"clock_{i + 1}", name, kind, shows, time_s, spec, rng)
        if face.analogue and gap_deg(face.hour_angle, face.minute_angle) < HANDS_APART_DEG:
            raise Reject("overlap")  # the shorter hand would be hidden below the longer
        faces.append(face)
    cover = idle_cover(faces, rng) if chance(rng, spec.share.covered) else None
    return Clocks(arrangement=arrangement, faces=tuple(faces), cover=cover)


def idle_cover(faces: list[Face], rng: np.random.Generator) -> Cover | None:
    """A sheet that hides no hand and no digit: paper alone must not mean that the time can't be told."""
    for face in draw(rng, faces, len(faces)):
        angle = round(uniform(rng, 0, 360), 1)
        if not face.analogue or all(gap_deg(angle, hand) > SEEN_DEG for hand in face.hand_angles.values()):
            return Cover(id="cover", face=face.id, angle_deg=angle)
    return None


def measure(scene: Clocks) -> dict[str, float]:
    """`difficulty` counts what has to be made out: per clock one, and one for each thing that makes it harder."""
    hard = 0.0
    for face in scene.faces:
        hard += 1.0 + (face.minute.value % 5 != 0) + (face.second is not None)
        if face.analogue:
            hard += {"arabic": 1.0, "roman": 1.5, "ticks": 2.0, "none": 2.5}[face.numerals]
            hard += bool(face.rotation_deg) + 1.5 * face.mirrored
    return {
        "difficulty": hard + (scene.cover is not None),
        "clocks": float(len(scene.faces)),
        "analogue": float(sum(face.analogue for face in scene.faces)),
    }


LEVELS = (
    ClockSpec(minute_step=5, numerals=("arabic", "arabic", "roman", "ticks"), share=Share(second=0.3, covered=0.15)),
    ClockSpec(share=Share(second=0.45, covered=0.15)),
    ClockSpec(
        arrangements=("before_after", "rooms", "rooms", "cities"),
        clocks_min=2,
        clocks_max=3,
        share=Share(second=0.4, covered=0.15),
    ),
    ClockSpec(
        arrangements=("single", "before_after", "rooms", "rooms", "cities"),
        clocks_min=3,
        clocks_max=4,
        kinds=("analogue", "analogue", "digital_24"),
        share=Share(second=0.4, rotated=0.5, mirrored=0.35, covered=0.3),
    ),
    ClockSpec(
        arrangements=("rooms", "rooms", "cities"),
        clocks_min=5,
        clocks_max=6,
        kinds=("analogue", "analogue", "analogue", "digital_12", "digital_24"),
        share=Share(second=0.5, rotated=0.5, mirrored=0.4, covered=0.3),
    ),
)
