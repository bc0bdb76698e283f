"""Programs that people learn to read flowcharts with: sums, powers, Euclid, Collatz, prices with a discount, ..."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from scenewright.scenes.base import between, chance, pick
from scenewright.scenes.flow import Expr, Item, Operand
from scenewright.scenes.program_draft import Draft

Entered = tuple[str, int, int]
"""An input's name and the smallest and largest number it is meant for."""
Recipe = Callable[[Draft, np.random.Generator], tuple[str, list[Entered], list[Item]]]


class Classic(NamedTuple):
    """A well-known program: what it needs, and how it is drawn with numbers of its own."""

    loops: int
    inner_decisions: int
    inputs: int
    division: bool
    write: Recipe


def _e(op: str, left: Operand, right: Operand) -> Expr:
    return Expr(op=op, left=left, right=right)  # type: ignore[arg-type]


def _discount(d: Draft, rng: np.random.Generator) -> tuple[str, list[Entered], list[Item]]:
    n, price = pick(rng, (("tickets", "price"), ("cups", "price"), ("books", "cost"), ("nights", "cost")))
    each, low = between(rng, 3, 9), between(rng, 2, 5)
    limit = low + between(rng, 2, 4)
    cut = d.assign(price, _e("-", price, between(rng, 2, 9)))
    extra: list[Item] = [d.assign(price, _e("+", price, between(rng, 1, 5)))] if chance(rng, 0.4) else []
    first = d.assign(price, _e("*", n, each))
    test = pick(rng, (_e(">=", n, limit), _e(">", price, each * (limit - 1))))
    return "Group discount", [(n, low, low + 6)], [first, d.branch(test, [cut], extra), d.show(price)]


def _distance(d: Draft, rng: np.random.Generator) -> tuple[str, list[Entered], list[Item]]:
    x, gap = pick(rng, (("x", "gap"), ("guess", "error"), ("level", "gap"), ("p", "d")))
    low, target = between(rng, 1, 6), 0
    target = low + between(rng, 2, 4)
    below, above = d.assign(gap, _e("-", target, x)), d.assign(gap, _e("-", x, target))
    body: list[Item] = [d.branch(_e("<", x, target), [below], [above])]
    if chance(rng, 0.5):
        body.append(d.assign(gap, _e("*", gap, between(rng, 2, 4)), "first"))
    return "How far off", [(x, low, low + 6)], [*body, d.show(gap)]


def _capped(d: Draft, rng: np.random.Generator) -> tuple[str, list[Entered], list[Item]]:
    n, pay = pick(rng, (("hours", "pay"), ("miles", "fee"), ("days", "fine"), ("rounds", "score")))
    each, low = between(rng, 3, 8), between(rng, 2, 5)
    cap = each * (low + 3) + between(rng, -2, 2)
    first = d.assign(pay, _e("*", each, n))
    over = d.assign(pay, cap)
    return "Up to a limit", [(n, low, low + 6)], [first, d.branch(_e(">", pay, cap), [over], []), d.show(pay)]


def _sum_to(d: Draft, rng: np.random.Generator) -> tuple[str, list[Entered], list[Item]]:
    n, i, total = pick(rng, (("n", "i", "total"), ("m", "k", "sum"), ("last", "i", "sum"), ("top", "j", "total")))
    start, stride = between(rng, 0, 2), between(rng, 1, 2)
    before: list[Item] = [d.assign(total, between(rng, 0, 5), "first"), d.assign(i, start, "count")]
    body = [d.assign(total, _e("+", total, i)), d.assign(i, _e("+", i, stride), "step")]
    return "Adding up", [(n, 3, 8)], [*before, d.loop(_e("<=", i, n), body, True), d.show(total)]


def _product(d: Draft, rng: np.random.Generator) -> tuple[str, list[Entered], list[Item]]:
    n, f = pick(rng, (("n", "f"), ("m", "product"), ("k", "p")))
    body = [d.assign(f, _e("*", f, n)), d.assign(n, _e("-", n, 1), "step")]
    first = d.assign(f, between(rng, 1, 3), "first")
    return "Product of a countdown", [(n, 1, 5)], [first, d.loop(_e(">", n, 1), body, True), d.show(f)]


def _doubling(d: Draft, rng: np.random.Generator) -> tuple[str, list[Entered], list[Item]]:
    n, x = pick(rng, (("n", "x"), ("days", "cells"), ("folds", "layers"), ("hours", "mould")))
    i = pick(rng, ("i", "k", "c"))
    before: list[Item] = [d.assign(x, between(rng, 1, 4), "first"), d.assign(i, 0, "count")]
    body: list[Item] = [d.assign(x, _e("*", x, 2)), d.assign(i, _e("+", i, 1), "step")]
    if chance(rng, 0.4):
        body.insert(1, d.show(x))
        return "Doubling", [(n, 1, 5)], [*before, d.loop(_e("<", i, n), body, True), d.show(i)]
    return "Doubling", [(n, 1, 6)], [*before, d.loop(_e("<", i, n), body, True), d.show(x)]


def _saving(d: Draft, rng: np.random.Generator) -> tuple[str, list[Entered], list[Item]]:
    rate, saved, weeks = pick(
        rng, (("rate", "saved", "weeks"), ("coins", "jar", "days"), ("litres", "tank", "minutes"))
    )
    goal = between(rng, 18, 30)
    before: list[Item] = [d.assign(saved, between(rng, 0, 6), "first"), d.assign(weeks, 0, "count")]
    body = [d.assign(saved, _e("+", saved, rate)), d.assign(weeks, _e("+", weeks, 1), "step")]
    loop = d.loop(_e("<", saved, goal), body, chance(rng, 0.6))
    return (
        "Until the goal",
        [(rate, 3, 9)],
        [*before, loop, d.show(weeks), *([d.show(saved)] if chance(rng, 0.5) else [])],
    )


def _sequence(d: Draft, rng: np.random.Generator) -> tuple[str, list[Entered], list[Item]]:
    n, one, two, both = pick(rng, (("n", "b", "c", "d"), ("terms", "old", "new", "next"), ("n", "x", "y", "z")))
    i = pick(rng, ("i", "k"))
    before: list[Item] = [d.assign(one, between(rng, 0, 2), "first"), d.assign(two, between(rng, 1, 3), "first")]
    before.append(d.assign(i, 1, "count"))
    body = [
        d.assign(both, _e("+", one, two)),
        d.assign(one, two),
        d.assign(two, both),
        d.assign(i, _e("+", i, 1), "step"),
    ]
    return "Each the sum of two", [(n, 2, 5)], [*before, d.loop(_e("<", i, n), body, True), d.show(two)]


def _share_out(d: Draft, rng: np.random.Generator) -> tuple[str, list[Entered], list[Item]]:
    rest, bags = pick(rng, (("rest", "bags"), ("eggs", "boxes"), ("apples", "crates"), ("n", "q")))
    size, low = between(rng, 3, 6), between(rng, 8, 15)
    before = d.assign(bags, 0, "count")
    body = [d.assign(rest, _e("-", rest, size), "step"), d.assign(bags, _e("+", bags, 1))]
    loop = d.loop(_e(">=", rest, size), body, True)
    return "Sharing out", [(rest, low, low + 6)], [before, loop, d.show(bags), d.show(rest)]


def _chosen_sum(d: Draft, rng: np.random.Generator) -> tuple[str, list[Entered], list[Item]]:
    n, i, total, other = pick(rng, (("n", "i", "even", "odd"), ("m", "k", "hits", "rest"), ("last", "j", "s", "t")))
    modulus = between(rng, 2, 3)
    before: list[Item] = [
        d.assign(total, 0, "first"),
        d.assign(other, between(rng, 1, 9), "first"),
        d.assign(i, 1, "count"),
    ]
    test = _e("==", _e("%", i, modulus), between(rng, 0, 1))
    arms: list[list[Item]] = [[d.assign(total, _e("+", total, i))], [d.assign(other, _e("+", other, i))]]
    body: list[Item] = [d.branch(test, arms[0], arms[1]), d.assign(i, _e("+", i, 1), "step")]
    return "Sorting numbers", [(n, 2, 6)], [*before, d.loop(_e("<=", i, n), body, True), d.show(total), d.show(other)]


def _euclid(d: Draft, rng: np.random.Generator) -> tuple[str, list[Entered], list[Item]]:
    x, y = pick(rng, (("x", "y"), ("p", "q"), ("m", "n"), ("long", "short")))
    low = between(rng, 2, 6)
    one, two = d.assign(x, _e("-", x, y)), d.assign(y, _e("-", y, x))
    loop = d.loop(_e("!=", x, y), [d.branch(_e(">", x, y), [one], [two])], True)
    return "Largest common measure", [(x, low, low + 3), (y, low, low + 3)], [loop, d.show(x)]


def _collatz(d: Draft, rng: np.random.Generator) -> tuple[str, list[Entered], list[Item]]:
    n, count = pick(rng, (("n", "count"), ("x", "moves"), ("m", "k")))
    half = d.assign(n, _e("//", n, 2))
    up = d.assign(n, _e("+", _e("*", 3, n), 1))
    body: list[Item] = [d.branch(_e("==", _e("%", n, 2), 0), [half], [up]), d.assign(count, _e("+", count, 1), "step")]
    before = d.assign(count, between(rng, 0, 1), "first")
    return "Down to one", [(n, 2, 6)], [before, d.loop(_e(">", n, 1), body, True), d.show(count)]


def _digits(d: Draft, rng: np.random.Generator) -> tuple[str, list[Entered], list[Item]]:
    n, total = pick(rng, (("n", "total"), ("code", "check"), ("number", "sum")))
    low = between(rng, 95, 140)
    body = [d.assign(total, _e("+", total, _e("%", n, 10))), d.assign(n, _e("//", n, 10), "step")]
    test = _e("%", total, between(rng, 2, 3))
    arms: list[list[Item]] = [[d.say("valid")], [d.say("wrong")]]
    loop = d.loop(_e(">", n, 0), body, True)
    branch = d.branch(_e("==", test, 0), arms[0], arms[1])
    return "Check digits", [(n, low, low + 6)], [d.assign(total, 0, "first"), loop, branch, d.show(total)]


CLASSICS = (
    Classic(0, 0, 1, False, _discount),
    Classic(0, 0, 1, False, _distance),
    Classic(0, 0, 1, False, _capped),
    Classic(1, 0, 1, False, _sum_to),
    Classic(1, 0, 1, False, _product),
    Classic(1, 0, 1, False, _doubling),
    Classic(1, 0, 1, False, _saving),
    Classic(1, 0, 1, False, _sequence),
    Classic(1, 0, 1, False, _share_out),
    Classic(1, 1, 1, True, _chosen_sum),
    Classic(1, 1, 2, False, _euclid),
    Classic(1, 1, 1, True, _collatz),
    Classic(1, 1, 1, True, _digits),
)
"""All of them, with the loops, decisions inside loops and inputs they have."""
