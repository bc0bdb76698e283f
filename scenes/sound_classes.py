"""The kinds of sound a soundscape is made of: what they are called, what they come from, how long they are."""

from __future__ import annotations

from functools import cache
from typing import Literal

from scenewright.scenes.base import Value
from scenewright.scenes.sound_clips import clip_labels, clip_seconds

Group = Literal["animal", "signal", "bell", "nature", "person", "household", "machine", "clip"]

GROUPS: dict[str, str] = {
    "animal": "an animal",
    "signal": "a signal or alarm",
    "bell": "a bell, gong or chime",
    "nature": "water or weather",
    "person": "a person",
    "household": "a household thing",
    "machine": "a machine or tool",
}
"""What a sound comes from, in words; `clip` (a user's own recording) belongs to none."""

Form = Literal["long", "strokes", "single"]
"""`long`: goes on for as long as wanted. `strokes`: a number of equal strokes at a steady rate. `single`: as long as
it is (a pane that breaks, a roll of thunder)."""


class SoundClass(Value, frozen=True, kw_only=True):
    """One kind of sound."""

    id: str
    name: str
    """Without article: `barking dog`; answers are given in it."""
    said: str
    """After "the sound of": `a barking dog`, `rain`."""
    group: Group
    form: Form
    accepted: tuple[str, ...] = ()
    """Other names for it."""
    stroke: str = ""
    """Plural of one stroke: `barks of a dog`."""
    strokes: tuple[int, int] = (1, 1)
    rate_hz: tuple[float, float] = (1.0, 1.0)
    stroke_s: float = 0.3
    """About how long one stroke lasts, its tail included."""
    f0_hz: tuple[float, float] = (0.0, 0.0)
    """Where a listener hears one steady pitch: the range of its fundamental; else zeros."""
    steady: bool = True
    """Of `long` ones: whether beginning and end are sharp and no pause lies within."""
    like: str = ""
    """Kinds with the same word here might be taken for one another; one is never asked for where another is heard."""
    regular: bool = False
    """Whether strokes follow at a steady rate that a listener can compare."""


def _c(id: str, name: str, said: str, group: Group, form: Form, *accepted: str, **more: object) -> SoundClass:
    return SoundClass(id=id, name=name, said=said, group=group, form=form, accepted=accepted, **more)  # type: ignore[arg-type]


CLASSES: tuple[SoundClass, ...] = (
    _c("dog", "barking dog", "a barking dog", "animal", "strokes", "dog", "dog barking", "bark", stroke="barks",
       strokes=(1, 5), rate_hz=(1.2, 2.6), stroke_s=0.25, regular=True),
    _c("cat", "meowing cat", "a meowing cat", "animal", "strokes", "cat", "cat meowing", "meow", stroke="meows",
       strokes=(1, 3), rate_hz=(0.7, 1.0), stroke_s=0.75),
    _c("bird", "singing bird", "a singing bird", "animal", "long", "bird", "birdsong", "bird singing", steady=False),
    _c("cricket", "chirping cricket", "a chirping cricket", "animal", "long", "cricket", "crickets", steady=False,
       like="insect"),
    _c("frog", "croaking frog", "a croaking frog", "animal", "strokes", "frog", "frog croaking", stroke="croaks",
       strokes=(1, 5), rate_hz=(1.1, 1.9), stroke_s=0.35, regular=True),
    _c("crow", "cawing crow", "a cawing crow", "animal", "strokes", "crow", "crow cawing", "raven", stroke="caws",
       strokes=(1, 4), rate_hz=(1.0, 1.6), stroke_s=0.45, regular=True),
    _c("owl", "hooting owl", "a hooting owl", "animal", "strokes", "owl", "owl hooting", stroke="hoots",
       strokes=(1, 4), rate_hz=(0.9, 1.4), stroke_s=0.5, f0_hz=(300.0, 480.0)),
    _c("cow", "mooing cow", "a mooing cow", "animal", "single", "cow", "cow mooing", stroke_s=1.6, like="low"),
    _c("bee", "buzzing bee", "a buzzing bee", "animal", "long", "bee", "fly", "insect", like="buzz"),
    _c("siren", "siren", "a siren", "signal", "long", "police siren", "ambulance"),
    _c("smoke_alarm", "smoke alarm", "a smoke alarm", "signal", "strokes", "alarm", "fire alarm", stroke="beeps",
       strokes=(2, 6), rate_hz=(1.2, 2.2), stroke_s=0.25, f0_hz=(2100.0, 3600.0), regular=True),
    _c("phone", "ringing phone", "a ringing phone", "signal", "strokes", "phone", "telephone", "phone ringing",
       stroke="rings", strokes=(1, 3), rate_hz=(0.5, 0.75), stroke_s=0.95, like="ring"),
    _c("car_horn", "car horn", "a car horn", "signal", "strokes", "horn", "car honking", stroke="honks",
       strokes=(1, 4), rate_hz=(1.1, 2.0), stroke_s=0.35, f0_hz=(330.0, 470.0), like="horn"),
    _c("whistle", "referee's whistle", "a referee's whistle", "signal", "strokes", "whistle", "referee whistle",
       stroke="blasts", strokes=(1, 3), rate_hz=(0.9, 1.4), stroke_s=0.55, like="whistle"),
    _c("foghorn", "foghorn", "a foghorn", "signal", "long", "ship's horn", f0_hz=(75.0, 125.0), like="low"),
    _c("doorbell", "doorbell", "a doorbell", "signal", "single", stroke_s=1.6, like="bell"),
    _c("buzzer", "door buzzer", "a door buzzer", "signal", "long", "buzzer", f0_hz=(150.0, 250.0), like="buzz"),
    _c("church_bell", "church bell", "a church bell", "bell", "strokes", "bell", stroke="strokes", strokes=(1, 5),
       rate_hz=(0.6, 0.95), stroke_s=1.6, f0_hz=(260.0, 520.0), regular=True, like="bell"),
    _c("bicycle_bell", "bicycle bell", "a bicycle bell", "bell", "single", "bike bell", stroke_s=1.2, like="ring"),
    _c("gong", "gong", "a gong", "bell", "single", stroke_s=3.0, like="bell"),
    _c("chimes", "wind chimes", "wind chimes", "bell", "long", "chimes", "wind chime", steady=False, like="ring"),
    _c("drip", "dripping water", "dripping water", "nature", "strokes", "dripping tap", "drip", "water dripping",
       stroke="drips", strokes=(2, 6), rate_hz=(1.0, 2.4), stroke_s=0.15, regular=True),
    _c("stream", "running stream", "a running stream", "nature", "long", "stream", "brook", "running water",
       like="wash"),
    _c("rain", "rain", "rain", "nature", "long", "rainfall", like="wash"),
    _c("thunder", "thunder", "thunder", "nature", "single", stroke_s=3.0, like="rumble"),
    _c("wind", "wind", "wind", "nature", "long", "howling wind", steady=False, like="rumble"),
    _c("footsteps", "footsteps", "footsteps", "person", "strokes", "steps", "walking", stroke="footsteps",
       strokes=(3, 8), rate_hz=(1.4, 2.5), stroke_s=0.2, regular=True, like="knock"),
    _c("applause", "applause", "applause", "person", "long", "clapping", like="wash"),
    _c("heartbeat", "heartbeat", "a heartbeat", "person", "strokes", "heart", stroke="heartbeats", strokes=(3, 7),
       rate_hz=(0.95, 1.6), stroke_s=0.45, regular=True),
    _c("snore", "snoring", "snoring", "person", "strokes", "snore", "snoring person", stroke="snores",
       strokes=(1, 3), rate_hz=(0.5, 0.75), stroke_s=1.0),
    _c("whistling", "whistling person", "a whistling person", "person", "long", "person whistling", "whistling",
       steady=False, like="whistle"),
    _c("knock", "knocking on a door", "knocking on a door", "household", "strokes", "knocking", "knock", "door knock",
       stroke="knocks", strokes=(2, 6), rate_hz=(2.0, 4.2), stroke_s=0.15, regular=True, like="knock"),
    _c("creak", "creaking door", "a creaking door", "household", "long", "creak", "door creaking", steady=False),
    _c("clock", "ticking clock", "a ticking clock", "household", "strokes", "clock", "clock ticking", stroke="ticks",
       strokes=(3, 8), rate_hz=(1.5, 3.0), stroke_s=0.08, regular=True, like="click"),
    _c("glass", "breaking glass", "breaking glass", "household", "single", "glass", "glass breaking", stroke_s=0.9),
    _c("keyboard", "typing on a keyboard", "typing on a keyboard", "household", "long", "typing", "keyboard",
       steady=False, like="click"),
    _c("ball", "bouncing ball", "a bouncing ball", "household", "single", "ball", "ball bouncing", stroke_s=1.8,
       like="knock"),
    _c("rattle", "baby's rattle", "a baby's rattle", "household", "long", "rattle", "shaker", steady=False,
       like="insect"),
    _c("engine", "running engine", "a running engine", "machine", "long", "engine", "motor", like="motor"),
    _c("saw", "handsaw", "a handsaw", "machine", "long", "saw", "sawing", steady=False),
    _c("drill", "electric drill", "an electric drill", "machine", "long", "drill", "power drill"),
    _c("hammer", "hammer on metal", "a hammer on metal", "machine", "strokes", "hammer", "hammering",
       stroke="blows", strokes=(2, 6), rate_hz=(1.2, 2.4), stroke_s=0.3, regular=True, like="bell"),
    _c("helicopter", "helicopter", "a helicopter", "machine", "long", like="motor"),
)  # fmt: skip
"""All classes of the bank, in a fixed order."""

BY_ID: dict[str, SoundClass] = {c.id: c for c in CLASSES}

STROKES_OF: dict[str, str] = {
    "dog": "barks of a dog",
    "cat": "meows of a cat",
    "frog": "croaks of a frog",
    "crow": "caws of a crow",
    "owl": "hoots of an owl",
    "smoke_alarm": "beeps of a smoke alarm",
    "phone": "rings of a phone",
    "car_horn": "honks of a car horn",
    "whistle": "blasts of a referee's whistle",
    "church_bell": "strokes of a church bell",
    "drip": "drips of water",
    "footsteps": "footsteps",
    "heartbeat": "heartbeats",
    "snore": "snores",
    "knock": "knocks on a door",
    "clock": "ticks of a clock",
    "hammer": "blows of a hammer",
}
"""The strokes of a class in full: "how many ... can be heard?"."""

BANNED_BY_BACKGROUND: dict[str, tuple[str, ...]] = {
    "rain": ("rain", "stream", "applause"),
    "wind": ("wind", "thunder", "helicopter"),
    "crowd": ("applause", "snore", "stream"),
    "hum": ("buzzer", "bee", "foghorn"),
    "traffic": ("engine", "wind", "thunder", "helicopter"),
    "hiss": (),
    "quiet": (),
}
"""By background, the classes that might be taken for it: they are neither drawn nor asked for."""


@cache
def class_of(id: str) -> SoundClass:
    """The class of that id; of `clip:<label>`, one made from the label of a user's own clips."""
    if id in BY_ID:
        return BY_ID[id]
    label = id.removeprefix("clip:")
    return SoundClass(id=id, name=label, said=f"the kind “{label}”", group="clip", form="single",
                      stroke_s=clip_seconds(label))  # fmt: skip


def class_ids(clips: tuple[str, ...], bank: str) -> tuple[str, ...]:
    """Ids that scenes are drawn from: the bank's, the labels of a user's clips, or both. In both, a user's clips stand
    for the bank's class of the same name.
    """
    labels = clip_labels(clips) if clips else ()
    own = tuple(f"clip:{label}" for label in labels)
    if bank == "replace" and own:
        return own
    words = {label.casefold() for label in labels}
    return tuple(c.id for c in CLASSES if words.isdisjoint((c.id, c.name, c.said, *c.accepted))) + own
