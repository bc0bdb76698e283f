"""The best of several: most claims that hold, then a ranker's score, then the claims' own scores, then the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from scenewright.renderers.base import Claim

M = TypeVar("M")


class Best(NamedTuple, Generic[M]):
    """What was kept."""

    medium: M
    claims: tuple[Claim, ...]
    tries: int
    place: int
    """Which of them it was."""

    @property
    def share(self) -> float:
        """Share of claims that hold; 1 where nothing is claimed."""
        return share(self.claims)


def share(claims: Sequence[Claim]) -> float:
    """Share of claims that hold; 1 where nothing is claimed."""
    return sum(c.holds for c in claims) / len(claims) if claims else 1.0


def best_of(
    media: Sequence[M],
    check: Callable[[M], tuple[Claim, ...]],
    rank: Callable[[Sequence[M]], Sequence[float]] | None = None,
    tries: int | None = None,
) -> Best[M]:
    """The medium with the largest share of claims that hold. `rank` scores all of them, larger is better; it is asked
    only where several have as large a share. `tries`: how many were made, where some were thrown away before.
    """
    checked = [check(medium) for medium in media]
    top = max(map(share, checked))
    level = [i for i, claims in enumerate(checked) if share(claims) == top]
    scores = rank([media[i] for i in level]) if rank and len(level) > 1 else [0.0] * len(level)

    def worth(place: int) -> tuple[float, float]:
        claims = checked[level[place]]
        return scores[place], sum(c.score for c in claims) / max(1, len(claims))

    won = level[max(range(len(level)), key=lambda place: (*worth(place), -place))]
    return Best(media[won], checked[won], tries or len(media), won)
