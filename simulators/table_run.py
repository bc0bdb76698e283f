"""One slide of pieces over a table in Chipmunk (pymunk): what it starts from, how it can be changed or disturbed.

Sliding friction is a joint to the table whose force is at most `mass * slowing`, so a free piece slows uniformly and
stops. Pieces have no friction between each other: a hit changes the velocity along the line of contact alone.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pymunk
import pymunk.batch

from scenewright.scenes.base import Reject, Value, rng_for
from scenewright.scenes.collisions import (
    MATERIALS,
    SIDES,
    SURFACES,
    WALL_ELASTICITY,
    Collisions,
    Piece,
    Rim,
    Side,
    Surface,
    Table,
)

STEPS_HZ = 480
"""Steps a second, at least: a piece of 1.8 m/s moves less than 4 mm in one."""
LONGEST_S = 12.0
"""Nothing slides longer: 1.8 m/s on ice stops after 4.5 s, and a hit hands on less than it takes."""
STILL_M_S = 1e-5
JITTER_PIECES_M, JITTER_SPEED, JITTER_HEADING_DEG, JITTER_SLOWING, JITTER_BOUNCE, JITTER_MASS = (
    0.004, 0.02, 0.8, 0.03, 0.03, 0.05,
)  # fmt: skip
"""Largest disturbance: a pixel of place, what can be read off an arrow, and the facts of the materials."""
THICKER_M = 0.005
PAIRS = 5
"""Disturbances; each is tried with both signs."""
LIVELIER = 1.4
"""Strength of the two disturbances that make all pieces go further, or less far."""
FRESH = 0.35
"""Strength of disturbances that check labels afterwards: half a pixel of place, and what goes with it."""


# -- what a run starts from --------------------------------------------------------------------------------------------


class Remove(Value, frozen=True, kw_only=True, tag=True):
    """A piece is not there."""

    piece: str


class Speed(Value, frozen=True, kw_only=True, tag=True):
    """A piece has its speed times `factor`; below zero, it goes the other way."""

    piece: str
    factor: float


class Heavier(Value, frozen=True, kw_only=True, tag=True):
    """A piece of the same shape has its mass times `factor`."""

    piece: str
    factor: float


class On(Value, frozen=True, kw_only=True, tag=True):
    """The table has another surface."""

    surface: Surface


Change = Remove | Speed | Heavier | On


class Setup(NamedTuple):
    """All that the physics depends on."""

    table: Table
    rims: tuple[Rim, ...]
    pieces: tuple[Piece, ...]
    frame_rate_hz: int


def setup_of(scene: Collisions) -> Setup:
    """What of a scene the physics depends on: not on colours, so that repainted pieces need no new run."""
    pieces = tuple(msgspec.structs.replace(piece, colour="white") for piece in scene.pieces)
    return Setup(scene.table, scene.rims, pieces, scene.shot.frame_rate_hz)


def apply(setup: Setup, change: Change) -> Setup:
    """The setup with one thing changed."""
    if isinstance(change, On):
        table = msgspec.structs.replace(setup.table, surface=change.surface, slowing_m_s2=SURFACES[change.surface])
        return setup._replace(table=table)
    if isinstance(change, Remove):
        return setup._replace(pieces=tuple(p for p in setup.pieces if p.id != change.piece))
    return setup._replace(pieces=tuple(_changed(p, change) if p.id == change.piece else p for p in setup.pieces))


def _changed(piece: Piece, change: Speed | Heavier) -> Piece:
    if isinstance(change, Heavier):
        return msgspec.structs.replace(piece, mass_kg=round(piece.mass_kg * change.factor, 3))
    assert piece.arrow is not None
    arrow = msgspec.structs.replace(
        piece.arrow,
        speed_m_s=round(piece.arrow.speed_m_s * abs(change.factor), 3),
        heading_deg=round((piece.arrow.heading_deg + (180 if change.factor < 0 else 0)) % 360, 1),
    )
    return msgspec.structs.replace(piece, arrow=arrow)


class Jitter(NamedTuple):
    """A disturbed start: offsets by piece, and factors."""

    dx_m: tuple[float, ...]
    dy_m: tuple[float, ...]
    speed: tuple[float, ...]
    heading_deg: tuple[float, ...]
    mass: tuple[float, ...]
    slowing: float
    bounce: float
    thicker_m: float


@lru_cache(256)
def jitters(count: int) -> tuple[Jitter, ...]:
    """The disturbances of the gate, for that many pieces: antithetic pairs."""
    out = []
    for k in range(PAIRS):
        rng = rng_for(0, "collisions", "gate", k, count)
        unit = np.sign(rng.random((5, count)) - 0.5) * (0.6 + 0.4 * rng.random((5, count)))
        slow, bounce = (float(v) for v in np.sign(rng.random(2) - 0.5))
        thick = THICKER_M * (1.0, -1.0, 0.5, -0.5, 0.0)[k % 5]
        out += [scaled(unit * sign, slow * sign, bounce * sign, thick * sign) for sign in (1.0, -1.0)]
    lively = np.zeros((5, count))
    lively[2] = 1.0
    for sign in (1.0, -1.0):  # all faster and livelier, and thick: whoever may get there, gets there; and the reverse
        out.append(scaled(lively * sign, -sign, sign, THICKER_M * sign, LIVELIER))
    return tuple(out)


def jittered(number: int, count: int) -> Jitter:
    """Disturbance of that number for the audit of flips: none of those of the gate, and weaker."""
    rng = rng_for(0, "collisions", "fresh", number, count)
    slow, bounce = (rng.random(2) * 2 - 1).tolist()
    return scaled(rng.random((5, count)) * 2 - 1, slow, bounce, 0.0, FRESH)


def scaled(unit: np.ndarray, slowing: float, bounce: float, thicker_m: float, by: float = 1.0) -> Jitter:
    """A disturbance from numbers in [-1, 1]: five rows of one number for each piece."""
    dx, dy, speed, heading, mass = unit * by
    return Jitter(
        tuple((dx * JITTER_PIECES_M).tolist()),
        tuple((dy * JITTER_PIECES_M).tolist()),
        tuple((1 + speed * JITTER_SPEED).tolist()),
        tuple((heading * JITTER_HEADING_DEG).tolist()),
        tuple((1 + mass * JITTER_MASS).tolist()),
        1 + slowing * by * JITTER_SLOWING,
        1 + bounce * by * JITTER_BOUNCE,
        thicker_m * by,
    )


# -- one run -----------------------------------------------------------------------------------------------------------


class Contact(NamedTuple):
    """The first moment of a contact, or a departure (`other` then begins with `>`)."""

    time_s: float
    piece: str
    other: str
    closing_m_s: float


class Run(NamedTuple):
    """One simulation to its end."""

    duration_s: float
    contacts: tuple[Contact, ...]
    paths: dict[str, list[tuple[float, float, float]]]
    ends: dict[str, tuple[float, float]]
    energy_j: tuple[float, float]


class _Stage:
    """A Chipmunk space, built afresh for each run: pieces in order, then walls."""

    def __init__(self, setup: Setup, jitter: Jitter | None) -> None:
        self.setup, self.now = setup, 0.0
        self.contacts: list[Contact] = []
        self.buffer = pymunk.batch.Buffer()
        self.space = pymunk.Space(threaded=False)
        self.space.iterations = 12
        self.space.collision_slop = 1e-5
        slowing = setup.table.slowing_m_s2 * (jitter.slowing if jitter else 1.0)
        self.bodies = {piece.id: self._body(piece, i, slowing, jitter) for i, piece in enumerate(setup.pieces)}
        self.order = list(self.bodies)
        thick = jitter.thicker_m if jitter else 0.0
        for rim in setup.rims:
            if rim.wall:
                self._wall(rim.side, thick, jitter.bounce if jitter else 1.0)
        self.names = {shape: id for id, body in self.bodies.items() for shape in body.shapes}
        self.space.on_collision(begin=self._begin)

    def _body(self, piece: Piece, i: int, slowing: float, jitter: Jitter | None) -> pymunk.Body:
        thick = jitter.thicker_m / 2 if jitter else 0.0
        mass = piece.mass_kg * (jitter.mass[i] if jitter else 1.0)
        if piece.shape == "puck":
            radius = piece.width_m / 2 + thick
            body = pymunk.Body(mass, pymunk.moment_for_circle(mass, 0, radius))
            shape: pymunk.Shape = pymunk.Circle(body, radius)
            arm = piece.width_m / 3  # mean distance from the centre of a disc
        else:
            size = (piece.width_m + 2 * thick, piece.height_m + 2 * thick)
            body = pymunk.Body(mass, pymunk.moment_for_box(mass, size))
            shape = pymunk.Poly.create_box(body, size)
            arm = 0.3826 * math.sqrt(piece.width_m * piece.height_m)  # mean distance from the centre of a square
        shape.friction, shape.elasticity = 0.0, MATERIALS[piece.material].elasticity
        body.position = (
            piece.x_m + (jitter.dx_m[i] if jitter else 0.0),
            piece.y_m + (jitter.dy_m[i] if jitter else 0.0),
        )
        body.angle = math.radians(piece.angle_deg)
        if piece.arrow:
            a = math.radians(piece.arrow.heading_deg + (jitter.heading_deg[i] if jitter else 0.0))
            v = piece.arrow.speed_m_s * (jitter.speed[i] if jitter else 1.0)
            body.velocity = (v * math.cos(a), v * math.sin(a))
        if jitter:
            shape.elasticity *= jitter.bounce
        slide = pymunk.PivotJoint(self.space.static_body, body, (0, 0), (0, 0))
        turn = pymunk.GearJoint(self.space.static_body, body, 0.0, 1.0)
        slide.max_bias = turn.max_bias = 0.0
        slide.max_force, turn.max_force = mass * slowing, mass * slowing * arm
        self.space.add(body, shape, slide, turn)
        return body

    def _wall(self, side: Side, thick: float, bounce: float) -> None:
        w, h, t = self.setup.table.width_m, self.setup.table.height_m, 0.5
        ends = {
            "left": ((-t, -1), (-t, h + 1)),
            "right": ((w + t, -1), (w + t, h + 1)),
            "bottom": ((-1, -t), (w + 1, -t)),
            "top": ((-1, h + t), (w + 1, h + t)),
        }[side]
        wall = pymunk.Segment(self.space.static_body, *ends, t + thick / 2)
        wall.friction, wall.elasticity = 0.0, WALL_ELASTICITY * bounce
        wall.collision_type = SIDES.index(side) + 1
        self.space.add(wall)

    def _begin(self, arbiter: pymunk.Arbiter, space: pymunk.Space, data: Any) -> None:
        a, b = arbiter.shapes
        n = arbiter.normal
        at = arbiter.contact_point_set.points[0].point_a
        one, two = a.body, b.body
        assert one is not None
        assert two is not None
        v = two.velocity_at_world_point(at) - one.velocity_at_world_point(at)
        closing = -(v.x * n.x + v.y * n.y)
        first, second = self.names.get(a), self.names.get(b)
        if first is None or second is None:
            piece, wall = (first, b) if first else (second, a)
            assert piece is not None
            other = "|" + SIDES[wall.collision_type - 1]
        else:
            piece, other = sorted((first, second), key=lambda id: [p.id for p in self.setup.pieces].index(id))
        self.contacts.append(Contact(self.now, piece, other, closing))

    def states(self) -> list[float]:
        """Of all pieces on the table, as `order` has them: x, y, angle, velocity (two numbers) and spin."""
        self.buffer.clear()
        pymunk.batch.get_space_bodies(self.space, _FIELDS, self.buffer)
        return np.frombuffer(self.buffer.float_buf(), count=6 * len(self.bodies)).tolist()

    def leaving(self, states: list[float]) -> None:
        """Takes away the pieces whose centre is beyond an edge."""
        w, h = self.setup.table.width_m, self.setup.table.height_m
        for k, id in reversed(list(enumerate(self.order))):
            body = self.bodies[id]
            x, y = states[6 * k : 6 * k + 2]
            if 0 < x < w and 0 < y < h:
                continue
            side = "left" if x <= 0 else "right" if x >= w else "bottom" if y <= 0 else "top"
            self.contacts.append(Contact(self.now, id, ">" + side, 0.0))
            for joint in list(body.constraints):
                self.space.remove(joint)
            self.space.remove(body, *body.shapes)
            del self.bodies[id]
            last = self.order.pop()  # as Chipmunk does: the last one takes the free place
            if last != id:
                self.order[k] = last

    def energy_j(self) -> float:
        """Kinetic energy of what is on the table, turning included."""
        return math.fsum(body.kinetic_energy for body in self.bodies.values()) / 2  # Chipmunk leaves out the half


_FIELDS = (
    pymunk.batch.BodyFields.POSITION
    | pymunk.batch.BodyFields.ANGLE
    | pymunk.batch.BodyFields.VELOCITY
    | pymunk.batch.BodyFields.ANGULAR_VELOCITY
)


def still(states: list[float]) -> bool:
    """Whether nothing moves."""
    return all(
        abs(states[k]) < STILL_M_S and abs(states[k + 1]) < STILL_M_S and abs(states[k + 2]) < STILL_M_S * 10
        for k in range(3, len(states), 6)
    )


def run(setup: Setup, finer: float = 1, jitter: Jitter | None = None) -> Run:
    """Simulate until all is still. `finer` divides the step. Raises `Reject("unsettled")`."""
    stage = _Stage(setup, jitter)
    rate = setup.frame_rate_hz
    per_frame = math.ceil(STEPS_HZ / rate * finer)
    dt = 1.0 / (rate * per_frame)
    is_open = not all(rim.wall for rim in setup.rims)
    look = max(1, round(per_frame * rate / 48))  # looks for departures at 48 Hz or so
    paths: dict[str, list[tuple[float, float, float]]] = {piece.id: [] for piece in setup.pieces}
    start_j = stage.energy_j()
    step = stage.space.step
    frame = 0
    while True:
        states = stage.states()
        for k, id in enumerate(stage.order):
            paths[id].append((states[6 * k], states[6 * k + 1], states[6 * k + 2]))
        if still(states):
            break
        if frame > LONGEST_S * rate:
            raise Reject("unsettled")
        for k in range(1, per_frame + 1):
            stage.now = frame / rate + (k - 1) * dt
            step(dt)
            if is_open and k % look == 0:
                stage.leaving(stage.states())
        frame += 1
    ends = {id: points[-1][:2] for id, points in paths.items()}
    return Run(frame / rate, tuple(stage.contacts), paths, ends, (start_j, stage.energy_j()))
