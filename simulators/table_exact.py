"""The same slide of pieces without a time step: from touch to touch in closed form.

Between touches a piece slows uniformly, so its place at any time is known. For two pieces, a separating direction
bounds from below the time of their next touch: the gap along it shrinks at a known rate, and turning adds at most the
spin times the reach. Advancing by that bound, again and again, ends at the touch itself (conservative advancement). A
touch changes velocities along its normal alone, as pieces have no friction between each other.

Nothing is shared with the stepped simulation but the facts of the materials, and it costs a fifth, so that it serves
for the many disturbed runs of the gates.
"""

from __future__ import annotations

import math

import numpy as np

from scenewright.scenes.base import Reject
from scenewright.scenes.collisions import MATERIALS, WALL_ELASTICITY, Piece, Side
from scenewright.simulators.table_run import LONGEST_S, Contact, Jitter, Setup

TOUCH_M = 2e-5
"""Surfaces closer than this touch."""
SHORTEST_S = 2e-4
"""Least time between two looks at one pair."""
SPARE_M = 0.01
"""More than half of what walls are thicker by in disturbed runs."""
LOOKS_MAX = 3_000
"""A run with more looks than this rattles without end."""
NEVER = math.inf

Gap = tuple[float, float, float]
"""Distance along a separating direction (a lower bound of the true one, and equal to it where they touch), and that
direction as a unit vector from the first to the second.
"""
Point = tuple[float, float, float, float]
"""A place where two surfaces touch, and the normal from the first to the second."""


class Slider:
    """One piece: its state at the time `t`, when its velocity last changed."""

    __slots__ = (
        "angle", "box", "elasticity", "half_h", "half_w", "id", "inertia", "mass", "on", "reach", "slow", "spin",
        "spin_slow", "stops", "t", "trail", "turns", "vx", "vy", "way", "x", "y",
    )  # fmt: skip

    def __init__(self, piece: Piece, i: int, slowing: float, jitter: Jitter | None) -> None:
        thick = jitter.thicker_m / 2 if jitter else 0.0
        self.id, self.box, self.on, self.t = piece.id, piece.shape == "box", True, 0.0
        self.half_w, self.half_h = piece.width_m / 2 + thick, piece.height_m / 2 + thick
        self.reach = math.hypot(self.half_w, self.half_h) if self.box else self.half_w
        self.mass = piece.mass_kg * (jitter.mass[i] if jitter else 1.0)
        squares = (self.half_w**2 + self.half_h**2) / 3 if self.box else self.half_w**2 / 2
        self.inertia = self.mass * squares
        # Mean distance from the centre of a square and of a disc: the arm of sliding friction against turning.
        arm = 0.3826 * math.sqrt(piece.width_m * piece.height_m) if self.box else piece.width_m / 3
        self.slow, self.spin_slow = slowing, slowing * arm / squares
        self.elasticity = MATERIALS[piece.material].elasticity * (jitter.bounce if jitter else 1.0)
        self.x = piece.x_m + (jitter.dx_m[i] if jitter else 0.0)
        self.y = piece.y_m + (jitter.dy_m[i] if jitter else 0.0)
        self.angle, self.vx, self.vy, self.spin = math.radians(piece.angle_deg), 0.0, 0.0, 0.0
        if piece.arrow:
            a = math.radians(piece.arrow.heading_deg + (jitter.heading_deg[i] if jitter else 0.0))
            v = piece.arrow.speed_m_s * (jitter.speed[i] if jitter else 1.0)
            self.vx, self.vy = v * math.cos(a), v * math.sin(a)
        self.trail: list[tuple[float, float, float, float, float, float]] = []
        self.set_off()

    def set_off(self) -> None:
        """After a change of velocity: how long it slides and turns; one more piece of its trail."""
        speed = math.hypot(self.vx, self.vy)
        self.stops = speed / self.slow
        self.way = speed * self.stops / 2
        self.turns = abs(self.spin) / self.spin_slow if self.box else 0.0
        self.trail.append((self.t, self.x, self.y, self.vx, self.vy, self.stops))

    def at(self, t: float) -> tuple[float, float, float]:
        """Place and angle at a time after its last change."""
        s = t - self.t
        x, y = self.x, self.y
        if stops := self.stops:
            u = s if s < stops else stops
            u -= u * u / (2 * stops)
            x, y = x + self.vx * u, y + self.vy * u
        angle = self.angle
        if turns := self.turns:
            u = s if s < turns else turns
            angle += self.spin * (u - u * u / (2 * turns))
        return x, y, angle

    def bring_to(self, t: float) -> None:
        """Make `t` the time of its state."""
        s = t - self.t
        self.x, self.y, self.angle = self.at(t)
        left = 1 - s / self.stops if s < self.stops else 0.0
        self.vx, self.vy = self.vx * left, self.vy * left
        self.spin = self.spin * (1 - s / self.turns) if s < self.turns else 0.0
        self.t = t
        self.stops, self.turns = max(0.0, self.stops - s), max(0.0, self.turns - s)

    def moves_until(self) -> float:
        """When it neither slides nor turns any more."""
        return self.t + (self.stops if self.stops > self.turns else self.turns)

    def velocity(self, t: float) -> tuple[float, float, float, float]:
        """Velocity, how long it still slides, and an upper bound of how fast turning moves its surface."""
        s = t - self.t
        rest = self.stops - s
        left = rest / self.stops if rest > 0 else 0.0
        turn = abs(self.spin) * (1 - s / self.turns) * self.reach if s < self.turns else 0.0
        return self.vx * left, self.vy * left, max(rest, 0.0), turn


def shrinks_in(gap: float, one: float, one_s: float, two: float, two_s: float, turn: float) -> float:
    """Seconds until a gap can have closed: its sides move at `one` and `two` (above 0: towards the other), slow
    uniformly and stop after `one_s` and `two_s`, and turning closes it at `turn` at most.
    """
    gap = max(gap, 1e-7)  # what touches and parts, or slides along, needs no further look
    if one_s > two_s:
        one, one_s, two, two_s = two, two_s, one, one_s
    waited = 0.0
    if one_s > 0:
        rate, slow = one + two + turn, one / one_s + two / two_s
        found = _first(gap, rate, slow)
        if found <= one_s:
            return found
        gap -= rate * one_s - slow * one_s * one_s / 2
        two *= 1 - one_s / two_s
        waited, two_s = one_s, two_s - one_s
    if two_s > 0:
        rate, slow = two + turn, two / two_s
        found = _first(gap, rate, slow)
        if found <= two_s:
            return waited + found
        gap -= rate * two_s - slow * two_s * two_s / 2
        waited += two_s
    return waited + gap / turn if turn > 0 else NEVER


def _first(gap: float, rate: float, slow: float) -> float:
    """The first time at which `rate * t - slow * t^2 / 2` reaches a gap."""
    root = rate * rate - 2 * slow * gap
    if root < 0:
        return NEVER
    below = rate + math.sqrt(root)
    return 2 * gap / below if below > 0 else NEVER


def out_of_reach(a: Slider, b: Slider) -> bool:
    """Whether two pieces can't meet, by the circles around them: `a` has just been set off."""
    dx, dy = b.x - a.x, b.y - a.y
    apart, sum_m = dx * dx + dy * dy, a.reach + b.reach
    if apart > (sum_m + a.way + b.way) ** 2:
        return True
    if b.way or apart <= sum_m * sum_m:
        return False
    speed = math.hypot(a.vx, a.vy)  # towards what lies still: by its line
    return a.vx * dx + a.vy * dy <= 0 or abs(a.vx * dy - a.vy * dx) > sum_m * speed


# -- gaps --------------------------------------------------------------------------------------------------------------

Pose = tuple[float, float, float]


def gap_of(a: Slider, p: Pose, b: Slider, q: Pose) -> Gap:
    """The gap of two pieces, by the best of the directions that can part them."""
    dx, dy = q[0] - p[0], q[1] - p[1]
    away = math.hypot(dx, dy)
    round_gap = away - a.reach - b.reach
    if not (a.box or b.box) or round_gap > 0.02:
        return round_gap, dx / away, dy / away
    if a.box and b.box:
        g, nx, ny = _faces(a, p[2], b, q[2], dx, dy)
        h, mx, my = _faces(b, q[2], a, p[2], -dx, -dy)
        return (g, nx, ny) if g > h else (h, -mx, -my)
    if a.box:
        g, nx, ny = outside(a, p, q[0], q[1])
        return g - b.reach, nx, ny
    g, nx, ny = outside(b, q, p[0], p[1])
    return g - a.reach, -nx, -ny


def _faces(a: Slider, turned: float, b: Slider, other: float, dx: float, dy: float) -> Gap:
    """The widest gap between a box's faces and another box, whose centre is `(dx, dy)` away."""
    c, s = math.cos(turned), math.sin(turned)
    u, v = c * dx + s * dy, c * dy - s * dx
    e, f = abs(math.cos(other - turned)), abs(math.sin(other - turned))
    g = abs(u) - a.half_w - b.half_w * e - b.half_h * f
    h = abs(v) - a.half_h - b.half_w * f - b.half_h * e
    if g > h:
        return (g, c, s) if u > 0 else (g, -c, -s)
    return (h, -s, c) if v > 0 else (h, s, -c)


def outside(box: Slider, pose: Pose, x: float, y: float) -> Gap:
    """How far a point is outside of a box, and the direction there."""
    c, s = math.cos(pose[2]), math.sin(pose[2])
    dx, dy = x - pose[0], y - pose[1]
    u, v = c * dx + s * dy, c * dy - s * dx
    g, h = abs(u) - box.half_w, abs(v) - box.half_h
    if g > 0 and h > 0:
        far = math.hypot(g, h)
        g, u, v = far, math.copysign(g / far, u), math.copysign(h / far, v)
    elif g > h:
        u, v = math.copysign(1.0, u), 0.0
    else:
        g, u, v = h, 0.0, math.copysign(1.0, v)
    return g, c * u - s * v, s * u + c * v


def corners(box: Slider, pose: Pose) -> list[tuple[float, float]]:
    """The corners of a box."""
    c, s = math.cos(pose[2]), math.sin(pose[2])
    w, h = box.half_w, box.half_h
    return [(pose[0] + c * u - s * v, pose[1] + s * u + c * v) for u, v in ((w, h), (-w, h), (-w, -h), (w, -h))]


def touching(a: Slider, b: Slider, gap: Gap) -> list[Point]:
    """Where two pieces touch: one place, or two and more where a face lies on a face."""
    _, nx, ny = gap
    p, q = (a.x, a.y, a.angle), (b.x, b.y, b.angle)
    if not a.box:
        return [(a.x + nx * a.reach, a.y + ny * a.reach, nx, ny)]
    if not b.box:
        return [(b.x - nx * b.reach, b.y - ny * b.reach, nx, ny)]
    found = []
    for one, pose, two, other, sign in ((a, p, b, q, 1.0), (b, q, a, p, -1.0)):
        for x, y in corners(two, other):
            g, mx, my = outside(one, pose, x, y)
            if g < 5 * TOUCH_M and (mx * nx + my * ny) * sign > 0.5:
                found.append((x, y, nx, ny))
    return found or [((a.x + b.x) / 2, (a.y + b.y) / 2, nx, ny)]


def strike(a: Slider, b: Slider | None, at: list[Point], bounce: float) -> float:
    """Impulses at all places of a touch together; the largest closing speed (not above 0: they part)."""

    def closing(x: float, y: float, nx: float, ny: float) -> float:
        vx, vy = a.vx - a.spin * (y - a.y), a.vy + a.spin * (x - a.x)
        if b is not None:
            vx, vy = vx - b.vx + b.spin * (y - b.y), vy - b.vy - b.spin * (x - b.x)
        return vx * nx + vy * ny

    wanted = [closing(*point) for point in at]
    fastest = max(wanted)
    if fastest <= 1e-9:
        return 0.0
    done = [0.0] * len(at)
    for _ in range(1 if len(at) == 1 else 30):
        for k, (x, y, nx, ny) in enumerate(at):
            arm = (x - a.x) * ny - (y - a.y) * nx
            give = 1 / a.mass + (arm * arm / a.inertia if a.box else 0.0)
            if b is not None:
                other = (x - b.x) * ny - (y - b.y) * nx
                give += 1 / b.mass + (other * other / b.inertia if b.box else 0.0)
            push = max(done[k] + (closing(x, y, nx, ny) + bounce * max(wanted[k], 0.0)) / give, 0.0) - done[k]
            done[k] += push
            a.vx, a.vy = a.vx - push * nx / a.mass, a.vy - push * ny / a.mass
            if a.box:
                a.spin -= push * arm / a.inertia
            if b is not None:
                b.vx, b.vy = b.vx + push * nx / b.mass, b.vy + push * ny / b.mass
                if b.box:
                    b.spin += push * other / b.inertia
    return fastest


# -- one run -----------------------------------------------------------------------------------------------------------

NORMALS: dict[Side, tuple[float, float]] = {"left": (-1, 0), "right": (1, 0), "bottom": (0, -1), "top": (0, 1)}


class Trail:
    """Where a piece is at any time: straight stretches, each slowing uniformly."""

    __slots__ = ("stretches",)

    def __init__(self, stretches: list[tuple[float, float, float, float, float, float]]) -> None:
        self.stretches = stretches

    def at(self, times: np.ndarray) -> np.ndarray:
        """Centres at times in seconds: rows of x and y."""
        rows = np.array(self.stretches)
        t, x, y, vx, vy, stops = rows[np.searchsorted(rows[:, 0], times, "right") - 1].T
        s = np.minimum(times - t, stops)
        s -= s * s / (2 * np.maximum(stops, 1e-9))
        return np.stack((x + vx * s, y + vy * s), 1)

    def ends(self) -> list[tuple[float, float]]:
        """The ends of all stretches in order."""
        out = [(x, y) for _, x, y, *_ in self.stretches]
        _, x, y, vx, vy, stops = self.stretches[-1]
        return [*out, (x + vx * stops / 2, y + vy * stops / 2)]


class Glide:
    """All touches of one slide and where everything goes."""

    def __init__(self, setup: Setup, jitter: Jitter | None = None) -> None:
        slowing = setup.table.slowing_m_s2 * (jitter.slowing if jitter else 1.0)
        self.sliders = [Slider(piece, i, slowing, jitter) for i, piece in enumerate(setup.pieces)]
        self.size = (setup.table.width_m, setup.table.height_m)
        thick = jitter.thicker_m / 2 if jitter else 0.0
        self.bounce = WALL_ELASTICITY * (jitter.bounce if jitter else 1.0)
        self.sides = [(rim.side, *NORMALS[rim.side], thick if rim.wall else None) for rim in setup.rims]
        self.contacts: list[Contact] = []
        self.pairs: dict[tuple[int, int], float] = {}
        """When a pair is to be looked at; for pieces and sides, the second number is -1 less the side's place."""
        for i in range(len(self.sliders)):
            self._renew(i, 0.0, i)
        self._slide()
        self.trails = {slider.id: Trail(slider.trail) for slider in self.sliders}

    def _slide(self) -> None:
        for _ in range(LOOKS_MAX):
            pair = min(self.pairs, key=self.pairs.__getitem__)
            t = self.pairs[pair]
            if t == NEVER:
                return
            if t > LONGEST_S:
                break
            self._look(pair, t)
        raise Reject("unsettled")

    def _renew(self, i: int, t: float, among: int | None = None) -> None:
        """Look at all that a piece may meet; only pieces before `among`, where all are to be looked at once."""
        a = self.sliders[i]
        for j in range(len(self.sliders) if among is None else among):
            b = self.sliders[j]
            if j != i and b.on:
                pair = (i, j) if i < j else (j, i)
                if out_of_reach(a, b):
                    self.pairs[pair] = NEVER
                else:
                    self._plan(pair, t, 0.0)
        for k, (side, nx, ny, _) in enumerate(self.sides):
            end = self.size[0] if side == "right" else self.size[1] if side == "top" else 0.0
            far = (end - a.x) * nx if nx else (end - a.y) * ny
            if far - a.reach - SPARE_M > max(0.0, a.vx * nx + a.vy * ny) * a.stops / 2:
                self.pairs[i, -1 - k] = NEVER
            else:
                self._plan((i, -1 - k), t, 0.0)

    def _plan(self, pair: tuple[int, int], t: float, least: float) -> None:
        i, j = pair
        a = self.sliders[i]
        end = a.moves_until()
        if j < 0:
            gap = self._side_gap(a, a.at(t), self.sides[-1 - j])
            vx, vy, slides, turn = a.velocity(t)
            wait = shrinks_in(gap[0] - TOUCH_M / 2, vx * gap[1] + vy * gap[2], slides, 0.0, 0.0, turn)
        else:
            b = self.sliders[j]
            end = max(end, b.moves_until())
            if end <= t:
                self.pairs[pair] = NEVER
                return
            gap = gap_of(a, a.at(t), b, b.at(t))
            vx, vy, slides, turn = a.velocity(t)
            wx, wy, others, more = b.velocity(t)
            one, two = vx * gap[1] + vy * gap[2], -wx * gap[1] - wy * gap[2]
            wait = shrinks_in(gap[0] - TOUCH_M / 2, one, slides, two, others, turn + more)
        at = t + max(wait, least)
        self.pairs[pair] = at if at < end else NEVER

    def _side_gap(self, a: Slider, pose: Pose, side: tuple[Side, float, float, float | None]) -> Gap:
        name, nx, ny, thick = side
        end = self.size[0] if name == "right" else self.size[1] if name == "top" else 0.0
        far = (end - pose[0]) * nx if nx else (end - pose[1]) * ny
        if thick is None:
            return far, nx, ny
        if not a.box:
            return far - thick - a.reach, nx, ny
        c, s = abs(math.cos(pose[2])), abs(math.sin(pose[2]))
        return far - thick - (c * a.half_w + s * a.half_h if nx else s * a.half_w + c * a.half_h), nx, ny

    def _look(self, pair: tuple[int, int], t: float) -> None:
        i, j = pair
        a = self.sliders[i]
        if j < 0:
            self._look_at_side(pair, a, t)
            return
        b = self.sliders[j]
        gap = gap_of(a, a.at(t), b, b.at(t))
        if gap[0] < TOUCH_M:
            a.bring_to(t)
            b.bring_to(t)
            closing = strike(a, b, touching(a, b, gap), a.elasticity * b.elasticity)
            if closing > 0:
                self.contacts.append(Contact(t, a.id, b.id, closing))
                a.set_off()
                b.set_off()
                self._renew(i, t)
                self._renew(j, t)
        self._plan(pair, t, SHORTEST_S)

    def _look_at_side(self, pair: tuple[int, int], a: Slider, t: float) -> None:
        i, j = pair
        side = self.sides[-1 - j]
        gap, nx, ny = self._side_gap(a, a.at(t), side)
        if gap < TOUCH_M:
            a.bring_to(t)
            if side[3] is None:
                self._leave(i, t, side[0])
                return
            places = [(a.x + nx * a.reach, a.y + ny * a.reach)]
            if a.box:
                along = [x * nx + y * ny for x, y in corners(a, (a.x, a.y, a.angle))]
                found = corners(a, (a.x, a.y, a.angle))
                places = [c for c, z in zip(found, along, strict=True) if z > max(along) - 4 * TOUCH_M]
            closing = strike(a, None, [(x, y, nx, ny) for x, y in places], a.elasticity * self.bounce)
            if closing > 0:
                self.contacts.append(Contact(t, a.id, "|" + side[0], closing))
                a.set_off()
                self._renew(i, t)
        self._plan(pair, t, SHORTEST_S)

    def _leave(self, i: int, t: float, side: Side) -> None:
        a = self.sliders[i]
        a.on, a.vx, a.vy, a.spin = False, 0.0, 0.0, 0.0
        a.set_off()
        self.contacts.append(Contact(t, a.id, ">" + side, 0.0))
        self.pairs = {pair: at for pair, at in self.pairs.items() if i not in pair}
        if not self.pairs:
            self.pairs[-1, -1] = NEVER
