"""Rigid bodies in the plane on pymunk, made repeatable: shared by all simulated families.

Same bodies, same step, same build of pymunk: the same floats, in this process or a fresh one. For that a space is built
anew for each run (copies of a running space drift), bodies go in in the order given, the step is fixed and
`threaded=False`. Sleeping is off: a body that is at rest is told by its record.

SI units. Two surfaces that touch have the product of both frictions and the product of both elasticities.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pymunk
import pymunk.batch

Point = tuple[float, float]

ITERATIONS = 30
"""Passes of Chipmunk's impulse solver per step (its default is 10). Stacks of twelve whose masses differ thirteenfold
creep at 10; at 30 they stand."""
SLOP_M = 5e-4
"""Overlap that is left uncorrected, so that contacts persist."""
BIAS = (1.0 - 0.1) ** 60
"""Share of an overlap beyond `SLOP_M` that is left after one second: Chipmunk's default."""

X, Y, ANGLE, VX, VY, SPIN = range(6)
"""Columns of a record."""


class Body(NamedTuple):
    """A rigid body whose centre of mass is the origin of its own polygons."""

    id: str
    mass_kg: float
    x_m: float
    y_m: float
    angle_rad: float = 0.0
    vx_m_s: float = 0.0
    vy_m_s: float = 0.0
    spin_rad_s: float = 0.0
    radius_m: float = 0.0
    """Above 0: a disc; it has no polygons."""
    polygons: tuple[tuple[Point, ...], ...] = ()
    """Convex, anticlockwise, apart but for shared edges; together the body."""
    friction: float = 0.5
    elasticity: float = 0.0
    spin_kept: float = 1.0
    """Share of its spin that is left after one second: rolling resistance, applied once per frame."""


class Wall(NamedTuple):
    """A fixed straight wall (or the ground) of no thickness."""

    id: str
    start: Point
    end: Point
    friction: float = 0.5
    elasticity: float = 0.0


class World(NamedTuple):
    """All that a run depends on besides its step."""

    bodies: tuple[Body, ...]
    walls: tuple[Wall, ...] = ()
    gravity: Point = (0.0, -9.81)
    speed_kept: float = 1.0
    """Share of every velocity and spin that is left after one second: drag of air or table."""
    iterations: int = ITERATIONS


class Touch(NamedTuple):
    """Two bodies, or a body and a wall, begin to touch. Ids are in the order in which they stand in the world."""

    time_s: float
    a: str
    b: str
    speed_m_s: float
    """How fast their centres close in on each other at that moment, along the contact normal."""
    x_m: float
    y_m: float


class Record(NamedTuple):
    """What a run did. `states[frame, body]` is (x, y, angle, vx, vy, spin); frame 0 is the start."""

    states: np.ndarray
    touches: tuple[Touch, ...]
    frame_rate_hz: int
    stopped: bool
    """Whether `until` ended it before its last frame."""


Until = Callable[[np.ndarray, int], bool]
"""Called with the states so far (frame, body, column) and the number of the last frame; True ends the run."""


def substeps(frame_rate_hz: int, step_hz: int = 240) -> int:
    """Steps per frame so that a step is at most 1 / `step_hz`."""
    return max(1, math.ceil(step_hz / frame_rate_hz))


def run(
    world: World,
    frames: int,
    frame_rate_hz: int,
    steps_per_frame: int,
    until: Until | None = None,
    touching: bool = True,
) -> Record:
    """Follow a world for at most `frames` frames. Pure: the same arguments give the same floats.

    Without `touching` no touches are recorded, which costs a tenth less and changes nothing else.
    """
    space = pymunk.Space(threaded=False)
    space.gravity = world.gravity
    space.damping = world.speed_kept
    space.iterations = world.iterations
    space.collision_slop = SLOP_M
    space.collision_bias = BIAS
    bodies = [_add_body(space, body) for body in world.bodies]
    order = {shape: (i, d.id) for i, (b, d) in enumerate(zip(bodies, world.bodies, strict=True)) for shape in b.shapes}
    order |= {_add_wall(space, wall): (len(bodies) + i, wall.id) for i, wall in enumerate(world.walls)}
    touches: list[Touch] = []
    step_s = 1.0 / (frame_rate_hz * steps_per_frame)
    done = 0

    def begin(arbiter: pymunk.Arbiter, _space: pymunk.Space, _data: object) -> None:
        (_, a), (_, b) = sorted(order[shape] for shape in arbiter.shapes)
        first, second = arbiter.bodies
        normal, points = arbiter.normal, arbiter.contact_point_set.points
        speed = (first.velocity - second.velocity).dot(normal)
        at = points[0].point_a if points else first.position
        touches.append(Touch(done * step_s, a, b, speed, at.x, at.y))

    if touching:
        space.on_collision(begin=begin)
    states = np.empty((frames + 1, len(bodies), 6))
    buffer = pymunk.batch.Buffer()
    _read(space, buffer, states[0])
    damped = [
        (b, d.spin_kept ** (1 / frame_rate_hz)) for b, d in zip(bodies, world.bodies, strict=True) if d.spin_kept < 1
    ]
    step = space.step
    for frame in range(1, frames + 1):
        for _ in range(steps_per_frame):
            step(step_s)
            done += 1
        for rolling, kept in damped:
            rolling.angular_velocity *= kept
        _read(space, buffer, states[frame])
        if until is not None and until(states[: frame + 1], frame):
            return Record(states[: frame + 1].copy(), tuple(touches), frame_rate_hz, True)
    return Record(states, tuple(touches), frame_rate_hz, False)


_FIELDS = (
    pymunk.batch.BodyFields.POSITION
    | pymunk.batch.BodyFields.ANGLE
    | pymunk.batch.BodyFields.VELOCITY
    | pymunk.batch.BodyFields.ANGULAR_VELOCITY
)


def _read(space: pymunk.Space, buffer: pymunk.batch.Buffer, into: np.ndarray) -> None:
    """The state of all bodies, in the order in which they were added."""
    buffer.clear()
    pymunk.batch.get_space_bodies(space, _FIELDS, buffer)
    into[:] = np.frombuffer(buffer.float_buf(), count=into.size).reshape(into.shape)  # walls come last


def _add_body(space: pymunk.Space, body: Body) -> pymunk.Body:
    made = pymunk.Body(body.mass_kg, moment(body))
    made.position = (body.x_m, body.y_m)
    made.angle = body.angle_rad
    made.velocity = (body.vx_m_s, body.vy_m_s)
    made.angular_velocity = body.spin_rad_s
    shapes: list[pymunk.Shape] = (
        [pymunk.Circle(made, body.radius_m)] if body.radius_m else [pymunk.Poly(made, p) for p in body.polygons]
    )
    for shape in shapes:
        shape.friction, shape.elasticity = body.friction, body.elasticity
    space.add(made, *shapes)
    return made


def _add_wall(space: pymunk.Space, wall: Wall) -> pymunk.Shape:
    shape = pymunk.Segment(space.static_body, wall.start, wall.end, 0.0)
    shape.friction, shape.elasticity = wall.friction, wall.elasticity
    space.add(shape)
    return shape


def moment(body: Body) -> float:
    """Moment of inertia about the centre of mass, kg m2: a disc, or polygons of one even density."""
    if body.radius_m:
        return body.mass_kg * body.radius_m**2 / 2
    areas = [polygon_area(p) for p in body.polygons]
    return sum(
        pymunk.moment_for_poly(body.mass_kg * a / sum(areas), p) for a, p in zip(areas, body.polygons, strict=True)
    )


def polygon_area(points: Sequence[Point]) -> float:
    """Area of a polygon given anticlockwise (shoelace)."""
    pairs = zip(points, (*points[1:], points[0]), strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs) / 2


def kinetic_j(states: np.ndarray, masses: np.ndarray, moments: np.ndarray) -> np.ndarray:
    """Kinetic energy of all bodies together, per frame."""
    linear = (states[..., VX] ** 2 + states[..., VY] ** 2) @ masses
    spinning: np.ndarray = linear + states[..., SPIN] ** 2 @ moments
    return spinning / 2
