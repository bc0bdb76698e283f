"""Reads clocks: hands by their directions on the unrolled dial, displays by their segments or figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from scenewright.audit.readers import Fact
from scenewright.audit.readers.clock_digits import read_figures, read_segments
from scenewright.audit.readers.clock_hands import Dial, Hands, apart, read_hands, read_turn, unrolled
from scenewright.audit.readers.clock_places import OFF_PX, Offset, dial_offset, screen_offset
from scenewright.audit.readers.pictures import Box, part_boxes, picture_of, rounded, things_of
from scenewright.audit.rows import Row

OFF_DEG = 1.3
"""How far a hand may be read off where it should be: a pixel at a small dial's minute hand."""
CASE = 1.1
"""Radius of a dial's mark, in radii of the dial."""

Thing = Mapping[str, Any]


def facts(row: Row) -> Iterator[Fact]:
    """Each hand's or pair of digits' number, and how dials are turned."""
    picture = picture_of(row)
    faces, digits = part_boxes(row, "face"), part_boxes(row, "digits")
    hidden = set(row.scene.get("hidden") or ())
    cover = (row.scene.get("cover") or {}).get("face")
    for face in things_of(row, "faces"):
        box = faces.get(face["id"])
        if box is None:
            continue
        if face["kind"] == "analogue":
            yield from _dial_facts(picture, face, box, hidden, face["id"] == cover)
        else:
            yield _place_fact(face, box, screen_offset(picture, box))
            yield from _display_facts(picture, face, digits, hidden, row.style)


def _angles(face: Thing) -> dict[str, float]:
    """Degrees clockwise from the dial's 12 at which its hands should stand."""
    second = face["second"]["value"] if face["second"] else 0
    minutes = face["minute"]["value"] + second / 60
    return {"hour": (face["hour"]["value"] % 12 + minutes / 60) * 30, "minute": minutes * 6, "second": second * 6.0}


def _dial_facts(picture: np.ndarray, face: Thing, box: Box, hidden: set[str], covered: bool) -> Iterator[Fact]:
    centre = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    dial = unrolled(picture.astype(np.uint8), centre, (box[2] - box[0]) / 2 / CASE, covered)
    if dial:
        sheet = None if dial.sheet is None else np.asarray(dial.sheet[dial.ring(0.78, 0.88)].any(0))
        yield _place_fact(face, box, dial_offset(picture, centre, (box[2] - box[0]) / 2 / CASE, sheet))
    hands = read_hands(dial, bool(face["second"])) if dial else Hands(None, None, None)
    sign, turn = -1 if face["mirrored"] else 1, face["rotation_deg"]
    for name, angle in _angles(face).items():
        if not face[name]:
            continue
        seen = getattr(hands, name)
        read = None if seen is None else (sign * seen - turn) % 360
        id = face[name]["id"]
        if id in hidden:
            here = read is not None and apart(read, angle) < 4
            yield Fact(id, "hidden", "hidden", f"a hand at {angle:.0f} degrees" if here else "hidden", not here, box)
            continue
        agrees = read is not None and apart(read, angle) <= OFF_DEG
        yield Fact(id, name, _said(face, name, angle), None if read is None else f"{read:.1f} degrees", agrees, box)
    if dial and face["numerals"] in ("arabic", "roman") and not covered:
        yield _turn_fact(dial, hands, face, box)


def _place_fact(face: Thing, box: Box, offset: Offset | None) -> Fact:
    """Where the clock is seen, by how far that is off its mark."""
    if offset is None:
        return Fact(face["id"], "place", rounded(box), None, False, box)
    dx, dy = offset
    read = rounded((box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy))
    return Fact(face["id"], "place", rounded(box), read, max(abs(dx), abs(dy)) <= OFF_PX, box)


def _said(face: Thing, name: str, angle: float) -> str:
    return f"{face[name]['value']}, at {angle:.1f} degrees"


def _turn_fact(dial: Dial, hands: Hands, face: Thing, box: Box) -> Fact:
    found = read_turn(dial, hands, face["numerals"] == "roman")
    said = (float(face["rotation_deg"]), bool(face["mirrored"]))
    return Fact(face["id"], "turn", said, found, found == said, box)


def _display_facts(
    picture: np.ndarray, face: Thing, boxes: Mapping[str, Box], hidden: set[str], style: Thing
) -> Iterator[Fact]:
    printed = style.get("digits") != "segments" and bool(style.get("screen", ("", "", ""))[2])
    for name in ("hour", "minute", "second"):
        if not face[name] or face[name]["id"] not in boxes:
            continue
        value, box = face[name]["value"], boxes[face[name]["id"]]
        bare = name == "hour" and face["kind"] == "digital_12"
        said = str(value) if bare else f"{value:02d}"
        read = read_figures(picture, box, len(said)) if printed else read_segments(picture, box)
        if face[name]["id"] in hidden:
            yield Fact(face[name]["id"], "hidden", "hidden", "digits" if read == said else "hidden", read != said, box)
        else:
            yield Fact(face[name]["id"], name, said, read, read == said, rounded(box))  # type: ignore[arg-type]
