"""What of the possible a data set shows: values of levels, templates and styles with their counts, and how evenly."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from scenewright.audit.checks.base import Table

MOST_VALUES = 64
"""A style's field of more values than these is a measure (a seed, an angle), and is not counted by value."""
FEW = 3
"""Unused values are told from so many samples for each value on; before, that some are missing is chance."""
ASKED = ("level", "skill", "template")
"""Names of what is no style."""


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Path and value of each leaf of a JSON object; lists and what is in them are left out."""
    for key, inner in value.items():
        name = f"{path}.{key}" if path else str(key)
        if isinstance(inner, dict):
            yield from leaves(inner, name)
        elif isinstance(inner, str | bool | int) and not (isinstance(inner, str) and inner.startswith("#")):
            yield name, inner


class Coverage:
    """Counts of values by family and field."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str], Counter[str]] = {}

    def see(self, family: str, field: str, value: Any) -> None:
        """Count a value; fields of too many are kept as that alone."""
        counter = self.counts.setdefault((family, field), Counter())
        if len(counter) <= MOST_VALUES or field in ASKED:
            counter[str(value)] += 1

    def add(self, other: Coverage) -> None:
        """Take over another's counts."""
        for (family, field), values in other.counts.items():
            counter = self.counts.setdefault((family, field), Counter())
            if len(counter) <= MOST_VALUES or field in ASKED:
                counter.update(values)

    def kept(self) -> Iterator[tuple[str, str, Counter[str]]]:
        """Family, field and its values, without fields that are measures."""
        for (family, field), values in sorted(self.counts.items()):
            if field in ASKED or len(values) <= MOST_VALUES:
                yield family, field, values

    def table(self) -> Table:
        """How many values, how evenly, which is commonest and rarest, and which known ones are not there."""
        rows = []
        for family, field, values in self.kept():
            (common, most), (rare, least) = values.most_common()[0], values.most_common()[-1]
            missing = unused(family, field, values)
            shown = ", ".join(missing[:6]) + (f" and {len(missing) - 6} more" if len(missing) > 6 else "")
            rows.append((family, field, str(len(values)), f"{evenness(values):.2f}", f"{common} {most}",
                         f"{rare} {least}", shown))  # fmt: skip
        return ("Coverage", ("family", "what", "values", "evenness", "commonest", "rarest", "unused"), rows)

    def unused(self) -> list[tuple[str, str, list[str]]]:
        """Family, field and the values that could be there and are not."""
        every = [(family, field, unused(family, field, values)) for family, field, values in self.kept()]
        return [(family, field, missing) for family, field, missing in every if missing]


def evenness(values: Mapping[str, int]) -> float:
    """Entropy as a share of what it would be if all values were as frequent (Pielou 1966, J. Theor. Biol. 13, 131); 1
    for a single value.
    """
    total = sum(values.values())
    if len(values) < 2:
        return 1.0
    return -sum(n / total * math.log(n / total) for n in values.values() if n) / math.log(len(values))


def unused(family: str, field: str, values: Mapping[str, int]) -> list[str]:
    """Known values that are not there, if there are samples enough to expect them."""
    known = _known(family).get(field, ())
    if sum(values.values()) < FEW * len(known):
        return []
    return [value for value in known if value not in values]


def _known(family: str) -> dict[str, tuple[str, ...]]:
    """Values that this version's family can have; none for one that is not known here."""
    from scenewright.errors import UserError
    from scenewright.families import family as kind_of
    from scenewright.renderers.fonts import families

    try:
        kind = kind_of(family)
    except UserError:
        return {}
    names = {"level": tuple(str(level) for level in range(len(kind.levels))),
             "template": tuple(template.name for template in kind.templates),
             "skill": tuple(sorted({template.skill for template in kind.templates}))}  # fmt: skip
    return names | {"font": families()}
