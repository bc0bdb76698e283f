"""Blind baselines: how well the questions can be answered without the picture, template by template.

Rule: a row is flagged where a baseline exceeds chance by more than `MARGIN` and the lower bound of its accuracy
(Wilson, at a level that keeps all rows together at 95 %, after Bonferroni) lies above chance. Where all guesses of a
few questions hang on the same few others, they are right or wrong together: of up to `SIMULATED` questions, so many
must be right as are not where the answers are drawn by lot. A data set that is balanced, with options that look alike,
has no flagged row.

A row that is not flagged is fair only where its questions suffice to say so: where the best baseline is within `MARGIN`
of chance and the upper bound of its accuracy within `TOLERANCE`. Elsewhere nothing is decided; more questions would.
"""

from __future__ import annotations

import math
import multiprocessing
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from statistics import NormalDist, fmean, stdev

import msgspec
import numpy as np

from scenewright.audit import baselines
from scenewright.audit.baselines import FOLDS, Right
from scenewright.audit.questions import Asked
from scenewright.scenes.base import below, rng_for

MARGIN = 0.03
"""Points above chance that are let pass."""
LEVEL = 0.05
"""Probability of flagging anything in a fair data set."""
FEWEST = 50
"""Questions below which a template is only counted: a classifier learns nothing from fewer."""
MOST = 4000
"""Questions of a template that are guessed; of more, an even part."""
SIMULATED = 1000
"""Questions up to which a flag is checked against answers drawn by lot: with more, folds hardly hang together."""
LOTS = 24
"""How often they are drawn."""
TOLERANCE = 0.05
"""Points above chance that the upper bound of a fair template may reach."""
PLAIN_Z = NormalDist().inv_cdf(0.975)
"""Standard errors of an interval that holds one accuracy in 95 % of cases."""


class Guess(msgspec.Struct, frozen=True, kw_only=True):
    """How one baseline did on one row."""

    accuracy: float
    low: float
    high: float
    """Wilson interval of the accuracy at the level of the rule."""
    flagged: bool
    causes: tuple[str, ...] = ()
    """Tokens that weigh most, with their weights; of flagged rows only."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One template's questions of one kind, or all questions of a kind (`template` is empty)."""

    family: str
    template: str
    kind: str
    questions: int
    chance: float | None
    """None for free answers."""
    guesses: dict[str, Guess]
    """By baseline: `majority` (the answer that was right most often), `words` (bag of words; for options crossed with
    the question's), `letters` (character n-grams), `crossed` (words and sizes crossed with which way is asked),
    `trees` (boosted trees of numbers, lengths and ranks) and, for options, `stance` (place, length, rank, likeness to
    the others)."""
    independent: float = 0.0
    """How many independent ones these are worth, as twins share a scene."""
    entropy: float = 0.0
    """Of the answers, in bits."""
    distinct: int = 0
    """Different answers."""

    @property
    def flagged(self) -> bool:
        return any(guess.flagged for guess in self.guesses.values())

    @property
    def verdict(self) -> str:
        """`flagged`, `fair`, `undecided` where there are too few questions to say which, or empty where none is judged.

        The bound is that of the best of several baselines: a row is called fair too seldom rather than too often. Twins
        in the same words are, by themselves: every guess is right in one of the two.
        """
        if not self.guesses or self.chance is None:
            return ""
        if self.flagged:
            return "flagged"
        if self.kind == "answerable" and all(guess.accuracy == self.chance for guess in self.guesses.values()):
            return "fair"
        best = max(guess.accuracy for guess in self.guesses.values())
        within = best - self.chance <= MARGIN and self.upper <= 100 * TOLERANCE
        return "fair" if within else "undecided"

    @property
    def above(self) -> float:
        """How far the best baseline is surely above chance, in points: its lower bound's distance, 0 at least."""
        return max((100 * (g.low - (self.chance or 0.0)) for g in self.guesses.values()), default=0.0)

    @property
    def upper(self) -> float:
        """How far the best baseline may be above chance, in points, by a plain 95 % interval."""
        if not self.guesses:
            return 0.0
        best = max((guess.accuracy for guess in self.guesses.values()), default=0.0)
        return 100 * (wilson(best, self.independent, PLAIN_Z)[1] - (self.chance or 0.0))


class Blind(msgspec.Struct, frozen=True, kw_only=True):
    """The report of a data set."""

    questions: int
    z: float
    """Standard errors of the intervals."""
    rule: str
    rows: tuple[Row, ...]
    overall: tuple[Row, ...]
    odd_twins: tuple[str, ...] = ()
    """Twins that are not the same words once with an answer and once without: template and first sample."""

    def flagged(self) -> list[Row]:
        """Rows that can be guessed too well."""
        return [row for row in (*self.rows, *self.overall) if row.flagged]


Key = tuple[str, str, str]
"""Family, template, kind."""
Tick = Callable[[int, int], None]


def audit(questions: Iterable[Asked], tick: Tick = lambda done, total: None, workers: int = 1) -> Blind:
    """Guess all questions without looking. `UserError` where scikit-learn is missing.

    `tick(done, total)` is told the templates done.
    """
    baselines.sklearn()
    by_template: dict[Key, list[Asked]] = defaultdict(list)
    for question in questions:
        by_template[question.family, question.template, question.kind].append(question)
    keys = sorted(by_template)
    judged = [key for key in keys if key[2] != "open" and len(by_template[key]) >= FEWEST]
    tests = sum(len(baselines.names_for(key[2], min(len(by_template[key]), MOST))) for key in judged)
    z = NormalDist().inv_cdf(1 - LEVEL / max(tests, 1))
    rows: list[Row] = []
    pooled: dict[tuple[str, str], list[tuple[float, float, dict[str, Right]]]] = defaultdict(list)
    for done, (row, rights) in enumerate(_rows([by_template[key] for key in keys], z, workers)):
        rows.append(row)
        if rights:
            for family in (row.family, ""):
                pooled[row.kind, family].append((row.chance or 0.0, row.independent, rights))
        tick(done + 1, len(keys))
    return Blind(
        questions=sum(map(len, by_template.values())),
        z=round(z, 3),
        rule=(
            f"flagged: accuracy above chance by more than {MARGIN:.0%}, and its lower bound above chance "
            f"(Wilson, {z:.2f} standard errors: {1 - LEVEL:.0%} over all {tests} tests at once); "
            f"{FOLDS} folds, twins in one fold; templates with fewer than {FEWEST} questions are not judged"
        ),
        rows=tuple(rows),
        overall=tuple(_pooled(family, kind, parts, z) for (kind, family), parts in sorted(pooled.items())),
        odd_twins=tuple(name for key in keys for name in _odd_twins(key, by_template[key])),
    )


def _rows(parts: list[list[Asked]], z: float, workers: int) -> Iterator[tuple[Row, dict[str, Right]]]:
    """The row of each template, and how the baselines did on each of its questions."""
    if workers == 1 or len(parts) < 2:
        yield from map(_judged, parts, repeat(z))
        return
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else None)
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        yield from pool.map(_judged, parts, repeat(z), chunksize=4)


def _judged(items: list[Asked], z: float) -> tuple[Row, dict[str, Right]]:
    if len(items) > MOST:
        groups = list(dict.fromkeys(q.group for q in items))
        kept = set(groups[:: math.ceil(len(items) / MOST)])
        items = [q for q in items if q.group in kept]
    first = items[0]
    judged = first.kind != "open" and len(items) >= FEWEST
    rights = baselines.guesses(items) if judged else {}
    return _row(first.family, first.template, first.kind, items, rights, z), rights


def _odd_twins(key: tuple[str, str, str], items: list[Asked]) -> list[str]:
    pairs: dict[str, list[Asked]] = defaultdict(list)
    for q in items if key[2] == "answerable" else ():
        pairs[q.group].append(q)
    return [
        f"{key[1]} {group}"
        for group, both in pairs.items()
        if [q.right for q in both] not in ([0, 1], [1, 0]) or both[0].text != both[1].text
    ]


def _row(family: str, template: str, kind: str, items: list[Asked], rights: dict[str, Right], z: float) -> Row:
    answers = Counter(q.answer for q in items)
    bits = -sum(n / len(items) * math.log2(n / len(items)) for n in answers.values())
    plain = Row(family=family, template=template, kind=kind, questions=len(items), chance=None, guesses={},
                entropy=round(bits, 3) + 0.0, distinct=len(answers))  # fmt: skip
    if kind == "open":
        share = max(answers.values()) / len(items)
        low, high = wilson(share, len(items), z)
        most = Guess(accuracy=share, low=low, high=high, flagged=False)
        return msgspec.structs.replace(plain, guesses={"majority": most})
    chance = fmean(q.chance for q in items)
    count = independent(items)
    guesses = {name: _guess(right, chance, count, z) for name, right in rights.items()}
    for name, guess in guesses.items():
        if guess.flagged and _by_lot(items, name, guess.accuracy, z):
            guesses[name] = msgspec.structs.replace(guess, flagged=False)
        elif guess.flagged:
            guesses[name] = msgspec.structs.replace(guess, causes=baselines.causes(items, name))
    return msgspec.structs.replace(plain, chance=chance, independent=round(count, 1), guesses=guesses)


def _by_lot(items: Sequence[Asked], name: str, accuracy: float, z: float) -> bool:
    """Whether a baseline might be as often right where the answers are drawn by lot, by as many standard deviations as
    the rule has. Whether there is an answer is not drawn: of two twins one has.
    """
    if len(items) > SIMULATED or items[0].kind == "answerable":
        return False
    found = []
    for lot in range(LOTS):
        rng = rng_for(lot, "blind", items[0].family, items[0].template, items[0].kind)
        drawn = [msgspec.structs.replace(q, right=below(rng, len(q.options))) for q in items]
        found.append(float(baselines.guessed_by(name, drawn).mean()))
    return accuracy <= fmean(found) + z * stdev(found)


def independent(items: Sequence[Asked]) -> float:
    """How many independent questions they are worth, where those of one scene (twins) might all have one answer.

    Kish's effective size of a sample of clusters: n squared by the sum of the squares of their sizes.
    """
    sizes = Counter(q.group for q in items).values()
    return len(items) ** 2 / sum(size * size for size in sizes)


def _pooled(family: str, kind: str, parts: list[tuple[float, float, dict[str, Right]]], z: float) -> Row:
    """The guesses of all templates together, each by its own model; of baselines that all were put through."""
    count = sum(len(rights["majority"]) for *_, rights in parts)
    chance = sum(share * len(rights["majority"]) for share, _, rights in parts) / count
    names = [name for name in parts[0][2] if all(name in rights for *_, rights in parts)]
    rights = {name: np.concatenate([rights[name] for *_, rights in parts]) for name in names}
    worth = sum(n for _, n, _ in parts)
    guesses = {name: _guess(right, chance, worth, z) for name, right in rights.items()}
    return Row(family=family, template="", kind=kind, questions=count, independent=round(worth, 1), chance=chance,
               guesses=guesses)  # fmt: skip


def _guess(right: Right, chance: float, count: float, z: float) -> Guess:
    accuracy = float(right.mean())
    low, high = wilson(accuracy, count, z)
    return Guess(accuracy=accuracy, low=low, high=high, flagged=accuracy - chance > MARGIN and low > chance)


def wilson(share: float, n: float, z: float) -> tuple[float, float]:
    """Wilson's interval of a share of n (E. B. Wilson, 1927)."""
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return middle - half, middle + half
