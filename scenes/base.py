"""The vocabulary of scenes: frozen values, rejection by reason, and randomness by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from hashlib import blake2b
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
import numpy as np
from numpy.random.bit_generator import ISeedSequence

T = TypeVar("T")


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A frozen, typed, JSON-able value. Sequences are tuples, units are in the field names.

    Subclasses repeat `frozen=True, kw_only=True`: msgspec inherits the first, type checkers don't; neither the second.
    """


class Spec(Value, frozen=True, kw_only=True):
    """The ranges a scene is drawn from. Each field's annotation states the legal range (`msgspec.Meta`)."""


class Thing(Value, frozen=True, kw_only=True):
    """Anything in a scene that a mark, a step or a question can point at. Ids are unique within a scene."""

    id: str


class Scene(Value, frozen=True, kw_only=True):
    """One concrete truth. Holds no pixels, paths, generators or global ids.

    `hidden` names the things whose evidence was covered on purpose (a stain over a label, a cropped corner).
    They are still true, still drawn below the cover, and no question may rest on them.
    """

    hidden: tuple[str, ...] = ()


def things(value: Any) -> Iterator[Thing]:
    """Every `Thing` inside a value, depth first, in field order."""
    found: list[Thing] = []
    _gather(value, found)
    return iter(found)


def _gather(value: Any, found: list[Thing]) -> None:
    """Append the things inside a value. A list is filled three times as fast as nested generators yield."""
    if isinstance(value, tuple):
        if value and isinstance(value[0], (float, int, str)):
            return  # a trajectory, a polygon, names
        for item in value:
            _gather(item, found)
    elif isinstance(value, msgspec.Struct):
        if isinstance(value, Thing):
            found.append(value)
        for name in _holders(type(value)):
            field = getattr(value, name)
            if isinstance(field, (tuple, msgspec.Struct)):
                _gather(field, found)


_PLAIN = (str, int, float, bool, type(None))


@cache
def _holders(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields of a struct that may hold structs or tuples: most things have names and numbers alone."""
    try:
        hints = get_type_hints(kind)
    except NameError:  # a class that was made inside a function
        return kind.__struct_fields__
    return tuple(name for name in kind.__struct_fields__ if not _scalar(hints[name]))


def _scalar(hint: Any) -> bool:
    """Whether a field so annotated holds neither structs nor tuples."""
    args = get_args(hint)
    if get_origin(hint) in (Union, UnionType):
        return all(map(_scalar, args))
    return hint in _PLAIN or get_origin(hint) is Literal


class Reject(Exception):
    """This draw has no legible picture or no single defensible answer. Counted by reason, then drawn again.

    `reason` is a short snake_case word from a small vocabulary: `tie`, `margin`, `layout`, `hidden_evidence`,
    `one_sided`, `not_applicable`, ...; it becomes a row of the build report.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Digest(ISeedSequence):
    """Hands a hash to a bit generator as its state. Twelve times cheaper than numpy's `SeedSequence`, whose
    stretching a 256-bit hash has no need of.
    """

    def __init__(self, digest: bytes) -> None:
        self._digest = digest

    def generate_state(self, n_words: int, dtype: Any = np.uint32) -> np.ndarray:
        return np.frombuffer(self._digest, dtype=dtype)[:n_words]


_encode = msgspec.json.Encoder().encode


def key_hash(seed: int, *key: str | int) -> bytes:
    """32 bytes of blake2b over the JSON of `(seed, *key)`."""
    return blake2b(_encode((seed, *key)), digest_size=32).digest()


def key_shares(seed: int, *key: str | int) -> Callable[[str], float]:
    """`share(name)`: the first 53 bits of `key_hash(seed, *key, name)` as a number in [0, 1), in the order of the
    hashes. For many names of one key: what they share is written once.
    """
    start = _encode((seed, *key))[:-1] + b","

    def share(name: str) -> float:
        digest = blake2b(start + _encode(name) + b"]", digest_size=32).digest()
        return (int.from_bytes(digest[:8], "big") >> 11) / 2**53

    return share


def rng_for(seed: int, *key: str | int) -> np.random.Generator:
    """A generator that depends on the seed and on the *name* of what is drawn, never on what was drawn before.

    `rng_for(seed, "clock", level, index, "scene")` and `rng_for(seed, "clock", level, index, "style")` are
    independent streams, so a new draw in one disturbs no other, and sample 7,000,000 needs none before it.
    """
    source: Any = _Digest(key_hash(seed, *key))
    return np.random.Generator(np.random.PCG64(source))


# Scalar draws. `Generator.integers` and `choice` cost 2 to 8 us a call, `random` 0.3 us; the bias of scaling a
# 53-bit float to n < 10^6 outcomes is below 10^-10.


def below(rng: np.random.Generator, n: int) -> int:
    """An integer in [0, n)."""
    return int(rng.random() * n)


def between(rng: np.random.Generator, low: int, high: int) -> int:
    """An integer in [low, high], both ends included."""
    return low + int(rng.random() * (high - low + 1))


def uniform(rng: np.random.Generator, low: float, high: float) -> float:
    """A float in [low, high)."""
    return low + rng.random() * (high - low)


def chance(rng: np.random.Generator, probability: float) -> bool:
    """True with the given probability."""
    return bool(rng.random() < probability)


def pick(rng: np.random.Generator, items: Sequence[T]) -> T:
    """One item, all equally likely."""
    return items[int(rng.random() * len(items))]


def weighted(rng: np.random.Generator, items: Sequence[T], weights: Sequence[float]) -> T:
    """One item, likely in proportion to its weight."""
    mark = rng.random() * sum(weights)
    for item, weight in zip(items, weights, strict=True):
        mark -= weight
        if mark < 0:
            return item
    return items[-1]


def shuffled(rng: np.random.Generator, items: Sequence[T]) -> list[T]:
    """All items in random order (Fisher and Yates)."""
    out = list(items)
    if len(out) > 1:
        for i, u in zip(range(len(out) - 1, 0, -1), rng.random(len(out) - 1).tolist(), strict=True):
            j = int(u * (i + 1))
            out[i], out[j] = out[j], out[i]
    return out


def draw(rng: np.random.Generator, items: Sequence[T], count: int) -> list[T]:
    """`count` different items in random order."""
    return shuffled(rng, items)[:count]
