"""The state of a tower told twice: as fluent text and as structured physics. Both hold the same facts, to the digit.

`narration` and `structured` write them, `read_narration` and `read_structured` read them back. Lengths are in metres,
masses in kilograms, times in seconds; x grows to the right and y upwards, the ground's top is at y = 0. Left out are
where blocks come to lie in the end, which a hair's breadth at the start changes, and what no picture shows (paths).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import msgspec

from scenewright.qa_templates.words import ONES, listed
from scenewright.renderers.base import Media
from scenewright.scenes.base import Value
from scenewright.scenes.tower import GROUND, Tower, contacts, name, place
from scenewright.scenes.tower_blocks import Material, Shape, Size
from scenewright.simulators.tower import TowerOutcome

EventKind = Literal["moves", "hits", "lands", "rests"]


def context(scene: Tower, outcome: TowerOutcome) -> tuple[Media, Media]:
    """Both descriptions as media of role `context`: the narration, then the facts as indented JSON."""
    facts = msgspec.json.format(msgspec.json.encode(structured(scene, outcome)), indent=1)
    return (
        Media(kind="text/plain", data=f"{narration(scene, outcome)}\n".encode(), role="context"),
        Media(kind="application/json", data=facts + b"\n", role="context"),
    )


class BlockFacts(Value, frozen=True, kw_only=True):
    """One block at the start."""

    name: str
    """Noun phrase that fits this block alone, without its article."""
    size: Size
    colour: str
    shape: Shape
    material: Material
    width_m: float
    height_m: float
    mass_kg: float
    x_m: float
    """Of the centre of mass."""
    y_m: float


class ContactFacts(Value, frozen=True, kw_only=True):
    """A patch on which `upper` rests on `lower` (a block's name, or `ground`); a point where both ends are equal."""

    upper: str
    lower: str
    y_m: float
    left_m: float
    right_m: float


class JointFacts(Value, frozen=True, kw_only=True):
    """What `blocks` and all that rests on them weigh, where their centre of mass is, and the ends of their support."""

    blocks: tuple[str, ...]
    mass_kg: float
    centre_m: float
    left_m: float
    right_m: float
    margin: float
    """From the centre to the nearer end, in half-widths of the support; negative outside."""


class EventFacts(Value, frozen=True, kw_only=True):
    """Something that happens; `other` is what is hit."""

    time_s: float
    kind: EventKind
    block: str
    other: str = ""


class TowerFacts(Value, frozen=True, kw_only=True):
    """All of it. `direction` is empty where the tower stands, and where it falls to both sides."""

    gravity_m_s2: float
    blocks: tuple[BlockFacts, ...]
    contacts: tuple[ContactFacts, ...]
    joints: tuple[JointFacts, ...]
    stands: bool
    margin: float
    direction: Literal["", "left", "right"]
    events: tuple[EventFacts, ...]


def facts_of(scene: Tower, outcome: TowerOutcome) -> TowerFacts:
    """The facts that both descriptions hold, lengths rounded to 0.1 mm."""
    names = {GROUND: GROUND}
    for block in scene.blocks:
        own = name(scene, block).removeprefix("the ")
        names[block.id] = own if "," not in own else place(scene, block).removeprefix("the ")
    return TowerFacts(
        gravity_m_s2=scene.gravity_m_s2,
        blocks=tuple(
            BlockFacts(
                name=names[b.id], size=b.size, colour=b.colour, shape=b.shape, material=b.material,
                width_m=b.width_m, height_m=b.height_m, mass_kg=b.mass_kg, x_m=b.x_m + 0.0, y_m=b.y_m,
            )
            for b in scene.blocks
        ),
        contacts=tuple(
            ContactFacts(
                upper=names[c.upper], lower=names[c.lower], y_m=_tidy(c.y_m), left_m=_tidy(c.left_m),
                right_m=_tidy(c.right_m),
            )
            for c in contacts(scene)
        ),
        joints=tuple(
            JointFacts(
                blocks=tuple(names[id] for id in j.blocks), mass_kg=j.mass_kg, centre_m=_tidy(j.centre_m),
                left_m=_tidy(j.left_m), right_m=_tidy(j.right_m), margin=_tidy(j.margin),
            )
            for j in outcome.joints
        ),
        stands=outcome.stands,
        margin=_tidy(outcome.margin),
        direction=outcome.direction or "",
        events=tuple(
            EventFacts(time_s=e.time_s, kind=e.kind, block=names[e.block], other=names[e.other] if e.other else "")
            for e in outcome.events
        ),
    )  # fmt: skip


def _tidy(value: float) -> float:
    """To 0.1 mm, without a negative zero."""
    return round(value, 4) + 0.0


# -- structured --------------------------------------------------------------------------------------------------------


def structured(scene: Tower, outcome: TowerOutcome) -> dict[str, Any]:
    """The facts as JSON: `TowerFacts` by its field names."""
    out: dict[str, Any] = msgspec.to_builtins(facts_of(scene, outcome))
    return out


def read_structured(told: Any) -> TowerFacts:
    """The facts of a `structured` description. `msgspec.ValidationError` names the field that is wrong."""
    return msgspec.convert(told, TowerFacts)


# -- narration ---------------------------------------------------------------------------------------------------------


def narration(scene: Tower, outcome: TowerOutcome) -> str:
    """The facts as text: a paragraph each on the blocks, on what rests on what, on the balance and on what happens."""
    facts = facts_of(scene, outcome)
    return "\n\n".join(" ".join(part) for part in (_blocks(facts), _contacts(facts), _joints(facts), _events(facts)))


def _n(value: float) -> str:
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


def _cap(text: str) -> str:
    return text[0].upper() + text[1:]


def _place(x_m: float) -> str:
    return f"{_n(abs(x_m))} m {'left' if x_m < 0 else 'right'} of the origin"


def _blocks(facts: TowerFacts) -> Iterator[str]:
    count = len(facts.blocks)
    yield f"A tower of {ONES[count] if count < len(ONES) else count} block{'s' * (count > 1)} has been built."
    for i, b in enumerate(facts.blocks):
        lead = "It begins with" if i == 0 else "Next comes"
        yield (
            f"{lead} the {b.name}, a {b.size} {b.colour} {b.shape} made of {b.material}: it is {_n(b.width_m)} m wide "
            f"and {_n(b.height_m)} m high and weighs {_n(b.mass_kg)} kg, and its centre of mass is {_place(b.x_m)} and "
            f"{_n(b.y_m)} m above the ground."
        )


def _contacts(facts: TowerFacts) -> Iterator[str]:
    for c in facts.contacts:
        if c.left_m == c.right_m:
            yield f"The {c.upper} touches the {c.lower} in a point {_place(c.left_m)}, at a height of {_n(c.y_m)} m."
        else:
            yield (
                f"The {c.upper} rests on the {c.lower} from {_place(c.left_m)} to {_place(c.right_m)}, "
                f"at a height of {_n(c.y_m)} m."
            )


def _joints(facts: TowerFacts) -> Iterator[str]:
    for j in facts.joints:
        one = len(j.blocks) == 1
        ends = f"from {_place(j.left_m)} to {_place(j.right_m)}"
        yield (
            f"With all that {'it carries' if one else 'they carry'}, the {listed(j.blocks, 'and the')} "
            f"{'weighs' if one else 'weigh'} {_n(j.mass_kg)} kg; the common centre of mass is {_place(j.centre_m)}, "
            f"and the support reaches {ends}, which leaves a margin of {_n(j.margin)}."
        )
    yield (
        f"The smallest margin is {_n(facts.margin)}, under a gravity of {_n(facts.gravity_m_s2)} m/s²: the tower "
        f"{'stands' if facts.stands else 'falls'}{f' to the {facts.direction}' if facts.direction else ''}."
    )


_DOES = {
    "moves": "leaves its place",
    "hits": "hits the {}",
    "lands": "reaches the ground",
    "rests": "comes to rest",
}


def _events(facts: TowerFacts) -> Iterator[str]:
    for e in facts.events:
        yield f"After {_n(e.time_s)} s the {e.block} {_DOES[e.kind].format(e.other)}."
    if not facts.events:
        yield "Nothing moves."


# -- reading it back ---------------------------------------------------------------------------------------------------

_N = r"(−?\d+(?:\.\d+)?)"
_X = r"(\d+(?:\.\d+)?) m (left|right) of the origin"
_BLOCK = re.compile(
    rf"(?:It begins with|Next comes) the (.+?), a (\w+) (\w+) (\w+) made of (\w+): it is {_N} m wide and {_N} m "
    rf"high and weighs {_N} kg, and its centre of mass is {_X} and {_N} m above the ground\."
)
_CONTACT = re.compile(
    rf"The ([^.]+?) (?:touches the ([^.]+?) in a point {_X}|rests on the ([^.]+?) from {_X} to {_X}), "
    rf"at a height of {_N} m\."
)
_JOINT = re.compile(
    rf"With all that (?:it carries|they carry), the ([^.]+?) weighs? {_N} kg; the common centre of mass is {_X}, and "
    rf"the support reaches from {_X} to {_X}, which leaves a margin of {_N}\."
)
_VERDICT = re.compile(
    rf"The smallest margin is {_N}, under a gravity of {_N} m/s²: the tower (stands|falls)(?: to the (left|right))?\."
)
_EVENT = re.compile(
    rf"After {_N} s the (.+?) (leaves its place|hits the (.+?)|reaches the ground|comes to rest)\.(?: |$)"
)


def _value(text: str) -> float:
    return float(text.replace("−", "-"))


def _x(far: str, side: str) -> float:
    return (-1 if side == "left" else 1) * float(far) + 0.0


def read_narration(text: str) -> TowerFacts:
    """The facts of a `narration`. `ValueError` where it is none."""
    parts = text.strip().split("\n\n")
    verdict = _VERDICT.search(text)
    if len(parts) != 4 or verdict is None:
        raise ValueError("this is no narration of a tower: it has four paragraphs, and says whether the tower stands")
    return msgspec.convert(
        {
            "gravity_m_s2": _value(verdict[2]),
            "blocks": [_block_told(found) for found in _BLOCK.findall(parts[0])],
            "contacts": [_contact_told(found) for found in _CONTACT.findall(parts[1])],
            "joints": [_joint_told(found) for found in _JOINT.findall(parts[2])],
            "stands": verdict[3] == "stands",
            "margin": _value(verdict[1]),
            "direction": verdict[4] or "",
            "events": [_event_told(found) for found in _EVENT.findall(parts[3])],
        },
        TowerFacts,
    )


def _block_told(found: Sequence[str]) -> dict[str, Any]:
    called, size, colour, shape, material, width, height, mass, far, side, up = found
    return {
        "name": called, "size": size, "colour": colour, "shape": shape, "material": material, "width_m": _value(width),
        "height_m": _value(height), "mass_kg": _value(mass), "x_m": _x(far, side), "y_m": _value(up),
    }  # fmt: skip


def _contact_told(found: Sequence[str]) -> dict[str, Any]:
    upper, touched, far, side, rested, far_l, side_l, far_r, side_r, height = found
    ends = (_x(far, side),) * 2 if touched else (_x(far_l, side_l), _x(far_r, side_r))
    return {"upper": upper, "lower": touched or rested, "y_m": _value(height), "left_m": ends[0], "right_m": ends[1]}


def _joint_told(found: Sequence[str]) -> dict[str, Any]:
    blocks, mass, far, side, far_l, side_l, far_r, side_r, margin = found
    return {
        "blocks": re.split(r", the | and the |, ", blocks), "mass_kg": _value(mass), "centre_m": _x(far, side),
        "left_m": _x(far_l, side_l), "right_m": _x(far_r, side_r), "margin": _value(margin),
    }  # fmt: skip


def _event_told(found: Sequence[str]) -> dict[str, Any]:
    time, block, does, other = found
    kind = next(k for k, words in _DOES.items() if does.startswith(words.split(" {")[0].split("{")[0]))
    return {"time_s": _value(time), "kind": kind, "block": block, "other": other}
