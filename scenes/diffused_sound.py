"""Soundscapes whose sounds a small diffusion model makes, a second at a time; order, count and timing are drawn."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import numpy as np

from scenewright.scenes.base import Spec
from scenewright.scenes.sound_draw import drawn_scene
from scenewright.scenes.soundscape import Soundscape, SoundscapeSpec, SoundShare
from scenewright.scenes.soundscape import measure as measure

SOUNDS: tuple[str, ...] = (
    "dog", "cat", "cricket", "frog", "crow", "owl", "bee", "siren", "smoke_alarm", "car_horn", "foghorn", "buzzer",
    "church_bell", "drip", "rain", "wind", "snore", "knock", "glass", "engine", "drill", "hammer",
)  # fmt: skip
"""Classes of the sound bank that the model has learnt, in the order of its labels."""

USED: tuple[str, ...] = tuple(s for s in SOUNDS if s != "siren")
"""Those that scenes hold: the siren's glide comes out broken too often."""

PITCHED: tuple[str, ...] = ("owl", "smoke_alarm")
"""Classes whose fundamental survives the coarse rows of a spectrogram; of others no pitch is told."""

RATE_HZ: Literal[16000] = 16_000
Faint = Literal["quiet", "hum", "hiss"]
Unit = Annotated[float, msgspec.Meta(ge=0, le=1)]


class DiffusedSoundSpec(Spec, frozen=True, kw_only=True):
    """How many sounds, over what, in how long a time. They never overlap: each has to be checked by itself."""

    events_min: Annotated[int, msgspec.Meta(ge=2, le=8)] = 3
    events_max: Annotated[int, msgspec.Meta(ge=2, le=8)] = 4
    seconds_min: Annotated[float, msgspec.Meta(ge=4, le=30)] = 6.0
    seconds_max: Annotated[float, msgspec.Meta(ge=4, le=30)] = 13.0
    backgrounds: Annotated[tuple[Faint, ...], msgspec.Meta(min_length=1)] = ("quiet", "hum", "hiss")
    background_db: Annotated[float, msgspec.Meta(ge=-80, le=-40)] = -58.0
    """Level of the background below the sounds' middle level."""
    levels_db: Annotated[float, msgspec.Meta(ge=0, le=16)] = 10.0
    """From the quietest sound's level to the loudest's."""
    pair: Unit = 0.6
    """Of scenes: those in which one kind is heard twice, to be compared."""
    gap: Unit = 0.25
    """Of scenes: those with a dropout or a burst of noise."""
    both: Unit = 0.15
    """Of scenes: those shown as sound and as its spectrogram."""

    def __post_init__(self) -> None:
        if self.events_min > self.events_max:
            raise ValueError(f"events_min ({self.events_min}) must not be above events_max ({self.events_max})")
        self.plain()  # which checks the rest

    def plain(self) -> SoundscapeSpec:
        """The soundscapes of which these are a part."""
        share = SoundShare(pair=self.pair, gap=self.gap, both=self.both, far=0.0, spectrogram=0.0)
        return SoundscapeSpec(
            events_min=self.events_min, events_max=self.events_max, seconds_min=self.seconds_min,
            seconds_max=self.seconds_max, rates_hz=(RATE_HZ,), backgrounds=self.backgrounds,
            background_db=self.background_db, levels_db=self.levels_db, share=share,
        )  # fmt: skip


class DiffusedSound(Soundscape, frozen=True, kw_only=True):
    """One clip, mono, dry, at `RATE_HZ`."""

    @property
    def known(self) -> tuple[str, ...]:
        """The classes that scenes hold."""
        return USED

    @property
    def wavers(self) -> bool:
        """A model's tones do."""
        return True


SCENE = DiffusedSound


def draw_scene(spec: DiffusedSoundSpec, rng: np.random.Generator) -> DiffusedSound:
    """One scene. Rejects draws whose sounds take longer than it may last (`too_long`)."""
    found = drawn_scene(spec.plain(), rng, USED)
    events = tuple(e if e.sound in PITCHED else msgspec.structs.replace(e, f0_hz=0.0) for e in found.events)
    found = msgspec.structs.replace(found, clips=(msgspec.structs.replace(found.clips[0], events=events),))
    fields: dict[str, Any] = {name: getattr(found, name) for name in found.__struct_fields__}
    return DiffusedSound(**fields)


LEVELS = (
    DiffusedSoundSpec(events_min=3, events_max=3, seconds_min=6.0, seconds_max=12.0, background_db=-60.0),
    DiffusedSoundSpec(events_min=3, events_max=4, seconds_min=7.0, seconds_max=14.0, background_db=-58.0),
    DiffusedSoundSpec(events_min=4, events_max=5, seconds_min=9.0, seconds_max=18.0, background_db=-56.0),
    DiffusedSoundSpec(events_min=5, events_max=6, seconds_min=12.0, seconds_max=22.0, background_db=-54.0),
    DiffusedSoundSpec(events_min=6, events_max=8, seconds_min=15.0, seconds_max=28.0, background_db=-52.0),
)
"""From three sounds in a quiet room to eight over hum or hiss. The last is kept for extrapolation tests."""
