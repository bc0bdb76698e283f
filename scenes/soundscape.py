"""Soundscapes: events of many kinds over a background, whose labels are measured from the mix."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
import numpy as np

from scenewright.scenes.base import Scene, Spec, Thing, Value
from scenewright.scenes.sound_classes import BY_ID

View = Literal["audio", "both", "spectrogram"]
Background = Literal["quiet", "hum", "hiss", "rain", "wind", "crowd", "traffic"]
Room = Literal["dry", "room", "hall", "church"]
Change = Literal["", "added", "removed", "replaced", "louder", "quieter", "swapped"]

CHANGES: tuple[Change, ...] = ("added", "removed", "replaced", "louder", "quieter", "swapped")

Unit = Annotated[float, msgspec.Meta(ge=0, le=1)]


class SoundShare(Spec, frozen=True, kw_only=True):
    """Shares in [0, 1] of scenes, or of events, with a feature."""

    stereo: Unit = 0.0
    overlap: Unit = 0.0
    """Of events: those that begin while the one before still sounds."""
    pair: Unit = 0.5
    """Of scenes: those in which one kind is heard twice, to be compared."""
    two_clips: Unit = 0.0
    """Of scenes: those of two clips, between which one thing is changed."""
    gap: Unit = 0.25
    """Of scenes: those with a dropout or a burst of noise."""
    room: Unit = 0.0
    far: Unit = 0.1
    """Of events: those from far off, or muffled by a wall."""
    both: Unit = 0.15
    """Of scenes: those shown as sound and as its spectrogram."""
    spectrogram: Unit = 0.1
    """Of scenes: those shown as a spectrogram only; they hold steady sounds one after the other."""


class SoundscapeSpec(Spec, frozen=True, kw_only=True):
    """What soundscapes are drawn from."""

    events_min: Annotated[int, msgspec.Meta(ge=2, le=12)] = 3
    events_max: Annotated[int, msgspec.Meta(ge=2, le=12)] = 4
    seconds_min: Annotated[float, msgspec.Meta(ge=4, le=30)] = 8.0
    seconds_max: Annotated[float, msgspec.Meta(ge=4, le=30)] = 10.0
    rates_hz: Annotated[tuple[Literal[16000, 22050, 32000, 44100, 48000], ...], msgspec.Meta(min_length=1)] = (16000,)
    backgrounds: Annotated[tuple[Background, ...], msgspec.Meta(min_length=1)] = ("quiet", "hum", "hiss")
    background_db: Annotated[float, msgspec.Meta(ge=-80, le=-10)] = -35.0
    """Level of the background below the events' middle level."""
    levels_db: Annotated[float, msgspec.Meta(ge=0, le=24)] = 10.0
    """From the quietest event's level to the loudest's."""
    clips: tuple[str, ...] = ()
    """A user's own clips: in a recipe, a folder whose subfolders are labels; resolved, the paths of its files."""
    bank: Literal["extend", "replace"] = "extend"
    """Whether a user's clips are added to the bank, or used alone."""
    share: SoundShare = SoundShare()

    def __post_init__(self) -> None:
        if self.events_min > self.events_max:
            raise ValueError(f"events_min ({self.events_min}) must not be above events_max ({self.events_max})")
        if self.seconds_min > self.seconds_max:
            raise ValueError(f"seconds_min ({self.seconds_min:g}) must not be above seconds_max ({self.seconds_max:g})")
        need = EDGE_S * 2 + self.events_min * SHORTEST_S
        if need > self.seconds_max:
            raise ValueError(
                f"seconds_max ({self.seconds_max:g}) is too short for {self.events_min} events, which take "
                f"{need:g} s at least; raise it or lower events_min"
            )


EDGE_S = 0.35
"""Nothing begins earlier, nor ends later than this before the end."""
SHORTEST_S = 1.2
"""A short event and the pause after it."""
PAUSE_S = 0.45
"""Least pause between events that don't overlap, tails excluded."""


class Event(Thing, frozen=True, kw_only=True):
    """One sound as it is asked for. What is heard of it is measured: `Heard` in the readings.

    `take` seeds the variety inside its class: two events with all fields alike sound alike.
    """

    sound: str
    """A class of the bank, or `clip:<label>`."""
    onset_s: float
    duration_s: float
    """Of the dry sound: up to the last stroke's end for strokes."""
    strokes: int = 1
    rate_hz: float = 0.0
    """Strokes per second; 0 where there is but one."""
    f0_hz: float = 0.0
    """Fundamental of classes with a steady pitch, else 0."""
    level_db: float = 0.0
    """Loudness relative to the scene's middle level, after all effects, in dB."""
    pan: float = 0.0
    """-1 left, 0 middle, 1 right; constant power. Always 0 in mono."""
    distance_m: float = 2.0
    """Takes away high frequencies and adds reverberation; the level is set by `level_db` alone."""
    muffled: bool = False
    """Heard through a wall."""
    take: int = 0
    clip: str = ""
    """Key of a user's clip."""

    @property
    def end_s(self) -> float:
        """When its dry sound is over."""
        return self.onset_s + self.duration_s


class Gap(Thing, frozen=True, kw_only=True):
    """A stretch in which nothing of the scene is heard: the recorder fails, or a burst of noise drowns all."""

    kind: Literal["dropout", "burst"]
    start_s: float
    end_s: float


class Recording(Thing, frozen=True, kw_only=True):
    """One clip: its events in order of onset."""

    events: tuple[Event, ...]
    gap: Gap | None = None


class Ambience(Value, frozen=True, kw_only=True):
    """What is heard all the time."""

    kind: Background
    level_db: float
    take: int


class Soundscape(Scene, frozen=True, kw_only=True):
    """One clip, or two that differ in one thing."""

    view: View
    rate_hz: int
    channels: int
    duration_s: float
    room: Room
    background: Ambience
    clips: tuple[Recording, ...]
    change: Change = ""
    """What was done to the first clip to get the second."""
    changed: tuple[str, ...] = ()
    """Ids of the events that the change touched, in both clips."""

    @property
    def known(self) -> tuple[str, ...]:
        """Ids of the bank's classes that might have been drawn: what is asked about as absent is one of these."""
        return tuple(BY_ID)

    @property
    def wavers(self) -> bool:
        """Whether tones that are meant to be steady come out wavering."""
        return False

    @property
    def events(self) -> tuple[Event, ...]:
        """All events of the first clip."""
        return self.clips[0].events

    @property
    def gap(self) -> Gap | None:
        """The gap of the first clip."""
        return self.clips[0].gap

    @property
    def sounds(self) -> tuple[str, ...]:
        """The different classes of the first clip, in order of first onset."""
        return tuple(dict.fromkeys(e.sound for e in self.events))

    def only(self) -> list[Event]:
        """Events whose class is heard once in the first clip."""
        sounds = [e.sound for e in self.events]
        return [e for e in self.events if sounds.count(e.sound) == 1]

    def event(self, id: str) -> Event:
        """The event of that id, in either clip."""
        return next(e for clip in self.clips for e in clip.events if e.id == id)


SCENE = Soundscape


def draw_scene(spec: SoundscapeSpec, rng: np.random.Generator) -> Soundscape:
    """One soundscape. Rejects draws whose events take longer than the scene may last (`too_long`)."""
    from scenewright.scenes.sound_draw import drawn_scene

    return drawn_scene(spec, rng)


def measure(scene: Soundscape) -> dict[str, float]:
    """`difficulty` counts events, and adds what makes them harder to make out."""
    events = [e for clip in scene.clips for e in clip.events]
    overlaps = sum(
        b.onset_s < a.end_s for clip in scene.clips for a, b in zip(clip.events, clip.events[1:], strict=False)
    )
    strokes = sum(e.strokes > 1 for e in events)
    hard = len(events) + overlaps + 0.3 * strokes + (scene.background.level_db + 60) / 15
    hard += {"dry": 0.0, "room": 0.5, "hall": 1.0, "church": 1.5}[scene.room] + (scene.gap is not None)
    return {
        "difficulty": hard + sum(0.5 * e.muffled for e in events),
        "events": float(len(events)),
        "overlaps": float(overlaps),
        "seconds": scene.duration_s,
    }


LEVELS = (
    SoundscapeSpec(
        events_min=3, events_max=4, seconds_min=6.0, seconds_max=13.0, background_db=-45.0,
        share=SoundShare(gap=0.25, stereo=0.3, far=0.0),
    ),
    SoundscapeSpec(
        events_min=4, events_max=5, seconds_min=8.0, seconds_max=17.0, backgrounds=("quiet", "hum", "hiss", "rain"),
        background_db=-38.0,
        share=SoundShare(gap=0.25, stereo=0.4, overlap=0.15, room=0.2, two_clips=0.15),
    ),
    SoundscapeSpec(
        events_min=5, events_max=6, seconds_min=10.0, seconds_max=21.0, rates_hz=(16000, 22050),
        backgrounds=("hum", "hiss", "rain", "wind", "crowd", "traffic"), background_db=-32.0,
        share=SoundShare(gap=0.25, stereo=0.5, overlap=0.3, room=0.4, two_clips=0.2),
    ),
    SoundscapeSpec(
        events_min=6, events_max=8, seconds_min=14.0, seconds_max=26.0, rates_hz=(16000, 32000),
        backgrounds=("hum", "rain", "wind", "crowd", "traffic"), background_db=-28.0, levels_db=12.0,
        share=SoundShare(gap=0.25, stereo=0.6, overlap=0.4, room=0.6, two_clips=0.2, far=0.2),
    ),
    SoundscapeSpec(
        events_min=8, events_max=11, seconds_min=18.0, seconds_max=30.0, rates_hz=(16000, 16000, 16000, 22050, 48000),
        backgrounds=("hum", "rain", "wind", "crowd", "traffic"), background_db=-25.0, levels_db=14.0,
        share=SoundShare(gap=0.25, stereo=0.7, overlap=0.45, room=0.8, two_clips=0.15, far=0.25, both=0.1),
    ),
)  # fmt: skip
